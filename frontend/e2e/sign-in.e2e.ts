import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faults, launch, person, visitor } from './support/people';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('a visitor of the workspace signs in and comes back to where it was going', async () => {
  const context = await visitor(browser, { language: 'en' });
  const page = await context.newPage();
  const found = faults(page);
  await page.goto('/app/deals');
  await page.waitForURL(/\/app\/sign-in\?next=/);
  expect(found).toEqual([]);
  await context.close();
});

test('the exchange signs in with a second factor', async () => {
  const page = await person(browser, 'exchange', 'clerk', { language: 'zh-CN' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.context().close();
});
