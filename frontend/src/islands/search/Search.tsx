import { useCallback, useEffect, useMemo, useRef, useState, type MouseEvent } from 'react';
import type { Language } from '@/shared/i18n/index';
import { texts, type Tree } from '../texts';
import { ask } from './ask';
import { Facets } from './Facets';
import { Results } from './Results';
import { link, type Answer, type Setting } from './shown';
import { read, write, type Wanted } from './wanted';

/** What the server leaves beside the page that it wrote. */
export interface Data {
  lang: Language;
  answer: Answer;
  texts: Record<string, Tree>;
}

/** Between two keystrokes of who types fast. */
const PAUSE = 40;

interface Page {
  wanted: Wanted;
  answer: Answer;
  failed: boolean;
}

/** Asks whenever something else is wanted; of answers that overtake each other the last question's counts. */
function useSearch(data: Data) {
  const [page, setPage] = useState<Page>(() => ({ wanted: read(location.search), answer: data.answer, failed: false }));
  const running = useRef<AbortController>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const go = useCallback(
    (wanted: Wanted, { typing = false, more = false, wait = 0 } = {}) => {
      clearTimeout(timer.current);
      running.current?.abort();
      const mine = new AbortController();
      running.current = mine;
      timer.current = setTimeout(() => {
        ask(wanted, data.lang, typing, mine.signal).then(
          (answer) =>
            setPage((before) =>
              more
                ? { ...before, answer: { ...answer, hits: [...before.answer.hits, ...answer.hits] }, failed: false }
                : { wanted, answer, failed: false },
            ),
          (fault: unknown) => {
            if (!mine.signal.aborted) setPage((before) => ({ ...before, failed: true }));
            else void fault;
          },
        );
      }, wait);
    },
    [data.lang],
  );
  return { page, go };
}

/** Arrows, or j and k, walk through the results; Enter is the link's own. */
function walk(event: KeyboardEvent, root: HTMLElement): void {
  const target = event.target as HTMLElement;
  const typing = target.matches('input[type=search], textarea, select');
  const step = { ArrowDown: 1, ArrowUp: -1, ...(typing ? {} : { j: 1, k: -1 }) }[event.key];
  if (!step || event.isComposing || event.metaKey || event.ctrlKey || event.altKey) return;
  const links = [...root.querySelectorAll<HTMLElement>('.jx-hit-title a')];
  const at = links.indexOf(target);
  if (at < 0 && !typing && event.key.startsWith('Arrow')) return;
  event.preventDefault();
  const box = root.querySelector<HTMLElement>('input[type=search]');
  const next = at + step;
  if (next < 0) box?.focus();
  else links[Math.min(next, links.length - 1)]?.focus();
}

function Hidden({ wanted }: { wanted: Wanted }) {
  const kept = new URLSearchParams(write({ ...wanted, q: '', cursor: undefined }));
  return [...kept].map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}

function CompareBar({ picked, shown, setting: { lang, t } }: { picked: string[]; shown: string[]; setting: Setting }) {
  return (
    <form id="compare" className="jx-compare-bar" action={`/${lang}/compare`}>
      <span>{t('search:compare_hint')}</span>
      {picked
        .filter((number) => !shown.includes(number))
        .map((number) => (
          <input key={number} type="hidden" name="ids" value={number} />
        ))}
      <button className="jx-button" type="submit">
        {t('search:compare_go')}
      </button>
    </form>
  );
}

/** The search page. The server has written the same one (templates/pages/search.html); this one answers as one types. */
export function Search({ data, typed }: { data: Data; typed: string }) {
  const setting: Setting = useMemo(() => ({ lang: data.lang, t: texts(data.texts, data.lang) }), [data]);
  const { page, go } = useSearch(data);
  const { wanted, answer, failed } = page;
  const [picked, setPicked] = useState<string[]>([]);
  const box = useRef<HTMLInputElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const latest = useRef(wanted);

  const visit = useCallback(
    (next: Wanted, typing = false) => {
      // Typing is one step back, not one a letter.
      const words = typing && write({ ...latest.current, q: '' }) === write({ ...next, q: '' });
      const started = words && latest.current.q !== '' && next.q !== '';
      history[started ? 'replaceState' : 'pushState'](null, '', link(data.lang, next));
      latest.current = next;
      go(next, { typing, wait: typing ? PAUSE : 0 });
    },
    [data.lang, go],
  );

  useEffect(() => {
    const back = () => {
      const next = read(location.search);
      latest.current = next;
      if (box.current) box.current.value = next.q;
      go(next);
    };
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, [go]);

  useEffect(() => {
    // What was typed before this took over.
    if (typed !== latest.current.q) visit({ ...latest.current, q: typed, cursor: undefined }, true);
  }, [typed, visit]);

  useEffect(() => {
    const element = root.current?.parentElement;
    if (!element) return;
    const onKey = (event: KeyboardEvent) => walk(event, element);
    element.addEventListener('keydown', onKey);
    const anywhere = (event: KeyboardEvent) => {
      if (event.target === document.body && (event.key === 'j' || event.key === 'k')) walk(event, element);
    };
    document.addEventListener('keydown', anywhere);
    return () => {
      element.removeEventListener('keydown', onKey);
      document.removeEventListener('keydown', anywhere);
    };
  }, []);

  // Links of filters, orders and pages are the page's own: they are followed without leaving it.
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const found = (event.target as Element).closest('a');
    if (!found || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const address = new URL(found.href, location.href);
    if (address.origin !== location.origin || address.pathname !== location.pathname) return;
    event.preventDefault();
    const next = read(address.search);
    if (found.dataset['more'] !== undefined) go(next, { more: true });
    else visit(next);
  };

  return (
    <>
      <h1 className="jx-hidden">{setting.t('search:heading')}</h1>
      <form
        className="jx-search-form"
        action={`/${data.lang}/search`}
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          visit({ ...latest.current, q: box.current?.value ?? '', cursor: undefined });
        }}
      >
        <input
          ref={box}
          type="search"
          name="q"
          className="jx-search-input"
          aria-label={setting.t('search:box')}
          placeholder={setting.t('search:placeholder')}
          maxLength={1000}
          autoComplete="off"
          defaultValue={wanted.q}
          onInput={(event) => {
            if ((event.nativeEvent as InputEvent).isComposing) return;
            visit({ ...latest.current, q: event.currentTarget.value, cursor: undefined }, true);
          }}
          onCompositionEnd={(event) =>
            visit({ ...latest.current, q: event.currentTarget.value, cursor: undefined }, true)
          }
        />
        <Hidden wanted={wanted} />
        <button className="jx-button" type="submit">
          {setting.t('search:go')}
        </button>
      </form>
      <div className="jx-search-grid" ref={root} onClick={onClick}>
        <Facets setting={setting} wanted={wanted} answer={answer} />
        <Results
          setting={setting}
          wanted={wanted}
          answer={answer}
          failed={failed}
          picked={picked}
          onPick={(number, on) =>
            setPicked((before) => (on ? [...before, number] : before.filter((one) => one !== number)))
          }
        />
      </div>
      <CompareBar picked={picked} shown={answer.hits.map((hit) => hit.listing.number)} setting={setting} />
    </>
  );
}
