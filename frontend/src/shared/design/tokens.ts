import css from './tokens.css?raw';

/** A theme that one can look at; `system` is resolved before. */
export type ThemeName = 'light' | 'dark';

function read(block: string): Record<string, string> {
  const found = [...block.matchAll(/--jx-([\w-]+):\s*([^;]+);/g)];
  return Object.fromEntries(found.map(([, name, value]) => [name, value]));
}

const [light = '', dark = ''] = css.split("[data-theme='dark']");

/** The tokens of tokens.css by name, without `--jx-`: for what can't take a CSS variable (antd's theme, charts). */
export const tokens: Record<ThemeName, Record<string, string>> = {
  light: read(light),
  dark: { ...read(light), ...read(dark) },
};

/** One token's value. */
export function token(theme: ThemeName, name: string): string {
  const value = tokens[theme][name];
  if (value === undefined) throw new Error(`there is no token ${name}`);
  return value;
}
