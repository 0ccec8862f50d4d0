// The one way to the API. A browser's session travels in cookies that no script can read (mode `cookie`), so there is no
// token here to lose: when the access cookie has run out the refresh cookie renews it, once for all requests that wait.
import createClient, { type Middleware } from 'openapi-fetch';
import { Problem } from './problem';
import type { components, operations, paths } from './schema';

/** The API's types by name: `Schemas['OfferOut']`. */
export type Schemas = components['schemas'];

/** One of a list that the description doesn't name: what stands in the pages of `list_commissions`. */
export type ItemOf<O extends keyof operations> = operations[O] extends {
  responses: { 200: { content: { 'application/json': { items: (infer T)[] } } } };
}
  ? T
  : never;

/** One page of a list. */
export interface Page<T> {
  items: T[];
  next?: string | null;
}

const BASE = '/api/v1';
/** Where 401 is the answer, and not a session that ran out. */
const SIGNING = [`${BASE}/sessions`, `${BASE}/sessions/passkey`, `${BASE}/sessions/refresh`];
const UNNAMED = [`${BASE}/sessions`, `${BASE}/accounts`];

interface Settings {
  organisation: string | undefined;
  language: string;
  onSessionOver: () => void;
}

const settings: Settings = { organisation: undefined, language: 'zh-CN', onSessionOver: () => undefined };

/** What goes along with every request from now on. */
export function configureApi(changes: Partial<Settings>): void {
  Object.assign(settings, changes);
}

/** For what a browser fetches without headers: streams, downloads. */
export function addressOf(path: string): string {
  const organisation = settings.organisation;
  return organisation ? `${path}${path.includes('?') ? '&' : '?'}organisation=${organisation}` : path;
}

/** What goes along with a request that the typed client doesn't send itself. */
export function standingHeaders(key: string): Record<string, string> {
  return {
    'Accept-Language': settings.language,
    'Idempotency-Key': key,
    ...(settings.organisation && { 'Jiaxiu-Organisation': settings.organisation }),
  };
}

/** The session is over: whoever was signed in is told. */
export function sessionOver(): void {
  settings.onSessionOver();
}

let renewal: Promise<boolean> | undefined;

/** Renews the session; false when it is over. */
export function renew(): Promise<boolean> {
  renewal ??= fetch(new URL(`${BASE}/sessions/refresh`, window.location.origin), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  })
    .then((response) => response.ok)
    .catch(() => false)
    .finally(() => {
      renewal = undefined;
    });
  return renewal;
}

async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(request).catch(() => {
    throw Problem.network();
  });
  const path = new URL(request.url).pathname;
  if (response.status !== 401 || SIGNING.includes(path)) return response;
  if (await renew()) return fetch(again);
  settings.onSessionOver();
  return response;
}

const headers: Middleware = {
  onRequest({ request, schemaPath }) {
    request.headers.set('Accept-Language', settings.language);
    // A request may be for another organisation than the one acted for.
    if (settings.organisation && !request.headers.has('Jiaxiu-Organisation'))
      request.headers.set('Jiaxiu-Organisation', settings.organisation);
    const named = !UNNAMED.some((root) => schemaPath.startsWith(root));
    if (request.method === 'POST' && named && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', newKey());
    }
    return request;
  },
};

/** A name for a command: sending it twice under one name carries it out once. */
export function newKey(): string {
  return crypto.randomUUID();
}

/** The typed client; wrap calls in `answer` to get the body or a thrown `Problem`. */
export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: send });
api.use(headers);

/** The body of an answer, or its `Problem` thrown. */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw Problem.of(error, response.status);
}
