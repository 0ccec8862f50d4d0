import Button from 'antd/es/button';
import { useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { elementOf, type Stop } from '../tour';
import './tour.css';

const GAP = 12;
const MARGIN = 12;

interface Place {
  card: { top: number; left: number };
  ring?: { top: number; left: number; width: number; height: number };
}

/** Beside what it points at, inside the window. */
function placeFor(target: HTMLElement | null, card: HTMLElement): Place {
  const [width, height] = [card.offsetWidth, card.offsetHeight];
  const centred = { top: (window.innerHeight - height) / 2, left: (window.innerWidth - width) / 2 };
  if (!target) return { card: centred };
  const box = target.getBoundingClientRect();
  const within = (value: number, size: number, whole: number) =>
    Math.max(MARGIN, Math.min(value, whole - size - MARGIN));
  const beside = box.right + GAP + width + MARGIN <= window.innerWidth && box.width < window.innerWidth / 3;
  const below = box.bottom + GAP + height + MARGIN <= window.innerHeight;
  const top = beside ? box.top : below ? box.bottom + GAP : Math.max(MARGIN, box.top + 48);
  return {
    card: {
      top: within(top, height, window.innerHeight),
      left: within(beside ? box.right + GAP : box.left, width, window.innerWidth),
    },
    ring: { top: box.top - 4, left: box.left - 4, width: box.width + 8, height: Math.min(box.height, 220) + 8 },
  };
}

/**
 * Shows a newcomer round: a sentence at each stop, beside the thing itself. Escape ends it, the arrow keys go on and back;
 * the page stays usable.
 */
export function Tour({ stops, onEnd }: { stops: Stop[]; onEnd: () => void }) {
  const { t } = useTranslation('home');
  const [at, setAt] = useState(0);
  const [place, setPlace] = useState<Place>();
  const card = useRef<HTMLDivElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const before = useRef(document.activeElement);
  const title = useId();
  const stop = stops[at];
  const last = at === stops.length - 1;
  const go = useCallback((by: number) => setAt((now) => Math.max(0, Math.min(now + by, stops.length - 1))), [stops]);

  useLayoutEffect(() => {
    if (!stop) return undefined;
    const target = elementOf(stop.at);
    target?.scrollIntoView({ block: 'nearest' });
    const put = () => {
      if (card.current) setPlace(placeFor(target, card.current));
    };
    put();
    window.addEventListener('resize', put);
    window.addEventListener('scroll', put, true);
    return () => {
      window.removeEventListener('resize', put);
      window.removeEventListener('scroll', put, true);
    };
  }, [stop]);

  useEffect(() => next.current?.focus(), [at]);

  useEffect(() => {
    const opener = before.current;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onEnd();
      else if (event.key === 'ArrowRight') go(1);
      else if (event.key === 'ArrowLeft') go(-1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, [go, onEnd]);

  if (!stop) return null;
  return (
    <>
      {place?.ring && <div className="jx-tour-ring" style={place.ring} aria-hidden="true" />}
      <div
        ref={card}
        role="dialog"
        aria-labelledby={title}
        aria-live="polite"
        className="jx-tour jx-sheet"
        style={place ? place.card : { visibility: 'hidden' }}
      >
        <h2 id={title}>{t(`tour.stop.${stop.key}.title`)}</h2>
        <p>{t(`tour.stop.${stop.key}.text`)}</p>
        <div className="jx-row jx-tour-foot">
          <span className="jx-soft jx-num">{t('tour.at', { at: at + 1, of: stops.length })}</span>
          {!last && (
            <Button size="small" type="text" onClick={onEnd}>
              {t('tour.skip')}
            </Button>
          )}
          {at > 0 && (
            <Button size="small" onClick={() => go(-1)}>
              {t('tour.back')}
            </Button>
          )}
          <Button ref={next} size="small" type="primary" onClick={() => (last ? onEnd() : go(1))}>
            {t(last ? 'tour.done' : 'tour.next')}
          </Button>
        </div>
      </div>
    </>
  );
}
