// Nothing that axe finds, no fault in the console and nothing wider than the window, on any page, in both themes and
// both languages, on a phone and on a wide screen.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { address, PAGES, PLACES, type Place } from './places';
import { faults, launch, person, visitor, type Look } from './support/people';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const LOOKS: Look[] = [
  { language: 'zh-CN', theme: 'light', width: 390, height: 844 },
  { language: 'en', theme: 'dark', width: 1440, height: 900 },
];

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function examine(page: Page, path: string): Promise<string[]> {
  const found = faults(page);
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.ant-skeleton, .ant-spin-spinning, [aria-busy=true]'));
  // Components that come in with an effect are looked at when they are there.
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'));
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  page.removeAllListeners('console');
  page.removeAllListeners('pageerror');
  return [
    ...violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${one.help}: ${node.html.slice(0, 160)}`)),
    ...found.map((fault) => `console: ${fault}`),
    ...(wide > 0 ? [`${wide} pixels wider than the window`] : []),
  ];
}

/** Places by who looks, so that everybody signs in once. */
function byPerson(): [string, Place[]][] {
  const groups = new Map<string, Place[]>();
  for (const place of PLACES) {
    const key = place.as?.join(' ') ?? '';
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups];
}

describe.each(LOOKS)('$language $theme $width', (look) => {
  test.each(byPerson())('pages of %s', async (who, places) => {
    const [organisation, role] = who.split(' ');
    const page =
      organisation && role
        ? await person(browser, organisation, role, look)
        : await (await visitor(browser, look)).newPage();
    const found: Record<string, string[]> = {};
    for (const place of places) {
      const wrong = await examine(page, await address(page, place));
      if (wrong.length > 0) found[place.name ?? place.route] = wrong;
    }
    await page.context().close();
    expect(found).toEqual({});
  });

  test('public pages', async () => {
    const context = await visitor(browser, look);
    const page = await context.newPage();
    const found: Record<string, string[]> = {};
    for (const place of PAGES) {
      const wrong = await examine(page, `/${look.language}${await address(page, place)}`);
      if (wrong.length > 0) found[place.route] = wrong;
    }
    await context.close();
    expect(found).toEqual({});
  });
});

test('every route of the application is looked at', () => {
  const features = fileURLToPath(new URL('../src/features', import.meta.url));
  const routes = readdirSync(features).flatMap((feature) =>
    [...readFileSync(join(features, feature, 'routes.tsx'), 'utf8').matchAll(/path: '(\/app[^']*)'/g)].map(
      ([, path]) => path ?? '',
    ),
  );
  expect(routes.length).toBeGreaterThan(10);
  const known = PLACES.map((place) => place.route);
  expect(routes.filter((route) => !known.includes(route))).toEqual([]);
});
