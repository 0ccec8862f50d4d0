import { PercentageOutlined, SolutionOutlined } from '@ant-design/icons';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavItem, PaletteCommand } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { workspaceRoute } from '@/shared/routing/root';

/** What the list is narrowed to; lives in the URL. */
export interface MandateFilters {
  /** Those we act by, or those that act for us. */
  part?: 'intermediary' | 'principal';
  open?: true;
  propose?: true;
  /** The organisation that a mandate is proposed to: from the public directory. */
  ask?: string;
}

/** Takes from an address what it understands, and drops the rest. */
export function readFilters(search: Record<string, unknown>): MandateFilters {
  const filters: MandateFilters = {};
  if (search['part'] === 'intermediary' || search['part'] === 'principal') filters.part = search['part'];
  if (search['open'] === true) filters.open = true;
  if (search['propose'] === true) filters.propose = true;
  if (typeof search['ask'] === 'string') filters.ask = search['ask'];
  return filters;
}

const list = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/mandates',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('./components/MandateList'), 'MandateList'),
});

const page = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/mandates/$mandate',
  component: lazyRouteComponent(() => import('./components/MandatePage'), 'MandatePage'),
});

const commissions = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/commissions',
  component: lazyRouteComponent(() => import('./components/Commissions'), 'Commissions'),
});

export const mandatesRoutes = [list, page, commissions] as const;
export const mandatesNav: NavItem[] = [
  { key: 'mandates', to: paths.mandates, icon: SolutionOutlined, order: 60, letter: 'm' },
  { key: 'commissions', to: paths.commissions, icon: PercentageOutlined, order: 62, letter: 'c', only: 'intermediary' },
];
export const mandatesCommands: PaletteCommand[] = [{ key: 'propose_mandate', to: `${paths.mandates}?propose=true` }];
