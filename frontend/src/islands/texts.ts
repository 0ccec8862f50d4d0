// Texts of the living parts: the same files as everywhere (`locales`), by the same rules as i18next and the server's
// templates (`{{name}}`, `_one` and `_other`), without loading i18next. A test renders every text by both.

export type Tree = { [key: string]: string | Tree };
export type Values = Record<string, string | number>;
export type Say = (key: string, values?: Values) => string;

function find(tree: Tree, path: string): string | undefined {
  let here: string | Tree | undefined = tree;
  for (const part of path.split('.')) here = typeof here === 'object' ? here[part] : undefined;
  return typeof here === 'string' ? here : undefined;
}

/** The texts of some files, by `file:path.to.key`. */
export function texts(files: Record<string, Tree>, language: string): Say & { has: (key: string) => boolean } {
  const look = (key: string) => {
    const [file = '', path = ''] = key.split(':', 2);
    return find(files[file] ?? {}, path);
  };
  const say: Say = (key, values = {}) => {
    const form = language === 'en' && values['count'] === 1 ? 'one' : 'other';
    const text = ('count' in values ? look(`${key}_${form}`) : undefined) ?? look(key) ?? key;
    return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(values[name] ?? ''));
  };
  return Object.assign(say, { has: (key: string) => look(key) !== undefined });
}
