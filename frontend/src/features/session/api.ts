import { queryOptions, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { useCommand } from '@/shared/api/query';
import { actFor, meQuery } from '@/shared/session/me';
import { siteQuery } from '@/shared/session/site';
import { signByPasskey } from '@/shared/passkeys/browser';

type Body<Name extends keyof Schemas> = Schemas[Name];

/** Who is it now? */
async function greet(client: QueryClient): Promise<void> {
  client.removeQueries({ queryKey: meQuery.queryKey });
  await client.fetchQuery(meQuery);
}

/** Signs in; the secrets come as cookies. */
export function useSignIn(onDone: () => void) {
  const client = useQueryClient();
  return useCommand({
    run: async (body: Omit<Body<'SignInIn'>, 'mode'>) => {
      await answer(api.POST('/api/v1/sessions', { body: { ...body, mode: 'cookie' } }));
      await greet(client);
    },
    touches: [],
    onDone,
  });
}

export function useSignUp() {
  return useCommand({ run: (body: Body<'SignUpIn'>) => answer(api.POST('/api/v1/accounts', { body })), touches: [] });
}

export function useResend() {
  return useCommand({
    run: (email: string) => answer(api.POST('/api/v1/accounts/verify/resend', { body: { email } })),
    touches: [],
  });
}

export function useVerify() {
  return useCommand({
    run: (token: string) => answer(api.POST('/api/v1/accounts/verify', { body: { token } })),
    touches: [meQuery.queryKey],
  });
}

export function useAskReset() {
  return useCommand({
    run: (email: string) => answer(api.POST('/api/v1/accounts/reset', { body: { email } })),
    touches: [],
  });
}

export function useReset() {
  return useCommand({
    run: (body: Body<'ResetIn'>) => answer(api.POST('/api/v1/accounts/reset/confirm', { body })),
    touches: [],
  });
}

/** What the device signs, asked of the server; the browser then asks the person. */
export async function askPasskey(inField: boolean, signal: AbortSignal): Promise<Record<string, unknown>> {
  const { options } = await answer(api.POST('/api/v1/sessions/passkey/begin', { signal }));
  return signByPasskey(options, inField, signal);
}

/** Signs in by what the device signed. */
export function usePasskeySignIn(onDone: () => void) {
  const client = useQueryClient();
  return useCommand({
    run: async (signed: Record<string, unknown>) => {
      const credential = signed as Body<'PasskeySignInIn'>['credential'];
      await answer(api.POST('/api/v1/sessions/passkey', { body: { credential, mode: 'cookie' } }));
      await greet(client);
    },
    touches: [],
    onDone,
  });
}

/** The latest mails to an address: in the demo, which sends none. */
export const demoMailQuery = (email: string) =>
  queryOptions({
    queryKey: ['session', 'demo_mail', email],
    enabled: email !== '',
    // The mail is written by a job, a moment after the request.
    refetchInterval: 2_000,
    queryFn: async () => (await answer(api.GET('/api/v1/demo/mail', { params: { query: { email } } }))).items,
  });

/** Joins the organisation that invited, and acts for it. */
export function useAcceptInvitation() {
  const client = useQueryClient();
  return useCommand({
    run: async (token: string, key) => {
      const membership = await answer(
        api.POST('/api/v1/invitations/accept', { body: { token }, headers: { 'Idempotency-Key': key } }),
      );
      await actFor(client, membership.id);
      return membership;
    },
    touches: [meQuery.queryKey],
  });
}

/** Makes the first operator, with the link in the server's log. */
export function useFirstOperator() {
  return useCommand({
    run: (body: Body<'FirstOperatorIn'>) => answer(api.POST('/api/v1/accounts/first-operator', { body })),
    touches: [siteQuery.queryKey],
  });
}
