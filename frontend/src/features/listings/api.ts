import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { Problem } from '@/shared/api/problem';
import { useCommand } from '@/shared/api/query';
import { upload } from '@/shared/api/upload';
import type { ListingFilters } from './routes';

export type Listing = Schemas['ListingOut'];
export type ListingPatch = Schemas['ListingPatch'];
export type Improvement = Schemas['Improvement'];
export type Document = Schemas['DocumentOut'];
export type Level = Schemas['Level'];
export type AccessRequest = Schemas['AccessRequestOut'];
export type Watch = Schemas['WatchOut'];
export type Patent = Schemas['PatentOut'];
export type Tradeability = Schemas['TradeabilityOut'];

const next = <T extends { next?: string | null }>(last: T) => last.next ?? undefined;

export const listingsQuery = ({ state, waiting }: ListingFilters) =>
  infiniteQueryOptions({
    queryKey: ['listings', 'list', state ?? 'all', waiting ?? 'all'],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/listings', {
          params: {
            query: {
              limit: 50,
              ...(state && { state }),
              ...(waiting && { waiting: true }),
              ...(pageParam && { cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: next,
  });

export const listingQuery = (id: string) =>
  queryOptions({
    queryKey: ['listings', id],
    queryFn: () => answer(api.GET('/api/v1/listings/{id}', { params: { path: { id } } })),
  });

export const tradeabilityQuery = (id: string) =>
  queryOptions({
    queryKey: ['listings', id, 'tradeability'],
    queryFn: () => answer(api.GET('/api/v1/listings/{id}/tradeability', { params: { path: { id } } })),
  });

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['listings', id, 'versions'],
    queryFn: () => answer(api.GET('/api/v1/listings/{id}/versions', { params: { path: { id } } })),
  });

export const documentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['listings', id, 'documents'],
    queryFn: () =>
      answer(api.GET('/api/v1/listings/{id}/documents', { params: { path: { id }, query: { limit: 100 } } })),
  });

export const requestsQuery = (id: string) =>
  queryOptions({
    queryKey: ['listings', id, 'access'],
    queryFn: () =>
      answer(api.GET('/api/v1/listings/{id}/access-requests', { params: { path: { id }, query: { limit: 100 } } })),
  });

export const looksQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['listings', id, 'looks'],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/listings/{id}/looks', {
          params: { path: { id }, query: { limit: 20, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: next,
  });

export const ndaQuery = (id: string) =>
  queryOptions({
    queryKey: ['listings', id, 'nda'],
    queryFn: () => answer(api.GET('/api/v1/listings/{id}/nda', { params: { path: { id } } })),
  });

export const enquiriesQuery = (id: string) =>
  queryOptions({
    queryKey: ['enquiries', 'of', id],
    queryFn: () =>
      answer(api.GET('/api/v1/listings/{id}/enquiries', { params: { path: { id }, query: { limit: 100 } } })),
  });

export const offersQuery = (id: string) =>
  queryOptions({
    queryKey: ['offers', 'of', id],
    queryFn: () => answer(api.GET('/api/v1/listings/{id}/offers', { params: { path: { id }, query: { limit: 100 } } })),
  });

/** A record by number; null where there is none. */
export const patentQuery = (number: string) =>
  queryOptions({
    queryKey: ['listings', 'patent', number],
    staleTime: 60_000,
    queryFn: async (): Promise<Patent | null> => {
      try {
        return await answer(api.GET('/api/v1/patents/{id}', { params: { path: { id: number } } }));
      } catch (thrown) {
        if (Problem.from(thrown).status === 404) return null;
        throw thrown;
      }
    },
  });

export const watchlistQuery = infiniteQueryOptions({
  queryKey: ['listings', 'watchlist'],
  queryFn: ({ pageParam }) =>
    answer(api.GET('/api/v1/watchlist', { params: { query: { limit: 50, ...(pageParam && { cursor: pageParam }) } } })),
  initialPageParam: '',
  getNextPageParam: next,
});

/** Is this one watched? */
export const watchedQuery = (listing: string) =>
  queryOptions({
    queryKey: ['listings', 'watched', listing],
    queryFn: async () => {
      const { items } = await answer(api.GET('/api/v1/watchlist', { params: { query: { listing } } }));
      return items.length > 0;
    },
  });

const touches = [['listings'], ['home'], ['enquiries']];

function at(id: string, key: string) {
  return { params: { path: { id } }, headers: { 'Idempotency-Key': key } };
}

/** Numbers without a record get one that says what the listing says. */
async function ensureRecords(numbers: string[], title: Schemas['Text'], ipc: string[]): Promise<void> {
  for (const number of numbers) {
    try {
      await answer(api.POST('/api/v1/patents', { body: { number, title, ipc } }));
    } catch (thrown) {
      // Somebody was faster: there is one now.
      if (Problem.from(thrown).code !== 'conflict') throw thrown;
    }
  }
}

export interface Draft {
  body: Schemas['ListingIn'];
  /** Numbers that have no record yet. */
  unrecorded: string[];
}

export function useCreate(onDone: (listing: Listing) => void) {
  return useCommand({
    run: async ({ body, unrecorded }: Draft, key) => {
      await ensureRecords(unrecorded, body.title, body.ipc ?? []);
      return answer(api.POST('/api/v1/listings', { headers: { 'Idempotency-Key': key }, body }));
    },
    touches,
    onDone,
  });
}

export interface Change {
  version: number;
  patch: ListingPatch;
  title: Schemas['Text'];
  unrecorded: string[];
}

export function useSave(id: string, onDone: (listing: Listing) => void) {
  return useCommand({
    run: async ({ version, patch, title, unrecorded }: Change) => {
      await ensureRecords(unrecorded, title, patch.ipc ?? []);
      return answer(
        api.PATCH('/api/v1/listings/{id}', {
          params: { path: { id }, header: { 'If-Match': `"${version}"` } },
          body: patch,
        }),
      );
    },
    touches: [],
    onDone,
  });
}

const STEPS = {
  submit: '/api/v1/listings/{id}/actions/submit',
  pause: '/api/v1/listings/{id}/actions/pause',
  resume: '/api/v1/listings/{id}/actions/resume',
  withdraw: '/api/v1/listings/{id}/actions/withdraw',
} as const;
export type Step = keyof typeof STEPS;

export function useStep(id: string, onDone: (listing: Listing) => void) {
  return useCommand({
    run: ({ step, version, reason }: { step: Step; version: number; reason?: string }, key): Promise<Listing> =>
      answer(api.POST(STEPS[step], { ...at(id, key), body: { version, ...(reason && { reason }) } })),
    touches,
    onDone,
  });
}

export interface NewFile {
  file: File;
  level: Level;
  title: string;
  /** For the name of the command: files have no JSON. */
  name: string;
  size: number;
  changed: number;
}

export function useUpload(id: string, onProgress: (part: number) => void, onDone: () => void) {
  return useCommand({
    run: ({ file, level, title }: NewFile, key) => {
      const form = new FormData();
      // The server reads the parts in this order.
      form.append('level', level);
      if (title) form.append('title', title);
      form.append('file', file, file.name);
      return upload<Document>({ path: `/api/v1/listings/${id}/documents`, form, key, onProgress });
    },
    touches: [['listings', id]],
    onDone,
  });
}

export function useRemoveDocument(id: string) {
  return useCommand({
    run: (document: string) =>
      answer(api.DELETE('/api/v1/listings/{id}/documents/{document}', { params: { path: { id, document } } })),
    touches: [['listings', id, 'documents']],
  });
}

const ACCESS = {
  grant: '/api/v1/listings/{id}/access-requests/{request}/actions/grant',
  decline: '/api/v1/listings/{id}/access-requests/{request}/actions/decline',
  revoke: '/api/v1/listings/{id}/access-requests/{request}/actions/revoke',
} as const;
export type AccessStep = keyof typeof ACCESS;

export function useAccessStep(id: string, onDone: () => void) {
  return useCommand({
    run: (
      { request, step, body }: { request: string; step: AccessStep; body: Schemas['AccessActionIn'] },
      key,
    ): Promise<AccessRequest> =>
      answer(api.POST(ACCESS[step], { params: { path: { id, request } }, headers: { 'Idempotency-Key': key }, body })),
    touches,
    onDone,
  });
}

export function useAcceptNda(id: string, onDone: () => void) {
  return useCommand({
    run: (version: string, key) =>
      answer(api.POST('/api/v1/listings/{id}/nda', { ...at(id, key), body: { accept: true, version } })),
    touches,
    onDone,
  });
}

export function useRequestAccess(id: string, onDone: () => void) {
  return useCommand({
    run: (message: string, key) =>
      answer(api.POST('/api/v1/listings/{id}/access-requests', { ...at(id, key), body: { message } })),
    touches,
    onDone,
  });
}

export function useAsk(id: string, onDone: (enquiry: Schemas['EnquiryOut']) => void) {
  return useCommand({
    run: (text: string, key) => answer(api.POST('/api/v1/listings/{id}/enquiries', { ...at(id, key), body: { text } })),
    touches,
    onDone,
  });
}

export function useOffer(id: string, onDone: (offer: Schemas['OfferOut']) => void) {
  return useCommand({
    run: (body: Schemas['OfferIn'], key) => answer(api.POST('/api/v1/listings/{id}/offers', { ...at(id, key), body })),
    touches: [['offers'], ['home']],
    onDone,
  });
}

const watchTouches = [
  ['listings', 'watchlist'],
  ['listings', 'watched'],
];

export function useWatch(onDone?: () => void) {
  return useCommand({
    run: ({ listing, on }: { listing: string; on: boolean }, key): Promise<unknown> =>
      on
        ? answer(api.POST('/api/v1/watchlist', { headers: { 'Idempotency-Key': key }, body: { listing } }))
        : answer(api.DELETE('/api/v1/watchlist/{listing}', { params: { path: { listing } } })),
    touches: watchTouches,
    ...(onDone && { onDone }),
  });
}
