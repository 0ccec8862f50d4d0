import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show, somebody } from '@/shared/testing/show';
import { feeOf } from './components/Fees';
import { settingsRoutes } from './routes';

const cny = (minor: number) => ({ minor, currency: 'CNY' });
const standard = { bps: 100, min: cny(100_000), cap: cny(50_000_000) };

const settings = {
  version: 4,
  may_change: true,
  name: { en: 'Jiaxiu', zh: '甲秀' },
  contact: { email: 'desk@example.org', address: {} },
  announcement: null,
  texts: { terms: {}, privacy: {}, help: {} },
  fees: standard,
  standard_fees: standard,
  fees_set: false,
  reasons: [{ for: 'return', name: { en: 'Price unclear' }, text: { en: 'Please give a price.' } }],
  periods: { verification: 3, listing: 5, recordal: 2, suspense: 2 },
};

const approver = {
  ...somebody,
  memberships: [
    {
      id: 'org_x',
      kind: 'operator' as const,
      name: { en: 'Exchange' },
      role: 'approver' as const,
      state: 'verified' as const,
    },
  ],
  organisation: 'org_x',
};

function answers(given: Partial<typeof settings> = {}) {
  const sent: { match: string | null; body: Record<string, unknown> }[] = [];
  let now = { ...settings, ...given };
  server.use(
    http.get(at('/settings'), () => HttpResponse.json(now)),
    http.put(at('/settings'), async ({ request }) => {
      const body = (await request.json()) as Record<string, unknown>;
      sent.push({ match: request.headers.get('If-Match'), body });
      now = { ...now, ...body, version: now.version + 1 } as typeof now;
      if (body['fees']) now = { ...now, fees_set: true };
      return HttpResponse.json(now);
    }),
  );
  return sent;
}

/** Presses a button by its words; looking for it by its role takes seconds in a page of this size. */
async function press(name: string, inside: HTMLElement = document.body): Promise<void> {
  fireEvent.click(await within(inside).findByText(name, { selector: 'button, button *' }));
}

function write(field: HTMLElement, value: string): void {
  fireEvent.change(field, { target: { value } });
}

test('a name is changed on the version that was seen, and one press sets it back', async () => {
  const sent = answers();
  show({ address: '/app/exchange/settings', workspace: settingsRoutes, me: approver });
  const name = await screen.findByLabelText('Name of the exchange (in English)');
  write(name, 'Qiancheng Exchange');
  await press('Save');
  expect(await screen.findByText('Saved')).toBeInTheDocument();
  expect(sent[0]).toMatchObject({ match: '"4"', body: { name: { en: 'Qiancheng Exchange', zh: '甲秀' } } });
  await press('Undo');
  expect(await screen.findByText('As it was before')).toBeInTheDocument();
  expect(sent[1]).toMatchObject({ match: '"5"', body: { name: { en: 'Jiaxiu', zh: '甲秀' } } });
});

test('without a name in either language nothing is sent', async () => {
  const sent = answers();
  show({ address: '/app/exchange/settings', workspace: settingsRoutes, me: approver });
  write(await screen.findByLabelText('Name of the exchange (in English)'), '');
  write(screen.getByLabelText('Name of the exchange (in Chinese)'), '');
  await press('Save');
  expect((await screen.findAllByText('Enter the text in one language at least')).length).toBeGreaterThan(0);
  expect(sent).toEqual([]);
});

test('a fee is asked about once more, with what it was and becomes', async () => {
  const sent = answers();
  show({ address: '/app/exchange/settings?tab=fees', workspace: settingsRoutes, me: approver });
  fireEvent.click(await screen.findByText('Own fee'));
  const share = await screen.findByLabelText('Share of the price (%)');
  write(share, '2.5');
  expect(await screen.findByText(/On a price of CNY 1 million that makes CNY 25,000/)).toBeInTheDocument();
  await press('Save');
  const question = (await screen.findByText('Change the fee?')).closest<HTMLElement>('[role="dialog"]');
  expect(question).toHaveTextContent('From 1 %');
  expect(question).toHaveTextContent('to 2.5 %');
  expect(sent).toEqual([]);
  await press('Save', question ?? document.body);
  await waitFor(() => expect(sent[0]?.body).toEqual({ fees: { ...standard, bps: 250 } }));
});

test('what a fee makes of a price is within its bounds and never more than the price', () => {
  expect(feeOf(100_000_000, standard)).toBe(1_000_000);
  expect(feeOf(1_000_000, standard)).toBe(100_000);
  expect(feeOf(10_000_000_000, standard)).toBe(50_000_000);
  expect(feeOf(50_000, standard)).toBe(50_000);
});

test('whoever was slower sees what is there now', async () => {
  answers();
  server.use(
    http.put(at('/settings'), () => HttpResponse.json({ code: 'precondition_failed', status: 412 }, { status: 412 })),
  );
  show({ address: '/app/exchange/settings?tab=periods', workspace: settingsRoutes, me: approver });
  const days = await screen.findByLabelText('To verify an organisation');
  write(days, '4');
  await press('Save');
  expect(await screen.findByRole('alert')).toHaveTextContent('Somebody changed the settings meanwhile');
});

test('who may only look is told so and gets no button', async () => {
  answers({ may_change: false });
  show({ address: '/app/exchange/settings', workspace: settingsRoutes, me: approver });
  expect(await screen.findByText(/You may look, not change/)).toBeInTheDocument();
  expect(await screen.findByLabelText('Name of the exchange (in English)')).toBeDisabled();
  expect(screen.queryByText('Save')).toBeNull();
});
