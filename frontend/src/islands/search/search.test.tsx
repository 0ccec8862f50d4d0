import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import common from '@locales/en/common.json';
import search from '@locales/en/search.json';
import { Search, type Data } from './Search';
import type { Answer, Hit } from './shown';
import { read, toggled, write } from './wanted';

const hit = (n: number, title: string): Hit => ({
  listing: {
    id: `lst_${n}`,
    number: `JX-2026-00000${n}`,
    title: { zh: title },
    summary: { en: 'A summary', zh: '摘要' },
    owner: { name: { en: 'Institute' } },
    sector: 'new_energy',
    trl: 6,
    rights: ['ordinary'],
    procedure: 'negotiated',
    price: { minor: 168_000_000, currency: 'CNY' },
    price_negotiable: true,
    patents: ['CN1'],
    state: 'published',
  },
  highlights: { 'title.zh': `<em>${title}</em>` },
});

const answer = (titles: string[], more: Partial<Answer> = {}): Answer => ({
  hits: titles.map((title, n) => hit(n + 1, title)),
  total: titles.length,
  facets: {
    sector: [{ value: 'new_energy', count: 2 }],
    trl: [{ value: '6', count: 2 }],
    ipc: [
      { value: 'C', count: 2 },
      { value: 'C01', count: 1 },
    ],
    price_band: [{ value: '100000000-499999999', count: 1 }],
  },
  warnings: [],
  ...more,
});

const show = (first: Answer, address = '') => {
  history.replaceState(null, '', `/en/search${address}`);
  const data: Data = { lang: 'en', answer: first, texts: { common, search } };
  render(
    <div>
      <Search data={data} typed={read(location.search).q} />
    </div>,
  );
};

afterEach(() => history.replaceState(null, '', '/'));

test('an address reads as it was written, and as the server writes it', () => {
  const query =
    'q=%E9%9D%99%E7%94%B5+a%26b&sector=new_energy%2Cnew_materials&trl_min=6&ipc=C01&price_min=0&sort=newest';
  expect(write(read(query))).toBe(query);
  expect(write(read('trl_min=12&sort=random&x=1&sector=,'))).toBe('');
  const wanted = read('ipc=C&cursor=abc');
  expect(write(toggled(wanted, 'ipc', 'C01'))).toBe('ipc=C01');
  expect(write(toggled(toggled(wanted, 'ipc', 'C01'), 'ipc', 'C'))).toBe('ipc=C');
  expect(write(toggled(wanted, 'ipc', 'H'))).toBe('ipc=C%2CH');
  expect(write(toggled(wanted, 'trl', '6'))).toBe('trl_min=6&ipc=C');
  expect(write(toggled(toggled(wanted, 'price', '100-200'), 'price', '100-200'))).toBe('ipc=C');
});

test('it answers as one types, in the address too, and only the last question counts', async () => {
  const asked: string[] = [];
  server.use(
    http.get(at('/search'), ({ request }) => {
      const q = new URL(request.url).searchParams.get('q') ?? '';
      asked.push(q);
      return HttpResponse.json(answer([`found ${q}`]));
    }),
  );
  show(answer(['first']));
  await userEvent.type(screen.getByRole('searchbox'), 'heat');
  expect(await screen.findByRole('link', { name: 'found heat' })).toBeVisible();
  expect(location.search).toBe('?q=heat');
  expect(asked.at(-1)).toBe('heat');
  expect(screen.getByRole('status')).toHaveTextContent('1 technology');
});

test('filters go on and off in place; back brings the page before', async () => {
  server.use(
    http.get(at('/search'), ({ request }) =>
      HttpResponse.json(answer(new URL(request.url).searchParams.has('sector') ? ['narrow'] : ['wide'])),
    ),
  );
  show(answer(['wide']));
  await userEvent.click(screen.getByRole('link', { name: 'New energy 2' }));
  expect(await screen.findByRole('link', { name: 'narrow' })).toBeVisible();
  expect(location.search).toBe('?sector=new_energy');
  const chips = screen.getByRole('list', { name: 'Filters that are on' });
  expect(within(chips).getByText('New energy')).toBeVisible();
  history.back();
  expect(await screen.findByRole('link', { name: 'wide' })).toBeVisible();
});

test('more is put below, and the keys walk through it', async () => {
  server.use(http.get(at('/search'), () => HttpResponse.json({ ...answer([]), hits: [hit(8, 'eight')], total: 2 })));
  show(answer(['one'], { next: 'cur' }));
  await userEvent.click(screen.getByRole('link', { name: 'Show more' }));
  expect(await screen.findByRole('link', { name: 'eight' })).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Show more' })).toBeNull();
  screen.getByRole('link', { name: 'one' }).focus();
  await userEvent.keyboard('j');
  expect(screen.getByRole('link', { name: 'eight' })).toHaveFocus();
  await userEvent.keyboard('kk');
  expect(screen.getByRole('searchbox')).toHaveFocus();
});

test('nothing found says what to loosen; warnings and a dead line are told', async () => {
  show(
    answer([], { warnings: [{ code: 'spelling', part: 'batery' }] }),
    '?q=batery&sector=new_energy&price_min=100000000&price_max=499999999',
  );
  expect(screen.getByText('“batery” occurs nowhere: similar words were searched for.')).toBeVisible();
  expect(screen.getByRole('link', { name: 'without “CNY 1 million – CNY 5 million”' })).toHaveAttribute(
    'href',
    '/en/search?q=batery&sector=new_energy',
  );
  server.use(http.get(at('/search'), () => HttpResponse.error()));
  await userEvent.type(screen.getByRole('searchbox'), 'x');
  expect(await screen.findByRole('alert')).toHaveTextContent('The search did not answer.');
});

test('what was chosen to compare stays chosen when the results change', async () => {
  server.use(http.get(at('/search'), () => HttpResponse.json({ ...answer([]), hits: [hit(2, 'other')], total: 1 })));
  show(answer(['one']));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Compare' }));
  await userEvent.type(screen.getByRole('searchbox'), 'o');
  await screen.findByRole('link', { name: 'other' });
  await waitFor(() =>
    expect(document.querySelector<HTMLInputElement>('#compare input[type=hidden]')?.value).toBe('JX-2026-000001'),
  );
});
