import { headersOf, renew } from './client';
import { Problem } from './problem';

interface Upload {
  /** Path in the API, with `/api/v1`. */
  path: string;
  form: FormData;
  key: string;
  /** Told how much has gone, 0 to 1. */
  onProgress?: (part: number) => void;
}

/** Sends a file and tells how far it is: `fetch` can't. Everything else is as in the client. */
export async function upload<T>(input: Upload): Promise<T> {
  const first = await send(input);
  const done = first.status === 401 && (await renew()) ? await send(input) : first;
  if (done.status >= 200 && done.status < 300) return done.body as T;
  throw Problem.of(done.body, done.status);
}

function send({ path, form, key, onProgress }: Upload): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', new URL(path, window.location.origin));
    for (const [name, value] of Object.entries(headersOf())) request.setRequestHeader(name, value);
    request.setRequestHeader('Idempotency-Key', key);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      let body: unknown;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        body = undefined;
      }
      resolve({ status: request.status, body });
    };
    request.onerror = () => reject(Problem.network());
    request.send(form);
  });
}
