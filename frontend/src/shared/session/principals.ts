import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { Problem } from '@/shared/api/problem';
import type { Me } from './me';

/** Somebody for whom one may act by a mandate, and the intermediary through which. */
export interface Principal {
  id: string;
  name: Schemas['Text'];
  intermediary: Schemas['Text'];
  intermediaryId: string;
  /** Everything, or single listings only. */
  whole: boolean;
  /** What one may do, mandate by mandate. */
  mandates: Schemas['MandateOut'][];
}

/** The principals of mandates in force that say `may_act`; those who manage a verified intermediary have some. */
export const principalsQuery = (me: Me) => {
  const own = me.memberships.filter(
    (one) => one.kind === 'intermediary' && one.state === 'verified' && ['manager', 'owner'].includes(one.role),
  );
  return queryOptions({
    queryKey: ['mandates', 'principals', own.map(({ id }) => id).join()],
    staleTime: 60_000,
    enabled: own.length > 0,
    queryFn: async (): Promise<Principal[]> => {
      const lists = await Promise.all(own.map((one) => mandatesOf(one.id)));
      const found = new Map<string, Principal>();
      for (const mandate of lists.flat()) {
        if (mandate.state !== 'active' || !mandate.may_act) continue;
        if (!own.some((one) => one.id === mandate.intermediary.id)) continue;
        const before = found.get(mandate.principal.id);
        found.set(mandate.principal.id, {
          id: mandate.principal.id,
          name: mandate.principal.name,
          intermediary: mandate.intermediary.name,
          intermediaryId: mandate.intermediary.id,
          whole: mandate.scope === 'all' || before?.whole === true,
          mandates: [...(before?.mandates ?? []), mandate],
        });
      }
      return [...found.values()];
    },
  });
};

/** Asked for the intermediary, whomever one acts for. */
async function mandatesOf(organisation: string): Promise<Schemas['MandateOut'][]> {
  try {
    const { items } = await answer(
      api.GET('/api/v1/mandates', {
        params: { query: { limit: 100 } },
        headers: { 'Jiaxiu-Organisation': organisation },
      }),
    );
    return items;
  } catch (thrown) {
    if (Problem.from(thrown).status === 403) return [];
    throw thrown;
  }
}
