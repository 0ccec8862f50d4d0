// The search page is written by the server and taken over by React: nobody may notice.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { faults, launch, visitor, type Language } from './support/people';

const LANGUAGES: Language[] = ['zh-CN', 'en'];
const WORD = '电池';
const ADDRESSES = [
  `/search?q=${encodeURIComponent(WORD)}`,
  '/search?sector=new_energy&trl_min=6&ipc=H01',
  `/search?q=${encodeURIComponent('不存在的词语')}&sector=new_energy`,
];
/** Layout shift that is allowed (CLS). */
const SHIFT = 0.01;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** In the page: React knows the elements as its own. */
const taken = () => {
  const element = document.querySelector('#search > *');
  return element !== null && Object.keys(element).some((key) => key.startsWith('__reactFiber'));
};

/** Elements, attributes in order of their names, and texts joined. */
function normal(page: Page): Promise<string[]> {
  return page.$eval('#search', (element) => {
    const parts: string[] = [];
    const walk = (node: Node) => {
      if (node instanceof Text) parts.push(node.data);
      if (!(node instanceof Element)) return;
      const names = [...node.attributes].map(({ name, value }) => `${name}=${value}`).sort();
      parts.push(`<${node.localName} ${names.join(' ')}>`);
      node.childNodes.forEach(walk);
      parts.push('/>');
    };
    const copy = element.cloneNode(true);
    copy.normalize();
    walk(copy);
    return parts;
  });
}

test.each(LANGUAGES)('the page is the same before and after React, %s', async (language) => {
  for (const address of ADDRESSES) {
    const [before, after] = await Promise.all(
      [false, true].map(async (javaScriptEnabled) => {
        const context = await browser.newContext({ javaScriptEnabled });
        const page = await context.newPage();
        const found = faults(page);
        await page.goto(`${inject('base')}/${language}${address}`);
        if (javaScriptEnabled) await page.waitForFunction(taken);
        const parts = await normal(page);
        await context.close();
        expect(found).toEqual([]);
        return parts;
      }),
    );
    expect(after).toEqual(before);
  }
});

test.each(LANGUAGES)('what is typed before the script has come stays, and is searched for, %s', async (language) => {
  const context = await visitor(browser, { language });
  const page = await context.newPage();
  await page.route('**/assets/*.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });
  await page.addInitScript(() => {
    const counted = { shift: 0 };
    Object.assign(window, { counted });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { hadRecentInput: boolean; value: number })[])
        if (!entry.hadRecentInput) counted.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`/${language}/search`, { waitUntil: 'commit' });
  const box = page.locator('#search input[type=search]');
  await box.focus();
  await page.keyboard.type(WORD);
  await page.waitForURL(/q=/);
  expect(await box.inputValue()).toBe(WORD);
  expect(await box.evaluate((input) => document.activeElement === input)).toBe(true);
  expect(await page.evaluate(() => (window as unknown as { counted: { shift: number } }).counted.shift)).toBeLessThan(
    SHIFT,
  );
  await context.close();
});
