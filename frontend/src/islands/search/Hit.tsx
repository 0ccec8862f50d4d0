import { short } from '@/shared/ui/money';
import type { Language } from '@/shared/i18n/index';
import { say, type Card, type Hit, type Setting } from './shown';

function Tongue({ tongue }: { tongue?: Language }) {
  return tongue ? <span className="jx-tongue">{tongue === 'en' ? 'English' : '中文'}</span> : null;
}

function Trl({ level, t }: { level: number; t: Setting['t'] }) {
  return (
    <span className="jx-trl" title={t('search:trl_level', { level })}>
      <svg viewBox="0 0 44 8" width="44" height="8" aria-hidden="true">
        {Array.from({ length: 9 }, (_, n) => (
          <rect
            key={n}
            x={n * 5}
            y="0"
            width="4"
            height="8"
            rx="1"
            className={n < level ? 'jx-trl-on' : 'jx-trl-off'}
          />
        ))}
      </svg>
      <span>{t('search:trl_level', { level })}</span>
    </span>
  );
}

function Price({ listing, lang, t }: { listing: Card } & Setting) {
  if (!listing.price) return <b>{t('search:by_agreement')}</b>;
  return (
    <>
      <b className="jx-num">{short(listing.price, lang)}</b>
      {listing.price_negotiable && <span className="jx-soft">{t('search:negotiable')}</span>}
    </>
  );
}

/** What matched, marked by the engine, which escapes everything else. */
function Marked({ html, text }: { html?: string; text: string }) {
  return html ? { dangerouslySetInnerHTML: { __html: html } } : { children: text };
}

function Snippets({ hit, lang }: { hit: Hit; lang: Language }) {
  const sides = lang === 'en' ? (['en', 'zh'] as const) : (['zh', 'en'] as const);
  return sides.map((side) => {
    const html = hit.highlights[`description.${side}`];
    return html ? (
      <p
        key={side}
        className="jx-hit-snippet jx-soft"
        lang={side === 'en' ? 'en' : 'zh-CN'}
        dangerouslySetInnerHTML={{ __html: html }}
      />
    ) : null;
  });
}

interface Props extends Setting {
  hit: Hit;
  picked: boolean;
  onPick: (number: string, on: boolean) => void;
}

/** One result. Its markup is that of templates/pages/search.html. */
export function HitRow({ hit, picked, onPick, lang, t }: Props) {
  const { listing, highlights } = hit;
  const title = say(lang, listing.title);
  const summary = say(lang, listing.summary);
  const [markedTitle, markedSummary] = [highlights[`title.${title.side}`], highlights[`summary.${summary.side}`]];
  return (
    <li className="jx-hit">
      <div className="jx-hit-main">
        <h2 className="jx-hit-title">
          <a
            href={`/${lang}/listings/${listing.number}`}
            lang={title.tongue}
            {...Marked({ html: markedTitle, text: title.text })}
          />
          {title.tongue && ' '}
          <Tongue tongue={title.tongue} />
        </h2>
        <p className="jx-hit-facts jx-soft">
          <span className="jx-num">{listing.number}</span>
          {listing.sector && <span>{t(`common:sector.${listing.sector}`)}</span>}
          <span>{say(lang, listing.owner.name).text}</span>
          {listing.state !== 'published' && (
            <span className={`jx-state jx-state-${listing.state}`}>{t(`common:listing_state.${listing.state}`)}</span>
          )}
        </p>
        <p className="jx-hit-text" lang={summary.tongue} {...Marked({ html: markedSummary, text: summary.text })} />
        {!markedTitle && !markedSummary && <Snippets hit={hit} lang={lang} />}
        <p className="jx-hit-rights">
          {listing.rights.map((right) => (
            <span key={right} className="jx-tag">
              {t(`common:right.${right}`)}
            </span>
          ))}
        </p>
      </div>
      <div className="jx-hit-side">
        <p className="jx-hit-price">
          <Price listing={listing} lang={lang} t={t} />
        </p>
        {listing.trl && (
          <p>
            <Trl level={listing.trl} t={t} />
          </p>
        )}
        <p className="jx-soft">{t(`common:procedure.${listing.procedure}`)}</p>
        {listing.patents.length > 0 && (
          <p className="jx-soft">{t('search:patents', { count: listing.patents.length })}</p>
        )}
        <label className="jx-pick">
          <input
            type="checkbox"
            form="compare"
            name="ids"
            value={listing.number}
            checked={picked}
            onChange={(event) => onPick(listing.number, event.target.checked)}
          />
          <span>{t('search:compare')}</span>
        </label>
      </div>
    </li>
  );
}
