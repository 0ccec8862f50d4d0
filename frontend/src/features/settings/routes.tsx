import { SettingOutlined } from '@ant-design/icons';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavItem, PaletteCommand } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { workspaceRoute } from '@/shared/routing/root';

export const TABS = ['name', 'fees', 'announcement', 'texts', 'reasons', 'periods', 'history'] as const;
export type Tab = (typeof TABS)[number];

/** Takes from an address what it understands, and drops the rest. */
export function readTab(search: Record<string, unknown>): { tab?: Tab } {
  const tab = TABS.find((one) => one === search['tab']);
  return tab ? { tab } : {};
}

const settings = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/exchange/settings',
  validateSearch: readTab,
  component: lazyRouteComponent(() => import('./components/Settings'), 'Settings'),
});

export const settingsRoutes = [settings] as const;
export const settingsNav: NavItem[] = [
  { key: 'settings', to: paths.settings, icon: SettingOutlined, order: 90, only: 'operator' },
];
export const settingsCommands: PaletteCommand[] = [{ key: 'settings', to: paths.settings, only: 'operator' }];
