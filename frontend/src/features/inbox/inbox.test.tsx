import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show } from '@/shared/testing/show';
import type { Notification } from './api';
import { inboxRoutes, readFilters } from './routes';
import { byDay } from './view';

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

test('entries stand by the days of their reader, the newest first', () => {
  const now = new Date(2026, 11, 3, 9);
  const on = (id: string, ...time: [number, number]) =>
    one(id, { at: new Date(2026, 11, time[0], time[1]).toISOString() });
  const days = byDay([on('old', 1, 12), on('now', 3, 8), on('late', 2, 23), on('early', 2, 1)], now);
  expect(days.map(({ key, items: all }) => [key, all.map(({ id }) => id)])).toEqual([
    ['today', ['now']],
    ['yesterday', ['late', 'early']],
    [undefined, ['old']],
  ]);
});

test('entries link into the workspace only, and the server narrows them', async () => {
  const asked: string[] = [];
  server.use(
    http.get(at('/notifications'), ({ request }) => {
      const { searchParams } = new URL(request.url);
      asked.push(searchParams.get('topic') ?? '');
      const topic = searchParams.get('topic');
      return HttpResponse.json({
        items: items.filter((item) => !topic || item.topic === topic),
        next: null,
        unread: 2,
      });
    }),
    http.get(at('/listings/lst_1'), () => HttpResponse.json({ id: 'lst_1', title: { en: 'Heat spreader' } })),
  );
  const router = show({ address: '/app/inbox', workspace: inboxRoutes });
  expect(await screen.findByRole('link', { name: /Text b/ })).toHaveAttribute('href', '/app/deals/deal_1');
  expect(screen.getByRole('link', { name: /Text c/ })).toHaveAttribute('href', '/app/inbox');
  await router.navigate({ to: '/app/inbox', search: { topic: 'offers' } });
  await waitFor(() => expect(screen.queryByText('Text a')).toBeNull());
  expect(screen.getByText('Text c')).toBeInTheDocument();
  await router.navigate({ to: '/app/inbox', search: { listing: 'lst_1' } });
  expect(await screen.findByText('Only “Heat spreader”')).toBeInTheDocument();
  expect(asked).toEqual(['', 'offers', '']);
});

test('the keyboard goes from entry to entry and marks them, and marking is undone', async () => {
  const read = new Set(['a']);
  const asked: string[] = [];
  const answered = (id: string, as: string) => {
    asked.push(`${id} ${as}`);
    if (as === 'read') read.add(id);
    else read.delete(id);
    return HttpResponse.json({ read: 1 });
  };
  server.use(
    http.get(at('/notifications'), () =>
      HttpResponse.json({
        items: items.map((item) => ({ ...item, read_at: read.has(item.id) ? '2026-12-03T00:00:00Z' : null })),
        next: null,
        unread: 3 - read.size,
      }),
    ),
    http.post(at('/notifications/:id/actions/:as'), ({ params }) =>
      answered(String(params['id']), String(params['as'])),
    ),
    http.post(at('/notifications/actions/read_all'), () => {
      for (const item of items) read.add(item.id);
      return HttpResponse.json({ read: 2 });
    }),
  );
  show({ address: '/app/inbox', workspace: inboxRoutes });
  (await screen.findByRole('link', { name: /Text a/ })).focus();
  await userEvent.keyboard('j');
  expect(screen.getByRole('link', { name: /Text b/ })).toHaveFocus();
  await userEvent.keyboard('m');
  await waitFor(() => expect(asked).toEqual(['b read']));
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(asked).toEqual(['b read', 'b unread']));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Mark as read: Text b' })).toBeEnabled());
  await userEvent.click(screen.getByRole('button', { name: 'Mark all as read' }));
  expect(await screen.findByText(/2 marked as read/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(asked.slice(2).sort()).toEqual(['b unread', 'c unread']));
});
