import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { useMe } from '@/shared/session/me';
import { Money } from '@/shared/ui/Money';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { exact } from '@/shared/ui/time';
import type { Offer } from '../api';
import { best, type Bidder, type Row } from '../compare';
import { isMyTurn, moved, standing } from '../view';
import { OfferActions } from './OfferActions';

interface Props {
  offers: Offer[];
  bidders: Map<string, Bidder>;
}

/** A column an offer, a row a term; what stands out in a row says so in words. */
export function CompareTable({ offers, bidders }: Props) {
  const { t } = useTranslation(['offers', 'common']);
  const text = useText();
  const language = useLanguage();
  const me = useMe();
  const marks: Record<Row, Set<string>> = {
    price: best(offers, 'price'),
    expires: best(offers, 'expires'),
    longest: best(offers, 'longest'),
  };
  const mark = (row: Row, offer: Offer) =>
    marks[row].has(offer.id) && <span className="jx-best">{t(`compare.best.${row}`)}</span>;
  const any = (has: (offer: Offer) => unknown) => offers.some(has);
  const rows: { key: string; label: string; cell: (offer: Offer) => ReactNode }[] = [
    {
      key: 'price',
      label: t('term.price'),
      cell: (offer) => (
        <>
          <Money amount={offer.price} strong /> {mark('price', offer)}
        </>
      ),
    },
    { key: 'right', label: t('term.right'), cell: (offer) => t(`common:right.${offer.right}`) },
    {
      key: 'payment',
      label: t('compare.payment'),
      // Deals of this release are paid at once; the API says so by refusing anything else.
      cell: () => t('compare.at_once'),
    },
    {
      key: 'term',
      label: t('term.term_months'),
      cell: (offer) => (
        <>
          {offer.terms.term_months == null ? t('compare.no_term') : t('months', { count: offer.terms.term_months })}{' '}
          {mark('longest', offer)}
        </>
      ),
    },
    {
      key: 'territory',
      label: t('term.territory'),
      cell: (offer) => offer.terms.territory ?? t('compare.unsaid'),
    },
    ...(any((offer) => offer.terms.field)
      ? [{ key: 'field', label: t('term.field'), cell: (offer: Offer) => offer.terms.field ?? t('compare.unsaid') }]
      : []),
    {
      key: 'expires',
      label: t('term.expires_at'),
      cell: (offer) => (
        <>
          <span className="jx-num">{exact(new Date(offer.expires_at), language)}</span> {mark('expires', offer)}
        </>
      ),
    },
    {
      key: 'due',
      label: t('answer_due'),
      cell: (offer) =>
        offer.state === 'open' ? <Time at={offer.answer_due} due={isMyTurn(offer, me.organisation)} /> : '–',
    },
    { key: 'history', label: t('compare.history'), cell: (offer) => <Steps offer={offer} /> },
    {
      key: 'message',
      label: t('compare.last_words'),
      cell: (offer) => offer.rounds?.findLast((round) => round.side === 'buyer')?.message ?? '–',
    },
  ];
  return (
    <div className="jx-rounds jx-compare jx-sheet" tabIndex={0} role="region" aria-label={t('compare.one')}>
      <table>
        <thead>
          <tr>
            <td />
            {offers.map((offer) => {
              const { tone, key } = standing(offer, me.organisation);
              return (
                <th key={offer.id} scope="col">
                  <Link to={paths.offer(offer.id)} className="jx-cell-title">
                    {text(offer.buyer.name)}
                  </Link>
                  <Who bidder={bidders.get(offer.buyer.id)} />
                  <span className="jx-soft jx-mono">{offer.number}</span>
                  <StateTag tone={tone} label={t(`standing.${key}`)} />
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, cell }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              {offers.map((offer) => (
                <td key={offer.id} className={key === 'message' ? 'jx-round-message' : undefined}>
                  {cell(offer)}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">{t('compare.decide')}</th>
            {offers.map((offer) => (
              <td key={offer.id}>
                <OfferActions offer={offer} narrow />
                {offer.allowed_actions.length === 0 && <span className="jx-soft">–</span>}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function Who({ bidder }: { bidder: Bidder | undefined }) {
  const { t } = useTranslation('common');
  // Keeps its line while it is asked for.
  if (!bidder) return <span aria-hidden="true">&nbsp;</span>;
  return (
    <span className="jx-row">
      {bidder.state === 'verified' ? (
        <StateTag tone="verified" label={t('organisation_state.verified')} />
      ) : (
        <StateTag tone="pressing" label={t(`organisation_state.${bidder.state}`)} />
      )}
      <span className="jx-soft">{t(`organisation_kind.${bidder.kind}`)}</span>
    </span>
  );
}

/** What was asked and offered so far, first to last. */
function Steps({ offer }: { offer: Offer }) {
  const { t } = useTranslation('offers');
  const language = useLanguage();
  const rounds = offer.rounds ?? [];
  if (rounds.length === 0) return '–';
  return (
    <ol className="jx-steps">
      {rounds.map((round, index) => {
        const by = moved(round, rounds[index - 1]);
        const percent = by && Math.abs(by).toLocaleString(language, { style: 'percent', maximumFractionDigits: 1 });
        return (
          <li key={round.seq}>
            <Money amount={round.price} />{' '}
            <span className="jx-soft">
              {t(round.side === 'seller' ? 'compare.asked' : 'compare.offered')}
              {percent && ` · ${by > 0 ? t('up', { percent }) : t('down', { percent })}`}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
