import type { Tone } from '@/shared/ui/StateTag';
import type { Offer, Round } from './api';
import type { Side } from './routes';

/** On which side an organisation stands; undefined for onlookers (an operator). */
export function sideOf(
  offer: Pick<Offer, 'seller' | 'buyer'>,
  organisation: string | null | undefined,
): Side | undefined {
  if (offer.seller.id === organisation) return 'seller';
  if (offer.buyer.id === organisation) return 'buyer';
  return undefined;
}

/** Is this organisation's answer awaited? */
export function isMyTurn(offer: Offer, organisation: string | null | undefined): boolean {
  return offer.state === 'open' && offer.turn != null && offer.turn === sideOf(offer, organisation);
}

export interface Standing {
  tone: Tone;
  /** Key in `offers:standing`. */
  key: string;
}

/** The state as its reader sees it: an open thread waits for one or for the other. */
export function standing(offer: Offer, organisation: string | null | undefined): Standing {
  if (offer.state !== 'open') return { tone: offer.state === 'accepted' ? 'done' : 'stopped', key: offer.state };
  if (isMyTurn(offer, organisation)) return { tone: 'pressing', key: 'my_turn' };
  return { tone: 'waiting', key: sideOf(offer, organisation) ? 'their_turn' : `${offer.turn ?? 'seller'}_turn` };
}

/** The terms that rounds are compared by, in the order they are shown. */
export const TERMS = ['right', 'price', 'field', 'territory', 'term_months', 'expires_at'] as const;
export type Term = (typeof TERMS)[number];

function value(round: Round, term: Term): unknown {
  switch (term) {
    case 'right':
      return round.right;
    case 'price':
      return `${round.price.minor} ${round.price.currency}`;
    case 'expires_at':
      return round.expires_at;
    default:
      return round.terms[term] ?? null;
  }
}

/** What `round` changed against the one before. */
export function changes(round: Round, before: Round | undefined): Set<Term> {
  if (!before) return new Set();
  return new Set(TERMS.filter((term) => value(round, term) !== value(before, term)));
}

/** How far the price moved, in thousandths; undefined when it can't be compared. */
export function moved(round: Round, before: Round | undefined): number | undefined {
  if (!before || before.price.currency !== round.price.currency || before.price.minor === 0) return undefined;
  return Math.round(((round.price.minor - before.price.minor) / before.price.minor) * 1000) / 1000;
}

const ONLY_ONE: Offer['right'][] = ['assignment', 'exclusive', 'sole', 'equity_contribution'];

/** Does granting one leave no room for the other? */
export function conflicts(a: Offer['right'], b: Offer['right']): boolean {
  return ONLY_ONE.includes(a) || ONLY_ONE.includes(b);
}
