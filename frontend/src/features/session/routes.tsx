import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { publicRoute } from '@/shared/routing/root';
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
  validateSearch: withNext,
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

const firstOperator = createRoute({
  getParentRoute: () => publicRoute,
  path: '/app/first-operator',
  validateSearch: withToken,
  component: lazyRouteComponent(() => import('./components/FirstOperator'), 'FirstOperator'),
});

const demoMail = createRoute({
  getParentRoute: () => publicRoute,
  path: '/app/demo-mail',
  validateSearch: (search: Record<string, unknown>): { email?: string } =>
    typeof search['email'] === 'string' ? { email: search['email'] } : {},
  component: lazyRouteComponent(() => import('./components/DemoMail'), 'DemoMailPage'),
});

const invitation = createRoute({
  getParentRoute: () => publicRoute,
  path: '/app/invitation',
  validateSearch: withToken,
  component: lazyRouteComponent(() => import('./components/Invitation'), 'Invitation'),
});

export const sessionPublicRoutes = [signIn, signUp, verify, reset, firstOperator, demoMail, invitation] as const;
