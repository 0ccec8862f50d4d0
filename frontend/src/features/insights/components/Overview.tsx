import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import Select from 'antd/es/select';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import type { Language } from '@/shared/i18n/index';
import { useLanguage } from '@/shared/i18n/text';
import { useOrganisation } from '@/shared/session/me';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ExportButton } from '@/shared/ui/ExportButton';
import { short } from '@/shared/ui/money';
import { Page, Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { exact } from '@/shared/ui/time';
import {
  FIGURES,
  isWithheld,
  overviewQuery,
  quarterOf,
  quarters,
  valueOf,
  type FigureName,
  type Figures,
  type Overview as Shown,
} from '../api';
import { Picture } from './Picture';
import './insights.css';

const route = getRouteApi('/workspace/app/insights');

/** What the exchange moves: for the bureau, which looks on, and the exchange's own people. */
export function Overview() {
  const { t } = useTranslation('insights');
  const own = useOrganisation();
  if (own?.kind === 'bureau' && own.state !== 'verified') {
    return (
      <Page title={t('title')}>
        <EmptyState title={t('not_verified')} teach={t('not_verified_teach')} />
      </Page>
    );
  }
  if (own?.kind !== 'bureau' && own?.kind !== 'operator') {
    return (
      <Page title={t('title')}>
        <EmptyState title={t('not_for_you')} teach={t('not_for_you_teach')} />
      </Page>
    );
  }
  return <Tables />;
}

interface Group {
  key: string;
  label: string;
  figures: Figures;
}

function Tables() {
  const { t } = useTranslation(['insights', 'common']);
  const language = useLanguage();
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, isPending, refetch } = useQuery(overviewQuery(filters));
  const figure = filters.figure ?? 'deals_closed';
  const choices = quarters(new Date());
  const first = data ? quarterOf(new Date(`${data.from}T00:00:00`)) : filters.from;
  const last = data ? quarterOf(new Date(`${data.to}T00:00:00`)) : filters.to;
  const narrow = (change: typeof filters) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  // Quarters in the wrong order are put right rather than refused.
  const range = (from: string | undefined, to: string | undefined) =>
    from && to && from > to ? narrow({ from: to, to: from }) : narrow({ from, to });
  return (
    <Page
      title={t('title')}
      facts={
        <>
          <span>{t('teach')}</span>
          {data && <span>{t('as_of', { at: exact(new Date(data.as_of), language) })}</span>}
        </>
      }
    >
      <div className="jx-row" role="search" aria-label={t('filter')}>
        {(['from', 'to'] as const).map((end) => (
          <label key={end} className="jx-row">
            <span className="jx-soft">{t(end)}</span>
            <Select
              style={{ minWidth: 116 }}
              value={(end === 'from' ? first : last) ?? null}
              options={choices.map((one) => ({ value: one, label: one.replace('-', ' ') }))}
              onChange={(one) => (end === 'from' ? range(one, last) : range(first, one))}
              aria-label={t(end)}
            />
          </label>
        ))}
        <label className="jx-row">
          <span className="jx-soft">{t('figure_shown')}</span>
          <Select
            style={{ minWidth: 240 }}
            value={figure}
            options={FIGURES.map((one) => ({ value: one, label: t(`figures.${one}`) }))}
            onChange={(one) => narrow({ figure: one })}
            aria-label={t('figure_shown')}
          />
        </label>
      </div>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {isPending && !error && <Skeleton active paragraph={{ rows: 12 }} />}
      {data && <Breakdowns data={data} figure={figure} />}
    </Page>
  );
}

function Breakdowns({ data, figure }: { data: Shown; figure: FigureName }) {
  const { t, i18n } = useTranslation(['insights', 'common']);
  const language = useLanguage();
  const total = { key: 'total', label: t('total'), figures: data.total };
  const regions = new Intl.DisplayNames(language, { type: 'region' });
  const region = (code: string | null | undefined) => {
    if (!code) return t('no_region');
    const country = code.slice(0, 2);
    if (code.length === 2) return regions.of(country) ?? code;
    return i18n.exists(`insights:province.${code.slice(3)}`) && country === 'CN'
      ? t(`province.${code.slice(3)}`)
      : code;
  };
  const tables: { by: 'quarter' | 'sector' | 'region'; head: string; groups: Group[] }[] = [
    {
      by: 'quarter',
      head: t('quarter'),
      groups: data.quarters.map((one) => ({
        key: one.quarter,
        label: one.quarter.replace('-', ' '),
        figures: one.figures,
      })),
    },
    {
      by: 'sector',
      head: t('sector_name'),
      groups: data.sectors.map((one) => ({
        key: one.sector ?? 'none',
        label: one.sector ? t(`common:sector.${one.sector}`) : t('no_sector'),
        figures: one.figures,
      })),
    },
    {
      by: 'region',
      head: t('region'),
      groups: data.regions.map((one) => ({
        key: one.region ?? 'none',
        label: region(one.region),
        figures: one.figures,
      })),
    },
  ];
  const format = (value: number) => said(value, figure, language);
  return (
    <>
      <p className="jx-soft">{t('withheld_why', { count: data.smallest_group })}</p>
      {tables.map(({ by, head, groups }) => {
        const title = t('picture_of', { figure: t(`figures.${figure}`), by: t(`by_${by}`) });
        return (
          <Section
            key={by}
            title={t(`by_${by}`)}
            aside={
              <ExportButton
                name={`${t('title')} ${t(`by_${by}`)}`}
                rows={[...groups, total]}
                columns={[
                  { name: head, value: (row: Group) => row.label },
                  ...FIGURES.map((one) => ({
                    name: t(`figures.${one}`),
                    value: (row: Group) =>
                      isWithheld(row.figures, one) ? t('withheld') : (valueOf(row.figures, one) ?? null),
                  })),
                ]}
              />
            }
          >
            <div className="jx-sheet jx-insight">
              <Picture
                name={title}
                picture={{
                  title,
                  line: by === 'quarter',
                  labels: groups.map(({ label }) => label),
                  values: groups.map(({ figures }) => valueOf(figures, figure)),
                  format,
                }}
              />
              <div className="jx-insight-table" tabIndex={0} role="region" aria-label={t(`by_${by}`)}>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">{head}</th>
                      {FIGURES.map((one) => (
                        <th key={one} scope="col" className={one === figure ? 'jx-insight-chosen' : undefined}>
                          {t(`figures.${one}`)}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {groups.map((group) => (
                      <Row key={group.key} group={group} chosen={figure} />
                    ))}
                  </tbody>
                  <tfoot>
                    <Row group={total} chosen={figure} />
                  </tfoot>
                </table>
              </div>
            </div>
          </Section>
        );
      })}
    </>
  );
}

function Row({ group, chosen }: { group: Group; chosen: FigureName }) {
  const { t } = useTranslation('insights');
  const language = useLanguage();
  return (
    <tr>
      <th scope="row">{group.label}</th>
      {FIGURES.map((one) => {
        const value = valueOf(group.figures, one);
        const hidden = isWithheld(group.figures, one);
        return (
          <td key={one} className={one === chosen ? 'jx-num jx-insight-chosen' : 'jx-num'}>
            {hidden ? (
              <span className="jx-soft">{t('withheld')}</span>
            ) : value === undefined ? (
              t('none')
            ) : (
              said(value, one, language)
            )}
          </td>
        );
      })}
    </tr>
  );
}

/** A number of a figure as people read it. */
function said(value: number, figure: FigureName, language: Language): string {
  if (figure === 'money_released') {
    // The column says that it is renminbi.
    return short({ minor: Math.round(value * 100), currency: 'CNY' }, language)
      .replace(/^CNY /, '')
      .replace(/元$/, '')
      .trim();
  }
  return value.toLocaleString(language, { maximumFractionDigits: 1 });
}
