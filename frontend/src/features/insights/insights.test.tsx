import { fireEvent, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test, vi } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show, somebody } from '@/shared/testing/show';
import { firstDay, quarters, type Figures } from './api';
import { insightsRoutes, readInsights } from './routes';

const drawn = vi.hoisted(() => vi.fn());
vi.mock('./components/draw', () => ({
  draw: (...given: unknown[]) => {
    drawn(...given);
    return { dispose: () => undefined, resize: () => undefined, getDataURL: () => 'data:,' };
  },
}));

function figures(more: Partial<Figures> = {}): Figures {
  return {
    listings_published: 0,
    enquiries: 0,
    offers: 0,
    deals_opened: 0,
    deals_closed: 0,
    money_released: { minor: 0, currency: 'CNY' },
    withheld: [],
    ...more,
  } as Figures;
}

const overview = {
  from: '2026-01-01',
  to: '2026-06-30',
  as_of: '2026-06-15T00:00:00Z',
  smallest_group: 3,
  total: figures({ deals_closed: 7, money_released: { minor: 168_000_000, currency: 'CNY' } }),
  quarters: [
    { quarter: '2026-Q1', figures: figures({ deals_closed: 7 }) },
    {
      quarter: '2026-Q2',
      figures: figures({ deals_closed: null, money_released: null, withheld: ['deals_closed', 'money_released'] }),
    },
  ],
  sectors: [{ sector: 'new_energy', figures: figures({ deals_closed: 7 }) }],
  regions: [{ region: 'CN-GZ', figures: figures({ deals_closed: 7 }) }],
};

const member = (state: 'verified' | 'requested') => ({
  ...somebody,
  memberships: [{ id: 'org_b', kind: 'bureau' as const, name: { en: 'Bureau' }, role: 'viewer' as const, state }],
  organisation: 'org_b',
});

test('an address is read for what it means', () => {
  expect(readInsights({ from: '2026-Q1', to: '2026-Q5', figure: 'offers' })).toEqual({
    from: '2026-Q1',
    figure: 'offers',
  });
  expect(firstDay('2026-Q3')).toBe('2026-07-01');
  expect(quarters(new Date(2026, 1, 1)).slice(0, 3)).toEqual(['2026-Q1', '2025-Q4', '2025-Q3']);
});

test('behind each picture stands its table, and what is withheld is said', async () => {
  let asked = '';
  server.use(
    http.get(at('/insights/overview'), ({ request }) => {
      asked = new URL(request.url).search;
      return HttpResponse.json(overview);
    }),
  );
  show({ address: '/app/insights?from=2026-Q1&to=2026-Q2', workspace: insightsRoutes, me: member('verified') });
  await screen.findAllByText('By sector');
  const tables = [...document.querySelectorAll<HTMLElement>('table')];
  expect(tables).toHaveLength(3);
  expect(asked).toContain('from=2026-01-01');
  const [quarterly] = tables;
  const rows = [...(quarterly?.querySelectorAll('tr') ?? [])];
  expect(rows).toHaveLength(4);
  expect(rows[2]).toHaveTextContent('withheld');
  expect(rows[3]).toHaveTextContent('1.68 million');
  await waitFor(() => expect(drawn).toHaveBeenCalledTimes(3));
  const picture = drawn.mock.calls[0]?.[2] as { title: string; values: unknown[]; labels: string[] };
  expect(picture).toMatchObject({
    title: 'Deals closed, By quarter',
    labels: ['2026 Q1', '2026 Q2'],
    values: [7, undefined],
  });
  expect(screen.getByLabelText('Deals closed, By sector')).toHaveAttribute('role', 'img');
  expect(screen.getAllByText(/Export/)).toHaveLength(3);
});

test('another figure is drawn when it is chosen, and the address says which', async () => {
  server.use(http.get(at('/insights/overview'), () => HttpResponse.json(overview)));
  const router = show({ address: '/app/insights', workspace: insightsRoutes, me: member('verified') });
  await screen.findAllByText('By sector');
  fireEvent.mouseDown(screen.getByLabelText('Figure in the pictures'));
  fireEvent.click(await screen.findByTitle('Listings published'));
  await waitFor(() => expect(router.state.location.search).toEqual({ figure: 'listings_published' }));
  expect(await screen.findByLabelText('Listings published, By region')).toBeInTheDocument();
});

test('a bureau that is not verified, and others, are told why they see nothing', async () => {
  show({ address: '/app/insights', workspace: insightsRoutes, me: member('requested') });
  expect(await screen.findByText('Your bureau is not verified yet')).toBeInTheDocument();
});

test('a buyer is told whom this is for', async () => {
  show({ address: '/app/insights', workspace: insightsRoutes });
  expect(await screen.findByText('This is for the bureau and the exchange')).toBeInTheDocument();
});
