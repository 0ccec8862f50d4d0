import { paths } from '@/shared/routing/paths';
import type { Notification } from './api';

/** A link of the server's as a path of ours; anything else leads to the inbox. */
export function target(link: string): string {
  try {
    const { pathname } = new URL(link, window.location.origin);
    return pathname.startsWith('/app/') ? pathname : paths.inbox;
  } catch {
    return paths.inbox;
  }
}

export interface Day {
  /** `today`, `yesterday`, or nothing for one that is named by its date. */
  key?: 'today' | 'yesterday';
  at: Date;
  items: Notification[];
}

const midnight = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

/** What came in, newest first, by the reader's days. */
export function byDay(items: Notification[], now: Date): Day[] {
  const days = new Map<number, Day>();
  for (const one of [...items].sort((a, b) => b.at.localeCompare(a.at))) {
    const at = new Date(one.at);
    const start = midnight(at);
    const day = days.get(start);
    if (day) day.items.push(one);
    else {
      const since = Math.round((midnight(now) - start) / 86_400_000);
      const key = since === 0 ? 'today' : since === 1 ? 'yesterday' : undefined;
      days.set(start, { ...(key && { key }), at, items: [one] });
    }
  }
  return [...days.values()];
}
