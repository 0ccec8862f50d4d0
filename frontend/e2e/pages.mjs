// Walks the public pages of a running server: node e2e/pages.mjs http://127.0.0.1:8080 [FOLDER FOR PICTURES]
// Fails when axe or the console complain, when the search page changes as React takes it over, when what was typed
// meanwhile is lost, when the page jumps, or when something is wider than the screen.
import { mkdirSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const [base = 'http://127.0.0.1:8080', pictures] = process.argv.slice(2);
if (pictures) mkdirSync(pictures, { recursive: true });
const faults = [];
const fault = (where, what) => {
  faults.push(`${where}: ${what}`);
  console.error(`${where}: ${what}`);
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
});

const found = await (await fetch(`${base}/api/v1/search?limit=2`)).json();
const [first, second] = found.hits.map((hit) => hit.listing);
// Persons have no page of their own; firms do.
const { items: firms } = await (await fetch(`${base}/api/v1/intermediaries`)).json();
const paths = {
  home: '',
  search: `/search?q=${encodeURIComponent('电池')}`,
  search_narrow: '/search?sector=new_energy&trl_min=6&ipc=H01',
  search_none: `/search?q=${encodeURIComponent('不存在的词语')}&sector=new_energy`,
  listing: `/listings/${first.number}`,
  organisation: `/organisations/${firms[0].id}`,
  compare: `/compare?ids=${first.number},${second.number}`,
  intermediaries: '/intermediaries',
  help: '/help',
  terms: '/terms',
  privacy: '/privacy',
  missing: '/nothing',
};

async function open(options, javaScriptEnabled = true) {
  const context = await browser.newContext({ javaScriptEnabled, bypassCSP: false, ...options });
  return { context, page: await context.newPage() };
}

async function look(lang, theme, width) {
  const { context, page } = await open({ viewport: { width, height: 900 }, colorScheme: theme });
  for (const [name, path] of Object.entries(paths)) {
    const where = `${name} ${lang} ${theme} ${width}`;
    const said = (message) => {
      const expected = name === 'missing' && message.text().includes('404');
      if (['error', 'warning'].includes(message.type()) && !expected) fault(where, message.text());
    };
    page.on('console', said);
    page.on('pageerror', (error) => fault(where, error.message));
    await page.goto(`${base}/${lang}${path}`, { waitUntil: 'networkidle' });
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wider > 0) fault(where, `${wider} pixels wider than the screen`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const one of violations)
      fault(
        where,
        `${one.id}: ${one.nodes
          .map((node) => node.html)
          .join(' | ')
          .slice(0, 400)}`,
      );
    if (pictures) await page.screenshot({ path: `${pictures}/${where.replaceAll(' ', '-')}.png`, fullPage: true });
    page.removeAllListeners();
  }
  await context.close();
}

const normal = (element) => {
  const copy = element.cloneNode(true);
  const out = [];
  const walk = (node) => {
    if (node.nodeType === 3) out.push(node.data);
    if (node.nodeType !== 1) return;
    const names = [...node.attributes].map(({ name, value }) => `${name}=${value}`).sort();
    out.push(`<${node.localName} ${names.join(' ')}>`);
    node.childNodes.forEach(walk);
    out.push('/>');
  };
  copy.normalize();
  walk(copy);
  return out;
};

async function takeover(lang) {
  for (const name of ['search', 'search_narrow', 'search_none']) {
    const address = `${base}/${lang}${paths[name]}`;
    const before = await open({}, false);
    await before.page.goto(address);
    const after = await open({});
    await after.page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    after.page.on(
      'console',
      (message) => message.type() === 'error' && fault(`takeover ${name} ${lang}`, message.text()),
    );
    await after.page.goto(address, { waitUntil: 'networkidle' });
    const [one, other] = await Promise.all([before, after].map(({ page }) => page.$eval('#search', normal)));
    const at = one.findIndex((part, index) => part !== other[index]);
    if (at >= 0 || one.length !== other.length) fault(`takeover ${name} ${lang}`, `${one[at]} became ${other[at]}`);
    const shift = await after.page.evaluate(() => window.shift);
    if (shift > 0.01) fault(`takeover ${name} ${lang}`, `layout shift ${shift}`);
    await Promise.all([before.context.close(), after.context.close()]);
  }
}

/** What is typed before the script has come stays, and is searched for. */
async function typing(lang) {
  const { context, page } = await open({ viewport: { width: 1440, height: 900 } });
  await page.route('**/assets/*.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });
  await page.goto(`${base}/${lang}/search`, { waitUntil: 'commit' });
  const box = page.locator('#search input[type=search]');
  await box.waitFor();
  await box.focus();
  await page.keyboard.type('电池');
  await page.waitForURL(/q=/, { timeout: 20_000 });
  await page.waitForTimeout(500);
  const kept = await box.evaluate((input) => [input.value, document.activeElement === input]);
  if (kept[0] !== '电池' || !kept[1]) fault(`typing ${lang}`, `the box has ${kept}`);
  await context.close();
}

/** From a key to the answer on the screen, in milliseconds. */
async function speed() {
  const { context, page } = await open({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${base}/en/search`, { waitUntil: 'networkidle' });
  const took = [];
  for (const key of 'thermal management') {
    took.push(
      await page.evaluate((letter) => {
        const box = document.querySelector('#search input[type=search]');
        const begun = performance.now();
        return new Promise((resolve) => {
          const watch = new MutationObserver(() => {
            watch.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
          });
          watch.observe(document.querySelector('.jx-search-grid'), {
            subtree: true,
            childList: true,
            characterData: true,
            attributes: true,
          });
          setTimeout(() => resolve(undefined), 2000);
          Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, box.value + letter);
          box.dispatchEvent(new InputEvent('input', { bubbles: true, data: letter }));
        });
      }, key),
    );
  }
  const sorted = took.filter((one) => one !== undefined).sort((a, b) => a - b);
  console.log(
    `key to answer: median ${sorted[Math.floor(sorted.length / 2)].toFixed(0)} ms, worst ${sorted.at(-1).toFixed(0)} ms`,
  );
  await context.close();
}

for (const lang of ['zh-CN', 'en']) {
  await takeover(lang);
  await typing(lang);
  for (const theme of ['light', 'dark']) for (const width of [390, 1440]) await look(lang, theme, width);
}
await speed();
await browser.close();
console.log(faults.length === 0 ? 'nothing to complain of' : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
