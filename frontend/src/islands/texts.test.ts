import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import { expect, test } from 'vitest';
import { texts, type Tree } from './texts';

const root = join(process.cwd(), 'locales');

function keys(tree: Tree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keys(value, `${prefix}${key}.`),
  );
}

test.each(['zh-CN', 'en'])('every text says the same in the islands as in i18next, %s', async (language) => {
  const files = Object.fromEntries(
    readdirSync(join(root, language)).map((file) => [
      file.replace('.json', ''),
      JSON.parse(readFileSync(join(root, language, file), 'utf8')) as Tree,
    ]),
  );
  const other = i18next.createInstance();
  await other.init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: files },
    interpolation: { escapeValue: false },
  });
  const say = texts(files, language);
  let compared = 0;
  for (const [file, tree] of Object.entries(files)) {
    const all = keys(tree);
    for (const key of all) {
      const form = /^(.*)_(one|other)$/.exec(key);
      // A name may end in the same word without being a form.
      const counted = form && all.includes(`${form[1]}_one`) ? form : null;
      for (const count of counted ? [0, 1, 2] : [undefined]) {
        const names = Object.fromEntries(
          [...JSON.stringify(tree).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => [name, `<${name}>`]),
        );
        const values = count === undefined ? names : { ...names, count };
        const name = `${file}:${counted ? counted[1] : key}`;
        // Event kinds hold dots of their own, which both take for steps: nobody asks for those by key.
        if (!say.has(name) && !counted) continue;
        expect(say(name, values), name).toBe(other.t(name, values));
        compared++;
      }
    }
  }
  expect(compared).toBeGreaterThan(300);
});
