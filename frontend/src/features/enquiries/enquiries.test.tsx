import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show } from '@/shared/testing/show';
import type { Enquiry } from './api';
import { enquiriesRoutes, readFilters } from './routes';

const asked: Enquiry = {
  id: 'enq_1',
  listing: { id: 'lst_1', number: 'JX-1', title: { en: 'Heat spreader' } },
  asker: { id: 'org_buyer', name: { en: 'Qianling Ventures' } },
  holder: { id: null, name: { en: 'Undisclosed holder' }, hidden: true },
  turn: 'supply',
  answer_due: '2027-01-05T00:00:00Z',
  first_answered_at: null,
  overdue: false,
  version: 1,
  created_at: '2026-12-01T00:00:00Z',
  updated_at: '2026-12-01T00:00:00Z',
  messages: [
    { id: 'msg_1', from: 'org_buyer', side: 'demand', text: 'Does it work below zero?', at: '2026-12-01T00:00:00Z' },
  ],
};

const received: Enquiry = {
  ...asked,
  id: 'enq_2',
  listing: { id: 'lst_2', number: 'JX-2', title: { en: 'Cathode coating' } },
  asker: { id: 'org_other', name: { en: 'Riverbank Capital' } },
  holder: { id: 'org_buyer', name: { en: 'Qianling Ventures' }, hidden: false },
};

test('an address is read for what it means', () => {
  expect(readFilters({ side: 'supply', waiting: 'mine', x: 1 })).toEqual({ side: 'supply', waiting: 'mine' });
  expect(readFilters({ side: 'both' })).toEqual({});
});

test('what waits for our answer comes first', async () => {
  server.use(
    http.get(at('/enquiries'), ({ request }) => {
      const turn = new URL(request.url).searchParams.get('turn');
      return HttpResponse.json({ items: turn ? [received] : [asked, received], next: null });
    }),
  );
  show({ address: '/app/enquiries', workspace: enquiriesRoutes });
  expect(await screen.findByRole('heading', { name: '1 waits for our answer' })).toBeInTheDocument();
  await waitFor(() =>
    expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual(['Cathode coating', 'Heat spreader']),
  );
  expect(screen.getByText('Waits for our answer')).toBeInTheDocument();
  expect(screen.getByText('To Undisclosed holder')).toBeInTheDocument();
});

test('the asker reads the clock, writes again, and goes on to an offer', async () => {
  let sent: unknown;
  server.use(
    http.get(at('/enquiries/enq_1'), () => HttpResponse.json(asked)),
    http.post(at('/listings/lst_1/enquiries/enq_1/messages'), async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ ...asked, version: 2 }, { status: 201 });
    }),
  );
  show({ address: '/app/enquiries/enq_1', workspace: enquiriesRoutes });
  expect(await screen.findByText('Does it work below zero?')).toBeInTheDocument();
  expect(screen.getByText('Waits for their answer')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Make an offer' })).toHaveAttribute('href', '/app/listings/lst_1?do=offer');
  await userEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect(await screen.findByText('Write something first')).toBeInTheDocument();
  fireEvent.change(screen.getByRole('textbox', { name: 'Write again' }), { target: { value: 'And above 60?' } });
  await userEvent.click(screen.getByRole('button', { name: 'Send' }));
  await waitFor(() => expect(sent).toEqual({ text: 'And above 60?' }));
});

test('the holder is told that its first answer stops the clock', async () => {
  server.use(http.get(at('/enquiries/enq_2'), () => HttpResponse.json({ ...received, overdue: true })));
  show({ address: '/app/enquiries/enq_2', workspace: enquiriesRoutes });
  expect(await screen.findByText('Answer overdue')).toBeInTheDocument();
  expect(screen.getByText(/Your first answer stops the clock/)).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Make an offer' })).toBeNull();
});
