// The server's stream of notifications, one for the whole application. The browser resumes it by Last-Event-ID as long as
// it is the same EventSource; one that the server closed for good (the session's cookie ran out) is opened anew, and what
// came meanwhile is fetched.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { addressOf, renew, type Schemas } from '@/shared/api/client';

export type Connection = 'connecting' | 'live' | 'lost';

/** What an event makes out of date, by the subject's prefix. */
const TOUCHED: Record<string, string> = {
  off: 'offers',
  deal: 'deals',
  enq: 'enquiries',
  lst: 'listings',
  man: 'mandates',
  org: 'me',
};

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;

let connection: Connection = 'connecting';
const listeners = new Set<() => void>();

function become(next: Connection): void {
  if (next === connection) return;
  connection = next;
  for (const listener of listeners) listener();
}

function take(client: QueryClient, data: string): void {
  let subject = '';
  try {
    ({ subject } = JSON.parse(data) as Schemas['NotificationOut']);
  } catch {
    // Whatever it was, the lists tell the truth.
  }
  void client.invalidateQueries({ queryKey: ['notifications'] });
  void client.invalidateQueries({ queryKey: ['home'] });
  void client.invalidateQueries({ queryKey: ['desk'] });
  void client.invalidateQueries({ queryKey: ['ledger'] });
  const touched = TOUCHED[subject.split('_')[0] ?? ''];
  if (touched) void client.invalidateQueries({ queryKey: [touched] });
}

/** Opens the stream and keeps it open; returns what closes it. */
export function listen(client: QueryClient): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT;
  let missed = false;
  let over = false;
  const open = () => {
    become(missed ? 'lost' : 'connecting');
    source = new EventSource(addressOf('/api/v1/stream'));
    source.addEventListener('open', () => {
      wait = FIRST_WAIT;
      become('live');
      if (missed) void client.invalidateQueries({ queryKey: ['notifications'] });
      missed = false;
    });
    source.addEventListener('notification', (event: MessageEvent<string>) => take(client, event.data));
    source.addEventListener('error', () => {
      missed = true;
      become('lost');
      // While it is CONNECTING the browser tries again by itself, and resumes.
      if (source?.readyState !== EventSource.CLOSED) return;
      source.close();
      timer = setTimeout(() => {
        void renew().then(() => {
          if (!over) open();
        });
      }, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  };
  open();
  return () => {
    over = true;
    clearTimeout(timer);
    source?.close();
  };
}

/** Listens for the organisation acted for, as long as it is shown. */
export function useStream(organisation: string | null | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (typeof EventSource === 'undefined') return undefined;
    return listen(client);
  }, [client, organisation]);
}

/** How the stream is doing. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connection,
  );
}
