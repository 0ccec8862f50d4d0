/**
 * Puts the keyboard, and with it what a screen reader reads, on the part of the page that something changed. It waits until
 * a dialog that was open has gone and has handed its focus back.
 */
export function focusOn(id: string): void {
  setTimeout(() => document.getElementById(id)?.focus(), 250);
}
