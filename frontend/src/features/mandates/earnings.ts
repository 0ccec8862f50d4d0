import type { Schemas } from '@/shared/api/client';
import type { Commission } from './api';

export type Earned = 'pending' | 'paid' | 'none';

const OVER: Commission['stage'][] = ['closed', 'cancelled', 'refunded'];

/** Is a commission still to come, paid, or is there none because the deal ended without a release? */
export function earned({ stage, paid }: Commission): Earned {
  if (paid.minor > 0) return 'paid';
  return OVER.includes(stage) ? 'none' : 'pending';
}

interface Sum {
  currency: string;
  pending: Schemas['Money'];
  paid: Schemas['Money'];
}

/** What is to come and what was paid, currency by currency. */
export function sums(all: Commission[]): Sum[] {
  const found = new Map<string, Sum>();
  for (const one of all) {
    const { currency } = one.expected;
    const sum = found.get(currency) ?? {
      currency,
      pending: { minor: 0, currency },
      paid: { minor: 0, currency },
    };
    if (earned(one) === 'pending') sum.pending.minor += one.expected.minor;
    sum.paid.minor += one.paid.minor;
    found.set(currency, sum);
  }
  return [...found.values()];
}
