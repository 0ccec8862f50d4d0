// People of the demo in browsers of their own.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { inject } from 'vitest';

export type Language = 'zh-CN' | 'en';
export type Theme = 'light' | 'dark';

interface Account {
  organisation: string;
  email: string;
  role: string;
  totp_secret: string | null;
}

/** How somebody looks at the pages. */
export interface Look {
  language: Language;
  theme?: Theme;
  width?: number;
  height?: number;
}

/** The password of every account of the demo. */
const PASSWORD = 'jiaxiu-demo-2026';

/** Chromium as Debian has it, without what it asks the outside for. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** An account of the demo: the first of that organisation and role. */
export function account(organisation: string, role = 'owner'): Account {
  const all = JSON.parse(readFileSync(join(inject('data'), 'accounts.json'), 'utf8')) as Account[];
  const found = all.find((one) => one.organisation === organisation && one.role === role);
  if (!found) throw new Error(`the demo has no ${role} of ${organisation}`);
  return found;
}

const shown = new Map<string, string>();

/** The code that an authenticator shows for `secret`; each is taken once, so the next one is waited for. */
async function code(secret: string): Promise<string> {
  const now = () => execFileSync(inject('program'), ['account', 'code', secret], { encoding: 'utf8' }).trim();
  while (now() === shown.get(secret)) await new Promise((wait) => setTimeout(wait, 1000));
  const fresh = now();
  shown.set(secret, fresh);
  return fresh;
}

/** A window of somebody who is not signed in. */
export async function visitor(browser: Browser, look: Look): Promise<BrowserContext> {
  const { language, theme = 'light', width = 1440, height = 900 } = look;
  const base = inject('base');
  const context = await browser.newContext({
    baseURL: base,
    locale: language,
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Shanghai',
  });
  context.setDefaultTimeout(15_000);
  await context.addInitScript(
    ([lang, scheme]) => {
      if (!localStorage.getItem('jiaxiu.language')) localStorage.setItem('jiaxiu.language', lang);
      if (!localStorage.getItem('jiaxiu.theme')) localStorage.setItem('jiaxiu.theme', scheme);
    },
    [language, theme] as const,
  );
  return context;
}

/** Faults that a page reports: what its console calls an error, and exceptions nobody caught. */
export function faults(page: Page): string[] {
  const found: string[] = [];
  page.on('console', (message) => {
    // A refusal is the server's word to the page, which shows it; the browser logs it all the same.
    if (message.type() === 'error' && !/the server responded with a status of 4\d\d/.test(message.text()))
      found.push(message.text());
  });
  page.on('pageerror', (fault) => found.push(String(fault)));
  return found;
}

/** A window of somebody of the demo, signed in through the page. */
export async function person(browser: Browser, organisation: string, role: string, look: Look): Promise<Page> {
  const { email, totp_secret } = account(organisation, role);
  const context = await visitor(browser, look);
  const page = await context.newPage();
  await page.goto('/app/sign-in');
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
  if (totp_secret) {
    await page.locator('input[autocomplete=one-time-code]').fill(await code(totp_secret));
    await page.locator('button[type=submit]').click();
  }
  await page.waitForURL((url) => !url.pathname.startsWith('/app/sign-in'));
  return page;
}
