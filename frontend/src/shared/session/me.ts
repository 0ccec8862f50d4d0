import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query';
import { answer, api, configureApi, type Schemas } from '@/shared/api/client';
import { Problem } from '@/shared/api/problem';

export type Me = Schemas['MeOut'];
export type Membership = Schemas['MembershipOut'];

const STORED = 'jiaxiu.organisation';
/** Tells the public pages that a session may be renewed when its access cookie has run out (islands/session.ts). */
const WORD = 'jiaxiu.signed_in';

async function ask(): Promise<Me | null> {
  try {
    return await answer(api.GET('/api/v1/me'));
  } catch (thrown) {
    const problem = Problem.from(thrown);
    if (problem.status === 401) return null;
    if (problem.code === 'no_such_membership') {
      configureApi({ organisation: undefined });
      return answer(api.GET('/api/v1/me'));
    }
    throw problem;
  }
}

/** Who is signed in, null for nobody. With several organisations one is chosen: the last one, or else a firm's. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: 60_000,
  queryFn: async (): Promise<Me | null> => {
    configureApi({ organisation: localStorage.getItem(STORED) ?? undefined });
    const me = await ask();
    if (me) localStorage.setItem(WORD, 'yes');
    else localStorage.removeItem(WORD);
    if (!me) return null;
    const chosen = me.memberships.find((one) => one.id === me.organisation) ?? preferred(me.memberships);
    // An intermediary also acts for principals that it is no member of; the server said whom it takes the choice for.
    const organisation = me.organisation ?? chosen?.id;
    configureApi({ organisation });
    return { ...me, organisation };
  },
});

/** The organisation to act for unless told: one that stands for more than the person. */
export function preferred(memberships: Membership[]): Membership | undefined {
  return memberships.find((one) => one.kind !== 'individual') ?? memberships[0];
}

/** Who is signed in; only inside the workspace, where somebody is. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error('nobody is signed in');
  return data;
}

/** The organisation acted for. */
export function useOrganisation(): Membership | undefined {
  const me = useMe();
  return me.memberships.find((one) => one.id === me.organisation);
}

/** Acts for another organisation: everything shown belongs to the one before, and goes. */
export async function actFor(client: QueryClient, organisation: string): Promise<void> {
  localStorage.setItem(STORED, organisation);
  configureApi({ organisation });
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
  await client.invalidateQueries();
}

/** Signs out, here and on the server. */
export async function signOut(client: QueryClient): Promise<void> {
  try {
    await answer(api.DELETE('/api/v1/sessions/current'));
  } catch (thrown) {
    if (Problem.from(thrown).status !== 401) throw thrown;
  }
  client.clear();
  client.setQueryData(meQuery.queryKey, null);
}
