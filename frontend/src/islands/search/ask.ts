import type { Language } from '@/shared/i18n/index';
import type { Answer } from './shown';
import { write, type Wanted } from './wanted';

/** Asks the API; `typing` when the last word may still be going on. */
export async function ask(wanted: Wanted, lang: Language, typing: boolean, signal: AbortSignal): Promise<Answer> {
  const params = new URLSearchParams(write(wanted));
  params.set('lang', lang);
  if (typing && wanted.q.trim() !== '') params.set('prefix', 'true');
  const response = await fetch(new URL(`/api/v1/search?${params.toString()}`, location.origin), { signal });
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()) as Answer;
}
