import { InboxOutlined } from '@ant-design/icons';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { Schemas } from '@/shared/api/client';
import type { NavItem, PaletteCommand } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { workspaceRoute } from '@/shared/routing/root';

export type Topic = Schemas['Topic'];
export const TOPICS: Topic[] = [
  'offers',
  'deals',
  'money',
  'enquiries',
  'listings',
  'documents',
  'mandates',
  'organisation',
  'watchlist',
];

/** What the inbox is narrowed to; lives in the URL. */
export interface InboxFilters {
  topic?: Topic;
  unread?: true;
  /** Only what belongs to this listing. */
  listing?: string;
}

/** Takes from an address what it understands, and drops the rest. */
export function readFilters(search: Record<string, unknown>): InboxFilters {
  const filters: InboxFilters = {};
  const topic = TOPICS.find((one) => one === search['topic']);
  if (topic) filters.topic = topic;
  if (search['unread'] === true) filters.unread = true;
  const listing = search['listing'];
  if (typeof listing === 'string' && /^lst_\w+$/.test(listing)) filters.listing = listing;
  return filters;
}

const inbox = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/inbox',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('./components/Inbox'), 'Inbox'),
});

export const inboxRoutes = [inbox] as const;
export const inboxNav: NavItem[] = [{ key: 'inbox', to: paths.inbox, icon: InboxOutlined, order: 10, letter: 'i' }];
export const inboxCommands: PaletteCommand[] = [{ key: 'unread', to: `${paths.inbox}?unread=true` }];
