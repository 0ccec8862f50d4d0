import { BankOutlined } from '@ant-design/icons';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { NavItem, PaletteCommand } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { workspaceRoute } from '@/shared/routing/root';

const own = createRoute({
  getParentRoute: () => workspaceRoute,
  path: paths.ownOrganisation,
  component: lazyRouteComponent(() => import('./components/OwnOrganisation'), 'OwnOrganisation'),
});

const fresh = createRoute({
  getParentRoute: () => workspaceRoute,
  path: paths.newOrganisation,
  component: lazyRouteComponent(() => import('./components/NewOrganisation'), 'NewOrganisation'),
});

const organisation = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/organisations/$id',
  component: lazyRouteComponent(() => import('./components/OrganisationPage'), 'OrganisationPage'),
});

export const organisationsRoutes = [own, fresh, organisation] as const;
export const organisationsNav: NavItem[] = [
  { key: 'organisation', to: paths.ownOrganisation, icon: BankOutlined, order: 90 },
];
export const organisationsCommands: PaletteCommand[] = [
  { key: 'new_organisation', to: paths.newOrganisation },
  { key: 'members', to: paths.ownOrganisation },
];
