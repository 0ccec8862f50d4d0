import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';

/** What everybody may know of this installation; it does not change while a page is open. */
export const installationQuery = queryOptions({
  queryKey: ['installation'],
  staleTime: Infinity,
  queryFn: () => answer(api.GET('/api/v1/site')),
});

/** What everybody may know of this installation, once it is known. */
export function useInstallation(): Schemas['SiteOut'] | undefined {
  return useQuery(installationQuery).data;
}
