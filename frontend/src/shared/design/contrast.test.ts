import { expect, test } from 'vitest';
import { token, tokens, type ThemeName } from './tokens';

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const TEXTS = ['ink', 'ink-soft', 'ink-faint', 'jade', 'vermilion', 'gold'];
const GROUNDS = ['paper', 'sheet', 'sunken'];
const WASHES = ['jade', 'vermilion', 'gold'];

test.each<ThemeName>(['light', 'dark'])('every text is readable on every ground, %s', (theme) => {
  const t = (name: string) => token(theme, name);
  const pairs = [
    ...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground])),
    ...WASHES.flatMap((name) => [
      [name, `${name}-wash`],
      ['ink', `${name}-wash`],
      ['ink-soft', `${name}-wash`],
    ]),
    ['on-jade', 'jade'],
    ['on-jade', 'jade-hover'],
    ['on-jade', 'vermilion'],
  ] as [string, string][];
  const poor = pairs.filter(([text, ground]) => contrast(t(text), t(ground)) < 4.5);
  expect(poor).toEqual([]);
  expect(contrast(t('line-strong'), t('sheet'))).toBeGreaterThan(3);
  expect(Object.keys(tokens[theme]).length).toBeGreaterThan(15);
});
