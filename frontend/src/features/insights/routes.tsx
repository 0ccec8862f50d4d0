import { BarChartOutlined } from '@ant-design/icons';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavItem, PaletteCommand } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { workspaceRoute } from '@/shared/routing/root';
import { FIGURES, type FigureName } from './api';

/** Which quarters and which figure are shown; lives in the URL. */
export interface InsightFilters {
  from?: string | undefined;
  to?: string | undefined;
  figure?: FigureName | undefined;
}

const QUARTER = /^\d{4}-Q[1-4]$/;

/** Takes from an address what it understands, and drops the rest. */
export function readInsights(search: Record<string, unknown>): InsightFilters {
  const filters: InsightFilters = {};
  for (const name of ['from', 'to'] as const) {
    const value = search[name];
    if (typeof value === 'string' && QUARTER.test(value)) filters[name] = value;
  }
  const figure = FIGURES.find((one) => one === search['figure']);
  if (figure) filters.figure = figure;
  return filters;
}

const overview = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/insights',
  validateSearch: readInsights,
  component: lazyRouteComponent(() => import('./components/Overview'), 'Overview'),
});

export const insightsRoutes = [overview] as const;
export const insightsNav: NavItem[] = [
  { key: 'insights', to: paths.insights, icon: BarChartOutlined, order: 70, only: ['bureau', 'operator'] },
];
export const insightsCommands: PaletteCommand[] = [
  { key: 'insights', to: paths.insights, only: ['bureau', 'operator'] },
];
