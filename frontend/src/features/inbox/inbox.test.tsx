import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show } from '@/shared/testing/show';
import type { Notification } from './api';
import { inboxRoutes, readFilters } from './routes';

const one = (id: string, more: Partial<Notification>): Notification => ({
  id,
  seq: 1,
  kind: 'deal.signed',
  topic: 'deals',
  text: `Text ${id}`,
  subject: 'deal_1',
  organisation: 'org_buyer',
  facts: {},
  link: 'https://elsewhere.example/app/deals/deal_1',
  at: '2026-12-01T00:00:00Z',
  read_at: null,
  ...more,
});

const items = [
  one('a', { read_at: '2026-12-02T00:00:00Z' }),
  one('b', {}),
  one('c', { topic: 'offers', kind: 'offer.made', subject: 'off_1', link: 'https://elsewhere.example/evil' }),
];

test('an address is read for what it means', () => {
  expect(readFilters({ topic: 'money', unread: true, x: 1 })).toEqual({ topic: 'money', unread: true });
  expect(readFilters({ topic: 'gossip', unread: 'yes' })).toEqual({});
});

test('unread stand first, link into the workspace only, and narrow by topic', async () => {
  server.use(http.get(at('/notifications'), () => HttpResponse.json({ items, next: null, unread: 2 })));
  const router = show({ address: '/app/inbox', workspace: inboxRoutes });
  const fresh = await screen.findByRole('region', { name: 'New' });
  expect(within(fresh).getAllByRole('listitem')).toHaveLength(2);
  expect(within(screen.getByRole('region', { name: 'Earlier' })).getByText('Text a')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: /Text b/ })).toHaveAttribute('href', '/app/deals/deal_1');
  expect(screen.getByRole('link', { name: /Text c/ })).toHaveAttribute('href', '/app/inbox');
  await router.navigate({ to: '/app/inbox', search: { topic: 'offers' } });
  await waitFor(() => expect(screen.queryByText('Text a')).toBeNull());
  expect(screen.getByText('Text c')).toBeInTheDocument();
});

test('one is marked as read when the server says so, and all at once', async () => {
  let unread = 2;
  const asked: string[] = [];
  server.use(
    http.get(at('/notifications'), () =>
      HttpResponse.json({
        items: items.map((item) => (unread === 0 ? { ...item, read_at: '2026-12-03T00:00:00Z' } : item)),
        next: null,
        unread,
      }),
    ),
    http.post(at('/notifications/b/actions/read'), () => {
      asked.push('b');
      return HttpResponse.json({ ...items[1], read_at: '2026-12-03T00:00:00Z' });
    }),
    http.post(at('/notifications/actions/read_all'), () => {
      asked.push('all');
      unread = 0;
      return HttpResponse.json({ read: 2 });
    }),
  );
  show({ address: '/app/inbox', workspace: inboxRoutes });
  await userEvent.click(await screen.findByRole('button', { name: 'Mark as read: Text b' }));
  await waitFor(() => expect(asked).toEqual(['b']));
  await userEvent.click(screen.getByRole('button', { name: 'Mark all as read' }));
  await waitFor(() => expect(screen.queryByRole('region', { name: 'New' })).toBeNull());
  expect(asked).toEqual(['b', 'all']);
});
