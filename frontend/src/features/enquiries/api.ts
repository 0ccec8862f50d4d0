import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { useCommand } from '@/shared/api/query';
import type { EnquirySide } from './routes';

export type Enquiry = Schemas['EnquiryOut'];

interface Wanted {
  side?: EnquirySide | undefined;
  turn?: EnquirySide | undefined;
}

export const enquiriesQuery = ({ side, turn }: Wanted) =>
  infiniteQueryOptions({
    queryKey: ['enquiries', 'list', side ?? 'both', turn ?? 'any'],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/enquiries', {
          params: {
            query: { limit: 50, ...(side && { side }), ...(turn && { turn }), ...(pageParam && { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const enquiryQuery = (id: string) =>
  queryOptions({
    queryKey: ['enquiries', id],
    queryFn: () => answer(api.GET('/api/v1/enquiries/{id}', { params: { path: { id } } })),
  });

export function useReply(enquiry: Enquiry, onDone: () => void) {
  return useCommand({
    run: (text: string, key) =>
      answer(
        api.POST('/api/v1/listings/{id}/enquiries/{enquiry}/messages', {
          params: { path: { id: enquiry.listing.id, enquiry: enquiry.id } },
          headers: { 'Idempotency-Key': key },
          body: { text },
        }),
      ),
    touches: [['enquiries'], ['home'], ['listings']],
    onDone,
  });
}

/** On which side an organisation stands; undefined for onlookers (an operator). */
export function sideOf(enquiry: Enquiry, organisation: string | null | undefined): EnquirySide | undefined {
  if (enquiry.asker.id === organisation) return 'demand';
  return enquiry.holder.id != null && enquiry.holder.id === organisation ? 'supply' : undefined;
}
