import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/shared/api/client';

export type Overview = Schemas['OverviewOut'];
export type Figures = Schemas['InsightFiguresOut'];
export type FigureName = Exclude<keyof Figures, 'withheld'>;

/** Every figure, in the order of the tables. */
export const FIGURES: FigureName[] = [
  'listings_published',
  'enquiries',
  'offers',
  'deals_opened',
  'deals_closed',
  'money_released',
  'enquiry_response_hours',
  'offer_response_hours',
  'offer_to_release_days',
  'dispute_share',
];

/** The number of a figure, amounts in whole units; undefined where it is withheld or nothing was measured. */
export function valueOf(figures: Figures, name: FigureName): number | undefined {
  const value = figures[name];
  if (value === null || value === undefined) return undefined;
  return typeof value === 'number' ? value : value.minor / 100;
}

export function isWithheld(figures: Figures, name: FigureName): boolean {
  return (figures.withheld as string[]).includes(name);
}

/** The first day of `2026-Q3`. */
export function firstDay(quarter: string): string {
  const [year, number] = quarter.split('-Q');
  return `${year}-${String((Number(number) - 1) * 3 + 1).padStart(2, '0')}-01`;
}

/** The quarter of a day. */
export function quarterOf(date: Date): string {
  return `${date.getFullYear()}-Q${Math.floor(date.getMonth() / 3) + 1}`;
}

/** The quarters that can be chosen: five years back from `date`, the newest first. */
export function quarters(date: Date): string[] {
  const all: string[] = [];
  const at = new Date(date.getFullYear(), Math.floor(date.getMonth() / 3) * 3, 1);
  for (let n = 0; n < 20; n += 1) {
    all.push(quarterOf(at));
    at.setMonth(at.getMonth() - 3);
  }
  return all;
}

export const overviewQuery = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  queryOptions({
    queryKey: ['insights', { from, to }],
    queryFn: (): Promise<Overview> =>
      answer(
        api.GET('/api/v1/insights/overview', {
          params: { query: { ...(from && { from: firstDay(from) }), ...(to && { to: firstDay(to) }) } },
        }),
      ),
  });
