import type { Language } from '@/shared/i18n/index';

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "in 3 days", "2 小时前". */
export function relative(at: Date, now: Date, language: Language): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(language);
  const soon = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, size] of STEPS) {
    // Two of a unit at least, days excepted: "in 36 hours" says more than "tomorrow" when something presses.
    if (Math.abs(seconds) >= size * (unit === 'day' ? 2 : 1)) return format.format(Math.trunc(seconds / size), unit);
  }
  return soon.format(0, 'minute');
}

/** Day and time with its zone, exact to the minute. */
export function exact(at: Date, language: Language): string {
  return at.toLocaleString(language, {
    year: 'numeric',
    month: language === 'en' ? 'short' : 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZoneName: 'short',
  });
}

/** The day alone. */
export function day(at: Date, language: Language): string {
  return at.toLocaleDateString(language, {
    year: 'numeric',
    month: language === 'en' ? 'short' : 'numeric',
    day: 'numeric',
  });
}
