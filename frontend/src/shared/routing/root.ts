import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import { meQuery } from '@/shared/session/me';

export interface RouteContext {
  queryClient: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouteContext>()();

/** Pages that anyone may see: signing in and what belongs to it. */
export const publicRoute = createRoute({ getParentRoute: () => rootRoute, id: 'public' });

/** Everything in the shell: for who is signed in; others sign in first and come back. */
export const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'workspace',
  beforeLoad: async ({ context, location }) => {
    const me = await context.queryClient.ensureQueryData(meQuery);
    if (!me) throw redirect({ to: '/app/sign-in', search: { next: location.href } });
  },
});
