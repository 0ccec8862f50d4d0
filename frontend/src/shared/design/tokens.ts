import css from './tokens.css?raw';

/** A theme that one can look at; `system` is resolved before. */
export type ThemeName = 'light' | 'dark';

// One pair of brackets inside another at most: rgb(…) in light-dark(…).
const PAIR = /light-dark\(((?:[^(),]|\([^)]*\))+), ((?:[^(),]|\([^)]*\))+)\)/g;

function read(theme: ThemeName): Record<string, string> {
  const mine = css.replace(PAIR, theme === 'light' ? '$1' : '$2');
  const found = [...mine.matchAll(/--jx-([\w-]+):\s*([^;]+);/g)];
  return Object.fromEntries(found.map(([, name, value]) => [name, value]));
}

/** The tokens of tokens.css by name, without `--jx-`: for what can't take a CSS variable (antd's theme, charts). */
export const tokens: Record<ThemeName, Record<string, string>> = { light: read('light'), dark: read('dark') };

/** One token's value. */
export function token(theme: ThemeName, name: string): string {
  const value = tokens[theme][name];
  if (value === undefined) throw new Error(`there is no token ${name}`);
  return value;
}
