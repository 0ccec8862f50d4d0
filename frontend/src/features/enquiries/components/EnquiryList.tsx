import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import Checkbox from 'antd/es/checkbox';
import Segmented from 'antd/es/segmented';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/shared/export/csv';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { useMe } from '@/shared/session/me';
import { ExportButton } from '@/shared/ui/ExportButton';
import { Listed } from '@/shared/ui/Listed';
import { Page, Section } from '@/shared/ui/Page';
import '@/shared/ui/rows.css';
import { enquiriesQuery, sideOf, type Enquiry } from '../api';
import type { EnquiryFilters, EnquirySide } from '../routes';
import { Clock } from './Clock';
import './enquiries.css';

const route = getRouteApi('/workspace/app/enquiries');

/** Questions asked and received; those that wait for our answer come first. */
export function EnquiryList() {
  const { t } = useTranslation(['enquiries', 'common']);
  const text = useText();
  const me = useMe();
  const filters = route.useSearch();
  const navigate = useNavigate({ from: '/app/enquiries' });
  const narrow = (change: Partial<EnquiryFilters>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const waiting = useInfiniteQuery({
    ...enquiriesQuery({ side: 'supply', turn: 'supply' }),
    enabled: filters.side !== 'demand',
  });
  const all = useInfiniteQuery({ ...enquiriesQuery({ side: filters.side }), enabled: filters.waiting !== 'mine' });
  const itemsOf = (pages: typeof all) => pages.data?.pages.flatMap((page) => page.items) ?? [];
  const first =
    filters.side === 'demand' ? [] : itemsOf(waiting).sort((a, b) => a.answer_due.localeCompare(b.answer_due));
  const ahead = new Set(first.map(({ id }) => id));
  const rest = filters.waiting === 'mine' ? [] : itemsOf(all).filter(({ id }) => !ahead.has(id));
  const shown = [...first, ...rest];
  const side = (one: Enquiry) => t(`side.${sideOf(one, me.organisation) ?? 'none'}`);
  const columns: Column<Enquiry>[] = [
    { name: t('column.listing'), value: (one) => text(one.listing.title) },
    { name: t('column.number'), value: (one) => one.listing.number },
    { name: t('column.asker'), value: (one) => text(one.asker.name) },
    { name: t('column.holder'), value: (one) => text(one.holder.name) },
    { name: t('column.side'), value: side },
    { name: t('column.turn'), value: (one) => t(`turn.${one.turn}`) },
    { name: t('column.due'), value: (one) => one.answer_due },
    { name: t('column.answered'), value: (one) => one.first_answered_at },
    { name: t('column.updated'), value: (one) => one.updated_at },
  ];
  const pages = filters.waiting === 'mine' && filters.side !== 'demand' ? waiting : all;
  return (
    <Page
      title={t('title')}
      facts={t('teach')}
      actions={<ExportButton name={t('title')} rows={shown} columns={columns} />}
    >
      <div className="jx-row" role="search" aria-label={t('filter.name')}>
        <Segmented
          value={(filters.side ?? 'all') as EnquirySide | 'all'}
          onChange={(chosen) => narrow({ side: chosen === 'all' ? undefined : chosen, waiting: undefined })}
          options={(['all', 'supply', 'demand'] as const).map((one) => ({ value: one, label: t(`filter.${one}`) }))}
          aria-label={t('filter.side')}
        />
        <Checkbox
          checked={filters.waiting === 'mine'}
          disabled={filters.side === 'demand'}
          onChange={(event) => narrow({ waiting: event.target.checked ? 'mine' : undefined })}
        >
          {t('filter.waiting')}
        </Checkbox>
      </div>
      <Listed
        pages={pages}
        namespace="enquiries"
        count={shown.length}
        filtered={Object.keys(filters).length > 0}
        onClear={() => void navigate({ search: {} })}
        problem={waiting.error}
        waiting={waiting.isPending && waiting.isFetching}
        begin={<a href="/search">{t('empty.search')}</a>}
      >
        <div className="jx-stack">
          {first.length > 0 && (
            <Section title={t('waiting', { count: first.length })}>
              <Rows enquiries={first} label={t('waiting', { count: first.length })} />
            </Section>
          )}
          {rest.length > 0 &&
            (first.length > 0 ? (
              <Section title={t('others')}>
                <Rows enquiries={rest} label={t('others')} />
              </Section>
            ) : (
              <Rows enquiries={rest} label={t('title')} />
            ))}
        </div>
      </Listed>
    </Page>
  );
}

function Rows({ enquiries, label }: { enquiries: Enquiry[]; label: string }) {
  const { t } = useTranslation('enquiries');
  const text = useText();
  const me = useMe();
  return (
    <ul className="jx-rows jx-sheet" aria-label={label}>
      {enquiries.map((one) => {
        const side = sideOf(one, me.organisation);
        return (
          <li key={one.id}>
            <div>
              <Link to={paths.enquiry(one.id)} className="jx-rows-title">
                {text(one.listing.title)}
              </Link>
              <span className="jx-rows-note jx-mono">{one.listing.number}</span>
            </div>
            <div>
              {side === 'demand'
                ? t('to', { name: text(one.holder.name) })
                : side === 'supply'
                  ? t('from', { name: text(one.asker.name) })
                  : t('between', { asker: text(one.asker.name), holder: text(one.holder.name) })}
            </div>
            <div className="jx-rows-end">
              <Clock enquiry={one} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}
