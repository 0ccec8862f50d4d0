import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { languageOf, type Language } from './index';

/** A text of the API in the reader's language, in the other one where that is missing. */
export function pick(text: Schemas['Text'] | null | undefined, language: Language): string {
  if (!text) return '';
  const [first, second] = language === 'en' ? [text.en, text.zh] : [text.zh, text.en];
  return first ?? second ?? '';
}

/** The language shown now; redraws when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return languageOf(i18n);
}

/** `pick` for the language shown now. */
export function useText(): (text: Schemas['Text'] | null | undefined) => string {
  const language = useLanguage();
  return (text) => pick(text, language);
}
