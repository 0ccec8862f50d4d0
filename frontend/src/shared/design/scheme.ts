import { useSyncExternalStore } from 'react';
import { keep } from '@/shared/choices/keep';
import type { ThemeName } from './tokens';

/** What the reader chose; `system` follows the device. */
export type Scheme = 'system' | ThemeName;

const STORED = 'jiaxiu.theme';
const listeners = new Set<() => void>();
const dark = window.matchMedia('(prefers-color-scheme: dark)');

export function chosenScheme(): Scheme {
  const stored = localStorage.getItem(STORED);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

function resolved(): ThemeName {
  const chosen = chosenScheme();
  return chosen === 'system' ? (dark.matches ? 'dark' : 'light') : chosen;
}

function apply(): void {
  document.documentElement.dataset['theme'] = resolved();
  for (const listener of listeners) listener();
}

dark.addEventListener('change', apply);
apply();

export function chooseScheme(scheme: Scheme): void {
  keep('theme', scheme === 'system' ? undefined : scheme);
  apply();
}

/** The theme shown now. */
export function useThemeName(): ThemeName {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, resolved);
}
