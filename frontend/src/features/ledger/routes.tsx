import { AccountBookOutlined } from '@ant-design/icons';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { ItemOf } from '@/shared/api/client';
import type { NavItem, PaletteCommand } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { workspaceRoute } from '@/shared/routing/root';

export type Purpose = ItemOf<'list_ledger_transfers'>['purpose'];
export const PURPOSES: Purpose[] = [
  'deposit',
  'escrow_hold',
  'escrow_release',
  'escrow_refund',
  'commission',
  'fee',
  'suspense',
  'identified',
  'returned',
  'correction',
  'transfer',
];

/** Which account, and which of its transfers; lives in the URL. */
export interface LedgerFilters {
  account?: string;
  purpose?: Purpose;
  flow?: 'in' | 'out';
}

/** Takes from an address what it understands, and drops the rest. */
export function readFilters(search: Record<string, unknown>): LedgerFilters {
  const filters: LedgerFilters = {};
  if (typeof search['account'] === 'string') filters.account = search['account'];
  const purpose = PURPOSES.find((one) => one === search['purpose']);
  if (purpose) filters.purpose = purpose;
  if (search['flow'] === 'in' || search['flow'] === 'out') filters.flow = search['flow'];
  return filters;
}

const statement = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/ledger',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('./components/Ledger'), 'Ledger'),
});

export const ledgerRoutes = [statement] as const;
export const ledgerNav: NavItem[] = [
  { key: 'ledger', to: paths.ledger, icon: AccountBookOutlined, order: 50, letter: 'l' },
];
export const ledgerCommands: PaletteCommand[] = [{ key: 'money_in', to: `${paths.ledger}?flow=in` }];
