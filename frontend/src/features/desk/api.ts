import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';
import { useCommand } from '@/shared/api/query';

const LIMIT = 100;

export type Organisation = Schemas['OrganisationOut'];
export type Listing = Schemas['ListingOut'];
export type Deal = Schemas['DealOut'];
export type Payment = Schemas['PaymentOut'];
export type Task = Schemas['DeskTaskOut'];
export type Kind = Task['kind'];

export const KINDS: Kind[] = ['verification', 'listing', 'recordal', 'release', 'dispute', 'ruling', 'suspense'];

/** Whose work is shown. */
export type Whose = 'mine' | 'free';

export interface TaskFilters {
  kind?: Kind | undefined;
  whose?: Whose | undefined;
  done?: true | undefined;
}

export const tasksQuery = ({ kind, whose, done }: TaskFilters) =>
  infiniteQueryOptions({
    queryKey: ['desk', 'tasks', { kind, whose, done }],
    refetchInterval: 60_000,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas['DeskTasksOut']) => page.next ?? undefined,
    queryFn: ({ pageParam: cursor }) =>
      answer(
        api.GET('/api/v1/desk/tasks', {
          params: {
            query: {
              limit: LIMIT,
              ...(kind && { kind }),
              ...(whose && { assignee: whose === 'mine' ? 'me' : 'none' }),
              ...(done && { state: 'done' as const }),
              ...(cursor && { cursor }),
            },
          },
        }),
      ),
  });

/** One thing for the exchange to decide, with what it is about. */
export type Work = { id: string } & (
  | { kind: 'verification'; organisation: Organisation }
  | { kind: 'listing'; listing: Listing }
  | { kind: 'recordal' | 'release' | 'dispute' | 'ruling'; deal: Deal }
  | { kind: 'suspense'; payment: Payment }
);

async function workOf(kind: Kind, id: string): Promise<Work> {
  const at = { params: { path: { id } } };
  switch (kind) {
    case 'verification':
      return { id, kind, organisation: await answer(api.GET('/api/v1/organisations/{id}', at)) };
    case 'listing':
      return { id, kind, listing: await answer(api.GET('/api/v1/listings/{id}', at)) };
    case 'suspense':
      return { id, kind, payment: await answer(api.GET('/api/v1/bank/payments/{id}', at)) };
    default:
      return { id, kind, deal: await answer(api.GET('/api/v1/deals/{id}', at)) };
  }
}

export const workQuery = ({ kind, about }: Pick<Task, 'kind' | 'about'>) =>
  queryOptions({ queryKey: ['desk', 'work', kind, about], queryFn: () => workOf(kind, about) });

export const checksQuery = (id: string) =>
  queryOptions({
    queryKey: ['desk', 'checks', id],
    queryFn: async () => {
      const path = { path: { id } };
      const [tradeability, documents] = await Promise.all([
        answer(api.GET('/api/v1/listings/{id}/tradeability', { params: path })),
        answer(api.GET('/api/v1/listings/{id}/documents', { params: { ...path, query: { limit: LIMIT } } })),
      ]);
      return { tradeability, documents: documents.items };
    },
  });

export const membersQuery = (id: string) =>
  queryOptions({
    queryKey: ['desk', 'members', id],
    queryFn: () =>
      answer(api.GET('/api/v1/organisations/{id}/members', { params: { path: { id }, query: { limit: LIMIT } } })),
  });

/** What leads on, and what gives back, for each kind of work. */
export type Step =
  | { do: 'verify' | 'publish' | 'confirm_recordal' | 'release' | 'confirm_ruling'; version: number }
  | { do: 'reject' | 'return'; version: number; reason: string }
  | { do: 'resolve'; version: number; reference: string; note: string | null }
  | { do: 'refund'; version: number; note: string }
  | { do: 'propose_ruling'; version: number; to_seller: Schemas['Money']; to_buyer: Schemas['Money']; reason: string };

export type Approval = 'verify' | 'publish' | 'confirm_recordal' | 'release' | 'confirm_ruling';

/** The step that leads on, where the server allows its reader to take it. */
export function approval(work: Work): Approval | 'resolve' | 'propose_ruling' | undefined {
  const may = <T extends Step['do']>(actions: string[], one: T) => (actions.includes(one) ? one : undefined);
  switch (work.kind) {
    case 'verification':
      return may(work.organisation.allowed_actions, 'verify');
    case 'listing':
      return may(work.listing.allowed_actions, 'publish');
    case 'suspense':
      return may(work.payment.allowed_actions, 'resolve');
    case 'recordal':
      return may(work.deal.allowed_actions, 'confirm_recordal');
    case 'release':
      return may(work.deal.allowed_actions, 'release');
    case 'dispute':
      return may(work.deal.allowed_actions, 'propose_ruling');
    case 'ruling':
      return may(work.deal.allowed_actions, 'confirm_ruling');
  }
}

export type Refusal = 'reject' | 'return' | 'refund';

/** The step that gives it back, if there is one. */
export function refusal(work: Work): Refusal | undefined {
  if (work.kind === 'verification') return work.organisation.allowed_actions.includes('reject') ? 'reject' : undefined;
  if (work.kind === 'listing') return work.listing.allowed_actions.includes('return') ? 'return' : undefined;
  if (work.kind === 'suspense') return work.payment.allowed_actions.includes('refund') ? 'refund' : undefined;
  return undefined;
}

export function versionOf(work: Work): number {
  if (work.kind === 'verification') return work.organisation.version;
  if (work.kind === 'listing') return work.listing.version;
  if (work.kind === 'suspense') return work.payment.version;
  return work.deal.version;
}

/** The organisation that gets to read a reason. */
export function applicant(work: Work): string | undefined {
  if (work.kind === 'verification') return work.organisation.id;
  if (work.kind === 'listing') return work.listing.owner.id ?? undefined;
  return undefined;
}

const TOUCHED = [['desk'], ['deals'], ['home'], ['listings'], ['organisations'], ['notifications']];

function carryOut(id: string, step: Step, key: string): Promise<unknown> {
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
    case 'propose_ruling': {
      const { to_seller, to_buyer, reason } = step;
      return answer(
        api.POST('/api/v1/deals/{id}/actions/propose_ruling', {
          ...at,
          body: { ...body, to_seller, to_buyer, reason },
        }),
      );
    }
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
}

export function useDecision(id: string, onDone: () => void) {
  return useCommand({ run: (step: Step, key) => carryOut(id, step, key), touches: TOUCHED, onDone });
}

/** Takes a task in hand, gives it to a colleague, or puts it back. */
export function useAssign() {
  return useCommand({
    run: ({ task, assignee }: { task: Task; assignee: string | null }, key) =>
      answer(
        api.POST('/api/v1/desk/tasks/{id}/actions/assign', {
          params: { path: { id: task.id } },
          headers: { 'Idempotency-Key': key },
          body: { assignee, assignment: task.assignment },
        }),
      ),
    touches: [['desk', 'tasks']],
  });
}

const askAudit = (query: Record<string, string | number>) => answer(api.GET('/api/v1/audit', { params: { query } }));

export type AuditEntry = Awaited<ReturnType<typeof askAudit>>['items'][number];

export interface AuditFilters {
  actor?: string | undefined;
  operation?: string | undefined;
  target?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Days are the reader's: from the first moment of one to the last of the other. */
export const auditQuery = ({ from, to, ...filters }: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ['audit', { from, to, ...filters }],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: { next?: string | null }) => page.next ?? undefined,
    queryFn: ({ pageParam: cursor }) => {
      const query: Record<string, string | number> = { limit: LIMIT };
      for (const [name, value] of Object.entries(filters)) if (value) query[name] = value;
      if (from) query['from'] = new Date(`${from}T00:00:00`).toISOString();
      if (to) query['to'] = new Date(new Date(`${to}T00:00:00`).getTime() + 86_400_000).toISOString();
      if (cursor) query['cursor'] = cursor;
      return askAudit(query);
    },
  });
