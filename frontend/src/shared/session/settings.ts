import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';

export type Settings = Schemas['SettingsOut'];

/** What the exchange has set; for its own people. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  staleTime: 60_000,
  queryFn: (): Promise<Settings> => answer(api.GET('/api/v1/settings')),
});
