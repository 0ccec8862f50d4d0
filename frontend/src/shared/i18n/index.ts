// Texts live in locales/{zh-CN,en}/<namespace>.json, one namespace a feature, loaded when the feature is. Only `{{name}}`
// and the plural forms `_one` and `_other`: the server's templates read the same files.
import i18next, { type i18n } from 'i18next';
import { keep } from '@/shared/choices/keep';
import resources from './resources';
import { initReactI18next } from 'react-i18next';

export type Language = 'zh-CN' | 'en';
export const LANGUAGES: Language[] = ['zh-CN', 'en'];
const STORED = 'jiaxiu.language';

/** The language chosen before, or else the browser's. */
export function preferredLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === 'zh-CN' || stored === 'en') return stored;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** The language shown now. */
export function languageOf(instance: i18n = i18next): Language {
  return instance.language === 'en' ? 'en' : 'zh-CN';
}

/** Starts with `language`; what every page needs is loaded before the first one is drawn. */
export async function startI18n(language: Language): Promise<i18n> {
  await i18next
    .use(resources)
    .use(initReactI18next)
    .init({
      lng: language,
      supportedLngs: LANGUAGES,
      fallbackLng: false,
      ns: ['common', 'errors', 'app'],
      defaultNS: 'common',
      load: 'currentOnly',
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
      returnNull: false,
    });
  document.documentElement.lang = language;
  return i18next;
}

/** Shows everything in `language`, now and next time. */
export async function chooseLanguage(language: Language): Promise<void> {
  keep('language', language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
