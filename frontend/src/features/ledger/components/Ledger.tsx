import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import Segmented from 'antd/es/segmented';
import Select from 'antd/es/select';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { moment, moneyColumns, type Column } from '@/shared/export/columns';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ExportButton } from '@/shared/ui/ExportButton';
import { Listed } from '@/shared/ui/Listed';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { aboutQuery, accountsQuery, transfersQuery, type Account } from '../api';
import { PURPOSES, type LedgerFilters, type Purpose } from '../routes';
import { statement, type Line } from '../view';
import { Accounts } from './Accounts';
import { Statement } from './Statement';
import './ledger.css';

const route = getRouteApi('/workspace/app/ledger');

/** One's accounts at the exchange, and each as a statement. */
export function Ledger() {
  const { t } = useTranslation('ledger');
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const { data: accounts, error, refetch } = useQuery(accountsQuery);
  const chosen = accounts?.find(({ id }) => id === filters.account) ?? accounts?.[0];
  const narrow = (change: Partial<LedgerFilters>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  if (accounts && chosen) {
    return <Of key={chosen.id} account={chosen} accounts={accounts} filters={filters} narrow={narrow} />;
  }
  return (
    <Page title={t('title')} facts={t('teach')}>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {!accounts && !error && <Skeleton active paragraph={{ rows: 8 }} />}
      {accounts && (
        <EmptyState
          title={t('empty.title')}
          teach={t('empty.teach')}
          action={<Link to={paths.deals}>{t('empty.deals')}</Link>}
        />
      )}
    </Page>
  );
}

interface Props {
  account: Account;
  accounts: Account[];
  filters: LedgerFilters;
  narrow: (change: Partial<LedgerFilters>) => void;
}

function Of({ account, accounts, filters, narrow }: Props) {
  const { t } = useTranslation(['ledger', 'common']);
  const text = useText();
  const pages = useInfiniteQuery(transfersQuery(account.id));
  const { data: about } = useQuery(aboutQuery);
  const transfers = pages.data?.pages.flatMap((page) => page.items) ?? [];
  // Reckoned over all of them first: a balance is no other because fewer lines are shown.
  const shown = statement(account, transfers).filter(
    (line) =>
      (!filters.purpose || line.transfer.purpose === filters.purpose) &&
      (!filters.flow || line[filters.flow] !== undefined),
  );
  const filtered = filters.purpose !== undefined || filters.flow !== undefined;
  const { currency } = account.balance;
  const columns: Column<Line>[] = [
    { name: t('column.at'), value: ({ transfer }) => moment(transfer.created_at) },
    { name: t('column.purpose'), value: ({ transfer }) => t(`purpose.${transfer.purpose}`) },
    { name: t('column.about'), value: ({ transfer }) => about?.get(transfer.subject)?.number ?? transfer.subject },
    { name: t('column.listing'), value: ({ transfer }) => text(about?.get(transfer.subject)?.title) },
    ...moneyColumns<Line>(t('column.in'), t('column.currency'), (line) => line.in).slice(0, 1),
    ...moneyColumns<Line>(t('column.out'), t('column.currency'), (line) => line.out).slice(0, 1),
    ...moneyColumns<Line>(t('column.balance'), t('column.currency'), (line) => line.balance).slice(0, 1),
    { name: t('column.currency'), value: () => currency },
    { name: t('column.id'), value: ({ transfer }) => transfer.id },
  ];
  return (
    <Page
      title={t('title')}
      facts={t('teach')}
      actions={<ExportButton name={t('title')} rows={shown} columns={columns} />}
    >
      <Accounts accounts={accounts} chosen={account.id} onChoose={(id) => narrow({ account: id })} about={about} />
      <div className="jx-row" role="search" aria-label={t('filter.name')}>
        <Segmented<'all' | 'in' | 'out'>
          value={filters.flow ?? 'all'}
          onChange={(flow) => narrow({ flow: flow === 'all' ? undefined : flow })}
          options={(['all', 'in', 'out'] as const).map((value) => ({ value, label: t(`filter.${value}`) }))}
          aria-label={t('filter.flow')}
        />
        <Select
          style={{ minWidth: 168 }}
          value={(filters.purpose ?? 'all') as Purpose | 'all'}
          onChange={(purpose) => narrow({ purpose: purpose === 'all' ? undefined : purpose })}
          options={[
            { value: 'all' as const, label: t('filter.any') },
            ...PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) })),
          ]}
          aria-label={t('filter.purpose')}
        />
      </div>
      <Listed
        pages={pages}
        namespace="ledger"
        count={shown.length}
        filtered={filtered}
        onClear={() => narrow({ purpose: undefined, flow: undefined })}
      >
        <Statement lines={shown} currency={currency} about={about} />
      </Listed>
    </Page>
  );
}
