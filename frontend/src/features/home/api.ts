import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { Problem } from '@/shared/api/problem';

/** The most that one look at the desk fetches of each kind. */
const LIMIT = 100;
/** Of so many open deals the whole is asked for: the list doesn't say who must act next. */
const DEALS = 20;
const OVER = ['closed', 'cancelled', 'refunded'];
/** Of so many own listings the requests for access are asked for: the API lists them by listing only. */
const LISTINGS = 12;

type AccessRequest = Schemas['AccessRequestOut'] & { about: Schemas['Text'] };

/** Something that waits for an organisation, and until when. */
export type Thing = { id: string; due?: string; since?: string } & (
  | { kind: 'offer'; offer: Schemas['OfferOut'] }
  | { kind: 'deal'; deal: Schemas['DealOut'] }
  | { kind: 'enquiry'; enquiry: Schemas['EnquiryOut'] }
  | { kind: 'access'; request: AccessRequest }
  | { kind: 'mandate'; mandate: Schemas['MandateOut'] }
  | { kind: 'returned'; listing: Schemas['ListingOut'] }
);

/** What somebody may not see is simply not on the desk. */
async function unlessForbidden<T>(list: Promise<{ items: T[] }>): Promise<T[]> {
  try {
    return (await list).items;
  } catch (thrown) {
    if (Problem.from(thrown).status === 403) return [];
    throw thrown;
  }
}

const query = { limit: LIMIT };

async function offers(organisation: string): Promise<Thing[]> {
  const found = await unlessForbidden(
    answer(api.GET('/api/v1/offers', { params: { query: { ...query, state: 'open' } } })),
  );
  return found
    .filter((offer) => offer.allowed_actions.includes('accept') || mine(offer, organisation))
    .map((offer) => ({ id: offer.id, due: offer.answer_due, kind: 'offer', offer }));
}

async function deals(organisation: string): Promise<Thing[]> {
  const found = await unlessForbidden(answer(api.GET('/api/v1/deals', { params: { query } })));
  const open = found.filter((deal) => !OVER.includes(deal.stage)).slice(0, DEALS);
  const whole = await Promise.all(
    open.map(({ id }) => answer(api.GET('/api/v1/deals/{id}', { params: { path: { id } } }))),
  );
  return whole
    .filter((deal) => acts(deal, organisation))
    .map((deal) => ({ id: deal.id, ...(deal.deadline && { due: deal.deadline }), kind: 'deal', deal }));
}

async function enquiries(organisation: string): Promise<Thing[]> {
  const found = await unlessForbidden(answer(api.GET('/api/v1/enquiries', { params: { query } })));
  return found
    .filter((one) => one.holder.id === organisation && !one.first_answered_at)
    .map((enquiry) => ({ id: enquiry.id, due: enquiry.answer_due, kind: 'enquiry', enquiry }));
}

async function access(organisation: string): Promise<Thing[]> {
  const listings = await unlessForbidden(
    answer(api.GET('/api/v1/listings', { params: { query: { ...query, state: 'published' } } })),
  );
  const own = listings.filter((listing) => listing.owner.id === organisation).slice(0, LISTINGS);
  const lists = await Promise.all(
    own.map(async ({ id, title }) => {
      const requests = await unlessForbidden(
        answer(api.GET('/api/v1/listings/{id}/access-requests', { params: { path: { id }, query: { limit: 20 } } })),
      );
      return requests.map((request) => ({ ...request, about: title }));
    }),
  );
  return lists
    .flat()
    .filter((request) => request.state === 'requested')
    .map((request) => ({ id: request.id, since: request.created_at, kind: 'access', request }));
}

/** Listings that the exchange sent back to be corrected. */
async function returned(organisation: string): Promise<Thing[]> {
  const found = await unlessForbidden(
    answer(api.GET('/api/v1/listings', { params: { query: { ...query, state: 'returned' } } })),
  );
  return found
    .filter((listing) => listing.owner.id === organisation)
    .map((listing) => ({ id: listing.id, since: listing.updated_at, kind: 'returned', listing }));
}

/** Mandates that the other side proposed. */
async function mandates(): Promise<Thing[]> {
  const found = await unlessForbidden(answer(api.GET('/api/v1/mandates', { params: { query } })));
  return found
    .filter((mandate) => mandate.state === 'proposed' && mandate.allowed_actions.includes('accept'))
    .map((mandate) => ({ id: mandate.id, since: mandate.created_at, kind: 'mandate', mandate }));
}

/** A deadline before none, the earlier before the later; without one, what has waited longest. */
export function byPress(a: Thing, b: Thing): number {
  if (a.due && b.due) return a.due.localeCompare(b.due);
  if (a.due || b.due) return a.due ? -1 : 1;
  return (a.since ?? '').localeCompare(b.since ?? '');
}

/** Everything that waits for `organisation`, what presses most first. */
export const deskQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['home', 'desk', organisation],
    queryFn: async (): Promise<Thing[]> => {
      const lists = await Promise.all([
        offers(organisation),
        deals(organisation),
        enquiries(organisation),
        access(organisation),
        returned(organisation),
        mandates(),
      ]);
      return lists.flat().sort(byPress);
    },
  });

function mine(offer: Schemas['OfferOut'], organisation: string): boolean {
  return (offer.turn === 'seller' ? offer.seller.id : offer.buyer.id) === organisation;
}

/** Must this organisation take the next step? */
export function acts(deal: Schemas['DealOut'], organisation: string): boolean {
  const { seller, buyer } = deal.parties;
  return deal.acting_next.some((party) => {
    if (party === 'either_side') return [seller.id, buyer.id].includes(organisation);
    if (party === 'seller') return seller.id === organisation;
    // The bank moves the money, but the buyer pays it in.
    if (party === 'buyer' || (party === 'bank' && deal.stage === 'funding')) return buyer.id === organisation;
    return (
      (party === 'operator' || party === 'second_operator') &&
      deal.allowed_actions.length > 0 &&
      ![seller.id, buyer.id].includes(organisation)
    );
  });
}
