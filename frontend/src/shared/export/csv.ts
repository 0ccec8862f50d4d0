import type { Column, Value } from './columns';

export type { Column } from './columns';

/**
 * One field. A spreadsheet takes a text that begins with one of these signs for a formula and carries it out, so it gets
 * an apostrophe before it; numbers are ours and stay numbers.
 */
function field(value: Value, day: boolean): string {
  if (value == null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? '' : day ? value.toISOString().slice(0, 10) : value.toISOString();
  const safe = /^\s*[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n\t;']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV (RFC 4180), with the mark by which spreadsheets know UTF-8. Moments are RFC 3339, in UTC. */
export function csvOf<T>(rows: T[], columns: Column<T>[]): string {
  const lines = [
    columns.map(({ name }) => field(name, false)),
    ...rows.map((row) => columns.map((one) => field(one.value(row), one.kind === 'day'))),
  ];
  return `\ufeff${lines.map((line) => `${line.join(',')}\r\n`).join('')}`;
}
