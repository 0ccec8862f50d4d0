import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { PaletteCommand } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { workspaceRoute } from '@/shared/routing/root';

export const PARTS = ['profile', 'security', 'tokens', 'notifications', 'data', 'mail'] as const;
export type Part = (typeof PARTS)[number];

const account = createRoute({
  getParentRoute: () => workspaceRoute,
  path: paths.account,
  beforeLoad: () => {
    throw redirect({ to: '/app/account/$part', params: { part: 'profile' }, replace: true });
  },
});

const part = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/account/$part',
  beforeLoad: ({ params }) => {
    if (!PARTS.some((one) => one === params.part))
      throw redirect({ to: '/app/account/$part', params: { part: 'profile' }, replace: true });
  },
  component: lazyRouteComponent(() => import('./components/AccountPage'), 'AccountPage'),
});

export const accountRoutes = [account, part] as const;
export const accountCommands: PaletteCommand[] = [
  { key: 'account', to: paths.account },
  { key: 'security', to: paths.accountPart('security') },
  { key: 'preferences', to: paths.accountPart('notifications') },
  { key: 'tokens', to: paths.accountPart('tokens') },
];
