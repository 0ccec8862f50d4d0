// Every page, with somebody of the demo who may see it.
import type { Page } from 'playwright-core';

export interface Place {
  /** As the router or the server knows it; what begins with `$` is filled in. */
  route: string;
  /** Organisation and role in the demo; nobody where visitors may look. */
  as?: [organisation: string, role: string];
  /** Where an id for `$…` comes from: a list of the API, and the field of its first item. */
  first?: [list: string, field: string];
}

const HOLDER: [string, string] = ['univ-yunling', 'owner'];
const BUYER: [string, string] = ['ent-guanshan', 'owner'];
const BROKER: [string, string] = ['int-zhuxin', 'owner'];
const CLERK: [string, string] = ['exchange', 'clerk'];

/** Pages of the workspace. */
export const PLACES: Place[] = [
  { route: '/app/sign-in' },
  { route: '/app/sign-up' },
  { route: '/app/verify' },
  { route: '/app/reset' },
  { route: '/app', as: HOLDER },
  { route: '/app/inbox', as: HOLDER },
  { route: '/app/offers', as: HOLDER },
  { route: '/app/offers/$offer', as: HOLDER, first: ['/api/v1/offers', 'id'] },
  { route: '/app/deals', as: BUYER },
  { route: '/app/deals/$deal', as: BUYER, first: ['/api/v1/deals', 'id'] },
  { route: '/app/mandates', as: BROKER },
  { route: '/app/mandates/$mandate', as: BROKER, first: ['/api/v1/mandates', 'id'] },
  { route: '/app/organisations/new', as: HOLDER },
  { route: '/app/desk', as: CLERK },
];

/** The address of `place` for whoever is signed in on `page`. */
export async function address(page: Page, place: Place): Promise<string> {
  if (!place.first) return place.route;
  const [list, field] = place.first;
  const answer = await page.request.get(list);
  const { items } = (await answer.json()) as { items: Record<string, string>[] };
  const id = items[0]?.[field];
  if (!id) throw new Error(`${list} is empty for ${place.as?.join(' ')}`);
  return place.route.replace(/\$\w+/, id);
}
