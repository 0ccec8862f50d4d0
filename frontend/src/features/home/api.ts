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

export type AccessRequest = Schemas['AccessRequestOut'] & { about: Schemas['Text'] };

export interface Desk {
  offers: Schemas['OfferOut'][];
  deals: Schemas['DealOut'][];
  enquiries: Schemas['EnquiryOut'][];
  access: AccessRequest[];
}

/** What somebody may not see is simply not on the desk. */
async function unlessForbidden<T>(list: Promise<{ items: T[] }>): Promise<T[]> {
  try {
    return (await list).items;
  } catch (thrown) {
    if (Problem.from(thrown).status === 403) return [];
    throw thrown;
  }
}

async function openDeals(): Promise<Schemas['DealOut'][]> {
  const deals = await unlessForbidden(answer(api.GET('/api/v1/deals', { params: { query: { limit: LIMIT } } })));
  const open = deals.filter((deal) => !OVER.includes(deal.stage)).slice(0, DEALS);
  return Promise.all(open.map(({ id }) => answer(api.GET('/api/v1/deals/{id}', { params: { path: { id } } }))));
}

async function accessRequests(organisation: string): Promise<AccessRequest[]> {
  const listings = await unlessForbidden(
    answer(api.GET('/api/v1/listings', { params: { query: { limit: LIMIT, state: 'published' } } })),
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
  return lists.flat();
}

/** Everything that waits for `organisation`, what presses most first. */
export const deskQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['home', 'desk', organisation],
    queryFn: async (): Promise<Desk> => {
      const query = { limit: LIMIT };
      const [offers, deals, enquiries, access] = await Promise.all([
        unlessForbidden(answer(api.GET('/api/v1/offers', { params: { query: { ...query, state: 'open' } } }))),
        openDeals(),
        unlessForbidden(answer(api.GET('/api/v1/enquiries', { params: { query } }))),
        accessRequests(organisation),
      ]);
      return {
        offers: offers
          .filter((offer) => offer.allowed_actions.includes('accept') || mine(offer, organisation))
          .sort((a, b) => a.answer_due.localeCompare(b.answer_due)),
        deals: deals
          .filter((deal) => acts(deal, organisation))
          .sort((a, b) => (a.deadline ?? '9').localeCompare(b.deadline ?? '9')),
        enquiries: enquiries
          .filter((one) => one.holder.id === organisation && !one.first_answered_at)
          .sort((a, b) => a.answer_due.localeCompare(b.answer_due)),
        access: access.filter((request) => request.state === 'requested'),
      };
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
