import { setupServer } from 'msw/node';

/** Answers in the server's stead; tests add what they need by `server.use`. */
export const server = setupServer();

/** An address of the API, as msw wants it. */
export const at = (path: string) => `${window.location.origin}/api/v1${path}`;
