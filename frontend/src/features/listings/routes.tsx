import { EyeOutlined, FileTextOutlined } from '@ant-design/icons';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { Schemas } from '@/shared/api/client';
import type { NavItem, PaletteCommand } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { workspaceRoute } from '@/shared/routing/root';

export type ListingState = Schemas['ListingState'];
export const STATES: ListingState[] = [
  'draft',
  'submitted',
  'returned',
  'published',
  'paused',
  'under_deal',
  'withdrawn',
  'closed',
];

/** What the list is narrowed to; lives in the URL. */
export interface ListingFilters {
  state?: ListingState;
  waiting?: 'mine';
}

/** Takes from an address what it understands, and drops the rest. */
export function readFilters(search: Record<string, unknown>): ListingFilters {
  const filters: ListingFilters = {};
  const state = STATES.find((one) => one === search['state']);
  if (state) filters.state = state;
  if (search['waiting'] === 'mine') filters.waiting = 'mine';
  return filters;
}

export const DOINGS = ['offer', 'ask', 'nda', 'access', 'watch'] as const;
/** What is being done on a listing's page; links from elsewhere open it by `?do=offer`. */
export type Doing = (typeof DOINGS)[number];

const list = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/listings',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('./components/MyListings'), 'MyListings'),
});

const create = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/listings/new',
  component: lazyRouteComponent(() => import('./components/NewListing'), 'NewListing'),
});

const edit = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/listings/$listing/edit',
  component: lazyRouteComponent(() => import('./components/EditListing'), 'EditListing'),
});

const page = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/listings/$listing',
  validateSearch: (search): { do?: Doing } => {
    const doing = DOINGS.find((one) => one === search['do']);
    return doing ? { do: doing } : {};
  },
  component: lazyRouteComponent(() => import('./components/ListingPage'), 'ListingPage'),
});

const watchlist = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/watchlist',
  component: lazyRouteComponent(() => import('./components/Watchlist'), 'Watchlist'),
});

export const listingsRoutes = [list, create, edit, page, watchlist] as const;
export const listingsNav: NavItem[] = [
  { key: 'listings', to: paths.listings, icon: FileTextOutlined, order: 20 },
  { key: 'watchlist', to: paths.watchlist, icon: EyeOutlined, order: 50 },
];
export const listingsCommands: PaletteCommand[] = [
  { key: 'new_listing', to: paths.newListing },
  { key: 'waiting_listings', to: `${paths.listings}?waiting=mine` },
  { key: 'watchlist', to: paths.watchlist },
];
