import type { Schemas } from '@/shared/api/client';
import type { Language } from '@/shared/i18n/index';

export type Amount = Schemas['Money'];

/** How many digits a currency has behind the point. */
export function digitsOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** Minor units as a number for people, without its unit: 1,250,000.50. */
export function plain(amount: Amount, language: Language): string {
  const digits = digitsOf(amount.currency);
  const value = amount.minor / 10 ** digits;
  const whole = Number.isInteger(value);
  return value.toLocaleString(language, { minimumFractionDigits: whole ? 0 : digits, maximumFractionDigits: digits });
}

/** The whole amount: 1,680,000 元, CNY 1,680,000. */
export function full(amount: Amount, language: Language): string {
  const number = plain(amount, language);
  if (language === 'en') return `${amount.currency} ${number}`;
  return amount.currency === 'CNY' ? `${number} 元` : `${number} ${amount.currency}`;
}

const SCALES: Record<Language, [number, string, number][]> = {
  'zh-CN': [
    [1e8, '亿', 4],
    [1e4, '万', 4],
  ],
  en: [
    [1e9, 'billion', 3],
    [1e6, 'million', 3],
  ],
};

/** The amount as people say it: 168 万元, CNY 1.68 million. Shortened only where that loses nothing. */
export function short(amount: Amount, language: Language): string {
  const value = amount.minor / 10 ** digitsOf(amount.currency);
  const fitting = SCALES[language].find(([scale]) => Math.abs(value) >= scale);
  if (!fitting) return full(amount, language);
  const [scale, name, places] = fitting;
  // In whole steps of the last place shown, or else not shortened.
  if (value % (scale / 10 ** places) !== 0) return full(amount, language);
  const number = (value / scale).toLocaleString(language, { maximumFractionDigits: places });
  if (language === 'en') return `${amount.currency} ${number} ${name}`;
  return amount.currency === 'CNY' ? `${number} ${name}元` : `${number} ${name} ${amount.currency}`;
}

/** What somebody typed (major units) as minor units; undefined when it isn't an exact amount. */
export function toMinor(text: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const found = /^(\d{1,13})(?:\.(\d*))?$/.exec(text.replaceAll(',', '').trim());
  if (!found) return undefined;
  const fraction = (found[2] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return undefined;
  return Number(`${found[1]}${fraction.padEnd(digits, '0')}`);
}

/** Minor units as text to edit. */
export function toText(amount: Amount): string {
  const digits = digitsOf(amount.currency);
  const text = String(amount.minor).padStart(digits + 1, '0');
  if (digits === 0) return text;
  const fraction = text.slice(-digits);
  return /^0+$/.test(fraction) ? text.slice(0, -digits) : `${text.slice(0, -digits)}.${fraction}`;
}
