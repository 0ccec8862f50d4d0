import { infiniteQueryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { useCommand } from '@/shared/api/query';
import type { Settings } from '@/shared/session/settings';

export type Change = Schemas['SettingsIn'];
export type Reason = Schemas['ReasonTemplate'];

export const historyQuery = infiniteQueryOptions({
  queryKey: ['settings', 'history'],
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next?: string | null }) => page.next ?? undefined,
  queryFn: ({ pageParam: cursor }) =>
    answer(api.GET('/api/v1/settings/history', { params: { query: { limit: 20, ...(cursor && { cursor }) } } })),
});

/** Changes settings, built on the version that is shown. */
export function useChange(onDone: (settings: Settings) => void) {
  return useCommand({
    run: ({ version, change }: { version: number; change: Change }) =>
      answer(api.PUT('/api/v1/settings', { params: { header: { 'If-Match': `"${version}"` } }, body: change })),
    touches: [['settings'], ['site'], ['desk', 'tasks']],
    onDone,
  });
}

/** The sections of `settings` that `change` touches, as they are: what undoing sends back. */
export function before(settings: Settings, change: Change): Change {
  const was: Change = {};
  if (change.name !== undefined) was.name = settings.name;
  if (change.contact !== undefined) was.contact = settings.contact;
  if (change.announcement !== undefined) was.announcement = settings.announcement ?? null;
  if (change.texts !== undefined) was.texts = settings.texts;
  if (change.fees !== undefined) was.fees = settings.fees_set ? settings.fees : null;
  if (change.reasons !== undefined) was.reasons = settings.reasons;
  if (change.periods !== undefined) was.periods = settings.periods;
  return was;
}
