import { expect, test } from 'vitest';
import { csvOf } from './csv';

const columns = [{ name: 'x', value: (row: { value: string | number | null }) => row.value }];
const one = (value: string | number | null) => csvOf([{ value }], columns).slice('\ufeffx\r\n'.length, -2);

test.each(['=1+1', '+86 10', '-2', '@SUM(A1)', ' =cmd', '\t=1', '＝1', '\r=1'])(
  'a text that a spreadsheet would carry out is made harmless: %j',
  (text) => {
    expect(one(text)).toBe(`"'${text}"`);
  },
);

test('numbers stay numbers, and plain texts stay as they are', () => {
  expect(one(-12.5)).toBe('-12.5');
  expect(one(Number.NaN)).toBe('');
  expect(one(null)).toBe('');
  expect(one('导热板 a-b=c')).toBe('导热板 a-b=c');
});

test('separators, quotes and line ends are quoted', () => {
  expect(one('a,b')).toBe('"a,b"');
  expect(one('say "yes"')).toBe('"say ""yes"""');
  expect(one('a\nb')).toBe('"a\nb"');
  expect(one('=HYPERLINK("x","y")')).toBe('"\'=HYPERLINK(""x"",""y"")"');
});

test('headings first, UTF-8 marked, lines ended by CRLF', () => {
  expect(csvOf([{ value: 'D-1' }, { value: 1.5 }], columns)).toBe('\ufeffx\r\nD-1\r\n1.5\r\n');
});
