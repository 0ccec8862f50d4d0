import { infiniteQueryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { useCommand } from '@/shared/api/query';

export type Notification = Schemas['NotificationOut'];

export const inboxQuery = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: ['notifications', 'list', unread ? 'unread' : 'all'],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/notifications', {
          params: { query: { limit: 50, ...(unread && { unread: true }), ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });

export function useRead() {
  return useCommand({
    run: (id: string, key) =>
      answer(
        api.POST('/api/v1/notifications/{id}/actions/read', {
          params: { path: { id } },
          headers: { 'Idempotency-Key': key },
        }),
      ),
    touches: [['notifications']],
  });
}

export function useReadAll() {
  return useCommand({
    run: (_: undefined, key) =>
      answer(api.POST('/api/v1/notifications/actions/read_all', { headers: { 'Idempotency-Key': key } })),
    touches: [['notifications']],
  });
}
