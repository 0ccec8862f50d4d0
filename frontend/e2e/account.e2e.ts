import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { account, faults, launch, visitor } from './support/people';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const PASSWORD = 'umbrella-tangent-57-crow';

/** A device with a key store that says yes to everything, as a phone whose owner is there. */
async function device(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test('from a first visit to an organisation that waits for verification, the mail read on the page', async () => {
  const context = await visitor(browser, { language: 'en' });
  const page = await context.newPage();
  const found = faults(page);
  await page.goto('/app/sign-up');
  await page.getByLabel('Name').fill('Lin Yue');
  await page.getByLabel('E-mail address').fill('lin.yue@example.com');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('link', { name: /\/app\/verify/ }).click();
  await page.getByRole('button', { name: 'Confirm address' }).click();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail address').fill('lin.yue@example.com');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/organisations\/new/);
  await page.getByLabel('Name in English').fill('Lin Works');
  await page.getByLabel('Unified social credit code').fill('91350100M000100Y43');
  await page.getByRole('button', { name: 'Set up organisation' }).click();
  await page.getByRole('heading', { level: 1, name: 'Lin Works' }).waitFor();
  await page.getByText('Verification requested').waitFor();
  expect(found).toEqual([]);
  await context.close();
});

test('a passkey is added and signs in; removed, it signs in no more', async () => {
  const context = await visitor(browser, { language: 'en' });
  const page = await context.newPage();
  const found = faults(page);
  // Passkeys are bound to a name: the loopback address has one.
  const base = inject('base').replace('127.0.0.1', 'localhost');
  await device(page);
  await page.goto(`${base}/app/sign-in`);
  const { email } = account('fund-qianling', 'owner');
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[type=password]').fill('jiaxiu-demo-2026');
  await page.locator('button[type=submit]').click();
  await page.waitForURL((url) => url.pathname === '/app');
  await page.goto(`${base}/app/account/security`);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByLabel('Your password').fill('jiaxiu-demo-2026');
  await page.getByRole('button', { name: 'Continue on the device' }).click();
  await page.getByRole('list', { name: 'Passkeys' }).getByText('Chrome').waitFor();
  await context.clearCookies();
  await page.goto(`${base}/app/sign-in`);
  // The browser may offer it in the address field by itself, or at the press of the button.
  const button = page.getByRole('button', { name: 'Sign in with a passkey' });
  await Promise.race([page.waitForURL((url) => url.pathname === '/app'), button.click().catch(() => undefined)]);
  await page.waitForURL((url) => url.pathname === '/app');
  await page.goto(`${base}/app/account/security`);
  await page.getByText('By passkey').first().waitFor();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByLabel('Your password').fill('jiaxiu-demo-2026');
  await page.getByRole('button', { name: 'Remove', exact: true }).last().click();
  await page.getByText('No passkey yet').waitFor();
  expect(found).toEqual([]);
  await context.close();
});
