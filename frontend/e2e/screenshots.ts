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
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${folder}${name}.${language}.png` });
}

const look = (language: Language): Look => ({ language, width: 1280, height: 800 });

test.each(LANGUAGES)('public pages, %s', async (language) => {
  const context = await visitor(browser, look(language));
  const page = await context.newPage();
  await shoot(page, `/${language}/`, 'home', language);
  await context.close();
});

test.each(LANGUAGES)('workspace, %s', async (language) => {
  const page = await person(browser, 'univ-yunling', 'owner', look(language));
  await shoot(page, '/app', 'workspace', language);
  await page.context().close();
});
