import { QueryClient } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { principalsQuery } from '@/shared/session/principals';
import { at, server } from '@/shared/testing/server';
import { show, somebody } from '@/shared/testing/show';
import type { Mandate } from './api';
import { mandatesRoutes, readFilters } from './routes';
import { terms, toBps } from './view';

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
