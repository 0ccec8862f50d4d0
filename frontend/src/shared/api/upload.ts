// Sending files. `fetch` doesn't tell how far it is, so this is the one place that uses the browser's older way.
import { renew, sessionOver, standingHeaders } from './client';
import { Problem } from './problem';

interface Upload {
  /** Path in the API, with its ids. */
  path: string;
  form: FormData;
  /** Name of the command: sent twice under it, the file is taken once. */
  key: string;
  /** From 0 to 1, as far as the browser has sent. */
  onProgress?: ((share: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

interface Answer {
  status: number;
  body: unknown;
}

function send({ path, form, key, onProgress, signal }: Upload): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', new URL(path, window.location.origin));
    for (const [name, value] of Object.entries(standingHeaders(key))) request.setRequestHeader(name, value);
    if (onProgress) {
      request.upload.addEventListener('progress', (event) => {
        if (event.lengthComputable) onProgress(event.loaded / event.total);
      });
    }
    request.addEventListener('load', () => {
      let body: unknown;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        // A proxy's page, perhaps: the status says enough.
      }
      resolve({ status: request.status, body });
    });
    request.addEventListener('error', () => reject(Problem.network()));
    request.addEventListener('abort', () => reject(new Problem('aborted', 0, true)));
    signal?.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

/** Sends a form with files and tells how far it is; a session that ran out meanwhile is renewed once. */
export async function upload<T>(what: Upload): Promise<T> {
  let { status, body } = await send(what);
  if (status === 401) {
    if (await renew()) ({ status, body } = await send(what));
    else sessionOver();
  }
  if (status >= 200 && status < 300) return body as T;
  throw Problem.of(body, status);
}
