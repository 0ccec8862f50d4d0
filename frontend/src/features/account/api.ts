import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { useCommand } from '@/shared/api/query';
import { makePasskey } from '@/shared/passkeys/browser';
import { meQuery } from '@/shared/session/me';

export type Passkey = Schemas['PasskeyOut'];
export type Session = Schemas['SessionInfo'];
export type ApiToken = Schemas['ApiTokenOut'];
export type Mail = Schemas['MailOut'];
export type Preference = Schemas['Preference'];
/** What shows that the account is one's own: the password or a code. */
export type Proof = Schemas['ProofIn'];

const key = (name: string) => ['account', name];

export function useEditProfile() {
  return useCommand({
    run: ({ version, ...body }: Schemas['AccountPatch'] & { version: number }, name) =>
      answer(api.PATCH('/api/v1/me', { body, headers: { 'If-Match': `"${version}"`, 'Idempotency-Key': name } })),
    touches: [meQuery.queryKey],
  });
}

export function useChangePassword(onDone: () => void) {
  return useCommand({
    run: (body: Schemas['PasswordIn']) => answer(api.POST('/api/v1/me/password', { body })),
    touches: [key('sessions')],
    onDone,
  });
}

export function useSetUpTotp() {
  return useCommand({ run: () => answer(api.POST('/api/v1/me/totp')), touches: [] });
}

export function useConfirmTotp(onDone: () => void) {
  return useCommand({
    run: (code: string) => answer(api.POST('/api/v1/me/totp/confirm', { body: { code } })),
    touches: [meQuery.queryKey, key('sessions')],
    onDone,
  });
}

export function useRemoveTotp(onDone: () => void) {
  return useCommand({
    run: (body: Proof) => answer(api.DELETE('/api/v1/me/totp', { body })),
    touches: [meQuery.queryKey, key('sessions')],
    onDone,
  });
}

export const passkeysQuery = queryOptions({
  queryKey: key('passkeys'),
  queryFn: async () => (await answer(api.GET('/api/v1/me/passkeys'))).items,
});

/** Asks the server, then the device. Throws a `Problem` or a `PasskeyError`: it is no command, nothing is kept yet. */
export async function newPasskey(proof: Proof): Promise<Record<string, unknown>> {
  const { options } = await answer(api.POST('/api/v1/me/passkeys/begin', { body: proof }));
  return makePasskey(options);
}

export function useAddPasskey(onDone: () => void) {
  return useCommand({
    run: (body: Schemas['PasskeyIn']) => answer(api.POST('/api/v1/me/passkeys', { body })),
    touches: [key('passkeys'), meQuery.queryKey, key('sessions')],
    onDone,
  });
}

export function useRenamePasskey(onDone: () => void) {
  return useCommand({
    run: ({ id, version, name }: { id: string; version: number; name: string }, command) =>
      answer(
        api.PATCH('/api/v1/me/passkeys/{id}', {
          params: { path: { id } },
          body: { name },
          headers: { 'If-Match': `"${version}"`, 'Idempotency-Key': command },
        }),
      ),
    touches: [key('passkeys')],
    onDone,
  });
}

export function useRemovePasskey(onDone: () => void) {
  return useCommand({
    run: ({ id, proof }: { id: string; proof: Proof }) =>
      answer(api.DELETE('/api/v1/me/passkeys/{id}', { params: { path: { id } }, body: proof })),
    touches: [key('passkeys'), meQuery.queryKey, key('sessions')],
    onDone,
  });
}

export const sessionsQuery = queryOptions({
  queryKey: key('sessions'),
  queryFn: async () => (await answer(api.GET('/api/v1/sessions', { params: { query: { limit: 100 } } }))).items,
});

export function useEndSession() {
  return useCommand({
    run: (id: string) => answer(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } })),
    touches: [key('sessions')],
  });
}

export function useEndOthers() {
  return useCommand({
    run: () => answer(api.POST('/api/v1/sessions/actions/end_others')),
    touches: [key('sessions')],
  });
}

export const tokensQuery = queryOptions({
  queryKey: key('tokens'),
  queryFn: async () => (await answer(api.GET('/api/v1/api-tokens', { params: { query: { limit: 100 } } }))).items,
});

export function useMakeToken(onDone: (made: Schemas['ApiTokenMade']) => void) {
  return useCommand({
    run: (body: Schemas['ApiTokenIn']) => answer(api.POST('/api/v1/api-tokens', { body })),
    touches: [key('tokens')],
    onDone,
  });
}

export function useRevokeToken() {
  return useCommand({
    run: (id: string) => answer(api.DELETE('/api/v1/api-tokens/{id}', { params: { path: { id } } })),
    touches: [key('tokens')],
  });
}

export const preferencesQuery = queryOptions({
  queryKey: key('preferences'),
  queryFn: async () => (await answer(api.GET('/api/v1/notification-preferences'))).items,
});

export function usePrefer() {
  return useCommand({
    run: (items: Preference[]) => answer(api.PUT('/api/v1/notification-preferences', { body: { items } })),
    touches: [key('preferences')],
  });
}

export const mailQuery = infiniteQueryOptions({
  queryKey: key('mail'),
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam }) =>
    answer(api.GET('/api/v1/mail', { params: { query: { limit: 20, ...(pageParam && { cursor: pageParam }) } } })),
  getNextPageParam: (last) => last.next ?? undefined,
});

/** Everything kept about the account, as a file. */
export function useExport() {
  return useCommand({
    run: async () => {
      const data = await answer(api.GET('/api/v1/me/export'));
      const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = 'jiaxiu-account.json';
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    },
    touches: [],
  });
}

export function useLeave(onDone: () => void) {
  const client = useQueryClient();
  return useCommand({
    run: async (password: string) => {
      await answer(api.DELETE('/api/v1/me', { body: { password } }));
      client.clear();
      client.setQueryData(meQuery.queryKey, null);
    },
    touches: [],
    onDone,
  });
}
