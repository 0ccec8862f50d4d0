// Every page, with somebody of the demo who may see it.
import type { Page } from 'playwright-core';

export interface Place {
  /** As the router or the server knows it; what begins with `$` is filled in. */
  route: string;
  /** Organisation and role in the demo; nobody where visitors may look. */
  as?: [organisation: string, role: string];
  /** What stands for `$…`, where that is known. */
  name?: string;
  /** Where an id for `$…` comes from: a list of the API, and the field of its first item. */
  first?: [list: string, field: string];
}

const HOLDER: [string, string] = ['univ-yunling', 'owner'];
const BUYER: [string, string] = ['ent-guanshan', 'owner'];
const BROKER: [string, string] = ['int-zhuxin', 'owner'];

const APPROVER: [string, string] = ['exchange', 'approver'];

/** Pages of the workspace. */
export const PLACES: Place[] = [
  { route: '/app/sign-in' },
  { route: '/app/sign-up' },
  { route: '/app/verify' },
  { route: '/app/reset' },
  { route: '/app/invitation' },
  { route: '/app/first-operator' },
  { route: '/app/demo-mail' },
  { route: '/app/', as: HOLDER },
  { route: '/app/inbox', as: HOLDER },
  { route: '/app/listings', as: HOLDER },
  { route: '/app/listings/new', as: HOLDER },
  { route: '/app/listings/$listing', as: HOLDER, first: ['/api/v1/listings', 'id'] },
  { route: '/app/listings/$listing/edit', as: HOLDER, first: ['/api/v1/listings', 'id'] },
  { route: '/app/offers/on/$listing', as: HOLDER, first: ['/api/v1/listings', 'id'] },
  { route: '/app/enquiries', as: HOLDER },
  { route: '/app/enquiries/$enquiry', as: HOLDER, first: ['/api/v1/enquiries', 'id'] },
  { route: '/app/offers', as: HOLDER },
  { route: '/app/offers/$offer', as: HOLDER, first: ['/api/v1/offers', 'id'] },
  ...['profile', 'security', 'tokens', 'notifications', 'data', 'mail'].map((part): Place => ({
    route: '/app/account/$part',
    as: HOLDER,
    name: part,
  })),
  { route: '/app/organisations/$id', as: HOLDER, first: ['/api/v1/organisations', 'id'] },
  { route: '/app/organisations/new', as: HOLDER },
  { route: '/app/organisation', as: HOLDER },
  { route: '/app/ledger', as: BUYER },
  { route: '/app/watchlist', as: BUYER },
  { route: '/app/deals', as: BUYER },
  { route: '/app/deals/$deal', as: BUYER, first: ['/api/v1/deals', 'id'] },
  { route: '/app/', as: BROKER },
  { route: '/app/mandates', as: BROKER },
  { route: '/app/commissions', as: BROKER },
  { route: '/app/mandates/$mandate', as: BROKER, first: ['/api/v1/mandates', 'id'] },
  { route: '/app/desk', as: APPROVER },
  { route: '/app/audit', as: APPROVER },
  { route: '/app/exchange/settings', as: APPROVER },
  { route: '/app/insights', as: APPROVER },
];

/** Public pages, behind the language. */
export const PAGES: Place[] = [
  { route: '' },
  { route: `/search?q=${encodeURIComponent('电池')}` },
  { route: `/search?q=${encodeURIComponent('不存在的词语')}&sector=new_energy` },
  { route: '/listings/$number', first: ['/api/v1/search', 'number'] },
  { route: '/organisations/$id', first: ['/api/v1/intermediaries', 'id'] },
  { route: '/intermediaries' },
  { route: '/help' },
  { route: '/terms' },
  { route: '/privacy' },
];

/** The address of `place` for whoever is signed in on `page`. */
export async function address(page: Page, place: Place): Promise<string> {
  if (place.name) return place.route.replace(/\$\w+/, place.name);
  if (!place.first) return place.route;
  const [list, field] = place.first;
  const answer = await page.request.get(list);
  const { items, hits } = (await answer.json()) as {
    items?: Record<string, string>[];
    hits?: { listing: Record<string, string> }[];
  };
  const id = (items?.[0] ?? hits?.[0]?.listing)?.[field];
  if (!id) throw new Error(`${list} is empty for ${place.as?.join(' ')}`);
  return place.route.replace(/\$\w+/, id);
}
