import { MessageOutlined } from '@ant-design/icons';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavItem, PaletteCommand } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { workspaceRoute } from '@/shared/routing/root';

/** Whose side we are on: we hold the technology (and answer), or we ask. */
export type EnquirySide = 'supply' | 'demand';

/** What the list is narrowed to; lives in the URL. */
export interface EnquiryFilters {
  side?: EnquirySide;
  waiting?: 'mine';
}

/** Takes from an address what it understands, and drops the rest. */
export function readFilters(search: Record<string, unknown>): EnquiryFilters {
  const filters: EnquiryFilters = {};
  if (search['side'] === 'supply' || search['side'] === 'demand') filters.side = search['side'];
  if (search['waiting'] === 'mine') filters.waiting = 'mine';
  return filters;
}

const list = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/enquiries',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('./components/EnquiryList'), 'EnquiryList'),
});

const thread = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/enquiries/$enquiry',
  component: lazyRouteComponent(() => import('./components/EnquiryThread'), 'EnquiryThread'),
});

export const enquiriesRoutes = [list, thread] as const;
export const enquiriesNav: NavItem[] = [{ key: 'enquiries', to: paths.enquiries, icon: MessageOutlined, order: 25 }];
export const enquiriesCommands: PaletteCommand[] = [
  { key: 'waiting_enquiries', to: `${paths.enquiries}?waiting=mine` },
];
