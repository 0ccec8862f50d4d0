// What a search page is asked for: its address, read and written. As src/web/pages/wanted.rs of the server.

export const LISTS = ['sector', 'right', 'procedure', 'region', 'ipc'] as const;
export type List = (typeof LISTS)[number];
export const SORTS = ['relevance', 'newest', 'price_asc', 'price_desc'] as const;
export type Sort = (typeof SORTS)[number];

export interface Wanted {
  q: string;
  sector: string[];
  right: string[];
  procedure: string[];
  region: string[];
  ipc: string[];
  trl_min?: number;
  price_min?: number;
  price_max?: number;
  sort: Sort;
  cursor?: string;
}

const number = (text: string | null) => (text !== null && /^\d+$/.test(text) ? Number(text) : undefined);

/** Reads a query string. */
export function read(query: string): Wanted {
  const params = new URLSearchParams(query);
  const list = (name: List) => [
    ...new Set(
      params
        .getAll(name)
        .flatMap((value) => value.split(','))
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  ];
  const trl = number(params.get('trl_min'));
  const sort = SORTS.find((one) => one === params.get('sort')) ?? 'relevance';
  return {
    q: params.get('q') ?? '',
    sector: list('sector'),
    right: list('right'),
    procedure: list('procedure'),
    region: list('region'),
    ipc: list('ipc'),
    trl_min: trl !== undefined && trl >= 1 && trl <= 9 ? trl : undefined,
    price_min: number(params.get('price_min')),
    price_max: number(params.get('price_max')),
    sort,
    cursor: params.get('cursor') || undefined,
  };
}

/** Its query string, always in the same order; empty for everything. */
export function write(wanted: Wanted): string {
  const pairs: [string, string | number | undefined][] = [
    ['q', wanted.q.trim()],
    ['sector', wanted.sector.join(',')],
    ['right', wanted.right.join(',')],
    ['procedure', wanted.procedure.join(',')],
    ['trl_min', wanted.trl_min],
    ['region', wanted.region.join(',')],
    ['ipc', wanted.ipc.join(',')],
    ['price_min', wanted.price_min],
    ['price_max', wanted.price_max],
    ['sort', wanted.sort === 'relevance' ? '' : wanted.sort],
    ['cursor', wanted.cursor],
  ];
  const kept = pairs.filter(([, value]) => value !== undefined && value !== '');
  return new URLSearchParams(kept.map(([name, value]): [string, string] => [name, String(value)])).toString();
}

const flip = (list: string[], value: string) =>
  list.includes(value) ? list.filter((one) => one !== value) : [...list, value];

/** With `value` of the filter `name` the other way, from the first page. */
export function toggled(wanted: Wanted, name: string, value: string): Wanted {
  const other: Wanted = { ...wanted, cursor: undefined };
  if (name === 'ipc') {
    // One symbol holds those below it: of a branch only one is chosen.
    other.ipc = wanted.ipc.filter((one) => !one.startsWith(value) && !value.startsWith(one));
    if (!wanted.ipc.includes(value)) other.ipc.push(value);
  } else if (name === 'trl') {
    const level = Number(value);
    other.trl_min = wanted.trl_min === level ? undefined : level;
  } else if (name === 'price') {
    const [from = null, to = null] = value.split('-');
    const [min, max] = [number(from), number(to)];
    const on = wanted.price_min === min && wanted.price_max === max;
    other.price_min = on ? undefined : min;
    other.price_max = on ? undefined : max;
  } else {
    const list = LISTS.find((one) => one === name);
    if (list) other[list] = flip(wanted[list], value);
  }
  return other;
}

/** In another order, from the first page. */
export function sorted(wanted: Wanted, sort: Sort): Wanted {
  return { ...wanted, sort, cursor: undefined };
}

/** Only the words and the order. */
export function unfiltered(wanted: Wanted): Wanted {
  return { q: wanted.q, sort: wanted.sort, sector: [], right: [], procedure: [], region: [], ipc: [] };
}
