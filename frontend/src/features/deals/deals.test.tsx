import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show, somebody } from '@/shared/testing/show';
import type { Deal, Message } from './api';
import { dealsRoutes, readFilters } from './routes';
import { sellerKeeps, steps, versions, waitsFor } from './view';

const cny = (minor: number) => ({ minor, currency: 'CNY' });
const seller = { id: 'org_seller', name: { en: 'Yunling University' } };
const buyer = { id: 'org_buyer', name: { en: 'Qianling Ventures' } };

const deal: Deal = {
  id: 'deal_1',
  number: 'JX-D-1',
  listing: { id: 'lst_1', number: 'JX-1', title: { en: 'Heat spreader' }, version: 3 },
  origin: 'off_1',
  parties: { seller, buyer },
  right: 'assignment',
  price: cny(100_000_00),
  terms: {},
  stage: 'funding',
  version: 5,
  allowed_actions: ['cancel'],
  acting_next: ['buyer'],
  at_deadline: 'expire',
  deadline: '2027-01-05T00:00:00Z',
  charges: [
    {
      kind: 'commission',
      bps: 500,
      payer: buyer,
      payee: { id: 'org_int', name: { en: 'Zhuxin' } },
      amount: cny(5_000_00),
    },
    { kind: 'fee', bps: 100, payer: seller, payee: null, amount: cny(1_000_00) },
  ],
  checklist: [
    { stage: 'contract', item: 'contract_document', by: 'either_side', done: true },
    { stage: 'funding', item: 'price_paid', by: 'buyer', done: false },
    { stage: 'acceptance', item: 'delivery', by: 'seller', done: false },
    { stage: 'release', item: 'payout', by: 'operator', done: false },
  ],
  documents: [],
  filing: null,
  dispute: null,
  ruling: null,
  history: [
    { version: 1, from: null, action: null, to: 'contract', party: 'system', at: '2026-12-01T00:00:00Z', facts: {} },
    {
      version: 5,
      from: 'contract',
      action: 'conclude',
      to: 'funding',
      party: 'system',
      at: '2026-12-02T00:00:00Z',
      facts: {},
    },
  ],
  ledger: { paid_in: cny(0), held: cny(0), released: cny(0), refunded: cny(0), commission: cny(0), fees: cny(0) },
  opened_at: '2026-12-01T00:00:00Z',
  payment: { account: 'settlement', amount: cny(100_000_00), reference: 'JX-D-1', deadline: '2027-01-05T00:00:00Z' },
  recordal_required: false,
  rule_pack: 'private@2026-1',
  signatures: [],
};

const held: Deal = {
  ...deal,
  stage: 'acceptance',
  version: 9,
  payment: null,
  acting_next: ['buyer'],
  allowed_actions: ['accept', 'extend', 'dispute'],
  ledger: { ...deal.ledger, paid_in: cny(100_000_00), held: cny(100_000_00) },
};

const operator = {
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

beforeEach(() => {
  server.use(
    http.get(at('/deals/deal_1/messages'), () => HttpResponse.json({ items: [], next: null })),
    http.get(at('/bank/sandbox'), () => HttpResponse.json({ on: true })),
  );
});

const answers = (one: Deal) => server.use(http.get(at('/deals/deal_1'), () => HttpResponse.json(one)));

test('an address is read for what it means', () => {
  expect(readFilters({ side: 'seller', stage: 'recordal', turn: 'mine', x: 1 })).toEqual({
    side: 'seller',
    stage: 'recordal',
    turn: 'mine',
  });
  expect(readFilters({ stage: 'nowhere' })).toEqual({});
});

test('the road is what the checklist names, stopped where a dispute or the end came', () => {
  const of = (one: Deal) =>
    steps(
      one,
      (stage) => stage,
      (at) => at,
    ).map(({ key, state }) => `${key} ${state}`);
  expect(of(deal)).toEqual(['contract done', 'funding current', 'acceptance ahead', 'release ahead', 'closed ahead']);
  expect(of({ ...deal, stage: 'cancelled' })[1]).toBe('funding stopped');
  const disputed: Deal = {
    ...held,
    stage: 'disputed',
    dispute: {
      at: '2026-12-05T00:00:00Z',
      by: 'buyer',
      from: 'acceptance',
      reason: 'x',
      evidence_until: '2026-12-20T00:00:00Z',
    },
  };
  expect(of(disputed)[2]).toBe('acceptance stopped');
});

test('who acts next is told from whose sight it is', () => {
  expect(waitsFor(deal, 'org_buyer', false)).toBe(true);
  expect(waitsFor(deal, 'org_seller', false)).toBe(false);
  expect(waitsFor({ ...deal, acting_next: ['operator'] }, 'org_buyer', false)).toBe(false);
  expect(waitsFor({ ...deal, acting_next: ['second_operator'] }, 'org_x', true)).toBe(true);
  expect(sellerKeeps(deal)).toBe(94_000_00);
});

test('the list shows only what waits for us when its address says so', async () => {
  const theirs = { ...deal, id: 'deal_2', number: 'JX-D-2', listing: { ...deal.listing, title: { en: 'Coating' } } };
  server.use(
    http.get(at('/deals'), () => HttpResponse.json({ items: [deal, theirs], next: null })),
    http.get(at('/deals/deal_1'), () => HttpResponse.json(deal)),
    http.get(at('/deals/deal_2'), () => HttpResponse.json({ ...theirs, acting_next: ['seller'] })),
  );
  show({ address: '/app/deals?turn=mine', workspace: dealsRoutes });
  expect(await screen.findByRole('link', { name: 'Heat spreader' })).toHaveAttribute('href', '/app/deals/deal_1');
  expect(screen.queryByText('Coating')).toBeNull();
  await userEvent.click(screen.getByRole('checkbox'));
  expect(await screen.findByText('Coating')).toBeInTheDocument();
  expect(screen.getByText('Waits for Yunling University')).toBeInTheDocument();
});

test('the buyer pays by the sandbox bank; nothing is shown as paid before the server said so', async () => {
  let sent: unknown;
  let confirm: () => void = () => undefined;
  const confirmed = new Promise<void>((resolve) => {
    confirm = resolve;
  });
  let now = deal;
  server.use(
    http.get(at('/deals/deal_1'), () => HttpResponse.json(now)),
    http.post(at('/bank/sandbox/deposits'), async ({ request }) => {
      sent = await request.json();
      await confirmed;
      now = held;
      return HttpResponse.json({ matched: true, payment: {} }, { status: 201 });
    }),
  );
  show({ address: '/app/deals/deal_1', workspace: dealsRoutes });
  await userEvent.click(await screen.findByRole('button', { name: 'Pay by sandbox bank' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: /Pay CNY 100,000/ }));
  await waitFor(() =>
    expect(sent).toEqual({ reference: 'JX-D-1', amount: cny(100_000_00), payer_name: 'Qianling Ventures' }),
  );
  expect(screen.queryByText('Held')).toBeNull();
  confirm();
  expect(await screen.findByText('Held')).toBeInTheDocument();
});

test('the seller sees how it is paid but cannot pay', async () => {
  answers(deal);
  show({
    address: '/app/deals/deal_1',
    workspace: dealsRoutes,
    me: { ...somebody, organisation: 'org_seller' },
  });
  expect(await screen.findByText('Payment reference')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Pay by sandbox bank' })).toBeNull();
});

test('a stale step is not taken: the new state is fetched and the reason shown', async () => {
  let now = held;
  server.use(
    http.get(at('/deals/deal_1'), () => HttpResponse.json(now)),
    http.post(at('/deals/deal_1/actions/accept'), async ({ request }) => {
      expect(await request.json()).toEqual({ version: 9 });
      now = { ...held, version: 10, stage: 'release', acting_next: ['operator'], allowed_actions: ['dispute'] };
      return HttpResponse.json({ code: 'stale_version', status: 409, errors: [], retryable: false }, { status: 409 });
    }),
  );
  show({ address: '/app/deals/deal_1', workspace: dealsRoutes });
  await userEvent.click(await screen.findByRole('button', { name: 'Accept the delivery' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Accept' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('It changed since you read it');
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Accept the delivery' })).toBeNull());
  expect(await screen.findByText('Waits for the exchange')).toBeInTheDocument();
});

test('a filing is sent with its day; faults stand at their fields', async () => {
  let sent: Record<string, unknown> = {};
  answers({ ...held, stage: 'recordal', allowed_actions: ['file', 'dispute'] });
  server.use(
    http.post(at('/deals/deal_1/actions/file'), async ({ request }) => {
      sent = (await request.json()) as Record<string, unknown>;
      return HttpResponse.json(
        { code: 'validation', status: 422, errors: [{ field: 'number', code: 'too_long', limit: '100' }] },
        { status: 422 },
      );
    }),
  );
  show({ address: '/app/deals/deal_1', workspace: dealsRoutes });
  await userEvent.click(await screen.findByRole('button', { name: 'Enter the filing' }));
  await userEvent.click(screen.getByRole('button', { name: 'Send the filing' }));
  expect(await screen.findByText(/Enter the filing number/)).toBeInTheDocument();
  await userEvent.type(screen.getByLabelText('Filing number'), '2026020000123');
  await userEvent.click(screen.getByRole('button', { name: 'Send the filing' }));
  await waitFor(() => expect(sent).toMatchObject({ version: 9, number: '2026020000123' }));
  expect(sent['date']).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(await screen.findAllByText(/is too long/)).not.toHaveLength(0);
});

test('a ruling splits what is held exactly, and who proposed it is told that another confirms', async () => {
  let sent: unknown;
  answers({
    ...held,
    stage: 'disputed',
    acting_next: ['second_operator'],
    allowed_actions: ['propose_ruling'],
    dispute: {
      at: '2026-12-05T00:00:00Z',
      by: 'buyer',
      from: 'acceptance',
      reason: 'Too weak',
      evidence_until: '2026-12-20T00:00:00Z',
    },
    ruling: { to_seller: cny(60_000_00), to_buyer: cny(40_000_00), reason: 'Half worked' },
  });
  server.use(
    http.post(at('/deals/deal_1/actions/propose_ruling'), async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json(held);
    }),
  );
  show({ address: '/app/deals/deal_1', workspace: dealsRoutes, me: operator });
  expect(await screen.findByText('Another person has to confirm it')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Propose a ruling' }));
  const amount = screen.getByLabelText('To the seller (CNY)');
  await userEvent.clear(amount);
  await userEvent.type(amount, '30000.01');
  expect(await screen.findByText(/Back to the buyer: CNY 69,999.99/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Propose' }));
  await waitFor(() =>
    expect(sent).toEqual({ version: 9, to_seller: cny(30_000_01), to_buyer: cny(69_999_99), reason: 'Half worked' }),
  );
});

test('while a deal is being signed a new contract can be put, and says that it voids signatures', async () => {
  let kind: unknown;
  const contract = {
    id: 'doc_1',
    kind: 'contract' as const,
    stage: 'contract' as const,
    name: 'contract.pdf',
    media_type: 'application/pdf',
    size: 1000,
    sha256: 'abc',
    organisation: 'org_seller',
    at: '2026-12-01T00:00:00Z',
  };
  answers({
    ...deal,
    stage: 'contract',
    payment: null,
    allowed_actions: ['sign', 'cancel'],
    documents: [contract],
    signatures: [{ side: 'seller', document: 'doc_1', sha256: 'abc', at: '2026-12-02T00:00:00Z' }],
  });
  server.use(
    http.post(at('/deals/deal_1/documents'), async ({ request }) => {
      expect(request.headers.get('Content-Type')).toMatch(/^multipart\/form-data/);
      kind = /name="kind"\r\n\r\n(\w+)/.exec(await request.text())?.[1];
      return HttpResponse.json(contract, { status: 201 });
    }),
  );
  show({ address: '/app/deals/deal_1', workspace: dealsRoutes });
  await userEvent.click(await screen.findByRole('button', { name: 'Add a file' }));
  await userEvent.click(screen.getByRole('button', { name: 'Upload' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Choose a file first');
  await userEvent.click(screen.getByLabelText('What it is'));
  await userEvent.click(await screen.findByTitle('Contract'));
  expect(await screen.findByText(/A new version of the contract voids/)).toBeInTheDocument();
  await userEvent.upload(screen.getByLabelText('File'), new File(['x'], 'new.pdf', { type: 'application/pdf' }));
  await userEvent.click(screen.getByRole('button', { name: 'Upload' }));
  await waitFor(() => expect(kind).toBe('contract'));
});

test('without a sandbox bank nobody is offered to pay by it', async () => {
  answers(deal);
  let asked = 0;
  server.use(
    http.get(at('/bank/sandbox'), () => {
      asked += 1;
      return HttpResponse.json({ on: false });
    }),
  );
  show({ address: '/app/deals/deal_1', workspace: dealsRoutes });
  await waitFor(() => expect(asked).toBe(1));
  expect(await screen.findByText('How you pay')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Pay by sandbox bank' })).toBeNull();
});

test('an acceptance says to the fen who gets what', async () => {
  answers(held);
  show({ address: '/app/deals/deal_1', workspace: dealsRoutes });
  await userEvent.click(await screen.findByRole('button', { name: 'Accept the delivery' }));
  const split = within(await screen.findByRole('dialog')).getByRole('table');
  expect(within(split).getByText('CNY 94,000')).toBeInTheDocument();
  expect(within(split).getByText('CNY 5,000')).toBeInTheDocument();
  expect(within(split).getByText('CNY 1,000')).toBeInTheDocument();
});

test('contracts are versions of one another, other files are not', () => {
  const file = (id: string, kind: 'contract' | 'other') => ({ id, kind }) as unknown as Deal['documents'][number];
  const found = versions([file('a', 'contract'), file('b', 'other'), file('c', 'contract')]);
  expect(found.map(({ document, version, superseded }) => [document.id, version, superseded])).toEqual([
    ['c', 2, false],
    ['b', undefined, false],
    ['a', 1, true],
  ]);
});

const said = (
  seq: number,
  from: Deal['parties']['seller'],
  text: string,
  intermediary: Message['intermediary'] = null,
) => ({
  id: `msg_${seq}`,
  seq,
  from,
  intermediary,
  text,
  at: `2026-12-03T0${seq}:00:00Z`,
});

test('the sides write to each other; a message stands there when the server has it', async () => {
  const thread = [said(1, seller, 'When do you pay?', { id: 'org_int', name: { en: 'Zhuxin' } })];
  answers(deal);
  server.use(
    http.get(at('/deals/deal_1/messages'), () => HttpResponse.json({ items: thread, next: null })),
    http.post(at('/deals/deal_1/messages'), async ({ request }) => {
      const { text } = (await request.json()) as { text: string };
      thread.push(said(2, buyer, text));
      return HttpResponse.json(thread[1], { status: 201 });
    }),
  );
  show({ address: '/app/deals/deal_1', workspace: dealsRoutes });
  const log = await screen.findByRole('log', { name: 'Messages' });
  expect(within(log).getByText('through Zhuxin')).toBeInTheDocument();
  const field = screen.getByRole('textbox', { name: 'Write to Yunling University' });
  expect(screen.getByRole('button', { name: 'Send' })).toBeDisabled();
  await userEvent.type(field, 'Tomorrow.{Control>}{Enter}{/Control}');
  expect(await within(log).findByText('Tomorrow.')).toBeInTheDocument();
  await waitFor(() => expect(field).toHaveValue(''));
  expect(field).toHaveFocus();
});

test('the exchange reads the messages only while a dispute is open', async () => {
  answers(held);
  let asked = 0;
  server.use(
    http.get(at('/deals/deal_1/messages'), () => {
      asked += 1;
      return HttpResponse.json({ items: [], next: null });
    }),
  );
  show({ address: '/app/deals/deal_1', workspace: dealsRoutes, me: operator });
  expect(await screen.findByText(/only while a dispute is open/)).toBeInTheDocument();
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(asked).toBe(0);
});

test('the audit trail says who acted on whose behalf, and which steps were one\u2019s own', async () => {
  const step = (version: number, more: Partial<Deal['history'][number]>) => ({
    ...deal.history[1],
    version,
    action: 'sign' as const,
    from: 'contract' as const,
    to: 'contract' as const,
    at: `2026-12-0${version}T00:00:00Z`,
    facts: {},
    ...more,
  });
  answers({
    ...deal,
    history: [
      step(2, {
        party: 'seller',
        organisation: 'org_seller',
        intermediary: { id: 'org_int', name: { en: 'Zhuxin' } },
      }),
      step(3, { party: 'buyer', organisation: 'org_buyer', account: 'acc_1' }),
    ] as Deal['history'],
  });
  show({ address: '/app/deals/deal_1', workspace: dealsRoutes });
  expect(await screen.findByText('Zhuxin on behalf of Yunling University')).toBeInTheDocument();
  expect(screen.getByText('Qianling Ventures (you)')).toBeInTheDocument();
});
