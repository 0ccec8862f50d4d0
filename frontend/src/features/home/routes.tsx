import { HomeOutlined } from '@ant-design/icons';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavItem } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { workspaceRoute } from '@/shared/routing/root';

const home = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/',
  validateSearch: (search: Record<string, unknown>): { tour?: true } =>
    search['tour'] === true || search['tour'] === 'true' ? { tour: true } : {},
  component: lazyRouteComponent(() => import('./components/Home'), 'Home'),
});

export const homeRoutes = [home] as const;
export const homeNav: NavItem[] = [{ key: 'home', to: paths.home, icon: HomeOutlined, order: 0, letter: 'h' }];
