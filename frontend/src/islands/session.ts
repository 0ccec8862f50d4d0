// Whether somebody is signed in. The server knows it by the access cookie, which lasts minutes; one that has run out is
// renewed here, where the application left word that somebody was.
import { renew } from './call';

/** Left by the application while somebody is signed in. */
const WORD = 'jiaxiu.signed_in';

export function startSession(): void {
  const link = document.querySelector<HTMLAnchorElement>('[data-session=out]');
  if (!link) return;
  try {
    if (!localStorage.getItem(WORD)) return;
  } catch {
    return;
  }
  void renew().then((renewed) => {
    if (!renewed) {
      localStorage.removeItem(WORD);
      return;
    }
    link.href = '/app';
    link.textContent = link.dataset['workspace'] ?? link.textContent;
    link.dataset['session'] = 'in';
    document.dispatchEvent(new CustomEvent('jiaxiu:signed-in'));
  });
}
