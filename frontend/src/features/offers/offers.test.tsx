import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show, somebody } from '@/shared/testing/show';
import type { Offer } from './api';
import { best, comparable, ordered } from './compare';
import { offersRoutes, readFilters } from './routes';
import { changes, conflicts, moved } from './view';

const round = (seq: number, side: 'buyer' | 'seller', minor: number) => ({
  seq,
  side,
  listing_version: 3,
  right: 'assignment' as const,
  price: { minor, currency: 'CNY' },
  terms: {},
  expires_at: '2027-01-10T00:00:00Z',
  at: '2026-12-01T00:00:00Z',
  message: seq === 2 ? 'Moulds included.' : null,
});

const offer: Offer = {
  id: 'off_1',
  number: 'OF-1',
  listing: { id: 'lst_1', number: 'JX-1', title: { en: 'Heat spreader' }, version: 3 },
  buyer: { id: 'org_buyer', name: { en: 'Qianling Ventures' } },
  seller: { id: 'org_seller', name: { en: 'Yunling University' }, hidden: false },
  state: 'open',
  turn: 'buyer',
  allowed_actions: ['counter', 'accept', 'decline'],
  right: 'assignment',
  price: { minor: 168_000_000, currency: 'CNY' },
  terms: {},
  expires_at: '2027-01-10T00:00:00Z',
  answer_due: '2027-01-05T00:00:00Z',
  version: 2,
  created_at: '2026-12-01T00:00:00Z',
  updated_at: '2026-12-02T00:00:00Z',
  rounds: [round(1, 'buyer', 150_000_000), round(2, 'seller', 168_000_000)],
};

test('an address is read for what it means, the rest is dropped', () => {
  expect(readFilters({ side: 'buyer', state: 'open', turn: 'mine', x: '1' })).toEqual({
    side: 'buyer',
    state: 'open',
    turn: 'mine',
  });
  expect(readFilters({ side: 'both', state: 'odd' })).toEqual({});
});

test('a round is compared with the one before', () => {
  const [first, second] = [round(1, 'buyer', 150_000_000), round(2, 'seller', 168_000_000)];
  expect([...changes(second, first)]).toEqual(['price']);
  expect(moved(second, first)).toBe(0.12);
  expect(changes(first, undefined).size).toBe(0);
});

test('the list narrows by what its address says', async () => {
  const theirs: Offer = {
    ...offer,
    id: 'off_2',
    number: 'OF-2',
    turn: 'seller',
    listing: { ...offer.listing, title: { en: 'Cathode coating' } },
  };
  server.use(http.get(at('/offers'), () => HttpResponse.json({ items: [offer, theirs], next: null })));
  const router = show({ address: '/app/offers?turn=mine', workspace: offersRoutes });
  expect(await screen.findByRole('link', { name: 'Heat spreader' })).toHaveAttribute('href', '/app/offers/off_1');
  expect(screen.queryByText('Cathode coating')).toBeNull();
  await userEvent.click(screen.getByRole('checkbox'));
  expect(await screen.findByText('Cathode coating')).toBeInTheDocument();
  expect(router.state.location.search).toEqual({});
});

test('only what the server allows can be done, and an acceptance is shown when it is confirmed', async () => {
  let sent: unknown;
  let confirm: () => void = () => undefined;
  const confirmed = new Promise<void>((resolve) => {
    confirm = resolve;
  });
  server.use(
    http.get(at('/offers/off_1'), () => HttpResponse.json(offer)),
    http.post(at('/offers/off_1/actions/accept'), async ({ request }) => {
      sent = await request.json();
      await confirmed;
      return HttpResponse.json({ offer: { ...offer, state: 'accepted' }, deal: { id: 'deal_1' } });
    }),
  );
  const router = show({ address: '/app/offers/off_1', workspace: offersRoutes });
  expect(await screen.findByText('Up 12%')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Withdraw' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Accept CNY 1,680,000' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: /Accept and open the deal/ }));
  await waitFor(() => expect(sent).toEqual({ version: 2 }));
  expect(router.state.location.pathname).toBe('/app/offers/off_1');
  expect(screen.getByText('Waits for us')).toBeInTheDocument();
  confirm();
  await waitFor(() => expect(router.state.location.pathname).toBe('/app/deals/deal_1'));
});

test('a stale version is told, with what to do', async () => {
  server.use(
    http.get(at('/offers/off_1'), () => HttpResponse.json(offer)),
    http.post(at('/offers/off_1/actions/decline'), () =>
      HttpResponse.json({ code: 'stale_version', status: 409, errors: [], retryable: false }, { status: 409 }),
    ),
  );
  show({ address: '/app/offers/off_1', workspace: offersRoutes });
  await userEvent.click(await screen.findByRole('button', { name: 'Decline' }));
  await userEvent.click(screen.getByRole('button', { name: 'Decline offer' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('It changed since you read it');
});

const selling = { ...somebody, organisation: 'org_seller' };
const rival = (id: string, minor: number, change: Partial<Offer> = {}): Offer => ({
  ...offer,
  id,
  number: id.toUpperCase(),
  buyer: { id: `org_${id}`, name: { en: `Buyer ${id}` } },
  turn: 'seller',
  price: { minor, currency: 'CNY' },
  rounds: [round(1, 'buyer', minor)],
  ...change,
});

test('only prices of the same right are measured by each other', () => {
  const offers = [rival('a', 100), rival('b', 300), rival('c', 200)];
  expect([...best(offers, 'price')]).toEqual(['b']);
  expect([...best([...offers, rival('d', 900, { right: 'ordinary' })], 'price')]).toEqual([]);
  expect([...best(offers.slice(0, 1), 'price')]).toEqual([]);
  expect([...best([rival('a', 100), rival('b', 100)], 'price')]).toEqual([]);
  expect([...best([rival('a', 100), rival('b', 300, { state: 'declined' })], 'price')]).toEqual([]);
});

test('offers are put in order, and listings with several of them are named', () => {
  const offers = [rival('a', 100), rival('b', 300), rival('c', 200)];
  expect(ordered(offers, 'price').map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  expect(comparable(offers, 'org_seller')).toHaveLength(1);
  expect(comparable(offers, 'org_buyer')).toEqual([]);
});

test('a right of which there is only one leaves room for no other', () => {
  expect(conflicts('assignment', 'ordinary')).toBe(true);
  expect(conflicts('ordinary', 'ordinary')).toBe(false);
});

test('offers on one listing stand side by side, the best by word, and an acceptance says what it ends', async () => {
  const offers = [rival('a', 150_000_000), rival('b', 168_000_000)];
  server.use(
    http.get(at('/listings/lst_1/offers'), () => HttpResponse.json({ items: offers, next: null })),
    ...offers.map((one) => http.get(at(`/offers/${one.id}`), () => HttpResponse.json(one))),
    http.get(at('/organisations/:id'), ({ params }) =>
      HttpResponse.json({ id: params['id'], kind: 'fund', state: params['id'] === 'org_a' ? 'suspended' : 'verified' }),
    ),
  );
  show({ address: '/app/offers/on/lst_1', workspace: offersRoutes, me: selling });
  const columns = await screen.findAllByRole('columnheader');
  expect(columns.map((one) => within(one).getByRole('link').textContent)).toEqual(['Buyer b', 'Buyer a']);
  expect(await screen.findByText('Verified')).toBeInTheDocument();
  expect(screen.getByText('Suspended')).toBeInTheDocument();
  expect(screen.getByText('Highest').closest('td')).toHaveTextContent('CNY 1.68 million');
  await userEvent.click(screen.getByRole('button', { name: 'Accept CNY 1,680,000 from Buyer b' }));
  const dialog = await screen.findByRole('dialog');
  expect(await within(dialog).findByText(/1 other open offer/)).toBeInTheDocument();
  expect(within(dialog).getByText(/Buyer a/)).toHaveTextContent('Assignment');
});
