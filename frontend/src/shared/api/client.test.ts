import { http, HttpResponse } from 'msw';
import { expect, test, vi } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { answer, api, configureApi } from './client';

test('a session that ran out is renewed once, and the request goes again under the same key', async () => {
  const keys: (string | null)[] = [];
  let renewals = 0;
  server.use(
    http.post(at('/notifications/actions/read_all'), ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'));
      if (keys.length <= 2) return HttpResponse.json({ code: 'unauthenticated', errors: [] }, { status: 401 });
      return HttpResponse.json({ read: 1 });
    }),
    http.post(at('/sessions/refresh'), () => {
      renewals += 1;
      return HttpResponse.json({});
    }),
  );
  const both = [1, 2].map(() => answer(api.POST('/api/v1/notifications/actions/read_all')));
  expect(await Promise.all(both)).toEqual([{ read: 1 }, { read: 1 }]);
  expect(renewals).toBe(1);
  expect(new Set(keys).size).toBe(2);
  expect(keys.every(Boolean)).toBe(true);
});

test('a session that is over is told once, and the problem is typed', async () => {
  const onSessionOver = vi.fn();
  configureApi({ onSessionOver, organisation: 'org_1' });
  server.use(
    http.get(at('/offers/off_1'), ({ request }) => {
      expect(request.headers.get('Jiaxiu-Organisation')).toBe('org_1');
      return HttpResponse.json({ code: 'unauthenticated', errors: [], request_id: 'req_1' }, { status: 401 });
    }),
    http.post(at('/sessions/refresh'), () => HttpResponse.json({ code: 'session_over' }, { status: 401 })),
  );
  const call = answer(api.GET('/api/v1/offers/{id}', { params: { path: { id: 'off_1' } } }));
  await expect(call).rejects.toMatchObject({ code: 'unauthenticated', status: 401, requestId: 'req_1' });
  expect(onSessionOver).toHaveBeenCalledOnce();
});
