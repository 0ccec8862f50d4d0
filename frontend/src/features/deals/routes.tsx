import { AuditOutlined } from '@ant-design/icons';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavItem, PaletteCommand } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { workspaceRoute } from '@/shared/routing/root';
import type { DealStage } from './api';
import type { Side } from './view';

export const STAGES: DealStage[] = [
  'contract',
  'funding',
  'recordal',
  'acceptance',
  'release',
  'disputed',
  'closed',
  'cancelled',
  'refunded',
];

/** What the list is narrowed to; lives in the URL. */
export interface DealFilters {
  side?: Side;
  stage?: DealStage;
  turn?: 'mine';
}

/** Takes from an address what it understands, and drops the rest. */
export function readFilters(search: Record<string, unknown>): DealFilters {
  const filters: DealFilters = {};
  if (search['side'] === 'buyer' || search['side'] === 'seller') filters.side = search['side'];
  const stage = STAGES.find((one) => one === search['stage']);
  if (stage) filters.stage = stage;
  if (search['turn'] === 'mine') filters.turn = 'mine';
  return filters;
}

const list = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/deals',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('./components/DealList'), 'DealList'),
});

const page = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/deals/$deal',
  component: lazyRouteComponent(() => import('./components/DealPage'), 'DealPage'),
});

export const dealsRoutes = [list, page] as const;
export const dealsNav: NavItem[] = [{ key: 'deals', to: paths.deals, icon: AuditOutlined, order: 40, letter: 'd' }];
export const dealsCommands: PaletteCommand[] = [{ key: 'my_deals', to: `${paths.deals}?turn=mine` }];
