import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show, somebody } from '@/shared/testing/show';
import { byPress } from './api';
import { homeRoutes } from './routes';
import { roleOf } from './tour';

const installation = { name: 'Jiaxiu', demo: true, sandbox_bank: true, captured_mail: true, passkey_origin: null };
const nothing = { items: [], next: null };
const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

function answers(more: Record<string, unknown> = {}, facts: Partial<typeof installation> = {}) {
  server.use(
    http.get(at('/site'), () => HttpResponse.json({ ...installation, ...facts })),
    ...['offers', 'deals', 'enquiries', 'listings', 'mandates'].map((list) =>
      http.get(at(`/${list}`), () => HttpResponse.json(more[list] ?? nothing)),
    ),
  );
}

beforeEach(() => answers());

test('a deadline comes before none, the nearest first, then what has waited longest', () => {
  const things = [
    { id: 'c', since: '2026-01-05' },
    { id: 'b', due: '2026-03-01' },
    { id: 'd', since: '2026-01-01' },
    { id: 'a', due: '2026-02-01' },
  ].map((one) => ({ ...one, kind: 'returned', listing: {} as never }) as never);
  expect([...things].sort(byPress).map((one: { id: string }) => one.id)).toEqual(['a', 'b', 'd', 'c']);
});

test('what waits is one list, whatever it is, the nearest deadline at its top', async () => {
  const listing = { id: 'lst_1', number: 'JX-1', title: { en: 'Heat pump' } };
  answers({
    enquiries: {
      items: [
        {
          id: 'enq_1',
          listing: { ...listing, title: { en: 'Cold pump' } },
          holder: { id: 'org_buyer', name: { en: 'We' } },
          asker: { id: 'org_x', name: { en: 'Asker' } },
          answer_due: hour(60),
        },
      ],
    },
    offers: {
      items: [
        {
          id: 'off_1',
          listing,
          seller: { id: 'org_s', name: { en: 'Seller' } },
          buyer: { id: 'org_buyer', name: { en: 'We' } },
          turn: 'buyer',
          right: 'assignment',
          price: { minor: 168_000_000, currency: 'CNY' },
          answer_due: hour(5),
          allowed_actions: ['accept'],
        },
      ],
    },
  });
  show({ address: '/app', workspace: homeRoutes });
  const list = await screen.findByRole('list', { name: 'What waits for you' });
  const rows = within(list).getAllByRole('listitem');
  expect(rows[0]).toHaveTextContent('Offer');
  expect(rows[0]).toHaveTextContent('Heat pump');
  expect(rows[1]).toHaveTextContent('Asker asks');
  expect(screen.getByText('2 things wait for you')).toBeVisible();
});

test('emptiness says where to begin, by role', async () => {
  show({ address: '/app', workspace: homeRoutes });
  expect(await screen.findByRole('link', { name: 'Search technologies' })).toBeVisible();
});

test('the tour is offered in the demo, taken by keyboard, and not offered twice', async () => {
  const router = show({ address: '/app', workspace: homeRoutes });
  await userEvent.click(await screen.findByRole('button', { name: 'Show me around' }));
  const stop = await screen.findByRole('dialog');
  expect(stop).toHaveTextContent('What waits for you');
  expect(within(stop).getByRole('button', { name: 'Done' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => router.state.location.search).toEqual({});
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.queryByText('First time here?')).toBeNull();
  // There to be taken again.
  await userEvent.click(screen.getByRole('button', { name: 'Show me around' }));
  expect(await screen.findByRole('dialog')).toBeVisible();
});

test('a real exchange offers no tour', async () => {
  answers({}, { demo: false });
  show({ address: '/app', workspace: homeRoutes });
  expect(await screen.findByText('Nothing waits for you')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Show me around' })).toBeNull();
});

test('an operator who has a passkey is told to sign in with it', async () => {
  show({
    address: '/app',
    workspace: homeRoutes,
    me: { ...somebody, organisation: null, second_factor_missing: true, passkeys: 1 },
  });
  expect(await screen.findByText(/sign in with your passkey or a code/)).toBeVisible();
});

test('every kind has a role in the tour', () => {
  expect(['university', 'individual', 'fund', 'bank', 'intermediary', 'operator', 'bureau'].map(roleOf)).toEqual([
    'holder',
    'holder',
    'buyer',
    'buyer',
    'intermediary',
    'operator',
    'bureau',
  ]);
});
