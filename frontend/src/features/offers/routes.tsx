import { SwapOutlined } from '@ant-design/icons';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { Schemas } from '@/shared/api/client';
import type { NavItem, PaletteCommand } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { workspaceRoute } from '@/shared/routing/root';
import { ORDERS, type Order } from './compare';

export type Side = 'buyer' | 'seller';
export type OfferState = Schemas['OfferState'];
export const STATES: OfferState[] = ['open', 'accepted', 'declined', 'withdrawn', 'expired'];

/** What the list is narrowed to; lives in the URL. */
export interface OfferFilters {
  side?: Side;
  state?: OfferState;
  turn?: 'mine';
}

/** Takes from an address what it understands, and drops the rest. */
export function readFilters(search: Record<string, unknown>): OfferFilters {
  const filters: OfferFilters = {};
  if (search['side'] === 'buyer' || search['side'] === 'seller') filters.side = search['side'];
  const state = STATES.find((one) => one === search['state']);
  if (state) filters.state = state;
  if (search['turn'] === 'mine') filters.turn = 'mine';
  return filters;
}

const list = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/offers',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('./components/OfferList'), 'OfferList'),
});

/** How offers on one listing are set side by side. */
export interface CompareSearch {
  by?: Order;
  all?: true;
}

const compare = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/offers/on/$listing',
  validateSearch: (search: Record<string, unknown>): CompareSearch => {
    const by = ORDERS.find((one) => one === search['by']);
    return { ...(by && { by }), ...(search['all'] === true && { all: true }) };
  },
  component: lazyRouteComponent(() => import('./components/Compare'), 'Compare'),
});

const thread = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/offers/$offer',
  component: lazyRouteComponent(() => import('./components/OfferThread'), 'OfferThread'),
});

export const offersRoutes = [list, compare, thread] as const;
export const offersNav: NavItem[] = [{ key: 'offers', to: paths.offers, icon: SwapOutlined, order: 30, letter: 'o' }];
export const offersCommands: PaletteCommand[] = [{ key: 'my_turn', to: `${paths.offers}?turn=mine` }];
