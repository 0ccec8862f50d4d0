import type { Schemas } from '@/shared/api/client';
import type { Tone } from '@/shared/ui/StateTag';
import { toMinor } from '@/shared/ui/money';
import type { Mandate } from './api';

export function toneOf(state: Mandate['state']): Tone {
  return ({ proposed: 'waiting', active: 'open', declined: 'stopped', ended: 'done' } as const)[state];
}

/** "5", "5.25" per cent as basis points; undefined when it isn't exact or not in 0–30 %. */
export function toBps(text: string): number | undefined {
  const bps = toMinor(text, 'CNY');
  return bps === undefined || bps > 3000 ? undefined : bps;
}

export interface Fields {
  partner: string;
  side: Schemas['Side'];
  scope: string;
  percent: string;
  min?: string;
  cap?: string;
  may_act?: boolean;
}

/** An amount that may be left out: null for none, undefined for one that isn't an amount. */
export function optional(text: string | undefined): Schemas['Money'] | null | undefined {
  if (!text?.trim()) return null;
  const minor = toMinor(text, 'CNY');
  return minor === undefined ? undefined : { minor, currency: 'CNY' };
}

/** What the form says as the API wants it; undefined while something isn't right. */
export function terms(fields: Fields, validUntil: string, intermediary: boolean): Schemas['MandateIn'] | undefined {
  const bps = toBps(fields.percent);
  const min = optional(fields.min);
  const cap = optional(fields.cap);
  if (bps === undefined || min === undefined || cap === undefined) return undefined;
  return {
    ...(intermediary ? { principal: fields.partner } : { intermediary: fields.partner }),
    scope: fields.scope === 'all' ? 'all' : { listing: fields.scope },
    side: fields.side,
    commission: { bps, min, cap },
    may_act: fields.may_act === true,
    valid_until: validUntil,
  };
}

/** The price of an example where there is no other. */
export const EXAMPLE_PRICE: Schemas['Money'] = { minor: 120_000_000, currency: 'CNY' };
/** No commission is higher than this, whatever its minimum says. */
const HIGHEST_BPS = 3000;

/** What a commission comes to when `price` is released, and what decided it: its rate, its minimum, its cap or the rules. */
export function commissionOf(
  { bps, min, cap }: Mandate['commission'],
  price: Schemas['Money'],
): { amount: Schemas['Money']; by: 'rate' | 'min' | 'cap' | 'highest' } {
  const part = (rate: number) => Math.floor((price.minor * rate + 5_000) / 10_000);
  let [minor, by]: [number, 'rate' | 'min' | 'cap' | 'highest'] = [part(bps), 'rate'];
  if (min && minor < min.minor) [minor, by] = [min.minor, 'min'];
  if (cap && minor > cap.minor) [minor, by] = [cap.minor, 'cap'];
  if (minor > part(HIGHEST_BPS)) [minor, by] = [part(HIGHEST_BPS), 'highest'];
  return { amount: { minor, currency: price.currency }, by };
}
