import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { moment, moneyColumns, type Column } from '@/shared/export/columns';
import { useLanguage, useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { ExportButton } from '@/shared/ui/ExportButton';
import { Listed } from '@/shared/ui/Listed';
import { Money } from '@/shared/ui/Money';
import { full } from '@/shared/ui/money';
import { Page } from '@/shared/ui/Page';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { commissionsQuery, type Commission } from '../api';
import { earned, sums, type Earned } from '../earnings';
import '@/shared/ui/rows.css';
import './mandates.css';

const TONES = { pending: 'waiting', paid: 'done', none: 'stopped' } as const;

/** What an intermediary has earned and will earn, deal by deal. */
export function Commissions() {
  const { t } = useTranslation(['mandates', 'common']);
  const text = useText();
  const language = useLanguage();
  const pages = useInfiniteQuery(commissionsQuery);
  const all = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const percent = (bps: number) =>
    (bps / 10_000).toLocaleString(language, { style: 'percent', maximumFractionDigits: 2 });
  const columns: Column<Commission>[] = [
    { name: t('earn.deal'), value: (one) => one.number },
    { name: t('earn.listing'), value: (one) => text(one.listing.title) },
    { name: t('principal'), value: (one) => text(one.principal.name) },
    { name: t('earn.stage'), value: (one) => t(`common:deal_stage.${one.stage}`) },
    { name: t('commission.name'), kind: 'percent', value: (one) => one.bps / 10_000 },
    ...moneyColumns<Commission>(t('earn.expected'), t('earn.currency'), (one) => one.expected).slice(0, 1),
    ...moneyColumns<Commission>(t('earn.paid'), t('earn.currency'), (one) => one.paid),
    { name: t('earn.opened'), value: (one) => moment(one.opened_at) },
  ];
  return (
    <Page
      title={t('earn.title')}
      facts={t('earn.teach')}
      actions={<ExportButton name={t('earn.title')} rows={all} columns={columns} />}
    >
      {all.length > 0 && (
        <ul className="jx-earned">
          {sums(all).map((sum) => (
            <li key={sum.currency} className="jx-sheet">
              <Total label={t('earn.pending')} amount={full(sum.pending, language)} note={t('earn.pending_teach')} />
              <Total
                label={t('earn.paid')}
                amount={full(sum.paid, language)}
                note={<Link to={paths.ledger}>{t('earn.ledger')}</Link>}
              />
            </li>
          ))}
        </ul>
      )}
      <Listed
        pages={pages}
        namespace="mandates"
        empty="earn.empty"
        count={all.length}
        filtered={false}
        onClear={() => undefined}
        begin={<Link to={paths.mandates}>{t('title')}</Link>}
      >
        <ul className="jx-rows jx-sheet" aria-label={t('earn.title')}>
          {all.map((one) => (
            <li key={`${one.deal} ${one.mandate}`}>
              <div>
                <span className="jx-rows-title">{text(one.listing.title)}</span>
                <span className="jx-rows-note">
                  <span className="jx-mono">{one.number}</span> · {t('earn.for', { name: text(one.principal.name) })} ·{' '}
                  <Link to={paths.mandate(one.mandate)}>{t('earn.mandate', { percent: percent(one.bps) })}</Link>
                </span>
              </div>
              <div>
                <StateTag tone={TONES[earned(one)]} label={t(`earn.state.${earned(one)}`)} />
                <div className="jx-rows-note">{t(`common:deal_stage.${one.stage}`)}</div>
              </div>
              <div className="jx-rows-end">
                <Amount one={one} state={earned(one)} />
                <div className="jx-rows-note">
                  <Time at={one.opened_at} />
                </div>
              </div>
            </li>
          ))}
        </ul>
      </Listed>
    </Page>
  );
}

function Total({ label, amount, note }: { label: string; amount: string; note: React.ReactNode }) {
  return (
    <div>
      <span className="jx-soft">{label}</span>
      <strong className="jx-num">{amount}</strong>
      <span className="jx-soft jx-earned-note">{note}</span>
    </div>
  );
}

function Amount({ one, state }: { one: Commission; state: Earned }) {
  if (state === 'none') return <span className="jx-soft">–</span>;
  return <Money amount={state === 'paid' ? one.paid : one.expected} strong />;
}
