import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { useCommand } from '@/shared/api/query';
import { actFor, meQuery } from '@/shared/session/me';

export type Organisation = Schemas['OrganisationOut'];
export type Member = Schemas['MemberOut'];
export type Role = Schemas['Role'];

const ROOT = ['organisations'];
/** One may look after an organisation while acting for another. */
const acting = (id: string) => ({ 'Jiaxiu-Organisation': id });
const edit = (id: string, version: number, key: string) => ({
  ...acting(id),
  'If-Match': `"${version}"`,
  'Idempotency-Key': key,
});

/** An organisation: all of it to its members, its public profile to others. */
export const organisationQuery = (id: string, own: boolean) =>
  queryOptions({
    queryKey: [...ROOT, id],
    queryFn: () =>
      answer(api.GET('/api/v1/organisations/{id}', { params: { path: { id } }, ...(own && { headers: acting(id) }) })),
  });

export const membersQuery = (id: string) =>
  queryOptions({
    queryKey: [...ROOT, id, 'members'],
    queryFn: async () =>
      (
        await answer(
          api.GET('/api/v1/organisations/{id}/members', {
            params: { path: { id }, query: { limit: 100 } },
            headers: acting(id),
          }),
        )
      ).items,
  });

/** Invitations that nobody accepted yet; for owners. */
export const invitationsQuery = (id: string, owner: boolean) =>
  queryOptions({
    queryKey: [...ROOT, id, 'invitations'],
    enabled: owner,
    queryFn: async () =>
      (
        await answer(
          api.GET('/api/v1/organisations/{id}/invitations', {
            params: { path: { id }, query: { limit: 100 } },
            headers: acting(id),
          }),
        )
      ).items,
  });

/** Makes an organisation, acts for it, and asks the exchange to verify it where there is enough to go by. */
export function useNewOrganisation(onDone: (made: Organisation) => void) {
  const client = useQueryClient();
  return useCommand({
    run: async (body: Schemas['OrganisationIn'], key) => {
      const made = await answer(api.POST('/api/v1/organisations', { body, headers: { 'Idempotency-Key': key } }));
      await actFor(client, made.id);
      if (made.allowed_actions.includes('request_verification') && body.uscc)
        return requestVerification(made, `${key}-verify`);
      return made;
    },
    touches: [meQuery.queryKey, ROOT],
    onDone,
  });
}

function requestVerification({ id, version }: Organisation, key: string): Promise<Organisation> {
  return answer(
    api.POST('/api/v1/organisations/{id}/actions/request_verification', {
      params: { path: { id } },
      body: { version },
      headers: { ...acting(id), 'Idempotency-Key': key },
    }),
  );
}

export function useRequestVerification(organisation: Organisation) {
  return useCommand({
    run: (version: number, key) => requestVerification({ ...organisation, version }, key),
    touches: [ROOT, meQuery.queryKey],
  });
}

export function useEditOrganisation({ id, version }: Organisation, onDone: () => void) {
  return useCommand({
    run: (body: Schemas['OrganisationPatch'], key) =>
      answer(
        api.PATCH('/api/v1/organisations/{id}', { params: { path: { id } }, body, headers: edit(id, version, key) }),
      ),
    touches: [ROOT, meQuery.queryKey],
    onDone,
  });
}

export function useInvite(id: string, onDone: () => void) {
  return useCommand({
    run: (body: Schemas['MemberIn'], key) =>
      answer(
        api.POST('/api/v1/organisations/{id}/members', {
          params: { path: { id } },
          body,
          headers: { ...acting(id), 'Idempotency-Key': key },
        }),
      ),
    touches: [[...ROOT, id]],
    onDone,
  });
}

export function useWithdrawInvitation(id: string) {
  return useCommand({
    run: (invitation: string) =>
      answer(
        api.DELETE('/api/v1/organisations/{id}/invitations/{invitation}', {
          params: { path: { id, invitation } },
          headers: acting(id),
        }),
      ),
    touches: [[...ROOT, id]],
  });
}

export function useChangeRole(id: string) {
  return useCommand({
    run: ({ account, version, role }: { account: string; version: number; role: Role }, key) =>
      answer(
        api.PATCH('/api/v1/organisations/{id}/members/{account}', {
          params: { path: { id, account } },
          body: { role },
          headers: edit(id, version, key),
        }),
      ),
    touches: [[...ROOT, id], meQuery.queryKey],
  });
}

/** Removes a member, or leaves. */
export function useRemoveMember(id: string, onDone?: (account: string) => void) {
  return useCommand({
    run: (account: string) =>
      answer(
        api.DELETE('/api/v1/organisations/{id}/members/{account}', {
          params: { path: { id, account } },
          headers: acting(id),
        }),
      ),
    touches: [[...ROOT, id]],
    onDone: (_, account) => onDone?.(account),
  });
}
