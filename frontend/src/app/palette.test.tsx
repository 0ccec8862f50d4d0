import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRoute } from '@tanstack/react-router';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, test } from 'vitest';
import { workspaceRoute } from '@/shared/routing/root';
import { remember } from '@/shared/session/recent';
import { at, server } from '@/shared/testing/server';
import { show } from '@/shared/testing/show';
import { Shell } from './Shell';

const empty = { items: [], next: null };
const deal = {
  id: 'deal_1',
  number: 'JX-D-2026-000007',
  stage: 'funding',
  listing: { id: 'lst_1', number: 'JX-1', title: { en: 'Heat spreader' } },
  parties: { seller: { name: { en: 'Yunling University' } }, buyer: { name: { en: 'Qianling Ventures' } } },
};

beforeEach(() => {
  server.use(
    http.get(at('/notifications'), () => HttpResponse.json({ ...empty, unread: 0 })),
    http.get(at('/suggest'), () => HttpResponse.json({ items: [{ listing: 'lst_9', text: 'Heat pump' }] })),
    http.get(at('/offers'), () => HttpResponse.json(empty)),
    http.get(at('/deals'), () => HttpResponse.json({ items: [deal], next: null })),
  );
});

const page = (path: string) =>
  createRoute({ getParentRoute: () => workspaceRoute, path, component: () => <p>Page {path}</p> });

function open() {
  workspaceRoute.update({ component: Shell });
  return show({
    address: '/app/inbox',
    workspace: [page('/app'), page('/app/inbox'), page('/app/deals'), page('/app/deals/$deal')],
  });
}

test('Ctrl and K opens it; a number finds its deal, and Enter goes there', async () => {
  const router = open();
  await screen.findByText('Page /app/inbox');
  await userEvent.keyboard('{Control>}k{/Control}');
  const field = await screen.findByRole('combobox');
  await userEvent.type(field, '000007');
  expect(await screen.findByRole('option', { name: /JX-D-2026-000007 · Heat spreader/ })).toBeInTheDocument();
  await userEvent.clear(field);
  await userEvent.type(field, 'heat');
  expect(await screen.findByRole('option', { name: /Heat pump/ })).toBeInTheDocument();
  await userEvent.clear(field);
  await userEvent.type(field, '000007');
  await waitFor(() => expect(screen.getAllByRole('option')[0]).toHaveTextContent('JX-D-2026-000007'));
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(router.state.location.pathname).toBe('/app/deals/deal_1'));
});

test('G and a letter go to a place, but not while one types', async () => {
  const router = open();
  await screen.findByText('Page /app/inbox');
  await userEvent.keyboard('gd');
  await waitFor(() => expect(router.state.location.pathname).toBe('/app/deals'));
  await userEvent.keyboard('/');
  await userEvent.type(await screen.findByRole('combobox'), 'gh');
  expect(router.state.location.pathname).toBe('/app/deals');
});

test('a question mark lists every key', async () => {
  open();
  await screen.findByText('Page /app/inbox');
  await userEvent.keyboard('?');
  const dialog = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  expect(within(dialog).getByText('Deals')).toBeInTheDocument();
});

test('what was looked at last stands first', async () => {
  remember('org_buyer', { title: 'Heat spreader', path: '/app/deals/deal_0190' });
  remember('org_buyer', { title: 'A list', path: '/app/deals' });
  remember('org_other', { title: 'Secret', path: '/app/deals/deal_0191' });
  open();
  await screen.findByText('Page /app/inbox');
  await userEvent.keyboard('/');
  const [first] = await screen.findAllByRole('option');
  expect(first).toHaveTextContent('Heat spreaderLately');
  expect(screen.queryByText('Secret')).toBeNull();
});
