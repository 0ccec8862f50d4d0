import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { moment, moneyColumns, type Column } from './columns';
import { csvOf } from './csv';
import { fileName } from './save';
import { xlsxOf } from './xlsx';

interface Row {
  text: string;
  price: { minor: number; currency: string } | null;
  at: string | null;
}

const columns: Column<Row>[] = [
  { name: '项目', value: (row) => row.text },
  ...moneyColumns<Row>('Price', 'Currency', (row) => row.price),
  { name: 'At', value: (row) => moment(row.at) },
  { name: 'Day', kind: 'day', value: (row) => moment(row.at) },
];
const row: Row = { text: 'a', price: { minor: 168_000_050, currency: 'CNY' }, at: '2026-12-01T10:30:00Z' };

function parts(rows: Row[], names = ['Deals']) {
  const files = unzipSync(xlsxOf(names.map((name) => ({ name, rows, columns }))));
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, strFromU8(bytes)]));
}

const sheet = (rows: Row[]) =>
  new DOMParser().parseFromString(parts(rows)['xl/worksheets/sheet1.xml'] ?? '', 'application/xml');
const at = (document: Document, place: string) => document.querySelector(`c[r="${place}"]`);

test.each(['=1+1', '+86 10', '-2', '@SUM(A1)', '=HYPERLINK("x")'])('%s is a text and never a formula', (text) => {
  const document = sheet([{ ...row, text }]);
  expect(document.querySelector('f')).toBeNull();
  expect(at(document, 'A2')?.getAttribute('t')).toBe('inlineStr');
  expect(at(document, 'A2')?.textContent).toBe(text);
});

test('amounts are numbers beside their currency, moments are dates, headings are bold', () => {
  const document = sheet([row]);
  expect(at(document, 'A1')?.getAttribute('s')).toBe('1');
  expect(at(document, 'B2')?.getAttribute('t')).toBeNull();
  expect(at(document, 'B2')?.textContent).toBe('1680000.5');
  expect(at(document, 'C2')?.textContent).toBe('CNY');
  const zone = new Date(row.at ?? '').getTimezoneOffset() / 1440;
  expect(Number(at(document, 'D2')?.textContent)).toBeCloseTo(46357 + 10.5 / 24 - zone, 6);
  expect(at(document, 'D2')?.getAttribute('s')).toBe('2');
  expect(at(document, 'E2')?.getAttribute('s')).toBe('3');
});

test('what is missing is an empty cell, and what XML means or refuses does no harm', () => {
  const document = sheet([{ text: '<b> & "x"\u0000\u0007', price: null, at: null }]);
  expect(at(document, 'A2')?.textContent).toBe('<b> & "x"');
  for (const place of ['B2', 'C2', 'D2']) expect(at(document, place)).toBeNull();
});

test('pages have names that spreadsheets take', () => {
  const book = parts([row], ['Offers: [a/b]', 'Offers: [a/b]', 'x'.repeat(40)])['xl/workbook.xml'] ?? '';
  const names = [...book.matchAll(/<sheet name="(.*?)"/g)].map(([, name]) => name ?? '');
  expect(new Set(names).size).toBe(3);
  for (const name of names) expect(name).toMatch(/^[^\\/?*[\]:]{1,31}$/);
});

test('a CSV has the same cells as text', () => {
  expect(csvOf([row], columns)).toBe(
    '\ufeff项目,Price,Currency,At,Day\r\na,1680000.5,CNY,2026-12-01T10:30:00.000Z,2026-12-01\r\n',
  );
});

test('a file says what it is and of which day', () => {
  expect(fileName('Offers: all/mine', 'xlsx', new Date(2026, 10, 5))).toBe('Offers all mine 2026-11-05.xlsx');
});
