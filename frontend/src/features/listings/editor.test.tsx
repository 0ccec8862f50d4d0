import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show } from '@/shared/testing/show';
import { listingsRoutes } from './routes';
import { listing } from './testing';

const patent = {
  id: 'pat_1',
  number: 'ZL201810392222.0',
  canonical: 'CN201810392222.0',
  title: { en: 'Closed-pore carbon', zh: '闭孔碳' },
  abstract: { en: 'Pores are closed at 1,350 °C.' },
  ipc: ['H01M 4/583'],
  legal_status: 'granted',
};

beforeEach(() => {
  server.use(
    http.get(at('/listings/lst_1'), () => HttpResponse.json(listing)),
    http.get(at('/listings/lst_1/documents'), () => HttpResponse.json({ items: [], next: null })),
    http.get(at('/patents/:number'), ({ params }) =>
      params['number'] === patent.number
        ? HttpResponse.json(patent)
        : HttpResponse.json({ code: 'not_found', status: 404, errors: [] }, { status: 404 }),
    ),
  );
});

const fill = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });
const open = () => show({ address: '/app/listings/lst_1/edit', workspace: listingsRoutes });

test('the coach turns green as it is followed, and leads to its field', async () => {
  open();
  const coach = within(await screen.findByRole('complementary', { name: 'What readers look for' }));
  expect(await coach.findByText('5 of 13 answered')).toBeInTheDocument();
  await userEvent.click(coach.getByRole('button', { name: /Evidence for the level/ }));
  const evidence = screen.getByRole('textbox', { name: 'Evidence for the level (English)' });
  expect(evidence).toHaveFocus();
  fill(evidence, 'Report');
  expect(await coach.findByText('6 of 13 answered')).toBeInTheDocument();
  expect(coach.getByRole('button', { name: /Evidence for the level – done/ })).toBeInTheDocument();
  expect(screen.getByText('1 field not saved')).toBeInTheDocument();
});

test('only what changed is saved, on the version that was read', async () => {
  let sent: unknown;
  let on: string | null = null;
  server.use(
    http.patch(at('/listings/lst_1'), async ({ request }) => {
      sent = await request.json();
      on = request.headers.get('If-Match');
      return HttpResponse.json({ ...listing, summary: { en: 'Longer life.', zh: '容量更高。' }, version: 4 });
    }),
  );
  open();
  const summary = await screen.findByRole('textbox', { name: 'Summary (English)' });
  fill(summary, 'Longer life.');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('All saved, version 4')).toBeInTheDocument();
  expect(sent).toEqual({ summary: { en: 'Longer life.', zh: '容量更高。' } });
  expect(on).toBe('"3"');
});

test('when somebody saved meanwhile nothing is lost, and both can be read', async () => {
  const theirs = { ...listing, title: { en: 'Their title' }, trl: 8, version: 4 };
  let stale = true;
  let sent: unknown;
  server.use(
    http.get(at('/listings/lst_1'), () => HttpResponse.json(stale ? listing : theirs)),
    http.patch(at('/listings/lst_1'), async ({ request }) => {
      if (request.headers.get('If-Match') === '"3"') {
        stale = false;
        return HttpResponse.json({ code: 'precondition_failed', status: 412, errors: [] }, { status: 412 });
      }
      sent = await request.json();
      return HttpResponse.json({ ...theirs, title: { en: 'My title' }, version: 5 });
    }),
  );
  open();
  const title = await screen.findByRole('textbox', { name: 'Title (English)' });
  fill(title, 'My title');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('A colleague saved this listing meanwhile');
  expect(alert).toHaveTextContent('Taken over from there: Technology readiness level.');
  expect(alert).toHaveTextContent('Their title');
  expect(title).toHaveValue('My title');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('All saved, version 5')).toBeInTheDocument();
  expect(sent).toMatchObject({ title: { en: 'My title' } });
});

test('leaving asks first when something is not saved', async () => {
  const router = open();
  fill(await screen.findByRole('textbox', { name: 'Title (English)' }), 'Other');
  await screen.findByText('1 field not saved');
  void router.navigate({ to: '/app/listings/new' });
  const dialog = await screen.findByRole('dialog');
  expect(dialog).toHaveTextContent('Leave without saving?');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Stay' }));
  expect(router.state.location.pathname).toBe('/app/listings/lst_1/edit');
});

test('five questions make a draft; a record lends its words, a number without one gets a record', async () => {
  const made: unknown[] = [];
  let draft: unknown;
  server.use(
    http.post(at('/patents'), async ({ request }) => {
      made.push(await request.json());
      return HttpResponse.json(patent, { status: 201 });
    }),
    http.post(at('/listings'), async ({ request }) => {
      draft = await request.json();
      return HttpResponse.json(listing, { status: 201 });
    }),
  );
  const router = show({ address: '/app/listings/new', workspace: listingsRoutes });
  const number = await screen.findByRole('textbox', { name: 'Patents' });
  fill(number, 'ZL201810392222.7');
  expect(await screen.findByRole('alert')).toHaveTextContent('should be 0');
  fill(number, 'ZL201810392222.0');
  await userEvent.type(number, '{Enter}');
  await userEvent.click(await screen.findByRole('button', { name: 'Take over title, summary and classes' }));
  expect(screen.getByRole('textbox', { name: 'Title (English)' })).toHaveValue('Closed-pore carbon');
  fill(number, 'US7788160B2');
  await userEvent.type(number, '{Enter}');
  expect(await screen.findByText(/No record here yet/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Make the draft' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/app/listings/lst_1/edit'));
  expect(made).toEqual([
    { number: 'US7788160B2', title: { en: 'Closed-pore carbon', zh: '闭孔碳' }, ipc: ['H01M 4/583'] },
  ]);
  expect(draft).toMatchObject({
    kind: 'supply',
    patents: ['ZL201810392222.0', 'US7788160B2'],
    summary: { en: 'Pores are closed at 1,350 °C.' },
    price: null,
    price_negotiable: true,
  });
});
