import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { useMe } from '@/shared/session/me';
import { Money } from '@/shared/ui/Money';
import { Time } from '@/shared/ui/Time';
import { exact } from '@/shared/ui/time';
import { bidderQuery, type Offer, type Round } from '../api';
import { changes, moved, sideOf, TERMS, type Term } from '../view';

/** A column a round, a row a term; what a round changed is marked in it. */
export function Rounds({ offer }: { offer: Offer }) {
  const { t } = useTranslation(['offers', 'common']);
  const text = useText();
  const me = useMe();
  const rounds = offer.rounds ?? [];
  const mine = sideOf(offer, me.organisation);
  const shown = TERMS.filter(
    (term) =>
      !['field', 'territory', 'term_months'].includes(term) ||
      rounds.some((round) => round.terms[term as 'field'] != null),
  );
  return (
    // Scrolls by itself when there are many rounds; focusable, so that the keyboard can scroll it too.
    <div className="jx-rounds jx-sheet" tabIndex={0} role="region" aria-label={t('rounds', { count: rounds.length })}>
      <table>
        <thead>
          <tr>
            <td />
            {rounds.map((round) => (
              <th key={round.seq} scope="col">
                <span className="jx-num">{t('round', { number: round.seq })}</span>
                <span className="jx-round-who">
                  {round.side === mine
                    ? t('side.me')
                    : text(round.side === 'seller' ? offer.seller.name : offer.buyer.name)}
                </span>
                <span className="jx-soft">
                  {round.intermediary && <Through id={round.intermediary} />}
                  <Time at={round.at} />
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((term) => (
            <tr key={term}>
              <th scope="row">{t(`term.${term}`)}</th>
              {rounds.map((round, index) => {
                const before = rounds[index - 1];
                const changed = changes(round, before).has(term);
                return (
                  <td key={round.seq} className={changed ? 'jx-changed' : undefined}>
                    <Cell round={round} term={term} />
                    {changed && <Change round={round} before={before} term={term} />}
                  </td>
                );
              })}
            </tr>
          ))}
          <tr>
            <th scope="row">{t('term.message')}</th>
            {rounds.map((round) => (
              <td key={round.seq} className="jx-round-message">
                {round.message ?? <span className="jx-soft">–</span>}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

/** The intermediary that spoke in a side's name. */
function Through({ id }: { id: string }) {
  const { t } = useTranslation('offers');
  const text = useText();
  const { data } = useQuery(bidderQuery(id));
  return <>{data ? t('through', { name: text(data.name) }) : t('by_intermediary')} · </>;
}

function Cell({ round, term }: { round: Round; term: Term }) {
  const { t } = useTranslation(['offers', 'common']);
  const language = useLanguage();
  switch (term) {
    case 'right':
      return t(`common:right.${round.right}`);
    case 'price':
      return <Money amount={round.price} strong />;
    case 'expires_at':
      return <span className="jx-num">{exact(new Date(round.expires_at), language)}</span>;
    case 'term_months':
      return round.terms.term_months == null ? '–' : t('months', { count: round.terms.term_months });
    default:
      return round.terms[term] ?? '–';
  }
}

function Change({ round, before, term }: { round: Round; before: Round | undefined; term: Term }) {
  const { t } = useTranslation('offers');
  const language = useLanguage();
  const by = term === 'price' ? moved(round, before) : undefined;
  if (by === undefined) return <span className="jx-change">{t('changed')}</span>;
  const percent = Math.abs(by).toLocaleString(language, { style: 'percent', maximumFractionDigits: 1 });
  return <span className="jx-change jx-num">{by > 0 ? t('up', { percent }) : t('down', { percent })}</span>;
}
