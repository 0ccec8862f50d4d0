import type { Schemas } from '@/shared/api/client';

/** A stop: the key of its sentence, and what it points at (`data-tour` of an element that is there). */
export interface Stop {
  key: string;
  at: string;
}

type Role = 'holder' | 'buyer' | 'intermediary' | 'operator' | 'bureau';

/** What somebody is here to do, by the kind of her organisation. */
export function roleOf(kind: Schemas['OrganisationKind'] | string): Role {
  if (kind === 'operator' || kind === 'intermediary' || kind === 'bureau') return kind;
  return ['fund', 'bank', 'guarantor', 'insurer'].includes(kind) ? 'buyer' : 'holder';
}

const STOPS: Record<Role, string[]> = {
  holder: ['desk', 'nav.listings', 'nav.offers', 'nav.deals', 'nav.mandates', 'find'],
  buyer: ['desk', 'find', 'nav.watchlist', 'nav.offers', 'nav.deals', 'bell'],
  intermediary: ['desk', 'nav.mandates', 'organisation', 'nav.offers', 'nav.deals', 'bell'],
  operator: ['nav.desk', 'desk', 'nav.deals', 'nav.audit', 'find', 'bell'],
  bureau: ['nav.insights', 'find', 'language', 'organisation'],
};

/** The stops that lead somewhere on this page. */
export function stopsFor(kind: Schemas['OrganisationKind'] | string): Stop[] {
  const role = roleOf(kind);
  return STOPS[role]
    .filter((at) => document.querySelector(`[data-tour="${at}"]`))
    .map((at) => ({ key: `${role}.${role === 'operator' && at === 'desk' ? 'today' : at.replace('nav.', '')}`, at }));
}

/** The element of a stop, where it can be seen; on a phone the sidebar is behind its button. */
export function elementOf(at: string): HTMLElement | null {
  const found = [...document.querySelectorAll<HTMLElement>(`[data-tour="${at}"]`)];
  const seen = found.find((one) => one.getClientRects().length > 0);
  if (seen || !at.startsWith('nav.')) return seen ?? null;
  return document.querySelector<HTMLElement>('[data-tour="menu"]');
}

const stored = (account: string) => `jiaxiu.tour.${account}`;

/** Was the tour taken or declined before, by this account in this browser? */
export function wasOffered(account: string, kind: string): boolean {
  return (localStorage.getItem(stored(account)) ?? '').split(' ').includes(roleOf(kind));
}

export function noteOffered(account: string, kind: string): void {
  const before = (localStorage.getItem(stored(account)) ?? '').split(' ').filter(Boolean);
  localStorage.setItem(stored(account), [...new Set([...before, roleOf(kind)])].join(' '));
}
