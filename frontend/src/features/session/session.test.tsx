import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, test, vi } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show, somebody } from '@/shared/testing/show';
import { safeNext, sessionPublicRoutes } from './routes';

const installation = { name: 'Jiaxiu', demo: true, sandbox_bank: true, captured_mail: true, passkey_origin: null };

beforeEach(() => {
  server.use(http.get(at('/site'), () => HttpResponse.json(installation)));
});

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

test('in the demo the mail that would have been sent is on the page after sign-up', async () => {
  const link = 'http://127.0.0.1:8080/app/verify?token=abc';
  server.use(
    http.post(at('/accounts'), () => new HttpResponse(null, { status: 202 })),
    http.get(at('/demo/mail'), ({ request }) =>
      HttpResponse.json({
        items:
          new URL(request.url).searchParams.get('email') === 'lin@example.com'
            ? [
                {
                  id: 'mail_1',
                  kind: 'verify_email',
                  subject: 'Confirm your address',
                  body: `Open ${link}`,
                  links: [link],
                  created_at: '2026-01-01T00:00:00Z',
                },
              ]
            : [],
      }),
    ),
  );
  show({ address: '/app/sign-up', open: sessionPublicRoutes, me: null });
  await userEvent.type(await screen.findByLabelText('Name'), 'Lin Yue');
  await userEvent.type(screen.getByLabelText('E-mail address'), 'lin@example.com');
  await userEvent.type(screen.getByLabelText('Password'), 'umbrella-tangent');
  await userEvent.click(screen.getByRole('button', { name: 'Create account' }));
  expect(await screen.findByRole('link', { name: link })).toHaveAttribute('href', '/app/verify?token=abc');
});

test('a real exchange shows nobody a mail', async () => {
  server.use(http.get(at('/site'), () => HttpResponse.json({ ...installation, demo: false })));
  show({ address: '/app/demo-mail?email=lin@example.com', open: sessionPublicRoutes, me: null });
  server.use(http.get(at('/demo/mail'), () => HttpResponse.json({ code: 'not_found' }, { status: 404 })));
  expect(await screen.findByText(/in the demo only/)).toBeVisible();
});

test('an invitation is accepted by who is signed in, and others sign in first', async () => {
  server.use(
    http.post(at('/invitations/accept'), () => HttpResponse.json({ ...somebody.memberships[0], role: 'manager' })),
    http.get(at('/me'), () => HttpResponse.json(somebody)),
  );
  show({ address: '/app/invitation?token=abc', open: sessionPublicRoutes });
  await userEvent.click(await screen.findByRole('button', { name: 'Join the organisation' }));
  expect(await screen.findByRole('heading', { name: 'Welcome to Qianling Ventures' })).toBeVisible();
  expect(screen.getByText(/Your role: Manager/)).toBeVisible();
});

test('an invitation waits for who is not signed in', async () => {
  show({ address: '/app/invitation?token=abc', open: sessionPublicRoutes, me: null });
  expect(await screen.findByRole('link', { name: 'Sign in' })).toHaveAttribute(
    'href',
    expect.stringContaining('next=%2Fapp%2Finvitation'),
  );
});

test('passkeys are offered where they work, and the way there elsewhere', async () => {
  vi.stubGlobal('PublicKeyCredential', () => undefined);
  vi.stubGlobal('navigator', { ...navigator, language: 'en', credentials: { get: vi.fn(), create: vi.fn() } });
  server.use(
    http.get(at('/site'), () => HttpResponse.json({ ...installation, passkey_origin: 'http://localhost:8080' })),
  );
  show({ address: '/app/sign-in', open: sessionPublicRoutes, me: null });
  expect(await screen.findByRole('link', { name: 'http://localhost:8080' })).toBeVisible();
  expect(screen.queryByRole('button', { name: /passkey/ })).toBeNull();
  vi.unstubAllGlobals();
});
