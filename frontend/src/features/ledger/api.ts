import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api, type ItemOf, type Schemas } from '@/shared/api/client';
import { Problem } from '@/shared/api/problem';

export type Account = Schemas['LedgerAccountOut'];
export type Transfer = ItemOf<'list_ledger_transfers'>;

/** The accounts one may see: an organisation its own, the exchange all. */
export const accountsQuery = queryOptions({
  queryKey: ['ledger', 'accounts'],
  queryFn: async () => {
    const { items } = await answer(api.GET('/api/v1/ledger/accounts', { params: { query: { limit: 100 } } }));
    return items;
  },
});

export const transfersQuery = (account: string) =>
  infiniteQueryOptions({
    queryKey: ['ledger', 'transfers', account],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/ledger/accounts/{id}/transfers', {
          params: { path: { id: account }, query: { limit: 100, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: account !== '',
  });

/** What a transfer is about, for people. */
export interface About {
  number: string;
  title: Schemas['Text'];
  /** May its reader open it? */
  open: boolean;
}

/** Deals by their ids: one's own, and those by which one earns a commission. */
export const aboutQuery = queryOptions({
  queryKey: ['ledger', 'about'],
  staleTime: 60_000,
  queryFn: async (): Promise<Map<string, About>> => {
    const query = { limit: 100 };
    const unlessForbidden = async <T>(list: Promise<{ items: T[] }>): Promise<T[]> => {
      try {
        return (await list).items;
      } catch (thrown) {
        if (Problem.from(thrown).status === 403) return [];
        throw thrown;
      }
    };
    const [deals, commissions] = await Promise.all([
      unlessForbidden(answer(api.GET('/api/v1/deals', { params: { query } }))),
      unlessForbidden(answer(api.GET('/api/v1/commissions', { params: { query } }))),
    ]);
    return new Map<string, About>([
      ...commissions.map((one): [string, About] => [
        one.deal,
        { number: one.number, title: one.listing.title, open: false },
      ]),
      ...deals.map((one): [string, About] => [one.id, { number: one.number, title: one.listing.title, open: true }]),
    ]);
  },
});

/** Names of organisations, for whoever sees the accounts of others. */
export const ownersQuery = queryOptions({
  queryKey: ['ledger', 'owners'],
  staleTime: 300_000,
  queryFn: async (): Promise<Map<string, Schemas['Text']>> => {
    const { items } = await answer(api.GET('/api/v1/organisations', { params: { query: { limit: 100 } } }));
    return new Map(items.map((one) => [one.id, one.name]));
  },
});
