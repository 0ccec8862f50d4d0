import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show } from '@/shared/testing/show';
import type { Listing } from './api';
import { listingsRoutes } from './routes';
import { listing, theirs } from './testing';

const none = () => HttpResponse.json({ items: [], next: null });

function serve(one: Listing) {
  server.use(
    http.get(at('/listings/lst_1'), () => HttpResponse.json(one)),
    http.get(at('/listings/lst_1/enquiries'), none),
    http.get(at('/listings/lst_1/offers'), none),
    http.get(at('/listings/lst_1/access-requests'), none),
    http.get(at('/listings/lst_1/documents'), none),
    http.get(at('/listings/lst_1/versions'), none),
    http.get(at('/listings/lst_1/looks'), none),
    http.get(at('/listings/lst_1/tradeability'), () =>
      HttpResponse.json({
        verdict: 'amber',
        checks: [{ code: 'owner_unknown', verdict: 'amber', reason: '', patent: null, rights: [] }],
      }),
    ),
    http.get(at('/watchlist'), none),
  );
}

const fill = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });
const open = (address = '/app/listings/lst_1') => show({ address, workspace: listingsRoutes });

beforeEach(() => serve(theirs));

test('a reader is told what it is, how it stands, and what can be done', async () => {
  open();
  expect(await screen.findByRole('heading', { name: 'Hard carbon anode' })).toBeInTheDocument();
  expect(await screen.findByText('Who owns it is not on record here.')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Make an offer' })).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Withdraw' })).toBeNull();
});

test('the agreement is read, accepted by a person for her organisation, and opens the documents', async () => {
  let accepted: unknown;
  server.use(
    http.get(at('/listings/lst_1/documents'), () =>
      HttpResponse.json({
        items: [
          {
            id: 'doc_1',
            level: 'nda',
            title: 'Test report',
            name: 'report.pdf',
            may_open: accepted !== undefined,
            created_at: '2026-11-02T00:00:00Z',
          },
        ],
        next: null,
      }),
    ),
    http.get(at('/listings/lst_1/nda'), () =>
      HttpResponse.json({ version: '2026-1', text: { en: 'Keep it to yourself.' }, text_sha256: 'x' }),
    ),
    http.post(at('/listings/lst_1/nda'), async ({ request }) => {
      accepted = await request.json();
      return HttpResponse.json({ version: '2026-1', text: {}, text_sha256: 'x', accepted_at: '2026-11-03T00:00:00Z' });
    }),
  );
  open();
  expect(await screen.findByText('Closed to you yet')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Read and accept the NDA' }));
  expect(await screen.findByText('Keep it to yourself.')).toBeInTheDocument();
  const accept = screen.getByRole('button', { name: 'Accept the NDA' });
  expect(accept).toBeDisabled();
  await userEvent.click(
    screen.getByRole('checkbox', { name: 'I, Fu Yunxiang, have read it and accept it for Qianling Ventures' }),
  );
  await userEvent.click(accept);
  expect(await screen.findByRole('link', { name: 'Test report' })).toHaveAttribute(
    'href',
    expect.stringContaining('/documents/doc_1/content'),
  );
  expect(accepted).toEqual({ accept: true, version: '2026-1' });
});

test('an offer takes the rights that are dealt in, and goes in minor units', async () => {
  let sent: Record<string, unknown> = {};
  server.use(
    http.post(at('/listings/lst_1/offers'), async ({ request }) => {
      sent = (await request.json()) as Record<string, unknown>;
      return HttpResponse.json({ id: 'off_1' }, { status: 201 });
    }),
  );
  const router = open('/app/listings/lst_1?do=offer');
  const price = await screen.findByRole('textbox', { name: 'Price in CNY' });
  fill(price, '');
  await userEvent.click(screen.getByRole('button', { name: 'Send the offer' }));
  expect(await screen.findByText('Enter an amount above zero, such as 1680000')).toBeInTheDocument();
  fill(price, '1,100,000.50');
  fill(screen.getByRole('textbox', { name: 'Message' }), 'We would make it here.');
  await userEvent.click(screen.getByRole('button', { name: 'Send the offer' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/app/offers/off_1'));
  expect(sent).toMatchObject({
    right: 'assignment',
    price: { minor: 110_000_050, currency: 'CNY' },
    message: 'We would make it here.',
  });
});

test('watching is one press, and undone by another', async () => {
  const calls: string[] = [];
  server.use(
    http.get(at('/watchlist'), () =>
      HttpResponse.json({ items: calls.at(-1) === 'on' ? [{ listing: { id: 'lst_1' } }] : [], next: null }),
    ),
    http.post(at('/watchlist'), () => {
      calls.push('on');
      return HttpResponse.json({}, { status: 201 });
    }),
    http.delete(at('/watchlist/lst_1'), () => {
      calls.push('off');
      return new HttpResponse(null, { status: 204 });
    }),
  );
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Watch' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Watching' }));
  expect(await screen.findByRole('button', { name: 'Watch' })).toHaveAttribute('aria-pressed', 'false');
  expect(calls).toEqual(['on', 'off']);
});

test('the holder decides on access, with a reason where it says no', async () => {
  let sent: unknown;
  serve({ ...listing, state: 'published', allowed_actions: ['edit', 'pause', 'withdraw'] });
  const request = {
    id: 'acr_1',
    listing: 'lst_1',
    organisation: { id: 'org_2', name: { en: 'Riverbank Capital' } },
    message: 'We would like to judge the yield.',
    state: 'requested',
    nda_accepted: true,
    allowed_actions: ['grant', 'decline'],
    version: 1,
    created_at: '2026-11-02T00:00:00Z',
  };
  server.use(
    http.get(at('/listings/lst_1/access-requests'), () => HttpResponse.json({ items: [request], next: null })),
    http.post(at('/listings/lst_1/access-requests/acr_1/actions/decline'), async ({ request: asked }) => {
      sent = await asked.json();
      return HttpResponse.json({ ...request, state: 'declined' });
    }),
  );
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Decline Riverbank Capital' }));
  await userEvent.click(screen.getByRole('button', { name: 'Decline the request' }));
  expect(await screen.findByText('Say why: the other side reads it')).toBeInTheDocument();
  expect(sent).toBeUndefined();
  fill(screen.getByRole('textbox', { name: 'Reason' }), 'A competitor.');
  await userEvent.click(screen.getByRole('button', { name: 'Decline the request' }));
  await waitFor(() => expect(sent).toEqual({ version: 1, reason: 'A competitor.' }));
});

test('a document that is removed can be taken back for a while', async () => {
  let removed = false;
  serve({ ...listing, state: 'published', allowed_actions: ['edit'] });
  const document = {
    id: 'doc_1',
    level: 'public',
    title: null,
    name: 'brochure.pdf',
    may_open: true,
    media_type: 'application/pdf',
    size: 1200,
    created_at: '2026-11-02T00:00:00Z',
  };
  server.use(
    http.get(at('/listings/lst_1/documents'), () => HttpResponse.json({ items: [document], next: null })),
    http.delete(at('/listings/lst_1/documents/doc_1'), () => {
      removed = true;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Remove brochure.pdf' }));
  expect(await screen.findByText('brochure.pdf will be removed')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(await screen.findByRole('link', { name: 'brochure.pdf' })).toBeInTheDocument();
  expect(removed).toBe(false);
});

test('a file goes up with its level, and who withdraws says why', async () => {
  let level: FormDataEntryValue | null = null;
  let reason: unknown;
  serve({ ...listing, state: 'published', allowed_actions: ['edit', 'withdraw'] });
  server.use(
    http.post(at('/listings/lst_1/documents'), async ({ request }) => {
      level = (await request.text()).includes('nda') ? 'nda' : null;
      return HttpResponse.json({ id: 'doc_2' }, { status: 201 });
    }),
    http.post(at('/listings/lst_1/actions/withdraw'), async ({ request }) => {
      reason = await request.json();
      return HttpResponse.json({ ...listing, state: 'withdrawn' });
    }),
  );
  open();
  const [add] = await screen.findAllByRole('button', { name: 'Add a document' });
  if (add) await userEvent.click(add);
  await userEvent.click(screen.getByRole('button', { name: 'Upload' }));
  expect(await screen.findByText('Choose a file')).toBeInTheDocument();
  await userEvent.upload(screen.getByLabelText('File'), new File(['x'], 'report.pdf', { type: 'application/pdf' }));
  await userEvent.click(screen.getByRole('button', { name: 'Upload' }));
  await waitFor(() => expect(level).toBe('nda'));
  await userEvent.click(screen.getByRole('button', { name: 'Withdraw' }));
  const dialog = within(await screen.findByRole('dialog'));
  fill(dialog.getByRole('textbox'), 'Sold elsewhere');
  await userEvent.click(dialog.getByRole('button', { name: 'Withdraw' }));
  await waitFor(() => expect(reason).toEqual({ version: 3, reason: 'Sold elsewhere' }));
});

test('my listings say what waits, and narrow by their address', async () => {
  const asked: string[] = [];
  server.use(
    http.get(at('/listings'), ({ request }) => {
      asked.push(new URL(request.url).search);
      const waiting = { access_requests: 1, enquiries: 2 };
      return HttpResponse.json({ items: [{ ...listing, state: 'published', waiting }], next: null });
    }),
  );
  const router = open('/app/listings');
  expect(await screen.findByText('1 request for access')).toBeInTheDocument();
  expect(screen.getByText('2 enquiries to answer')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('checkbox'));
  await waitFor(() => expect(asked.at(-1)).toContain('waiting=true'));
  expect(router.state.location.search).toEqual({ waiting: 'mine' });
});

test('off the watchlist, and back on it', async () => {
  const calls: string[] = [];
  const entry = { listing: { ...theirs, updated_at: theirs.updated_at }, added_at: '2026-11-02T00:00:00Z' };
  server.use(
    http.get(at('/watchlist'), () => HttpResponse.json({ items: calls.at(-1) === 'off' ? [] : [entry], next: null })),
    http.delete(at('/watchlist/lst_1'), () => {
      calls.push('off');
      return new HttpResponse(null, { status: 204 });
    }),
    http.post(at('/watchlist'), () => {
      calls.push('on');
      return HttpResponse.json(entry, { status: 201 });
    }),
  );
  open('/app/watchlist');
  await userEvent.click(await screen.findByRole('button', { name: 'Unwatch Hard carbon anode' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(await screen.findByRole('link', { name: 'Hard carbon anode' })).toBeInTheDocument();
  expect(calls).toEqual(['off', 'on']);
});
