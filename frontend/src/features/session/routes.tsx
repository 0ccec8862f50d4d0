import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { publicRoute, workspaceRoute } from '@/shared/routing/root';
import type { PaletteCommand } from '@/shared/routing/feature';
import { meQuery } from '@/shared/session/me';
import { paths } from '@/shared/routing/paths';

interface WithNext {
  next?: string;
}

interface WithToken {
  token?: string;
}

/** Only a path of this application or of the public pages: a link must not lead elsewhere after signing in. */
export function safeNext(next: unknown): string | undefined {
  return typeof next === 'string' && /^\/(app|zh-CN|en)([/?#]|$)/.test(next) ? next : undefined;
}

/** A public page is the server's: it is loaded, not routed to. */
export const isPage = (path: string) => !/^\/app([/?#]|$)/.test(path);

const withNext = (search: Record<string, unknown>): WithNext => {
  const next = safeNext(search['next']);
  return next ? { next } : {};
};
const withToken = (search: Record<string, unknown>): WithToken =>
  typeof search['token'] === 'string' ? { token: search['token'] } : {};

const signIn = createRoute({
  getParentRoute: () => publicRoute,
  path: '/app/sign-in',
  validateSearch: withNext,
  beforeLoad: async ({ context, search }) => {
    const me = await context.queryClient.ensureQueryData(meQuery);
    const next = search.next ?? paths.home;
    if (me) throw isPage(next) ? redirect({ href: next, reloadDocument: true }) : redirect({ to: next });
  },
  component: lazyRouteComponent(() => import('./components/SignIn'), 'SignIn'),
});

const signUp = createRoute({
  getParentRoute: () => publicRoute,
  path: '/app/sign-up',
  component: lazyRouteComponent(() => import('./components/SignUp'), 'SignUp'),
});

const verify = createRoute({
  getParentRoute: () => publicRoute,
  path: '/app/verify',
  validateSearch: withToken,
  component: lazyRouteComponent(() => import('./components/Verify'), 'Verify'),
});

const reset = createRoute({
  getParentRoute: () => publicRoute,
  path: '/app/reset',
  validateSearch: withToken,
  component: lazyRouteComponent(() => import('./components/Reset'), 'Reset'),
});

const newOrganisation = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/app/organisations/new',
  component: lazyRouteComponent(() => import('./components/NewOrganisation'), 'NewOrganisation'),
});

export const sessionPublicRoutes = [signIn, signUp, verify, reset] as const;
export const sessionRoutes = [newOrganisation] as const;
export const sessionCommands: PaletteCommand[] = [{ key: 'new_organisation', to: '/app/organisations/new' }];
