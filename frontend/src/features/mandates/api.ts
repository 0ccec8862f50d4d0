import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api, type ItemOf, type Schemas } from '@/shared/api/client';
import { useCommand } from '@/shared/api/query';

export type Mandate = Schemas['MandateOut'];
export type MandateAction = 'accept' | 'decline' | 'end';

export const mandatesQuery = infiniteQueryOptions({
  queryKey: ['mandates', 'list'],
  queryFn: ({ pageParam }) =>
    answer(api.GET('/api/v1/mandates', { params: { query: { limit: 50, ...(pageParam && { cursor: pageParam }) } } })),
  initialPageParam: '',
  getNextPageParam: (last) => last.next ?? undefined,
});

export const mandateQuery = (id: string) =>
  queryOptions({
    queryKey: ['mandates', id],
    queryFn: () => answer(api.GET('/api/v1/mandates/{id}', { params: { path: { id } } })),
  });

export type Commission = ItemOf<'list_commissions'>;

export const commissionsQuery = infiniteQueryOptions({
  queryKey: ['mandates', 'commissions'],
  queryFn: ({ pageParam }) =>
    answer(
      api.GET('/api/v1/commissions', { params: { query: { limit: 50, ...(pageParam && { cursor: pageParam }) } } }),
    ),
  initialPageParam: '',
  getNextPageParam: (last) => last.next ?? undefined,
});

/** Somebody a mandate can be proposed to. */
export interface Partner {
  id: string;
  name: Schemas['Text'];
  about: Schemas['Text'];
  mandates?: number;
}

const query = { limit: 100 };

/** To whom one proposes: an intermediary to those with technology or money, everybody else to intermediaries. */
export const partnersQuery = (intermediary: boolean) =>
  queryOptions({
    queryKey: ['mandates', 'partners', intermediary],
    queryFn: async (): Promise<Partner[]> => {
      if (!intermediary) {
        const { items } = await answer(api.GET('/api/v1/intermediaries', { params: { query } }));
        return items.map((one) => ({
          id: one.id,
          name: one.name,
          about: one.profile,
          mandates: one.active_mandates,
        }));
      }
      const { items } = await answer(
        api.GET('/api/v1/organisations', { params: { query: { ...query, state: 'verified' } } }),
      );
      return items
        .filter((one) => !['intermediary', 'operator', 'bureau'].includes(one.kind))
        .map((one) => ({ id: one.id, name: one.name, about: one.profile }));
    },
  });

interface Listed {
  id: string;
  number: string;
  title: Schemas['Text'];
  price?: Schemas['Money'] | null;
}

/** The published listings of an organisation, to choose a mandate's scope from. */
export const listingsOf = (organisation: string) =>
  queryOptions({
    queryKey: ['mandates', 'listings', organisation],
    queryFn: async (): Promise<Listed[]> => {
      const { hits } = await answer(api.GET('/api/v1/search', { params: { query: { organisation, limit: 100 } } }));
      return hits.map((hit) => hit.listing as unknown as Listed);
    },
    enabled: organisation !== '',
  });

const touches = [['mandates'], ['home'], ['notifications']];

const PATHS = {
  accept: '/api/v1/mandates/{id}/actions/accept',
  decline: '/api/v1/mandates/{id}/actions/decline',
  end: '/api/v1/mandates/{id}/actions/end',
} as const;

export function useMandateStep(id: string, onDone: () => void) {
  return useCommand({
    run: ({ action, version }: { action: MandateAction; version: number }, key): Promise<Mandate> =>
      answer(
        api.POST(PATHS[action], {
          params: { path: { id } },
          headers: { 'Idempotency-Key': key },
          body: { version },
        }),
      ),
    touches,
    onDone,
  });
}

export function usePropose(onDone: (mandate: Mandate) => void) {
  return useCommand({
    run: (body: Schemas['MandateIn'], key) =>
      answer(api.POST('/api/v1/mandates', { headers: { 'Idempotency-Key': key }, body })),
    touches,
    onDone,
  });
}
