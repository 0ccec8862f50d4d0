// Every text of a language as i18next renders it: [key, values, text]. The server's test compares with its own.
import { readdirSync, readFileSync } from 'node:fs';
import i18next from 'i18next';

const [language = 'en'] = process.argv.slice(2);
const folder = new URL(`../locales/${language}/`, import.meta.url);
const files = readdirSync(folder).map((file) => [
  file.replace('.json', ''),
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
]);
await i18next.init({
  lng: language,
  fallbackLng: false,
  resources: { [language]: Object.fromEntries(files) },
  interpolation: { escapeValue: false },
});

function* leaves(tree, prefix = '') {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') yield [prefix + key, value];
    else yield* leaves(value, `${prefix}${key}.`);
  }
}

const rendered = [];
for (const [file, tree] of files) {
  const texts = new Map(leaves(tree));
  for (const [path, text] of texts) {
    // A name may end in the same word without being a form.
    const form = /^(.*)_(?:one|other)$/.exec(path);
    const counted = form && texts.has(`${form[1]}_one`) ? form : null;
    const values = Object.fromEntries([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => [name, `<${name}>`]));
    if (!counted) {
      rendered.push([`${file}:${path}`, values, i18next.t(`${file}:${path}`, values)]);
      continue;
    }
    for (const count of [0, 1, 2]) {
      const with_count = { ...values, count };
      const shown = i18next.t(`${file}:${counted[1]}`, with_count);
      rendered.push([`${file}:${counted[1]}`, { ...values, count: String(count) }, shown]);
    }
  }
}
process.stdout.write(JSON.stringify(rendered));
