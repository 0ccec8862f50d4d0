// The switches of a page's head: light or dark, and the language.
import { keep } from '@/shared/choices/keep';

type Theme = 'light' | 'dark';

function shown(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function show(theme: Theme | undefined): void {
  if (theme) document.documentElement.dataset['theme'] = theme;
  else delete document.documentElement.dataset['theme'];
  document.querySelector('meta[name=color-scheme]')?.setAttribute('content', theme ?? 'light dark');
}

/** The button that switches between light and dark; back at what the device says, nothing is kept. */
export function startTheme(): void {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem('jiaxiu.theme');
  } catch {
    // As above.
  }
  // Chosen in the application before there was a cookie.
  if ((stored === 'light' || stored === 'dark') && stored !== document.documentElement.dataset['theme']) {
    show(stored);
    keep('theme', stored);
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-island=theme]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const wanted: Theme = shown() === 'dark' ? 'light' : 'dark';
      const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
      const kept = wanted === system ? undefined : wanted;
      show(kept);
      keep('theme', kept);
    });
  }
}

/** Who follows the link to the other language wants it from now on. */
export function keepLanguage(): void {
  for (const link of document.querySelectorAll<HTMLElement>('[data-language]')) {
    link.addEventListener('click', () => keep('language', link.dataset['language']));
  }
}
