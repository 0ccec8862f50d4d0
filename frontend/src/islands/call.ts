// The islands' way to the API: no more than they need, because a page that sells has little time to load.

/** Why a call was refused, in the reader's language. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

const BASE = '/api/v1';

/** Renews the session's cookies; false when it is over. */
export function renew(): Promise<boolean> {
  return fetch(new URL(`${BASE}/sessions/refresh`, location.origin), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  })
    .then((response) => response.ok)
    .catch(() => false);
}

async function problem(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
  return new Refused(body.detail ?? body.title ?? String(response.status), response.status);
}

/** Calls the API; the answer's body, undefined where it has none. */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  // One name for all attempts: carried out once.
  const key = method === 'GET' ? undefined : crypto.randomUUID();
  const send = () =>
    fetch(new URL(`${BASE}${path}`, location.origin), {
      method,
      headers: {
        'Accept-Language': document.documentElement.lang,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(key ? { 'Idempotency-Key': key } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new Refused('network', 0);
    });
  let response = await send();
  if (response.status === 401 && (await renew())) response = await send();
  if (!response.ok) throw await problem(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}
