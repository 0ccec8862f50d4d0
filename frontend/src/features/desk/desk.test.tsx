import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show, somebody } from '@/shared/testing/show';
import { inOrder, type Deal, type Listing, type Organisation, type Payment, type Work } from './api';
import { deskRoutes, readFilters } from './routes';

const cny = (minor: number) => ({ minor, currency: 'CNY' });

const organisation = {
  id: 'org_new',
  name: { en: 'Newcomer Ltd', zh: '新来公司' },
  kind: 'enterprise',
  profile: {},
  state: 'requested',
  uscc: '91520100MA6DJA0X2K',
  created_at: '2026-11-20T00:00:00Z',
  version: 3,
  allowed_actions: ['verify', 'reject'],
} as Organisation;

const deal = {
  id: 'deal_1',
  number: 'JX-D-1',
  listing: { id: 'lst_1', number: 'JX-1', title: { en: 'Heat spreader' }, version: 1 },
  parties: { seller: { id: 'org_s', name: { en: 'Seller U' } }, buyer: { id: 'org_b', name: { en: 'Buyer F' } } },
  right: 'assignment',
  price: cny(100_00),
  ledger: { held: cny(100_00) },
  stage: 'disputed',
  deadline: '2026-12-01T00:00:00Z',
  opened_at: '2026-10-01T00:00:00Z',
  acting_next: ['second_operator'],
  allowed_actions: ['propose_ruling'],
  charges: [],
  documents: [],
  history: [],
  dispute: {
    at: '2026-11-01T00:00:00Z',
    by: 'buyer',
    from: 'acceptance',
    reason: 'Too weak',
    evidence_until: '2026-11-10T00:00:00Z',
  },
  ruling: { to_seller: cny(60_00), to_buyer: cny(40_00) },
  version: 8,
} as unknown as Deal;

const payment = {
  id: 'pay_1',
  amount: cny(5_00),
  reference: 'JX-D-99',
  payer_name: 'Somebody',
  reason: 'unknown_reference',
  received_at: '2026-11-22T00:00:00Z',
  state: 'suspense',
  version: 1,
  allowed_actions: ['resolve', 'refund'],
} as Payment;

const clerk = {
  ...somebody,
  memberships: [
    {
      id: 'org_x',
      kind: 'operator' as const,
      name: { en: 'Exchange' },
      role: 'clerk' as const,
      state: 'verified' as const,
    },
  ],
  organisation: 'org_x',
};

function answers(given: { organisations?: Organisation[]; deals?: Deal[]; payments?: Payment[] }) {
  const list = (items: unknown[]) => HttpResponse.json({ items, next: null });
  server.use(
    http.get(at('/organisations'), () => list(given.organisations ?? [])),
    http.get(at('/listings'), () => list([])),
    http.get(at('/bank/suspense'), () => list(given.payments ?? [])),
    http.get(at('/deals'), ({ request }) =>
      list((given.deals ?? []).filter((one) => one.stage === new URL(request.url).searchParams.get('stage'))),
    ),
    ...(given.deals ?? []).map((one) => http.get(at(`/deals/${one.id}`), () => HttpResponse.json(one))),
    http.get(at('/organisations/org_new/members'), () => list([])),
  );
}

test('an address is read for what it means', () => {
  expect(readFilters({ kind: 'release', item: 'deal_1' })).toEqual({ kind: 'release', item: 'deal_1' });
  expect(readFilters({ kind: 'gossip', item: '<b>' })).toEqual({});
});

test('deadlines come first, the nearest first, then who waits longest', () => {
  const of = (id: string, since: string, due?: string): Work => ({
    kind: 'listing',
    id,
    since,
    due,
    listing: {} as Listing,
  });
  const sorted = inOrder([
    of('a', '2026-05'),
    of('b', '2026-01', '2026-12'),
    of('c', '2026-01'),
    of('d', '2026-09', '2026-11'),
  ]);
  expect(sorted.map(({ id }) => id)).toEqual(['d', 'b', 'c', 'a']);
});

test('only the people of the exchange see work', async () => {
  show({ address: '/app/desk', workspace: deskRoutes });
  expect(await screen.findByText('This is for the people of the exchange')).toBeInTheDocument();
});

test('by the keyboard: down to a verification, approve it, confirmed by the server', async () => {
  let sent: unknown;
  const given = { organisations: [organisation], deals: [deal] };
  answers(given);
  server.use(
    http.post(at('/organisations/org_new/actions/verify'), async ({ request }) => {
      sent = await request.json();
      given.organisations = [];
      return HttpResponse.json({ ...organisation, state: 'verified' });
    }),
  );
  show({ address: '/app/desk', workspace: deskRoutes, me: clerk });
  const lines = within(await screen.findByRole('list', { name: 'To decide' })).getAllByRole('button');
  expect(lines.map((line) => line.textContent)).toEqual([
    expect.stringContaining('Heat spreader'),
    expect.stringContaining('91520100MA6DJA0X2K'),
  ]);
  fireEvent.keyDown(document.body, { key: 'j' });
  expect(lines[0]).toHaveFocus();
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'j' });
  expect(lines[1]).toHaveFocus();
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'a' });
  expect(await screen.findByText('Verify this organisation?')).toBeInTheDocument();
  expect(sent).toBeUndefined();
  const question = screen.getByText('Verify this organisation?').closest<HTMLElement>('[role="dialog"]');
  await userEvent.click(within(question ?? document.body).getByRole('button', { name: 'Verify' }));
  await waitFor(() => expect(sent).toEqual({ version: 3 }));
  await waitFor(() => expect(screen.queryByText(/91520100MA6DJA0X2K/)).toBeNull());
});

test('r returns with a template, which may be edited; without a reason nothing is sent', async () => {
  let sent: Record<string, unknown> | undefined;
  answers({ organisations: [organisation] });
  server.use(
    http.post(at('/organisations/org_new/actions/reject'), async ({ request }) => {
      sent = (await request.json()) as Record<string, unknown>;
      return HttpResponse.json(organisation);
    }),
  );
  show({ address: '/app/desk?item=org_new', workspace: deskRoutes, me: clerk });
  await screen.findByRole('heading', { name: 'Newcomer Ltd' });
  fireEvent.keyDown(document.body, { key: 'r' });
  const reason = await screen.findByLabelText('Reason (they will read it)');
  const form = reason.closest('form') ?? document.body;
  await userEvent.click(within(form).getByRole('button', { name: 'Reject' }));
  expect(await screen.findByText('Say why')).toBeInTheDocument();
  expect(sent).toBeUndefined();
  fireEvent.mouseDown(screen.getByLabelText('Template'));
  await userEvent.click(await screen.findByText('Name incomplete'));
  await waitFor(() => expect(reason).toHaveDisplayValue(/exactly that of the licence/));
  await userEvent.click(within(form).getByRole('button', { name: 'Reject' }));
  await waitFor(() => expect(sent).toMatchObject({ version: 3, reason: expect.stringContaining('licence') }));
});

test('who proposed a ruling is told that another confirms it, and gets no button', async () => {
  answers({ deals: [deal] });
  show({ address: '/app/desk?item=deal_1', workspace: deskRoutes, me: clerk });
  expect(await screen.findByText('Another person has to confirm it')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Confirm the ruling' })).toBeNull();
  fireEvent.keyDown(document.body, { key: 'a' });
  expect(screen.queryByText('Confirm this ruling?')).toBeNull();
});

test('a payment in suspense is given the reference it should have had', async () => {
  let sent: unknown;
  answers({ payments: [payment] });
  server.use(
    http.post(at('/bank/suspense/pay_1/actions/resolve'), async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ code: 'payment_differs', status: 409, errors: [] }, { status: 409 });
    }),
  );
  show({ address: '/app/desk?item=pay_1', workspace: deskRoutes, me: clerk });
  await userEvent.click(await screen.findByRole('button', { name: 'Say what it is for' }));
  const reference = await screen.findByLabelText('The reference it should have quoted');
  await userEvent.type(reference, ' JX-D-1 ');
  const form = reference.closest('form') ?? document.body;
  await userEvent.click(within(form).getByRole('button', { name: 'Say what it is for' }));
  await waitFor(() => expect(sent).toEqual({ version: 1, reference: 'JX-D-1', note: null }));
  expect(await screen.findByRole('alert')).toHaveTextContent('The payment is not the amount expected');
});
