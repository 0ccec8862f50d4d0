import { digitsOf, type Amount } from '@/shared/ui/money';

/** What may stand in a cell. A moment is a `Date`, so that a spreadsheet can reckon with it. */
export type Value = string | number | Date | null | undefined;

/** A column of an export: its heading, and what stands in it. */
export interface Column<T> {
  name: string;
  value: (row: T) => Value;
  /** How a number or a moment is shown: an amount, a share, a day without its time. */
  kind?: 'money' | 'percent' | 'day';
}

/** An amount as a number, and its currency in a column of its own: figures that can be summed. */
export function moneyColumns<T>(name: string, unit: string, of: (row: T) => Amount | null | undefined): Column<T>[] {
  return [
    {
      name,
      kind: 'money',
      value: (row) => {
        const amount = of(row);
        return amount && amount.minor / 10 ** digitsOf(amount.currency);
      },
    },
    { name: unit, value: (row) => of(row)?.currency },
  ];
}

/** A moment of the API's as a cell. */
export function moment(at: string | null | undefined): Date | null {
  return at ? new Date(at) : null;
}
