import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show } from '@/shared/testing/show';
import type { Account, Transfer } from './api';
import { ledgerRoutes, readFilters } from './routes';
import { statement, totals } from './view';

const cny = (minor: number) => ({ minor, currency: 'CNY' });
const account: Account = {
  id: 'acct_1',
  kind: 'party',
  owner: 'org_buyer',
  balance: cny(40_000_00),
  available: cny(40_000_00),
  reserved: cny(0),
  announced: cny(0),
};
const transfer = (id: string, more: Partial<Transfer>): Transfer => ({
  id,
  kind: 'plain',
  side: 'credit',
  debit: 'acct_9',
  credit: 'acct_1',
  amount: cny(100_000_00),
  pending: null,
  expires_at: null,
  purpose: 'deposit',
  subject: 'pay_1',
  reason: null,
  created_at: '2026-12-01T00:00:00Z',
  ...more,
});
const transfers = [
  transfer('t4', { kind: 'pending', amount: cny(1), created_at: '2026-12-04T00:00:00Z' }),
  transfer('t3', {
    purpose: 'escrow_refund',
    amount: cny(40_000_00),
    subject: 'deal_1',
    created_at: '2026-12-03T00:00:00Z',
  }),
  transfer('t2', { side: 'debit', purpose: 'escrow_hold', subject: 'deal_1', created_at: '2026-12-02T00:00:00Z' }),
  transfer('t1', {}),
];

test('an address is read for what it means', () => {
  expect(readFilters({ account: 'acct_1', purpose: 'fee', flow: 'in', x: 1 })).toEqual({
    account: 'acct_1',
    purpose: 'fee',
    flow: 'in',
  });
  expect(readFilters({ purpose: 'fun', flow: 'up' })).toEqual({});
});

test('balances are reckoned back from what is there; what is only reserved moves nothing', () => {
  const lines = statement(account, transfers);
  expect(lines.map(({ balance }) => balance?.minor)).toEqual([undefined, 40_000_00, 0, 100_000_00]);
  expect(totals(lines, 'CNY')).toEqual({ in: cny(140_000_00), out: cny(100_000_00) });
  // The exchange's bank account grows on the left.
  const settlement: Account = { ...account, kind: 'settlement', balance: cny(100_000_00) };
  expect(statement(settlement, [transfer('t', { side: 'debit' })])[0]?.in).toEqual(cny(100_000_00));
});

test('a statement leads to its deals, and filters change no balance', async () => {
  server.use(
    http.get(at('/ledger/accounts'), () => HttpResponse.json({ items: [account], next: null })),
    http.get(at('/ledger/accounts/acct_1/transfers'), () => HttpResponse.json({ items: transfers, next: null })),
    http.get(at('/commissions'), () => HttpResponse.json({ items: [], next: null })),
    http.get(at('/deals'), () =>
      HttpResponse.json({
        items: [{ id: 'deal_1', number: 'JX-D-1', listing: { title: { en: 'Heat spreader' } } }],
        next: null,
      }),
    ),
  );
  const router = show({ address: '/app/ledger', workspace: ledgerRoutes });
  const [link] = await screen.findAllByRole('link', { name: /JX-D-1/ });
  expect(link).toHaveAttribute('href', '/app/deals/deal_1');
  await userEvent.click(screen.getByText('Out', { selector: '.ant-segmented-item-label' }));
  expect(router.state.location.search).toEqual({ flow: 'out' });
  const rows = within(screen.getByRole('table')).getAllByRole('row');
  // Heading, the one line, and its sum.
  expect(rows).toHaveLength(3);
  expect(rows[1]).toHaveTextContent('−100,000');
  expect(within(rows[1] as HTMLElement).getByText('0')).toBeInTheDocument();
});

test('nothing yet teaches how an account comes about', async () => {
  server.use(http.get(at('/ledger/accounts'), () => HttpResponse.json({ items: [], next: null })));
  show({ address: '/app/ledger', workspace: ledgerRoutes });
  expect(await screen.findByText('No money yet')).toBeInTheDocument();
});

test('of one moment what came in stands before what went out: no account falls below zero', () => {
  const [inside, out] = [transfer('a', {}), transfer('b', { side: 'debit', purpose: 'escrow_hold' })];
  for (const given of [
    [inside, out],
    [out, inside],
  ]) {
    const lines = statement({ ...account, balance: cny(0) }, given);
    expect(lines.map((line) => [line.transfer.id, line.balance?.minor])).toEqual([
      ['b', 0],
      ['a', 100_000_00],
    ]);
  }
});
