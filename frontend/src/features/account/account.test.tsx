import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, test, vi } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show, somebody } from '@/shared/testing/show';
import { deviceOf } from './device';
import { accountRoutes } from './routes';

const installation = {
  name: 'Jiaxiu',
  demo: false,
  sandbox_bank: false,
  captured_mail: true,
  passkey_origin: window.location.origin,
};
const passkey = {
  id: 'pk_1',
  name: 'Laptop',
  synced: false,
  version: 1,
  created_at: '2026-01-01T00:00:00Z',
  last_used_at: null,
};
const session = {
  id: 'ses_1',
  current: true,
  mode: 'cookie',
  user_agent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
  address: '192.0.2.1',
  second_factor: false,
  passkey: false,
  created_at: '2026-01-01T00:00:00Z',
  renewed_at: '2026-01-02T00:00:00Z',
  expires_at: '2026-02-01T00:00:00Z',
};

function answers(passkeys: unknown[] = []) {
  server.use(
    http.get(at('/site'), () => HttpResponse.json(installation)),
    http.get(at('/me'), () => HttpResponse.json(somebody)),
    http.get(at('/me/passkeys'), () => HttpResponse.json({ items: passkeys })),
    http.get(at('/sessions'), () =>
      HttpResponse.json({
        items: [{ ...session, id: 'ses_2', current: false, user_agent: 'curl/8.5.0', passkey: true }, session],
      }),
    ),
  );
}

const page = (part: string, me = somebody) => show({ address: `/app/account/${part}`, workspace: accountRoutes, me });

afterEach(() => vi.unstubAllGlobals());

/** Typed at once: what is tested is not the keyboard. */
async function fill(field: HTMLElement, text: string) {
  await userEvent.click(field);
  await userEvent.paste(text);
}

test('devices are told as people would', () => {
  expect(deviceOf(session.user_agent)).toBe('Chrome · Linux');
  expect(deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1')).toBe(
    'Safari · iPhone',
  );
  expect(deviceOf('Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0')).toBe('Edge · Windows');
  expect(deviceOf('curl/8.5.0')).toBe('curl');
  expect(deviceOf(null)).toBe('–');
});

test('the present session is marked, and the others end at a stroke', async () => {
  answers();
  let ended = 0;
  server.use(
    http.post(at('/sessions/actions/end_others'), () => {
      ended += 1;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  page('security');
  const list = await screen.findByRole('list', { name: 'Where you are signed in' });
  const [first, second] = within(list).getAllByRole('listitem');
  expect(first).toHaveTextContent('Chrome · Linux');
  expect(first).toHaveTextContent('This one');
  expect(second).toHaveTextContent('By passkey');
  await userEvent.click(screen.getByRole('button', { name: 'End all others' }));
  await expect.poll(() => ended).toBe(1);
});

test('a passkey is made by the device after the password, and named after it', async () => {
  answers();
  const sent: Record<string, unknown>[] = [];
  const buffer = (text: string) => new TextEncoder().encode(text).buffer;
  const credentials = Object.assign(() => undefined, { isConditionalMediationAvailable: () => Promise.resolve(false) });
  vi.stubGlobal('PublicKeyCredential', credentials);
  const create = vi.fn(() =>
    Promise.resolve({
      id: 'a2V5',
      rawId: buffer('key'),
      type: 'public-key',
      authenticatorAttachment: 'platform',
      response: {
        clientDataJSON: buffer('{}'),
        attestationObject: buffer('object'),
        getTransports: () => ['internal'],
      },
    }),
  );
  vi.stubGlobal('navigator', {
    ...navigator,
    language: 'en',
    userAgent: session.user_agent,
    credentials: { create, get: vi.fn() },
  });
  server.use(
    http.post(at('/me/passkeys/begin'), async ({ request }) => {
      sent.push((await request.json()) as Record<string, unknown>);
      const options = {
        challenge: 'AAEC',
        user: { id: 'AAEC', name: 'fu' },
        rp: {},
        excludeCredentials: [{ id: '_-8' }],
      };
      return HttpResponse.json({ options }, { status: 201 });
    }),
    http.post(at('/me/passkeys'), async ({ request }) => {
      sent.push((await request.json()) as Record<string, unknown>);
      return HttpResponse.json(passkey, { status: 201 });
    }),
  );
  page('security');
  await userEvent.click(await screen.findByRole('button', { name: 'Add a passkey' }));
  await fill(screen.getByLabelText('Your password'), 'correct horse');
  await userEvent.click(screen.getByRole('button', { name: 'Continue on the device' }));
  await expect.poll(() => sent).toHaveLength(2);
  expect(sent[0]).toEqual({ password: 'correct horse' });
  expect(sent[1]).toMatchObject({
    name: 'Chrome · Linux',
    credential: { id: 'a2V5', rawId: 'a2V5', response: { attestationObject: 'b2JqZWN0', transports: ['internal'] } },
  });
  const [[asked]] = create.mock.calls as unknown as [
    [{ publicKey: { challenge: ArrayBuffer; excludeCredentials: [{ id: ArrayBuffer }] } }],
  ];
  expect(new Uint8Array(asked.publicKey.challenge)).toEqual(new Uint8Array([0, 1, 2]));
  expect(new Uint8Array(asked.publicKey.excludeCredentials[0].id)).toEqual(new Uint8Array([0xff, 0xef]));
});

test('removing a passkey says what ends, and asks for the password', async () => {
  answers([passkey]);
  const sent: unknown[] = [];
  server.use(
    http.delete(at('/me/passkeys/pk_1'), async ({ request }) => {
      sent.push(await request.json());
      return new HttpResponse(null, { status: 204 });
    }),
  );
  page('security');
  await userEvent.click(await screen.findByRole('button', { name: 'Remove' }));
  expect(screen.getByText(/the sessions it opened end/)).toBeVisible();
  await fill(screen.getByLabelText('Your password'), 'correct horse');
  const [, last] = screen.getAllByRole('button', { name: 'Remove' });
  await userEvent.click(last as HTMLElement);
  await expect.poll(() => sent).toEqual([{ password: 'correct horse' }]);
});

test('codes are set up with a picture drawn here and the key beside it', async () => {
  answers();
  const sent: unknown[] = [];
  server.use(
    http.post(at('/me/totp'), () =>
      HttpResponse.json(
        { secret: 'GEZDGNBVGY3TQOJQ', uri: 'otpauth://totp/Jiaxiu:fu?secret=GEZDGNBVGY3TQOJQ' },
        { status: 201 },
      ),
    ),
    http.post(at('/me/totp/confirm'), async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ ...somebody.account, second_factor: true });
    }),
  );
  page('security');
  await userEvent.click(await screen.findByRole('button', { name: 'Set up codes' }));
  expect(await screen.findByRole('img', { name: /QR code/ })).toBeVisible();
  expect(screen.getByText('GEZD GNBV GY3T QOJQ')).toBeVisible();
  await fill(screen.getByLabelText('Six-digit code'), '123 456');
  await userEvent.click(screen.getByRole('button', { name: 'Turn on' }));
  await expect.poll(() => sent).toEqual([{ code: '123456' }]);
});

test('a token is shown once, to be copied', async () => {
  answers();
  const token = {
    id: 'tok_1',
    name: 'CRM',
    organisation: 'org_buyer',
    read_only: true,
    created_at: '2026-01-01T00:00:00Z',
    expires_at: '2026-04-01T00:00:00Z',
    last_used_at: null,
    revoked_at: null,
  };
  server.use(
    http.get(at('/api-tokens'), () => HttpResponse.json({ items: [] })),
    http.post(at('/api-tokens'), () => HttpResponse.json({ token: 'jx_secret', api_token: token }, { status: 201 })),
  );
  page('tokens');
  await userEvent.click(await screen.findByRole('button', { name: 'New token' }));
  await fill(screen.getByLabelText('What it is for'), 'CRM');
  await userEvent.click(screen.getByRole('button', { name: 'Make token' }));
  expect(await screen.findByText('jx_secret')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Copy: CRM' })).toBeVisible();
});

test('each topic is turned on and off by channel', async () => {
  answers();
  const sent: unknown[] = [];
  const items = ['in_app', 'mail'].map((channel) => ({ topic: 'offers', channel, enabled: true }));
  server.use(
    http.get(at('/notification-preferences'), () => HttpResponse.json({ items })),
    http.put(at('/notification-preferences'), async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ items });
    }),
  );
  page('notifications');
  await userEvent.click(await screen.findByRole('switch', { name: 'Offers: By mail' }));
  await expect.poll(() => sent).toEqual([{ items: [{ topic: 'offers', channel: 'mail', enabled: false }] }]);
});

test('an account is deleted only once its address is typed', async () => {
  answers();
  const sent: unknown[] = [];
  server.use(
    http.delete(at('/me'), async ({ request }) => {
      sent.push(await request.json());
      return new HttpResponse(null, { status: 204 });
    }),
  );
  page('data');
  expect(await screen.findByText(/What stays: deals, signatures and ledger entries/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Delete my account…' }));
  const last = screen.getByRole('button', { name: 'Delete for good' });
  expect(last).toBeDisabled();
  await fill(screen.getByLabelText(/type fu@example.com/), 'fu@example.com');
  await fill(screen.getByLabelText('Your password'), 'correct horse');
  await userEvent.click(last);
  await expect.poll(() => sent).toEqual([{ password: 'correct horse' }]);
});

test('captured mail is read here, its links followed here', async () => {
  answers();
  const link = 'https://elsewhere.example/app/offers/off_1';
  server.use(
    http.get(at('/mail'), () =>
      HttpResponse.json({
        items: [
          {
            id: 'mail_1',
            kind: 'notification',
            subject: 'An offer',
            body: `See ${link} now`,
            links: [link],
            created_at: '2026-01-01T00:00:00Z',
          },
        ],
        next: null,
      }),
    ),
  );
  page('mail');
  await userEvent.click(await screen.findByText('An offer'));
  expect(screen.getByRole('link', { name: link })).toHaveAttribute('href', '/app/offers/off_1');
});
