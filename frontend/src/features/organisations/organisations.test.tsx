import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { at, server } from '@/shared/testing/server';
import { show, somebody } from '@/shared/testing/show';
import { changes } from './components/Profile';
import { organisationsRoutes } from './routes';
import { usccFault } from './uscc';

const organisation = {
  id: 'org_buyer',
  kind: 'fund',
  name: { zh: '黔灵创投', en: 'Qianling Ventures' },
  region: 'CN-GZ',
  sector: null,
  stage: null,
  profile: {},
  website: null,
  state: 'rejected',
  allowed_actions: ['request_verification'],
  version: 4,
  uscc: '91520100MA6H3XYQ1A',
  staff: 12,
  state_reason: 'The name differs from the register.',
  created_at: '2026-01-01T00:00:00Z',
  verified_at: null,
};

const member = {
  account: 'acc_1',
  display_name: 'Fu Yunxiang',
  email: 'fu@example.com',
  locale: 'en',
  role: 'owner',
  second_factor: false,
  version: 1,
  created_at: '2026-01-01T00:00:00Z',
};

function answers(changed: Partial<typeof organisation> = {}) {
  server.use(
    http.get(at('/organisations/org_buyer'), () => HttpResponse.json({ ...organisation, ...changed })),
    http.get(at('/organisations/org_buyer/members'), () =>
      HttpResponse.json({
        items: [
          member,
          { ...member, account: 'acc_2', display_name: 'Wu Lan', email: 'wu@example.com', role: 'viewer' },
        ],
      }),
    ),
    http.get(at('/organisations/org_buyer/invitations'), () =>
      HttpResponse.json({
        items: [
          {
            id: 'inv_1',
            email: 'new@example.com',
            role: 'member',
            created_at: '2026-01-01T00:00:00Z',
            expires_at: '2026-01-15T00:00:00Z',
          },
        ],
      }),
    ),
  );
}

/** Typed at once: what is tested is not the keyboard. */
async function fill(field: HTMLElement, text: string) {
  await userEvent.click(field);
  await userEvent.paste(text);
}

test('a credit code is checked to its last character', () => {
  // The example of GB 32100, annex.
  expect(usccFault('91350100M000100Y43')).toBeUndefined();
  expect(usccFault('９１３５０１００-m000 100y43')).toBeUndefined();
  expect(usccFault('91350100M000100Y44')).toEqual({ key: 'check', expected: '3', found: '4' });
  expect(usccFault('91350100M0001OOY43')).toMatchObject({ key: 'character', position: 14, found: 'O' });
  expect(usccFault('91A50100M000100Y43')).toMatchObject({ key: 'division', position: 3 });
  expect(usccFault('9135')).toEqual({ key: 'length', found: 4 });
});

test('an edit sends what changed and nothing else; emptied is null', () => {
  const before = { zh: '甲', en: '', uscc: 'X', region: 'CN-GZ', staff: 5, website: 'https://a.example' };
  expect(changes(before, { ...before })).toEqual({});
  expect(changes(before, { ...before, staff: null, website: '', en: 'A' })).toEqual({
    staff: null,
    website: null,
    name: { zh: '甲', en: 'A' },
  });
});

test('a refusal shows its reason, what is wanted, and the way to ask again', async () => {
  answers();
  const sent: unknown[] = [];
  server.use(
    http.post(at('/organisations/org_buyer/actions/request_verification'), async ({ request }) => {
      sent.push([await request.json(), request.headers.get('Jiaxiu-Organisation')]);
      return HttpResponse.json({ ...organisation, state: 'requested', allowed_actions: [] });
    }),
  );
  show({ address: '/app/organisations/org_buyer', workspace: organisationsRoutes });
  expect(await screen.findByText('The name differs from the register.')).toBeVisible();
  const wanted = screen.getByRole('list', { name: 'What the exchange looks at' });
  expect(within(wanted).getByText('Unified social credit code')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Ask again' }));
  await expect.poll(() => sent).toEqual([[{ version: 4 }, 'org_buyer']]);
});

test('verification is not asked for while the code is missing', async () => {
  answers({ state: 'unverified', uscc: null as never, state_reason: null as never });
  show({ address: '/app/organisations/org_buyer', workspace: organisationsRoutes });
  expect(await screen.findByRole('button', { name: 'Ask for verification' })).toBeDisabled();
  expect(screen.getByText('Missing')).toBeVisible();
});

test('an owner invites, and takes an invitation back', async () => {
  answers({ state: 'verified' });
  const sent: unknown[] = [];
  server.use(
    http.post(at('/organisations/org_buyer/members'), async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({}, { status: 202 });
    }),
    http.delete(at('/organisations/org_buyer/invitations/inv_1'), () => {
      sent.push('withdrawn');
      return new HttpResponse(null, { status: 204 });
    }),
  );
  show({ address: '/app/organisations/org_buyer', workspace: organisationsRoutes });
  await userEvent.click(await screen.findByRole('button', { name: 'Invite' }));
  await fill(screen.getByLabelText('E-mail address'), 'li@example.com');
  await userEvent.click(screen.getByRole('button', { name: 'Send invitation' }));
  await expect.poll(() => sent).toEqual([{ email: 'li@example.com', role: 'member' }]);
  await userEvent.click(await screen.findByRole('button', { name: 'Withdraw the invitation to new@example.com' }));
  await expect.poll(() => sent.at(-1)).toBe('withdrawn');
});

test('who only looks on may leave and change nothing', async () => {
  answers({ state: 'verified' });
  show({
    address: '/app/organisations/org_buyer',
    workspace: organisationsRoutes,
    me: { ...somebody, memberships: somebody.memberships.map((one) => ({ ...one, role: 'viewer' as const })) },
  });
  expect(await screen.findByText('Wu Lan')).toBeVisible();
  expect(screen.getAllByRole('button', { name: 'Leave' })).toHaveLength(1);
  expect(screen.queryByRole('button', { name: 'Remove' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Invite' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Edit profile' })).toBeNull();
});

test('a new organisation with a slip in its code is told which character', async () => {
  show({ address: '/app/organisations/new', workspace: organisationsRoutes });
  const code = await screen.findByLabelText('Unified social credit code');
  await fill(code, '91350100M000100Y44');
  await userEvent.tab();
  expect(await screen.findByText(/4 instead of 3/)).toBeVisible();
});
