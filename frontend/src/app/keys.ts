import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useOrganisation } from '@/shared/session/me';
import { isFor } from '@/shared/routing/feature';
import { nav } from './routes';

/** How long after G its letter may come, in milliseconds. */
const PATIENCE = 1_500;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, [role="combobox"]') !== null)
  );
}

interface Keys {
  onPalette: () => void;
  onHelp: () => void;
}

/** The keys of the whole workspace: Ctrl or ⌘ with K, `/`, `?`, and G with a letter of the sidebar. */
export function useKeys({ onPalette, onHelp }: Keys): void {
  const navigate = useNavigate();
  const kind = useOrganisation()?.kind;
  const gAt = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if ((event.metaKey || event.ctrlKey) && key === 'k') {
        event.preventDefault();
        onPalette();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || event.isComposing || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"]')) return;
      const place =
        event.timeStamp - gAt.current < PATIENCE
          ? nav.find((place) => place.letter === key && isFor(place, kind))
          : undefined;
      gAt.current = key === 'g' ? event.timeStamp : 0;
      if (place) void navigate({ to: place.to });
      else if (event.key === '?') onHelp();
      else if (key === '/') onPalette();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, kind, onPalette, onHelp]);
}
