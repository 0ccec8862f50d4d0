import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show, somebody } from '@/shared/testing/show';
import type { Deal, Organisation, Payment, Task } from './api';
import { deskRoutes, readAudit, readFilters } from './routes';

const cny = (minor: number) => ({ minor, currency: 'CNY' });

const organisation = {
  id: 'org_new',
  name: { en: 'Newcomer Ltd', zh: '新来公司' },
  kind: 'enterprise',
  profile: {},
  state: 'requested',
  uscc: '91520100MA6DJA0X2K',
  version: 3,
  allowed_actions: ['verify', 'reject'],
} as unknown as Organisation;

const deal = {
  id: 'deal_1',
  number: 'JX-D-1',
  listing: { id: 'lst_1', number: 'JX-1', title: { en: 'Heat spreader' }, version: 1 },
  parties: { seller: { id: 'org_s', name: { en: 'Seller U' } }, buyer: { id: 'org_b', name: { en: 'Buyer F' } } },
  right: 'assignment',
  price: cny(100_00),
  ledger: { held: cny(100_00) },
  stage: 'disputed',
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

function task(kind: Task['kind'], about: string, more: Partial<Task> = {}): Task {
  return {
    id: `${kind}-${about}`,
    kind,
    about,
    state: 'open',
    link: `/app/desk?task=${kind}-${about}`,
    title: { en: about },
    parties: [],
    since: '2026-11-20T00:00:00Z',
    due: '2099-12-01T00:00:00Z',
    late: false,
    assignment: 0,
    ...more,
  };
}

const verification = task('verification', 'org_new', { title: { en: 'Newcomer Ltd' }, number: '91520100MA6DJA0X2K' });
const ruling = task('ruling', 'deal_1', { title: { en: 'Heat spreader' }, number: 'JX-D-1' });

const exchange = (role: 'clerk' | 'auditor') => ({
  ...somebody,
  memberships: [{ id: 'org_x', kind: 'operator' as const, name: { en: 'Exchange' }, role, state: 'verified' as const }],
  organisation: 'org_x',
});

const list = (items: unknown[]) => HttpResponse.json({ items, next: null });
const reasons = [
  {
    for: 'reject',
    name: { en: 'Name incomplete', zh: '名称不完整' },
    text: { en: 'The name has to be that of the licence.', zh: '名称须与执照一致。' },
  },
];

function answers(given: {
  tasks: Task[];
  organisation?: Organisation;
  deal?: Deal;
  payment?: Payment;
  locale?: string;
}) {
  server.use(
    http.get(at('/desk/tasks'), () =>
      HttpResponse.json({ items: given.tasks, next: null, waiting: { verification: 1 }, late: 0, mine: 0 }),
    ),
    http.get(at('/organisations/org_new'), () => HttpResponse.json(given.organisation ?? organisation)),
    http.get(at('/deals/deal_1'), () => HttpResponse.json(given.deal ?? deal)),
    http.get(at('/bank/payments/pay_1'), () => HttpResponse.json(given.payment ?? payment)),
    http.get(at('/organisations/org_new/members'), () =>
      list([{ account: 'acc_9', display_name: 'Lin', role: 'owner', locale: given.locale ?? 'en' }]),
    ),
    http.get(at('/organisations/org_x/members'), () =>
      list([
        { account: 'acc_1', display_name: 'Fu Yunxiang', role: 'clerk', locale: 'en' },
        { account: 'acc_2', display_name: 'Long Ruogu', role: 'approver', locale: 'en' },
        { account: 'acc_3', display_name: 'Meng Siqi', role: 'auditor', locale: 'en' },
      ]),
    ),
    http.get(at('/settings'), () => HttpResponse.json({ version: 0, reasons })),
  );
}

/** Presses a button by its words; looking for it by its role takes seconds in a page of this size. */
async function press(name: string, inside: HTMLElement = document.body): Promise<void> {
  fireEvent.click(await within(inside).findByText(name, { selector: 'button, button *', exact: false }));
}

test('an address is read for what it means', () => {
  expect(readFilters({ kind: 'release', whose: 'mine', done: true, task: 'release-deal_1' })).toEqual({
    kind: 'release',
    whose: 'mine',
    done: true,
    task: 'release-deal_1',
  });
  expect(readFilters({ kind: 'gossip', whose: 'yours', done: 'no', task: '<b>' })).toEqual({});
  expect(readAudit({ actor: 'acc_1', operation: "'; drop", from: '2026-11-01', to: 'soon' })).toEqual({
    actor: 'acc_1',
    from: '2026-11-01',
  });
});

test('only the people of the exchange see work', async () => {
  show({ address: '/app/desk', workspace: deskRoutes });
  expect(await screen.findByText('This is for the people of the exchange')).toBeInTheDocument();
});

test('by the keyboard: down to a verification, approve it, confirmed by the server', async () => {
  let sent: unknown;
  const given = { tasks: [ruling, verification] };
  answers(given);
  server.use(
    http.post(at('/organisations/org_new/actions/verify'), async ({ request }) => {
      sent = await request.json();
      given.tasks = [ruling];
      return HttpResponse.json({ ...organisation, state: 'verified' });
    }),
  );
  show({ address: '/app/desk', workspace: deskRoutes, me: exchange('clerk') });
  const lines = within(await screen.findByRole('list', { name: 'To decide' })).getAllByRole('button');
  expect(lines.map((line) => line.textContent)).toEqual([
    expect.stringContaining('Heat spreader'),
    expect.stringContaining('91520100MA6DJA0X2K'),
  ]);
  fireEvent.keyDown(document.body, { key: 'j' });
  await waitFor(() => expect(lines[0]).toHaveFocus());
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'j' });
  await waitFor(() => expect(lines[1]).toHaveFocus());
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'a' });
  expect(await screen.findByText('Verify this organisation?')).toBeInTheDocument();
  expect(screen.getByText(/no other organisation has it/)).toBeInTheDocument();
  expect(sent).toBeUndefined();
  const question = screen.getByText('Verify this organisation?').closest<HTMLElement>('[role="dialog"]');
  await press('Verify', question ?? document.body);
  await waitFor(() => expect(sent).toEqual({ version: 3 }));
  await waitFor(() => expect(screen.queryByText(/91520100MA6DJA0X2K/)).toBeNull());
});

test('r returns with a template in the applicant’s language, which may be edited; without a reason nothing is sent', async () => {
  let sent: Record<string, unknown> | undefined;
  answers({ tasks: [verification], locale: 'zh-CN' });
  server.use(
    http.post(at('/organisations/org_new/actions/reject'), async ({ request }) => {
      sent = (await request.json()) as Record<string, unknown>;
      return HttpResponse.json(organisation);
    }),
  );
  show({ address: '/app/desk?task=verification-org_new', workspace: deskRoutes, me: exchange('clerk') });
  await screen.findByText('Newcomer Ltd', { selector: 'h2' });
  fireEvent.keyDown(document.body, { key: 'r' });
  const reason = await screen.findByLabelText('Reason (they will read it)');
  const form = reason.closest('form') ?? document.body;
  await press('Reject', form);
  expect(await screen.findByText('Say why')).toBeInTheDocument();
  expect(sent).toBeUndefined();
  await waitFor(() => expect(screen.getByText('中文').closest('label')?.querySelector('input')).toBeChecked());
  fireEvent.mouseDown(screen.getByLabelText('Template'));
  await userEvent.click(await screen.findByText('Name incomplete'));
  await waitFor(() => expect(reason).toHaveDisplayValue('名称须与执照一致。'));
  await userEvent.click(screen.getByText('English'));
  await waitFor(() => expect(reason).toHaveDisplayValue('The name has to be that of the licence.'));
  fireEvent.change(reason, { target: { value: 'The name has to be that of the licence. See page 2.' } });
  await press('Reject', form);
  await waitFor(() =>
    expect(sent).toMatchObject({ version: 3, reason: 'The name has to be that of the licence. See page 2.' }),
  );
});

test('m takes the case in hand, on the version that was seen; who only reads cannot', async () => {
  let sent: unknown;
  answers({ tasks: [verification] });
  server.use(
    http.post(at('/desk/tasks/verification-org_new/actions/assign'), async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ ...verification, assignee: { account: 'acc_1', name: 'Fu Yunxiang' }, assignment: 1 });
    }),
  );
  show({ address: '/app/desk?task=verification-org_new', workspace: deskRoutes, me: exchange('clerk') });
  await screen.findByText('Newcomer Ltd', { selector: 'h2' });
  fireEvent.keyDown(document.body, { key: 'm' });
  await waitFor(() => expect(sent).toEqual({ assignee: 'acc_1', assignment: 0 }));
});

test('an auditor is shown the case and no way to change it', async () => {
  answers({ tasks: [verification], organisation: { ...organisation, allowed_actions: [] } });
  show({ address: '/app/desk?task=verification-org_new', workspace: deskRoutes, me: exchange('auditor') });
  expect(await screen.findByText('You may not decide this one')).toBeInTheDocument();
  expect(screen.queryByText('Take it')).toBeNull();
  expect(screen.queryByText('Verify')).toBeNull();
});

test('who proposed a ruling is told that another confirms it, and gets no button', async () => {
  answers({ tasks: [ruling] });
  show({ address: '/app/desk?task=ruling-deal_1', workspace: deskRoutes, me: exchange('clerk') });
  expect(await screen.findByText('Another person has to confirm it')).toBeInTheDocument();
  expect(screen.queryByText('Confirm the ruling')).toBeNull();
  fireEvent.keyDown(document.body, { key: 'a' });
  expect(screen.queryByText('Confirm this ruling?')).toBeNull();
});

test('a split always sums to what is held, and never to more', async () => {
  let sent: Record<string, unknown> | undefined;
  answers({ tasks: [task('dispute', 'deal_1')], deal: { ...deal, ruling: null, acting_next: ['operator'] } as Deal });
  server.use(
    http.post(at('/deals/deal_1/actions/propose_ruling'), async ({ request }) => {
      sent = (await request.json()) as Record<string, unknown>;
      return HttpResponse.json(deal);
    }),
  );
  show({ address: '/app/desk?task=dispute-deal_1', workspace: deskRoutes, me: exchange('clerk') });
  await press('Propose a ruling');
  const seller = await screen.findByLabelText(/To Seller U/);
  const buyer = screen.getByLabelText(/Back to Buyer F/);
  fireEvent.change(seller, { target: { value: '70.55' } });
  expect(buyer).toHaveDisplayValue('29.45');
  fireEvent.change(buyer, { target: { value: '30' } });
  expect(seller).toHaveDisplayValue('70');
  const form = seller.closest('form') ?? document.body;
  fireEvent.change(screen.getByLabelText(/Grounds/), { target: { value: 'Most of it was delivered.' } });
  await press('Propose a ruling', form);
  await waitFor(() => expect(sent).toMatchObject({ version: 8, to_seller: cny(70_00), to_buyer: cny(30_00) }));
});

test('a payment in suspense is given the reference it should have had', async () => {
  let sent: unknown;
  answers({ tasks: [task('suspense', 'pay_1')] });
  server.use(
    http.post(at('/bank/suspense/pay_1/actions/resolve'), async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ code: 'payment_differs', status: 409, errors: [] }, { status: 409 });
    }),
  );
  show({ address: '/app/desk?task=suspense-pay_1', workspace: deskRoutes, me: exchange('clerk') });
  await press('Say what it is for');
  const reference = await screen.findByLabelText('The reference it should have quoted');
  fireEvent.change(reference, { target: { value: ' JX-D-1 ' } });
  const form = reference.closest('form') ?? document.body;
  await press('Say what it is for', form);
  await waitFor(() => expect(sent).toEqual({ version: 1, reference: 'JX-D-1', note: null }));
  expect(await screen.findByRole('alert')).toHaveTextContent('The payment is not the amount expected');
});

test('the audit trail is narrowed by what one presses, and the address says so', async () => {
  const asked: string[] = [];
  server.use(
    http.get(at('/audit'), ({ request }) => {
      asked.push(new URL(request.url).search);
      return list([
        {
          id: 'aud_1',
          at: '2026-11-20T08:00:00Z',
          operation: 'verify_organisation',
          account: { account: 'acc_2', name: 'Long Ruogu' },
          organisation: { id: 'org_x', name: { en: 'Exchange' } },
          target: 'org_new',
          address: '127.0.0.1',
        },
      ]);
    }),
  );
  const router = show({ address: '/app/audit', workspace: deskRoutes, me: exchange('auditor') });
  await press('verify_organisation');
  await waitFor(() => expect(asked.at(-1)).toContain('operation=verify_organisation'));
  expect(router.state.location.search).toEqual({ operation: 'verify_organisation' });
});
