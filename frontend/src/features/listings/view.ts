import type { Schemas } from '@/shared/api/client';
import { toMinor, toText } from '@/shared/ui/money';
import type { Tone } from '@/shared/ui/StateTag';
import type { Improvement, Listing, ListingPatch } from './api';
import type { ListingState } from './routes';

type Text = Schemas['Text'];

export const RIGHTS: Schemas['Right'][] = [
  'assignment',
  'exclusive',
  'sole',
  'ordinary',
  'cross',
  'open',
  'equity_contribution',
  'joint_development',
  'pledge_finance',
];
/** What deals of this release can carry out. */
export const DEALT_IN: Schemas['Right'][] = ['assignment', 'exclusive', 'sole', 'ordinary'];
export const SECTORS: Schemas['Sector'][] = [
  'energy_saving',
  'new_energy',
  'new_materials',
  'advanced_manufacturing',
  'modern_medicine',
];
export const PROCEDURES: Schemas['Procedure'][] = [
  'negotiated',
  'public_listing',
  'auction',
  'tender',
  'review',
  'open_licence',
];
export const LEVELS: Schemas['Level'][] = ['public', 'nda', 'qualified'];

const TONES: Record<ListingState, Tone> = {
  draft: 'open',
  submitted: 'waiting',
  returned: 'pressing',
  published: 'done',
  paused: 'waiting',
  under_deal: 'verified',
  withdrawn: 'stopped',
  closed: 'done',
};
export const toneOf = (state: ListingState): Tone => TONES[state];

/** The content of a listing as its form holds it: the price as typed. */
export interface Values {
  title: Text;
  summary: Text;
  description: Text;
  sector: Schemas['Sector'] | null;
  ipc: string[];
  trl: number | null;
  trl_evidence: Text;
  rights: Schemas['Right'][];
  procedure: Schemas['Procedure'];
  price: string;
  currency: string;
  price_negotiable: boolean;
  price_rationale: Text;
  region: string;
  patents: string[];
  improvements: Improvement[];
  anonymous: boolean;
}
export type Field = keyof Values;

/** Without what is empty: two texts that say the same are the same. */
export function tidy(text: Text | null | undefined): Text {
  const [zh, en] = [text?.zh?.trim(), text?.en?.trim()];
  return { ...(zh && { zh }), ...(en && { en }) };
}

const TEXTS = ['title', 'summary', 'description', 'trl_evidence', 'price_rationale'] as const;

export function valuesOf(listing: Listing): Values {
  return {
    title: tidy(listing.title),
    summary: tidy(listing.summary),
    description: tidy(listing.description),
    sector: listing.sector ?? null,
    ipc: listing.ipc,
    trl: listing.trl ?? null,
    trl_evidence: tidy(listing.trl_evidence),
    rights: listing.rights,
    procedure: listing.procedure,
    price: listing.price ? toText(listing.price) : '',
    currency: listing.price?.currency ?? 'CNY',
    price_negotiable: listing.price_negotiable,
    price_rationale: tidy(listing.price_rationale),
    region: listing.region ?? '',
    patents: listing.patents.map(({ number }) => number),
    improvements: listing.improvements.map(tidyImprovement),
    anonymous: listing.anonymous,
  };
}

function tidyImprovement(one: Improvement): Improvement {
  const [from, to] = [one.from?.trim(), one.to?.trim()];
  return {
    what: tidy(one.what),
    ...(from && { from }),
    ...(to && { to }),
    unit: tidy(one.unit),
    against: tidy(one.against),
  };
}

/** The same in the one form that can be compared: trimmed, rows without a word dropped. */
export function normal(values: Values): Values {
  const texts = Object.fromEntries(TEXTS.map((field) => [field, tidy(values[field])])) as Pick<
    Values,
    (typeof TEXTS)[number]
  >;
  return {
    ...values,
    ...texts,
    price: values.price.trim(),
    region: values.region.trim().toUpperCase(),
    improvements: values.improvements
      .map(tidyImprovement)
      .filter((one) => one.from || one.to || [one.what, one.unit, one.against].some((text) => text?.zh || text?.en)),
  };
}

/** The fields in which two contents differ. */
export function changed(before: Values, after: Values): Field[] {
  const [a, b] = [normal(before), normal(after)];
  return (Object.keys(b) as Field[]).filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]));
}

/** What to send for the fields that changed; undefined when the price isn't one. */
export function patchOf(values: Values, fields: Field[]): ListingPatch | undefined {
  const now = normal(values);
  const patch: Record<string, unknown> = {};
  for (const field of fields) if (field !== 'currency') patch[field] = now[field];
  if ('region' in patch) patch['region'] = now.region || null;
  if (fields.includes('price') || (fields.includes('currency') && now.price)) {
    const minor = now.price === '' ? null : toMinor(now.price, now.currency);
    if (minor === undefined || minor === 0) return undefined;
    patch['price'] = minor === null ? null : { minor, currency: now.currency };
  }
  return patch as ListingPatch;
}

export interface Merge {
  values: Values;
  /** What somebody else changed and this form had left alone: taken over. */
  taken: Field[];
  /** What both changed: kept as typed here, theirs shown beside. */
  clashes: Field[];
}

/** Somebody saved in between: nothing typed is lost, and what they changed elsewhere comes along. */
export function merge(base: Values, mine: Values, theirs: Values): Merge {
  const ours = new Set(changed(base, mine));
  const others = changed(base, theirs);
  const taken = others.filter((field) => !ours.has(field));
  const clashes = others.filter((field) => ours.has(field) && changed(mine, theirs).includes(field));
  const values = { ...mine };
  for (const field of taken) Object.assign(values, { [field]: theirs[field] });
  return { values, taken, clashes };
}

const said = (text: Text | null | undefined) => Boolean(text?.zh?.trim() || text?.en?.trim());
const both = (text: Text) => Boolean(text.zh?.trim() && text.en?.trim());

/** What a reader will look for, in the order in which it pays to fill it in. */
export const HINTS = [
  'title',
  'summary',
  'rights',
  'price',
  'improvements',
  'trl',
  'evidence',
  'patents',
  'description',
  'sector',
  'documents',
  'rationale',
  'languages',
] as const;
export type Hint = (typeof HINTS)[number];

/** Without these it can't be submitted. */
export const NEEDED: Hint[] = ['title', 'summary', 'rights', 'price'];

/** The element of the form that a hint leads to. */
export const PLACES: Record<Hint, string> = {
  title: 'title',
  summary: 'summary',
  rights: 'rights',
  price: 'price',
  improvements: 'improvements',
  trl: 'trl',
  evidence: 'trl_evidence',
  patents: 'patents',
  description: 'description',
  sector: 'sector',
  documents: 'documents',
  rationale: 'price_rationale',
  languages: 'title',
};

/** Is an improvement told whole: what, to which value, against what? */
export function isWhole(one: Improvement): boolean {
  return said(one.what) && Boolean(one.to?.trim()) && said(one.against);
}

/** Which hints are followed. */
export function followed(values: Values, documents: number): Record<Hint, boolean> {
  return {
    title: said(values.title),
    summary: said(values.summary),
    rights: values.rights.length > 0,
    price: values.price.trim() !== '' || values.price_negotiable,
    improvements: values.improvements.some(isWhole),
    trl: values.trl !== null,
    evidence: said(values.trl_evidence),
    patents: values.patents.length > 0,
    description: said(values.description),
    sector: values.sector !== null && values.ipc.length > 0,
    documents: documents > 0,
    rationale: said(values.price_rationale),
    languages: both(values.title) && both(values.summary),
  };
}

const WEIGHTS = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

/** The check character of a Chinese application number (ZC 0006-2003). */
export function checkCharacter(digits: string): string {
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (WEIGHTS[index] ?? 0), 0);
  const rest = sum % 11;
  return rest === 10 ? 'X' : String(rest);
}

export type NumberFault = { code: 'length' | 'shape' } | { code: 'check'; expected: string };

/** What is wrong with a number as typed, as far as can be told without asking; undefined when nothing is. */
export function numberFault(typed: string): NumberFault | undefined {
  const text = typed.normalize('NFKC').toUpperCase().replace(/\s/g, '');
  const chinese = /^(?:ZL|CN)?(\d+)(?:\.([\dX]?)|([X]))?$/.exec(text);
  if (chinese) {
    const digits = chinese[1] ?? '';
    let check = chinese[2] ?? chinese[3];
    let body = digits;
    if (check === undefined && (digits.length === 13 || (digits.length === 9 && !text.startsWith('CN')))) {
      body = digits.slice(0, -1);
      check = digits.slice(-1);
    }
    if (check === undefined && text.startsWith('CN') && digits.length === 9) return undefined;
    if (body.length !== 8 && body.length !== 12) return { code: 'length' };
    const expected = checkCharacter(body);
    if (check === undefined || check === '') return { code: 'check', expected };
    return check === expected ? undefined : { code: 'check', expected };
  }
  return /^[A-Z]{2}[A-Z0-9/.,-]{4,}$/.test(text) ? undefined : { code: 'shape' };
}
