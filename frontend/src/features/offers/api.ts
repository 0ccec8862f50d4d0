import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { useCommand } from '@/shared/api/query';
import type { OfferState } from './routes';

export type Offer = Schemas['OfferOut'];
export type Round = Schemas['OfferRoundOut'];

export const offersQuery = (state: OfferState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['offers', 'list', state ?? 'all'],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/offers', {
          params: { query: { limit: 50, ...(state && { state }), ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const offerQuery = (id: string) =>
  queryOptions({
    queryKey: ['offers', id],
    queryFn: () => answer(api.GET('/api/v1/offers/{id}', { params: { path: { id } } })),
  });

/** Every offer on one listing that its reader may see, of one state or of all. */
export const offersOnQuery = (listing: string, state: OfferState | undefined) =>
  queryOptions({
    queryKey: ['offers', 'on', listing, state ?? 'all'],
    queryFn: async () => {
      const params = { path: { id: listing }, query: { limit: 100, ...(state && { state }) } };
      const { items } = await answer(api.GET('/api/v1/listings/{id}/offers', { params }));
      return items;
    },
  });

/** Who offers: of what kind it is, and whether the exchange has verified it. */
export const bidderQuery = (id: string) =>
  queryOptions({
    queryKey: ['offers', 'bidder', id],
    staleTime: 300_000,
    queryFn: () => answer(api.GET('/api/v1/organisations/{id}', { params: { path: { id } } })),
  });

const touches = [['offers'], ['home'], ['deals']];

function at(id: string, key: string) {
  return { params: { path: { id } }, headers: { 'Idempotency-Key': key } };
}

export function useCounter(id: string, onDone: () => void) {
  return useCommand({
    run: (body: Schemas['CounterIn'], key) =>
      answer(api.POST('/api/v1/offers/{id}/actions/counter', { ...at(id, key), body })),
    touches,
    onDone,
  });
}

export function useAccept(id: string, onDone: (accepted: Schemas['AcceptedOut']) => void) {
  return useCommand({
    run: (version: number, key) =>
      answer(api.POST('/api/v1/offers/{id}/actions/accept', { ...at(id, key), body: { version } })),
    touches,
    onDone,
  });
}

export function useDecline(id: string, onDone: () => void) {
  return useCommand({
    run: (body: Schemas['DeclineIn'], key) =>
      answer(api.POST('/api/v1/offers/{id}/actions/decline', { ...at(id, key), body })),
    touches,
    onDone,
  });
}

export function useWithdraw(id: string, onDone: () => void) {
  return useCommand({
    run: (version: number, key) =>
      answer(api.POST('/api/v1/offers/{id}/actions/withdraw', { ...at(id, key), body: { version } })),
    touches,
    onDone,
  });
}
