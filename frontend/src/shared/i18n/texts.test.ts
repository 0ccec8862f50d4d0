import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

type Tree = { [key: string]: string | Tree };

const root = join(process.cwd(), 'locales');
const namespaces = readdirSync(join(root, 'en'));

function flat(tree: Tree, prefix = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(tree).map(([key, value]) =>
      typeof value === 'string' ? { [prefix + key]: value } : flat(value, `${prefix}${key} › `),
    ),
  ) as Record<string, string>;
}

const read = (language: string, file: string) =>
  flat(JSON.parse(readFileSync(join(root, language, file), 'utf8')) as Tree);
const names = (text: string) => [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name).sort();

test.each(namespaces)('%s says the same in both languages', (file) => {
  const zh = read('zh-CN', file);
  const en = read('en', file);
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  for (const [key, text] of Object.entries(en)) {
    expect(text, key).not.toBe('');
    expect(zh[key], key).not.toBe('');
    expect(names(zh[key] ?? ''), key).toEqual(names(text));
    // The server's templates know `{{name}}` and nothing more.
    for (const name of names(text)) expect(name, key).toMatch(/^[a-z_]+$/);
    expect(`${text}${zh[key]}`, key).not.toMatch(/\$t\(/);
  }
  for (const key of Object.keys(en).filter((one) => one.endsWith('_one'))) {
    expect(en, key).toHaveProperty([key.replace(/_one$/, '_other')]);
  }
});

/** Every code in the server's tables of errors. */
function codes(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return codes(path);
    if (!entry.name.endsWith('.rs')) return [];
    return [...readFileSync(path, 'utf8').matchAll(/^\s+([A-Z_]+) = [45]\d\d "/gm)].map(([, name]) =>
      (name ?? '').toLowerCase(),
    );
  });
}

test('every error of the server has a text that says what to do', () => {
  const found = codes(join(process.cwd(), '..', 'src'));
  expect(found.length).toBeGreaterThan(50);
  const texts = read('en', 'errors.json');
  const missing = found.filter((code) => !texts[`codes › ${code} › what`] || !texts[`codes › ${code} › todo`]);
  expect(missing).toEqual([]);
});
