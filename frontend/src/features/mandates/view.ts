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
