// Spreadsheets (ECMA-376, transitional) as far as tables need them. Ready-made writers zip in a worker made of a blob,
// which a strict content security policy refuses; fflate does it at once, and the rest is little. Every text is an inline
// string: nothing that anyone typed can ever be a formula.
import { strToU8, zipSync } from 'fflate';
import type { Column, Value } from './columns';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A table on a page of its own. */
export interface Sheet<T> {
  name: string;
  rows: T[];
  columns: Column<T>[];
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Places in `cellXfs` below. */
const STYLE = { plain: 0, heading: 1, moment: 2, day: 3, money: 4, percent: 5 } as const;
type Style = keyof typeof STYLE;

const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}">
<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="6">${[
  [0, 0],
  [0, 1],
  [164, 0],
  [165, 0],
  [4, 0],
  [10, 0],
]
  .map(
    ([format, font]) =>
      `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`,
  )
  .join('')}</cellXfs>
</styleSheet>`;

/** Text of XML 1.0: the signs that mean something to it escaped, those it can't carry left out. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A, B … Z, AA. */
function letters(column: number): string {
  const rest = column % 26;
  const before = Math.floor(column / 26);
  return (before > 0 ? letters(before - 1) : '') + String.fromCharCode(65 + rest);
}

/** Days since the spreadsheet's beginning of time, by the reader's clock: cells know no zones. */
function serial(at: Date): number {
  return (at.getTime() - at.getTimezoneOffset() * 60_000) / 86_400_000 + 25_569;
}

function cell(place: string, value: Value, style: Style): string {
  const open = `<c r="${place}" s="${STYLE[style]}"`;
  if (value == null || value === '') return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : `${open}><v>${serial(value)}</v></c>`;
  if (typeof value === 'number') return Number.isFinite(value) ? `${open}><v>${value}</v></c>` : '';
  return `${open} t="inlineStr"><is><t xml:space="preserve">${xml(value.slice(0, 32_767))}</t></is></c>`;
}

function styleOf(value: Value, kind: Column<never>['kind']): Style {
  if (value instanceof Date) return kind === 'day' ? 'day' : 'moment';
  return typeof value === 'number' && (kind === 'money' || kind === 'percent') ? kind : 'plain';
}

/** About how many letters wide what stands in a cell is; Chinese ones take the room of two. */
function width(value: Value): number {
  if (value instanceof Date) return 16;
  if (typeof value === 'number') return 14;
  return [...(value ?? '')].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2e7f ? 2 : 1), 0);
}

function sheetOf<T>({ rows, columns }: Sheet<T>): string {
  const grid: [Value, Style][][] = [
    columns.map(({ name }) => [name, 'heading']),
    ...rows.map((row) =>
      columns.map((column): [Value, Style] => {
        const value = column.value(row);
        return [value, styleOf(value, column.kind)];
      }),
    ),
  ];
  const cols = columns.map((_, index) => {
    const widest = Math.max(...grid.map((line) => width(line[index]?.[0])));
    const place = index + 1;
    return `<col min="${place}" max="${place}" width="${Math.min(Math.max(widest + 2, 8), 60)}" customWidth="1"/>`;
  });
  const lines = grid.map(
    (line, row) =>
      `<row r="${row + 1}">${line.map(([value, style], column) => cell(`${letters(column)}${row + 1}`, value, style)).join('')}</row>`,
  );
  // The headings stay in sight, and every column can be filtered.
  const last = `${letters(Math.max(columns.length - 1, 0))}${grid.length}`;
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${cols.join('')}</cols><sheetData>${lines.join('')}</sheetData><autoFilter ref="A1:${last}"/></worksheet>`;
}

/** A page's name as spreadsheets allow it: 31 letters, none of `\ / ? * [ ] :`, and no two alike. */
function sheetNames(sheets: { name: string }[]): string[] {
  const taken = new Set<string>();
  return sheets.map(({ name }, index) => {
    const plain =
      name
        .replace(/[\\/?*[\]:']/g, ' ')
        .trim()
        .slice(0, 31) || `${index + 1}`;
    const free = taken.has(plain.toLowerCase()) ? `${plain.slice(0, 27)} ${index + 1}` : plain;
    taken.add(free.toLowerCase());
    return free;
  });
}

/** Tables as the bytes of an XLSX file. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each sheet has rows of its own kind
export function xlsxOf(sheets: Sheet<any>[]): Uint8Array<ArrayBuffer> {
  const names = sheetNames(sheets);
  const numbered = sheets.map((sheet, index) => ({ sheet, number: index + 1, name: names[index] ?? '' }));
  const list = (one: (number: number, name: string) => string) =>
    numbered.map(({ number, name }) => one(number, name)).join('');
  const styles = numbered.length + 1;
  const parts: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${list((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPES}.worksheet+xml"/>`)}</Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list((n, name) => `<sheet name="${xml(name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${list((n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${styles}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': STYLES,
    ...Object.fromEntries(numbered.map(({ sheet, number }) => [`xl/worksheets/sheet${number}.xml`, sheetOf(sheet)])),
  };
  return zipSync(
    Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])),
  ) as Uint8Array<ArrayBuffer>;
}
