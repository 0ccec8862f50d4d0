// What the page shows of an answer. As src/web/pages/search.rs of the server, so that both draw the same page.
import type { Language } from '@/shared/i18n/index';
import { short } from '@/shared/ui/money';
import type { Say } from '../texts';
import { toggled, write, type Wanted } from './wanted';

export interface Bilingual {
  zh?: string;
  en?: string;
}

export interface Card {
  id: string;
  number: string;
  title: Bilingual;
  summary: Bilingual;
  owner: { name: Bilingual };
  sector?: string | null;
  trl?: number | null;
  rights: string[];
  procedure: string;
  price?: { minor: number; currency: string } | null;
  price_negotiable: boolean;
  patents: string[];
  state: string;
}

export interface Hit {
  listing: Card;
  highlights: Record<string, string>;
}

export interface Counted {
  value: string;
  count: number;
}

export interface Answer {
  hits: Hit[];
  total: number;
  facets: Record<string, Counted[]>;
  next?: string | null;
  warnings: { code: string; part: string }[];
}

/** What the page is drawn with. */
export interface Setting {
  lang: Language;
  t: Say & { has: (key: string) => boolean };
}

export interface Choice extends Counted {
  label: string;
  href: string;
  on: boolean;
  depth: number;
  bar: number;
}

const VALUES = 8;
const GROUPS: [string, string][] = [
  ['sector', 'sector'],
  ['right', 'right'],
  ['trl', 'trl'],
  ['price', 'price_band'],
  ['procedure', 'procedure'],
  ['region', 'region'],
  ['ipc', 'ipc'],
];

export const digits = (n: number) => n.toLocaleString('en');

export function link(lang: Language, wanted: Wanted): string {
  const query = write(wanted);
  return query === '' ? `/${lang}/search` : `/${lang}/search?${query}`;
}

function band({ lang, t }: Setting, value: string): string {
  const [low = '', high = ''] = value.split('-');
  const amount = (minor: number) => short({ minor, currency: 'CNY' }, lang);
  const from = low !== '' && low !== '0' ? amount(Number(low)) : undefined;
  const to = high !== '' ? amount(Number(high) + 1) : undefined;
  if (from && to) return t('search:price_between', { from, to });
  if (from) return t('search:price_from', { from });
  return to ? t('search:price_below', { to }) : value;
}

export function label(setting: Setting, name: string, value: string): string {
  const { t } = setting;
  const named = (key: string) => (t.has(`${key}.${value}`) ? t(`${key}.${value}`) : undefined);
  if (name === 'trl') return t('search:trl_from', { level: value });
  if (name === 'price') return band(setting, value);
  if (name === 'ipc') {
    const title = named('common:ipc');
    return title ? `${value} ${title}` : value;
  }
  return named(`common:${name}`) ?? value;
}

const priceValue = (wanted: Wanted) =>
  wanted.price_min === undefined && wanted.price_max === undefined
    ? undefined
    : `${wanted.price_min ?? ''}-${wanted.price_max ?? ''}`;

/** The values of a filter that are on. */
function chosen(wanted: Wanted, name: string): string[] {
  if (name === 'trl') return wanted.trl_min === undefined ? [] : [String(wanted.trl_min)];
  if (name === 'price') return [priceValue(wanted)].filter((one) => one !== undefined);
  return wanted[name as 'sector'];
}

const depth = (symbol: string) => (symbol.length <= 1 ? 0 : symbol.length <= 3 ? 1 : symbol.length === 4 ? 2 : 3);
const above = (symbol: string) => symbol.slice(0, [0, 1, 3, 4][depth(symbol)]);

function counted(wanted: Wanted, name: string, all: Counted[]): Counted[] {
  const values = all.filter((one) => one.value !== 'none');
  if (name === 'ipc') {
    const open = (symbol: string) => above(symbol) === '' || wanted.ipc.some((one) => one.startsWith(above(symbol)));
    return values.filter((one) => open(one.value)).sort((a, b) => (a.value < b.value ? -1 : 1));
  }
  if (name === 'trl') {
    return Array.from({ length: 9 }, (_, index) => String(index + 1)).map((value) => ({
      value,
      count: values.find((one) => one.value === value)?.count ?? 0,
    }));
  }
  if (name === 'price') return values;
  const on = chosen(wanted, name);
  return values.filter((one, index) => index < VALUES || on.includes(one.value));
}

export function groups(setting: Setting, wanted: Wanted, answer: Answer): { name: string; values: Choice[] }[] {
  return GROUPS.map(([name, facet]) => {
    const values = counted(wanted, name, answer.facets[facet] ?? []);
    const highest = Math.max(1, ...values.map((one) => one.count));
    const on = chosen(wanted, name);
    return {
      name,
      values: values.map((one) => ({
        ...one,
        label: label(setting, name, one.value),
        href: link(setting.lang, toggled(wanted, name, one.value)),
        on: on.includes(one.value),
        depth: name === 'ipc' ? depth(one.value) : 0,
        bar: Math.ceil((one.count * 24) / highest),
      })),
    };
  }).filter((group) => group.values.length > 0);
}

/** The filters that are on, each with the address without it. */
export function chips(setting: Setting, wanted: Wanted): { label: string; href: string }[] {
  return GROUPS.flatMap(([name]) =>
    chosen(wanted, name).map((value) => ({
      label: label(setting, name, value),
      href: link(setting.lang, toggled(wanted, name, value)),
    })),
  );
}

/** A text in the reader's language, else in the other one: which, and its side in highlights. */
export function say(lang: Language, text: Bilingual): { text: string; side: 'zh' | 'en'; tongue?: Language } {
  const [first, second]: ('zh' | 'en')[] = lang === 'en' ? ['en', 'zh'] : ['zh', 'en'];
  const own = text[first as 'zh'];
  if (own !== undefined) return { text: own, side: first as 'zh' };
  const other = text[second as 'zh'];
  if (other !== undefined) return { text: other, side: second as 'zh', tongue: second === 'en' ? 'en' : 'zh-CN' };
  return { text: '', side: first as 'zh' };
}
