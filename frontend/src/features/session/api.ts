import { useQueryClient } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { useCommand } from '@/shared/api/query';
import { actFor, meQuery } from '@/shared/session/me';

type Body<Name extends keyof Schemas> = Schemas[Name];

/** Signs in; the secrets come as cookies. */
export function useSignIn(onDone: () => void) {
  const client = useQueryClient();
  return useCommand({
    run: async (body: Omit<Body<'SignInIn'>, 'mode'>) => {
      await answer(api.POST('/api/v1/sessions', { body: { ...body, mode: 'cookie' } }));
      client.removeQueries({ queryKey: meQuery.queryKey });
      await client.fetchQuery(meQuery);
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

/** Makes an organisation, acts for it, and asks the exchange to verify it. */
export function useNewOrganisation(onDone: () => void) {
  const client = useQueryClient();
  return useCommand({
    run: async (body: Body<'OrganisationIn'>, key) => {
      const made = await answer(api.POST('/api/v1/organisations', { body, headers: { 'Idempotency-Key': key } }));
      await actFor(client, made.id);
      if (made.allowed_actions.includes('request_verification') && body.uscc) {
        await answer(
          api.POST('/api/v1/organisations/{id}/actions/request_verification', {
            params: { path: { id: made.id } },
            body: { version: made.version },
            headers: { 'Idempotency-Key': `${key}-verify` },
          }),
        );
      }
      return made;
    },
    touches: [meQuery.queryKey],
    onDone,
  });
}
