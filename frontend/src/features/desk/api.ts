import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { useCommand } from '@/shared/api/query';

/** The most that one look fetches of each kind; what is beyond comes up as the first are done. */
const LIMIT = 100;

export type Organisation = Schemas['OrganisationOut'];
export type Listing = Schemas['ListingOut'];
export type Deal = Schemas['DealOut'];
export type Payment = Schemas['PaymentOut'];

export type Kind = 'organisation' | 'listing' | 'recordal' | 'release' | 'dispute' | 'suspense';
export const KINDS: Kind[] = ['organisation', 'listing', 'recordal', 'release', 'dispute', 'suspense'];

/** One thing for the exchange to decide. */
export type Work = { id: string; due?: string | undefined; since: string } & (
  | { kind: 'organisation'; organisation: Organisation }
  | { kind: 'listing'; listing: Listing }
  | { kind: 'recordal' | 'release' | 'dispute'; deal: Deal }
  | { kind: 'suspense'; payment: Payment }
);

async function deals(stage: Deal['stage'], kind: 'recordal' | 'release' | 'dispute'): Promise<Work[]> {
  const { items } = await answer(api.GET('/api/v1/deals', { params: { query: { limit: LIMIT, stage } } }));
  const whole = await Promise.all(
    items.map(({ id }) => answer(api.GET('/api/v1/deals/{id}', { params: { path: { id } } }))),
  );
  return whole
    .filter((deal) => deal.acting_next.some((party) => party === 'operator' || party === 'second_operator'))
    .map((deal) => ({
      kind,
      id: deal.id,
      deal,
      due: deal.deadline ?? undefined,
      since: deal.history.at(-1)?.at ?? deal.opened_at,
    }));
}

/** First what has a deadline, the nearest first; then the rest, who waits longest first. */
export function inOrder(work: Work[]): Work[] {
  return work.toSorted((a, b) => {
    if (a.due && b.due) return a.due.localeCompare(b.due);
    if (a.due || b.due) return a.due ? -1 : 1;
    return a.since.localeCompare(b.since);
  });
}

export const workQuery = queryOptions({
  queryKey: ['desk', 'work'],
  refetchInterval: 60_000,
  queryFn: async (): Promise<Work[]> => {
    const query = { limit: LIMIT };
    const [organisations, listings, recordals, releases, disputes, suspense] = await Promise.all([
      answer(api.GET('/api/v1/organisations', { params: { query: { ...query, state: 'requested' } } })),
      answer(api.GET('/api/v1/listings', { params: { query: { ...query, state: 'submitted' } } })),
      deals('recordal', 'recordal'),
      deals('release', 'release'),
      deals('disputed', 'dispute'),
      answer(api.GET('/api/v1/bank/suspense', { params: { query } })),
    ]);
    return inOrder([
      ...organisations.items.map((one) => ({
        kind: 'organisation' as const,
        id: one.id,
        organisation: one as Organisation,
        since: one.created_at ?? '',
      })),
      ...listings.items.map((one) => ({
        kind: 'listing' as const,
        id: one.id,
        listing: one as Listing,
        since: one.updated_at,
      })),
      ...recordals,
      ...releases,
      ...disputes,
      ...suspense.items.map((one) => ({
        kind: 'suspense' as const,
        id: one.id,
        payment: one,
        since: one.received_at,
      })),
    ]);
  },
});

export const listingQuery = (id: string) =>
  queryOptions({
    queryKey: ['desk', 'listing', id],
    queryFn: async () => {
      const path = { path: { id } };
      const [listing, tradeability, documents] = await Promise.all([
        answer(api.GET('/api/v1/listings/{id}', { params: path })),
        answer(api.GET('/api/v1/listings/{id}/tradeability', { params: path })),
        answer(api.GET('/api/v1/listings/{id}/documents', { params: { ...path, query: { limit: LIMIT } } })),
      ]);
      return { listing, tradeability, documents: documents.items };
    },
  });

export const membersQuery = (id: string) =>
  queryOptions({
    queryKey: ['desk', 'members', id],
    queryFn: () => answer(api.GET('/api/v1/organisations/{id}/members', { params: { path: { id } } })),
  });

/** What leads on, and what gives back, for each kind of work. */
export type Step =
  | { do: 'verify' | 'publish' | 'confirm_recordal' | 'release' | 'confirm_ruling'; version: number }
  | { do: 'reject' | 'return'; version: number; reason: string }
  | { do: 'resolve'; version: number; reference: string; note: string | null }
  | { do: 'refund'; version: number; note: string };

/** The step that leads on, where the server allows its reader to take it. */
export function approval(work: Work): Step['do'] | undefined {
  const may = (actions: string[], ...wanted: Step['do'][]) => wanted.find((one) => actions.includes(one));
  switch (work.kind) {
    case 'organisation':
      return may(work.organisation.allowed_actions, 'verify');
    case 'listing':
      return may(work.listing.allowed_actions, 'publish');
    case 'suspense':
      return may(work.payment.allowed_actions, 'resolve');
    default:
      return may(work.deal.allowed_actions, 'confirm_recordal', 'release', 'confirm_ruling');
  }
}

/** The step that gives it back, if there is one. */
export function refusal(work: Work): 'reject' | 'return' | 'refund' | undefined {
  if (work.kind === 'organisation') return work.organisation.allowed_actions.includes('reject') ? 'reject' : undefined;
  if (work.kind === 'listing') return work.listing.allowed_actions.includes('return') ? 'return' : undefined;
  if (work.kind === 'suspense') return work.payment.allowed_actions.includes('refund') ? 'refund' : undefined;
  return undefined;
}

export function versionOf(work: Work): number {
  if (work.kind === 'organisation') return work.organisation.version;
  if (work.kind === 'listing') return work.listing.version;
  if (work.kind === 'suspense') return work.payment.version;
  return work.deal.version;
}

export function useDecision(id: string, onDone: () => void) {
  return useCommand({
    run: (step: Step, key): Promise<unknown> => {
      const at = { params: { path: { id } }, headers: { 'Idempotency-Key': key } };
      const body = { version: step.version };
      switch (step.do) {
        case 'verify':
          return answer(api.POST('/api/v1/organisations/{id}/actions/verify', { ...at, body }));
        case 'reject':
          return answer(
            api.POST('/api/v1/organisations/{id}/actions/reject', { ...at, body: { ...body, reason: step.reason } }),
          );
        case 'publish':
          return answer(api.POST('/api/v1/listings/{id}/actions/publish', { ...at, body }));
        case 'return':
          return answer(
            api.POST('/api/v1/listings/{id}/actions/return', { ...at, body: { ...body, reason: step.reason } }),
          );
        case 'confirm_recordal':
          return answer(api.POST('/api/v1/deals/{id}/actions/confirm_recordal', { ...at, body }));
        case 'release':
          return answer(api.POST('/api/v1/deals/{id}/actions/release', { ...at, body }));
        case 'confirm_ruling':
          return answer(api.POST('/api/v1/deals/{id}/actions/confirm_ruling', { ...at, body }));
        case 'resolve':
          return answer(
            api.POST('/api/v1/bank/suspense/{id}/actions/resolve', {
              ...at,
              body: { ...body, reference: step.reference, note: step.note },
            }),
          );
        case 'refund':
          return answer(
            api.POST('/api/v1/bank/suspense/{id}/actions/refund', { ...at, body: { ...body, note: step.note } }),
          );
      }
    },
    touches: [['desk'], ['deals'], ['home'], ['listings'], ['organisations'], ['notifications']],
    onDone,
  });
}
