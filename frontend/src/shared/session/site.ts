import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';

export type Site = Schemas['SiteOut'];

/** What everybody may know of this installation: its name, how to reach the exchange, what it announces. */
export const siteQuery = queryOptions({
  queryKey: ['site'],
  staleTime: 60_000,
  refetchInterval: 5 * 60_000,
  queryFn: (): Promise<Site> => answer(api.GET('/api/v1/site')),
});

/** The same, once it is known. */
export function useSite(): Site | undefined {
  return useQuery(siteQuery).data;
}
