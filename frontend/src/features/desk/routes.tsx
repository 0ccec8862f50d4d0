import { CheckSquareOutlined, HistoryOutlined } from '@ant-design/icons';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavItem, PaletteCommand } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { workspaceRoute } from '@/shared/routing/root';
import { KINDS, type AuditFilters, type TaskFilters } from './api';

/** What the list is narrowed to, and what is open; lives in the URL. */
export interface DeskFilters extends TaskFilters {
  task?: string | undefined;
}

/** Takes from an address what it understands, and drops the rest. */
export function readFilters(search: Record<string, unknown>): DeskFilters {
  const filters: DeskFilters = {};
  const kind = KINDS.find((one) => one === search['kind']);
  if (kind) filters.kind = kind;
  if (search['whose'] === 'mine' || search['whose'] === 'free') filters.whose = search['whose'];
  if (search['done'] === true) filters.done = true;
  if (typeof search['task'] === 'string' && /^[a-z]+-[a-z]+_\w+$/.test(search['task'])) filters.task = search['task'];
  return filters;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** As above, for the audit trail. */
export function readAudit(search: Record<string, unknown>): AuditFilters {
  const filters: AuditFilters = {};
  for (const name of ['actor', 'operation', 'target'] as const) {
    const value = search[name];
    if (typeof value === 'string' && /^[\w-]{1,100}$/.test(value)) filters[name] = value;
  }
  for (const name of ['from', 'to'] as const) {
    const value = search[name];
    if (typeof value === 'string' && DAY.test(value)) filters[name] = value;
  }
  return filters;
}

const desk = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/desk',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('./components/Desk'), 'Desk'),
});

const audit = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/audit',
  validateSearch: readAudit,
  component: lazyRouteComponent(() => import('./components/Audit'), 'Audit'),
});

export const deskRoutes = [desk, audit] as const;
export const deskNav: NavItem[] = [
  { key: 'desk', to: paths.desk, icon: CheckSquareOutlined, order: 5, letter: 't', only: 'operator' },
  { key: 'audit', to: paths.audit, icon: HistoryOutlined, order: 80, only: 'operator' },
];
export const deskCommands: PaletteCommand[] = [
  { key: 'decide', to: paths.desk, only: 'operator' },
  { key: 'my_tasks', to: `${paths.desk}?whose=mine`, only: 'operator' },
  { key: 'audit', to: paths.audit },
];
