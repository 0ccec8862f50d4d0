import { QueryClient } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { principalsQuery } from '@/shared/session/principals';
import { at, server } from '@/shared/testing/server';
import { show, somebody } from '@/shared/testing/show';
import type { Commission, Mandate } from './api';
import { mandatesRoutes, readFilters } from './routes';
import { earned, sums } from './earnings';
import { commissionOf, terms, toBps } from './view';

const cny = (minor: number) => ({ minor, currency: 'CNY' });

const mandate: Mandate = {
  id: 'man_1',
  intermediary: { id: 'org_int', name: { en: 'Zhuxin' } },
  principal: { id: 'org_buyer', name: { en: 'Qianling Ventures' } },
  scope: 'all',
  side: 'demand',
  commission: { bps: 525, min: cny(10_000_00), cap: null },
  may_act: true,
  state: 'proposed',
  allowed_actions: ['accept', 'decline'],
  created_at: '2026-12-01T00:00:00Z',
  valid_until: '2027-12-01T00:00:00Z',
  version: 1,
};

test('an address is read for what it means', () => {
  expect(readFilters({ part: 'principal', open: true, propose: true })).toEqual({
    part: 'principal',
    open: true,
    propose: true,
  });
  expect(readFilters({ part: 'both', open: 'yes' })).toEqual({});
});

test('a commission is exact, and within what the API takes', () => {
  expect(toBps('5.25')).toBe(525);
  expect(toBps('0')).toBe(0);
  expect(toBps('30.01')).toBeUndefined();
  expect(toBps('5.255')).toBeUndefined();
  expect(toBps('-1')).toBeUndefined();
  const fields = { partner: 'org_int', side: 'supply' as const, scope: 'lst_1', percent: '5' };
  expect(terms(fields, '2027-01-01T00:00:00Z', false)).toEqual({
    intermediary: 'org_int',
    scope: { listing: 'lst_1' },
    side: 'supply',
    commission: { bps: 500, min: null, cap: null },
    may_act: false,
    valid_until: '2027-01-01T00:00:00Z',
  });
  expect(terms({ ...fields, min: 'much' }, '2027-01-01T00:00:00Z', true)).toBeUndefined();
});

test('a mandate is accepted with its version, only where the server allows it', async () => {
  let sent: unknown;
  let now = mandate;
  server.use(
    http.get(at('/mandates'), () => HttpResponse.json({ items: [now], next: null })),
    http.post(at('/mandates/man_1/actions/accept'), async ({ request }) => {
      sent = await request.json();
      now = { ...mandate, state: 'active', allowed_actions: ['end'], version: 2 };
      return HttpResponse.json(now);
    }),
  );
  show({ address: '/app/mandates', workspace: mandatesRoutes });
  expect(await screen.findByText('5.25% of the price, at least CNY 10,000')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /^End/ })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Accept the mandate with Zhuxin' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Accept' }));
  await waitFor(() => expect(sent).toEqual({ version: 1 }));
  expect(await screen.findByText('In force')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'End the mandate with Zhuxin' })).toBeInTheDocument();
});

test('a proposal says field by field what is missing', async () => {
  let sent = 0;
  server.use(
    http.get(at('/mandates'), () => HttpResponse.json({ items: [], next: null })),
    http.get(at('/search'), () => HttpResponse.json({ hits: [], total: 0, facets: {}, took_ms: 1 })),
    http.get(at('/intermediaries'), () =>
      HttpResponse.json({
        items: [{ id: 'org_int', name: { en: 'Zhuxin' }, profile: {}, active_mandates: 2 }],
        next: null,
      }),
    ),
    http.post(at('/mandates'), () => {
      sent += 1;
      return HttpResponse.json({});
    }),
  );
  show({ address: '/app/mandates?propose=true', workspace: mandatesRoutes });
  const percent = await screen.findByLabelText('Commission in per cent');
  await userEvent.clear(percent);
  await userEvent.type(percent, '31');
  await userEvent.click(screen.getByRole('button', { name: 'Propose' }));
  // The share is looked at while it is typed, the rest when it is sent.
  expect(await screen.findByText('Choose the other side')).toBeInTheDocument();
  expect(screen.getByText(/Enter a share from 0 to 30/)).toBeInTheDocument();
  expect(sent).toBe(0);
});

test('one may act for the principals of mandates in force that say so, asked for the intermediary', async () => {
  const asked: (string | null)[] = [];
  const of = (id: string, more: Partial<Mandate>): Mandate => ({
    ...mandate,
    state: 'active',
    principal: { id, name: { en: id } },
    ...more,
  });
  server.use(
    http.get(at('/mandates'), ({ request }) => {
      asked.push(request.headers.get('Jiaxiu-Organisation'));
      return HttpResponse.json({
        items: [
          of('org_a', {}),
          of('org_b', { may_act: false }),
          of('org_c', { state: 'ended' }),
          of('org_d', { scope: { listing: 'lst_1' } }),
          of('org_e', { intermediary: { id: 'org_else', name: {} } }),
        ],
        next: null,
      });
    }),
  );
  const me = {
    ...somebody,
    memberships: [
      { id: 'org_int', kind: 'intermediary' as const, name: {}, role: 'manager' as const, state: 'verified' as const },
      { id: 'org_low', kind: 'intermediary' as const, name: {}, role: 'viewer' as const, state: 'verified' as const },
    ],
    organisation: 'org_a',
  };
  const found = await new QueryClient().fetchQuery(principalsQuery(me));
  expect(asked).toEqual(['org_int']);
  expect(found.map(({ id, whole }) => [id, whole])).toEqual([
    ['org_a', true],
    ['org_d', false],
  ]);
});

test('a commission is reckoned as the exchange does it: rate, minimum, cap, and never above thirty per cent', () => {
  const price = cny(1_200_000_00);
  expect(commissionOf({ bps: 500 }, price)).toEqual({ amount: cny(60_000_00), by: 'rate' });
  expect(commissionOf({ bps: 500, min: cny(80_000_00) }, price)).toEqual({ amount: cny(80_000_00), by: 'min' });
  expect(commissionOf({ bps: 500, cap: cny(50_000_00) }, price)).toEqual({ amount: cny(50_000_00), by: 'cap' });
  expect(commissionOf({ bps: 500, min: cny(900_000_00) }, price)).toEqual({ amount: cny(360_000_00), by: 'highest' });
  // Half a fen goes up.
  expect(commissionOf({ bps: 1 }, cny(5_000)).amount).toEqual(cny(1));
});

const commission = (more: Partial<Commission>): Commission => ({
  deal: 'deal_1',
  number: 'JX-D-1',
  listing: { id: 'lst_1', number: 'JX-1', title: { en: 'Heat spreader' }, version: 1 },
  stage: 'funding',
  mandate: 'man_1',
  side: 'supply',
  principal: { id: 'org_buyer', name: { en: 'Qianling Ventures' } },
  bps: 500,
  min: null,
  max: null,
  expected: cny(60_000_00),
  paid: cny(0),
  opened_at: '2026-12-01T00:00:00Z',
  ...more,
});

test('commissions are to come, paid, or none, and summed so', async () => {
  const all = [
    commission({}),
    commission({ deal: 'deal_2', number: 'JX-D-2', stage: 'closed', paid: cny(30_000_00) }),
    commission({ deal: 'deal_3', number: 'JX-D-3', stage: 'cancelled' }),
  ];
  expect(all.map(earned)).toEqual(['pending', 'paid', 'none']);
  expect(sums(all)).toEqual([{ currency: 'CNY', pending: cny(60_000_00), paid: cny(30_000_00) }]);
  server.use(http.get(at('/commissions'), () => HttpResponse.json({ items: all, next: null })));
  show({ address: '/app/commissions', workspace: mandatesRoutes });
  expect(await screen.findByText('None: nothing was released')).toBeInTheDocument();
  expect(screen.getAllByText('To come at release')).toHaveLength(1);
});

test('a proposal reckons an example as its terms are typed', async () => {
  server.use(
    http.get(at('/mandates'), () => HttpResponse.json({ items: [], next: null })),
    http.get(at('/search'), () => HttpResponse.json({ hits: [], total: 0, facets: {}, took_ms: 1 })),
    http.get(at('/intermediaries'), () => HttpResponse.json({ items: [], next: null })),
  );
  show({ address: '/app/mandates?propose=true', workspace: mandatesRoutes });
  expect(await screen.findByText('For example, 5% of CNY 1,200,000 = CNY 60,000')).toBeInTheDocument();
});
