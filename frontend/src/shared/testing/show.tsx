import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRouter, RouterProvider, type AnyRoute } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import { Suspense } from 'react';
import { createQueryClient } from '@/shared/api/query';
import { publicRoute, rootRoute, workspaceRoute } from '@/shared/routing/root';
import { meQuery, type Me } from '@/shared/session/me';

/** A buyer's account. */
export const somebody: Me = {
  account: {
    id: 'acc_1',
    email: 'fu@example.com',
    email_verified: true,
    display_name: 'Fu Yunxiang',
    locale: 'en',
    second_factor: false,
    version: 1,
  },
  memberships: [
    {
      id: 'org_buyer',
      kind: 'fund',
      name: { en: 'Qianling Ventures', zh: '黔灵创投' },
      role: 'owner',
      state: 'verified',
    },
  ],
  organisation: 'org_buyer',
  needs_second_factor: false,
  second_factor_missing: false,
  passkeys: 0,
};

interface Shown {
  address: string;
  workspace?: readonly AnyRoute[];
  open?: readonly AnyRoute[];
  me?: Me | null;
}

/** Draws a feature's routes without the shell, at an address; returns its router. */
export function show({ address, workspace = [], open = [], me = somebody }: Shown) {
  const queryClient = createQueryClient();
  queryClient.setQueryData(meQuery.queryKey, me);
  const routeTree = rootRoute.addChildren([
    publicRoute.addChildren([...open]),
    workspaceRoute.addChildren([...workspace]),
  ]);
  const router = createRouter({
    routeTree,
    context: { queryClient },
    history: createMemoryHistory({ initialEntries: [address] }),
  });
  render(
    <QueryClientProvider client={queryClient}>
      <Suspense>
        <RouterProvider router={router as never} />
      </Suspense>
    </QueryClientProvider>,
  );
  return router;
}
