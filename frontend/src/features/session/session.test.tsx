import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show, somebody } from '@/shared/testing/show';
import { safeNext, sessionPublicRoutes } from './routes';

test('signing in leads back only to this application', () => {
  expect(safeNext('/app/offers?turn=mine')).toBe('/app/offers?turn=mine');
  expect(safeNext('https://elsewhere.example')).toBeUndefined();
  expect(safeNext('//elsewhere.example/app')).toBeUndefined();
});

test('the code is asked for when the account has one, and goes with what was typed', async () => {
  const sent: Record<string, unknown>[] = [];
  server.use(
    http.post(at('/sessions'), async ({ request }) => {
      const body = (await request.json()) as Record<string, unknown>;
      sent.push(body);
      if (!body['totp'])
        return HttpResponse.json({ code: 'totp_required', errors: [], retryable: false }, { status: 401 });
      return HttpResponse.json({ account: somebody.account }, { status: 201 });
    }),
    http.get(at('/me'), () => HttpResponse.json(somebody)),
  );
  const router = show({ address: '/app/sign-in', open: sessionPublicRoutes, me: null });
  await userEvent.type(await screen.findByLabelText('E-mail address'), 'fu@example.com');
  await userEvent.type(screen.getByLabelText('Password'), 'correct horse');
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  await userEvent.type(await screen.findByLabelText('Six-digit code'), '123 456');
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  await expect.poll(() => router.state.location.pathname).toBe('/app');
  expect(sent[1]).toEqual({ email: 'fu@example.com', password: 'correct horse', totp: '123456', mode: 'cookie' });
});
