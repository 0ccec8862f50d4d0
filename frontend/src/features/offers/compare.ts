import type { Schemas } from '@/shared/api/client';
import type { Offer } from './api';

export type Bidder = Pick<Schemas['OrganisationOut'], 'id' | 'kind' | 'state' | 'region'>;

/** By what offers can be put in order; the best comes first. */
export const ORDERS = ['price', 'expires', 'newest', 'oldest'] as const;
export type Order = (typeof ORDERS)[number];

const BY: Record<Order, (a: Offer, b: Offer) => number> = {
  price: (a, b) => b.price.minor - a.price.minor,
  expires: (a, b) => a.expires_at.localeCompare(b.expires_at),
  newest: (a, b) => b.updated_at.localeCompare(a.updated_at),
  oldest: (a, b) => a.created_at.localeCompare(b.created_at),
};

/** In order; what was offered in the same amount stands as it was made. */
export function ordered(offers: Offer[], by: Order): Offer[] {
  return [...offers].sort((a, b) => BY[by](a, b) || BY.oldest(a, b));
}

/** What stands out in a row of the comparison. */
export type Row = 'price' | 'expires' | 'longest';

/** The offers that are the best of all in a row; none where they don't differ, or can't be compared. */
export function best(offers: Offer[], row: Row): Set<string> {
  const open = offers.filter((offer) => offer.state === 'open');
  // Prices of different rights or currencies are no measure of each other.
  const alike = row !== 'price' || new Set(open.map((one) => `${one.right} ${one.price.currency}`)).size <= 1;
  if (open.length < 2 || !alike) return new Set();
  const figure = (offer: Offer): number => {
    if (row === 'price') return offer.price.minor;
    if (row === 'expires') return Date.parse(offer.expires_at);
    // Without a term it runs as long as the right does.
    return offer.terms.term_months ?? Number.POSITIVE_INFINITY;
  };
  const figures = open.map(figure);
  const top = Math.max(...figures);
  if (figures.every((one) => one === top)) return new Set();
  return new Set(open.filter((offer) => figure(offer) === top).map(({ id }) => id));
}

/** How many open offers wait on each listing that one sells: those of two and more can be compared. */
export function comparable(offers: Offer[], seller: string | null | undefined): { offer: Offer; count: number }[] {
  const found = new Map<string, { offer: Offer; count: number }>();
  for (const offer of offers) {
    if (offer.state !== 'open' || offer.seller.id !== seller) continue;
    const before = found.get(offer.listing.id);
    if (before) before.count += 1;
    else found.set(offer.listing.id, { offer, count: 1 });
  }
  return [...found.values()].filter(({ count }) => count > 1);
}
