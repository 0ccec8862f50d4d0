import type { Column } from './columns';
import { csvOf } from './csv';

export type Format = 'xlsx' | 'csv';

/** A file's name: what it is and of which day, without what file systems refuse. */
export function fileName(name: string, format: Format, now: Date): string {
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${name.replace(/[\s\\/:*?"<>|\p{Cc}]+/gu, ' ').trim()} ${day.join('-')}.${format}`;
}

/** Hands a file to the browser to keep. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(address);
}

/** Saves rows as a file of today; what writes spreadsheets is loaded when it is first wanted. */
export async function saveRows<T>(name: string, format: Format, rows: T[], columns: Column<T>[]): Promise<void> {
  const file = fileName(name, format, new Date());
  if (format === 'csv') {
    saveFile(file, new Blob([csvOf(rows, columns)], { type: 'text/csv;charset=utf-8' }));
    return;
  }
  const { xlsxOf, XLSX } = await import('./xlsx');
  saveFile(file, new Blob([xlsxOf([{ name, rows, columns }])], { type: XLSX }));
}
