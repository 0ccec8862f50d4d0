import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import islands from '@locales/en/islands.json';
import { texts, type Tree } from '../texts';
import { Actions } from './Actions';

const t = texts({ islands: islands as Tree }, 'en');

const show = (signedIn: boolean, state = 'published') =>
  render(<Actions listing="lst_1" state={state} signedIn={signedIn} t={t} />);

test('who is not signed in is led to sign in, and back', () => {
  show(false);
  const next = (name: string) => new URL(screen.getByRole<HTMLAnchorElement>('link', { name }).href).search;
  expect(next('Watch')).toBe(`?next=${encodeURIComponent(location.pathname)}`);
  expect(next('Make an offer')).toBe(`?next=${encodeURIComponent('/app/listings/lst_1?do=offer')}`);
});

test('watching shows at once, is sent, and comes back when it is refused', async () => {
  let refuse = false;
  const sent: string[] = [];
  server.use(
    http.get(at('/watchlist'), ({ request }) =>
      new URL(request.url).searchParams.get('cursor')
        ? HttpResponse.json({ items: [{ listing: { id: 'lst_1' } }], next: null })
        : HttpResponse.json({ items: [{ listing: { id: 'lst_9' } }], next: 'more' }),
    ),
    http.delete(at('/watchlist/lst_1'), () => {
      sent.push('delete');
      return new HttpResponse(null, { status: 204 });
    }),
    http.post(at('/watchlist'), async ({ request }) => {
      sent.push(JSON.stringify(await request.json()));
      return refuse
        ? HttpResponse.json({ title: 'Too many', code: 'rate_limited' }, { status: 429 })
        : HttpResponse.json({ listing: { id: 'lst_1' } }, { status: 201 });
    }),
  );
  show(true);
  const button = await screen.findByRole('button', { name: 'Watching', pressed: true });
  await userEvent.click(button);
  expect(await screen.findByText('You no longer watch this.')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Watch', pressed: false }));
  expect(await screen.findByText('You will hear of every change in your inbox.')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Watching' }));
  refuse = true;
  await userEvent.click(await screen.findByRole('button', { name: 'Watch' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('That did not work: Too many');
  expect(screen.getByRole('button', { name: 'Watch', pressed: false })).toBeVisible();
  expect(sent).toEqual(['delete', '{"listing":"lst_1"}', 'delete', '{"listing":"lst_1"}']);
});

test('a question is asked in place; an empty one is not', async () => {
  const asked: unknown[] = [];
  server.use(
    http.get(at('/watchlist'), () => HttpResponse.json({ items: [], next: null })),
    http.post(at('/listings/lst_1/enquiries'), async ({ request }) => {
      expect(request.headers.get('Idempotency-Key')).toBeTruthy();
      asked.push(await request.json());
      return HttpResponse.json({ id: 'enq_1' }, { status: 201 });
    }),
  );
  show(true);
  await userEvent.click(screen.getByRole('button', { name: 'Ask a question' }));
  await userEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Write your question first.');
  await userEvent.type(screen.getByRole('textbox', { name: 'Your question to the holder' }), 'How hot?');
  await userEvent.click(screen.getByRole('button', { name: 'Send' }));
  const thread = await screen.findByRole<HTMLAnchorElement>('link', { name: 'Open the conversation' });
  expect(thread.pathname).toBe('/app/enquiries/enq_1');
  expect(asked).toEqual([{ text: 'How hot?' }]);
});

test('of what is not open, only watching is left', async () => {
  server.use(http.get(at('/watchlist'), () => HttpResponse.json({ items: [], next: null })));
  show(true, 'paused');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Watch' })).toBeEnabled());
  expect(screen.queryByRole('link', { name: 'Make an offer' })).toBeNull();
});
