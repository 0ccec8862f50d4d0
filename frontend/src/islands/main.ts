// What every public page loads: its looks, the switches of its head, and the living parts that it has a place for.
import './pages.css';
import { keepLanguage, startTheme } from './choices';
import { startSession } from './session';

startTheme();
keepLanguage();
startSession();

// `/` goes to the box that searches, on every page that has one.
document.addEventListener('keydown', (event) => {
  const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
  if (event.key !== '/' || typing || event.metaKey || event.ctrlKey || event.altKey) return;
  const box = document.querySelector<HTMLInputElement>('input[type=search]');
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

const listing = document.querySelector<HTMLElement>('[data-island=listing]');
if (listing) {
  const load = () => void import('./listing/mount').then(({ mount }) => mount(listing));
  // React comes when there is time: until then the links do the same on pages of their own.
  if ('requestIdleCallback' in window) requestIdleCallback(load, { timeout: 3000 });
  else setTimeout(load, 300);
}
