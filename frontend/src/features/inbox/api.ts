import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { useCommand } from '@/shared/api/query';
import type { InboxFilters } from './routes';

export type Notification = Schemas['NotificationOut'];

export const inboxQuery = ({ unread, topic, listing }: InboxFilters) =>
  infiniteQueryOptions({
    queryKey: ['notifications', 'list', { unread, topic, listing }],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/notifications', {
          params: {
            query: {
              limit: 50,
              ...(unread && { unread }),
              ...(topic && { topic }),
              ...(listing && { listing }),
              ...(pageParam && { cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });

/** The listing that the inbox is narrowed to, for its title. */
export const listingQuery = (id: string) =>
  queryOptions({
    queryKey: ['notifications', 'listing', id],
    queryFn: () => answer(api.GET('/api/v1/listings/{id}', { params: { path: { id } } })),
  });

const PATHS = {
  read: '/api/v1/notifications/{id}/actions/read',
  unread: '/api/v1/notifications/{id}/actions/unread',
} as const;

interface Marks {
  ids: string[];
  as: keyof typeof PATHS;
}

/** Marks notifications as read, or as unread again. */
export function useMark(onDone?: (marks: Marks) => void) {
  return useCommand({
    run: async ({ ids, as }: Marks, key) => {
      await Promise.all(
        ids.map((id) =>
          answer(api.POST(PATHS[as], { params: { path: { id } }, headers: { 'Idempotency-Key': `${key}:${id}` } })),
        ),
      );
    },
    touches: [['notifications']],
    onDone: (_, marks) => onDone?.(marks),
  });
}

export function useReadAll(onDone: () => void) {
  return useCommand({
    run: (_: undefined, key) =>
      answer(api.POST('/api/v1/notifications/actions/read_all', { headers: { 'Idempotency-Key': key } })),
    touches: [['notifications']],
    onDone,
  });
}
