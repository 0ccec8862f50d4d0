import { createRoot } from 'react-dom/client';
import { texts, type Tree } from '../texts';
import { Actions } from './Actions';

/** Brings the buttons of a listing's page to life, in the place of the links that the server wrote. */
export async function mount(place: HTMLElement): Promise<void> {
  const language = document.documentElement.lang;
  const files = await (language === 'en' ? import('@locales/en/islands.json') : import('@locales/zh-CN/islands.json'));
  const t = texts({ islands: files.default as Tree }, language);
  const { listing = '', state = '', signedIn } = place.dataset;
  const root = createRoot(place);
  const draw = (known: boolean) => root.render(<Actions listing={listing} state={state} signedIn={known} t={t} />);
  draw(signedIn === 'yes');
  document.addEventListener('jiaxiu:signed-in', () => draw(true));
}
