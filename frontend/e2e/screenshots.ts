// Pictures for the README and the guides, of the demo as it is: `make screenshots`.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { launch, person, visitor, type Language, type Look } from './support/people';

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const LANGUAGES: Language[] = ['zh-CN', 'en'];

let browser: Browser;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await launch();
});
afterAll(() => browser.close());

async function shoot(page: Page, path: string, name: string, language: Language): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.ant-skeleton, .ant-spin-spinning, [aria-busy=true]'));
  await page.screenshot({ path: `${folder}${name}.${language}.png` });
}

const look = (language: Language): Look => ({ language, width: 1280, height: 800 });

test.each(LANGUAGES)('public pages, %s', async (language) => {
  const context = await visitor(browser, look(language));
  const page = await context.newPage();
  const word = language === 'en' ? 'battery' : '电池';
  await shoot(page, `/${language}`, 'home', language);
  await shoot(page, `/${language}/search?q=${encodeURIComponent(word)}`, 'search', language);
  const answer = await page.request.get(`/api/v1/search?q=${encodeURIComponent(word)}&limit=1`);
  const { hits } = (await answer.json()) as { hits: { listing: { number: string } }[] };
  await shoot(page, `/${language}/listings/${hits[0]?.listing.number}`, 'listing', language);
  await context.close();
});

const WORKSPACE: [organisation: string, role: string, name: string, path: string][] = [
  ['univ-yunling', 'owner', 'workspace', '/app'],
  ['univ-yunling', 'owner', 'editor', '/app/listings/new'],
  ['exchange', 'approver', 'desk', '/app/desk'],
  ['exchange', 'approver', 'figures', '/app/insights'],
  ['int-zhuxin', 'owner', 'commissions', '/app/commissions'],
];

test.each(LANGUAGES)('workspace, %s', async (language) => {
  const people = new Map(WORKSPACE.map(([organisation, role]) => [organisation, role]));
  for (const [organisation, role] of people) {
    const page = await person(browser, organisation, role, look(language));
    for (const [who, , name, path] of WORKSPACE) if (who === organisation) await shoot(page, path, name, language);
    await page.context().close();
  }
  const page = await person(browser, 'ent-guanshan', 'owner', look(language));
  const answer = await page.request.get('/api/v1/deals?limit=1');
  const { items } = (await answer.json()) as { items: { id: string }[] };
  await shoot(page, `/app/deals/${items[0]?.id}`, 'deal', language);
  await page.context().close();
});
