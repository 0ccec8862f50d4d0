import { QueryClient } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, test, vi } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { listen } from './stream';

class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  readyState = 0;
  constructor(readonly url: string) {
    super();
    FakeSource.all.push(this);
  }
  close() {
    this.readyState = FakeSource.CLOSED;
  }
  fail(state: number) {
    this.readyState = state;
    this.dispatchEvent(new Event('error'));
  }
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  FakeSource.all = [];
});

function begin() {
  vi.stubGlobal('EventSource', FakeSource);
  const client = new QueryClient();
  const touched: unknown[] = [];
  vi.spyOn(client, 'invalidateQueries').mockImplementation((filters) => {
    touched.push(filters?.queryKey?.[0]);
    return Promise.resolve();
  });
  return { stop: listen(client), touched };
}

test('an event makes the inbox and what it is about out of date', () => {
  const { stop, touched } = begin();
  FakeSource.all[0]?.dispatchEvent(
    new MessageEvent('notification', { data: JSON.stringify({ subject: 'deal_1', kind: 'deal.signed' }) }),
  );
  expect(touched).toEqual(['notifications', 'home', 'desk', 'ledger', 'deals']);
  stop();
  expect(FakeSource.all[0]?.readyState).toBe(FakeSource.CLOSED);
});

test('a break that the browser mends is left to it; one for good renews the session, opens anew and catches up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let renewed = 0;
  server.use(
    http.post(at('/sessions/refresh'), () => {
      renewed += 1;
      return HttpResponse.json({});
    }),
  );
  const { stop, touched } = begin();
  FakeSource.all[0]?.fail(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSource.all).toHaveLength(1);
  FakeSource.all[0]?.fail(FakeSource.CLOSED);
  await vi.advanceTimersByTimeAsync(2_000);
  vi.useRealTimers();
  await vi.waitFor(() => expect(FakeSource.all).toHaveLength(2));
  expect(renewed).toBe(1);
  FakeSource.all[1]?.dispatchEvent(new Event('open'));
  expect(touched).toEqual(['notifications']);
  stop();
});
