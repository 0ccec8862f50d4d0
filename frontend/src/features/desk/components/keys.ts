import { useEffect, useEffectEvent } from 'react';

/** Is somebody typing, or answering a question in front of the page? */
function busy(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return true;
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  if (
    target?.closest(
      'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="menu"], [role="slider"], [role="radiogroup"]',
    )
  )
    return true;
  return document.querySelector('.ant-modal-wrap:not([style*="display: none"])') !== null;
}

/** What keys do on the page, by name; false from a handler says that the key was not for it. */
export function useKeys(handlers: Record<string, () => unknown>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (busy(event)) return;
    const handler = handlers[event.key];
    if (handler && handler() !== false) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
