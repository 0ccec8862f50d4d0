import { CheckSquareOutlined } from '@ant-design/icons';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavItem, PaletteCommand } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { workspaceRoute } from '@/shared/routing/root';
import { KINDS, type Kind } from './api';

/** What the list is narrowed to, and what is open; lives in the URL. */
export interface DeskFilters {
  kind?: Kind;
  item?: string;
}

/** Takes from an address what it understands, and drops the rest. */
export function readFilters(search: Record<string, unknown>): DeskFilters {
  const filters: DeskFilters = {};
  const kind = KINDS.find((one) => one === search['kind']);
  if (kind) filters.kind = kind;
  if (typeof search['item'] === 'string' && /^[a-z]+_\w+$/.test(search['item'])) filters.item = search['item'];
  return filters;
}

const desk = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/desk',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('./components/Desk'), 'Desk'),
});

export const deskRoutes = [desk] as const;
export const deskNav: NavItem[] = [
  { key: 'desk', to: paths.desk, icon: CheckSquareOutlined, order: 5, letter: 't', only: 'operator' },
];
export const deskCommands: PaletteCommand[] = [{ key: 'decide', to: paths.desk, only: 'operator' }];
