import { useEffect, useState } from 'react';
import { call, Refused } from '../call';
import type { Say } from '../texts';
import { Ask } from './Ask';

interface Props {
  listing: string;
  state: string;
  signedIn: boolean;
  t: Say;
}

interface Watchlist {
  items: { listing: { id: string } }[];
  next?: string | null;
}

/** Whether the listing is on the reader's watchlist; undefined until that is known. */
async function isWatched(listing: string): Promise<boolean> {
  let cursor = '';
  for (let pages = 0; pages < 20; pages++) {
    const page = await call<Watchlist>('GET', `/watchlist?limit=100${cursor && `&cursor=${cursor}`}`);
    if (page.items.some((one) => one.listing.id === listing)) return true;
    if (!page.next) return false;
    cursor = page.next;
  }
  return false;
}

export const reason = (fault: unknown, t: Say) =>
  t('islands:failed', {
    reason: fault instanceof Refused && fault.status > 0 ? fault.message : t('islands:network'),
  });

/** Where one signs in, and then comes back to `next`. */
const signIn = (next: string) => `/app/sign-in?next=${encodeURIComponent(next)}`;

/** Watch, ask, offer: the living part of a listing's page. Signed out, each leads to signing in and back. */
export function Actions({ listing, state, signedIn, t }: Props) {
  const [watched, setWatched] = useState<boolean>();
  const [told, setTold] = useState('');
  const [fault, setFault] = useState('');
  const [asking, setAsking] = useState(false);
  const here = location.pathname;
  const offer = `/app/listings/${listing}?do=offer`;

  useEffect(() => {
    if (!signedIn) return;
    isWatched(listing).then(setWatched, () => setWatched(false));
  }, [listing, signedIn]);

  const watch = (on: boolean) => {
    // Undo is one click away, so it shows at once and comes back when the server refuses.
    setWatched(on);
    setFault('');
    const sent = on ? call('POST', '/watchlist', { listing }) : call('DELETE', `/watchlist/${listing}`);
    sent.then(
      () => setTold(t(on ? 'islands:watched' : 'islands:unwatched')),
      (refusal: unknown) => {
        setWatched(!on);
        setFault(reason(refusal, t));
      },
    );
  };

  return (
    <>
      {state === 'published' && (
        <>
          <a className="jx-button" href={signedIn ? offer : signIn(offer)}>
            {t('islands:offer')}
          </a>
          {signedIn ? (
            <button
              type="button"
              className="jx-button jx-button-quiet"
              aria-expanded={asking}
              onClick={() => setAsking(!asking)}
            >
              {t('islands:ask')}
            </button>
          ) : (
            <a className="jx-button jx-button-quiet" href={signIn(here)}>
              {t('islands:ask')}
            </a>
          )}
        </>
      )}
      {signedIn ? (
        <button
          type="button"
          className="jx-button jx-button-quiet"
          aria-pressed={watched ?? false}
          disabled={watched === undefined}
          onClick={() => watch(!watched)}
        >
          {t(watched ? 'islands:watching' : 'islands:watch')}
        </button>
      ) : (
        <a className="jx-button jx-button-quiet" href={signIn(here)}>
          {t('islands:watch')}
        </a>
      )}
      {asking && <Ask listing={listing} t={t} onClose={() => setAsking(false)} />}
      <p role="status" className="jx-small jx-soft" hidden={told === ''}>
        {told}
      </p>
      {fault && (
        <p role="alert" className="jx-small jx-fault">
          {fault}
        </p>
      )}
    </>
  );
}
