import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { useMe } from '@/shared/session/me';
import { Money } from '@/shared/ui/Money';
import { offersOnQuery, type Offer } from '../api';
import { conflicts, sideOf } from '../view';

/** What an acceptance sets going, and which other offers end by it. */
export function AcceptConsequences({ offer }: { offer: Offer }) {
  const { t } = useTranslation(['offers', 'common']);
  const text = useText();
  const me = useMe();
  const seller = sideOf(offer, me.organisation) === 'seller';
  // Only the holder knows of the others.
  const { data } = useQuery({ ...offersOnQuery(offer.listing.id, 'open'), enabled: seller });
  const ended = (data ?? []).filter((one) => one.id !== offer.id && conflicts(one.right, offer.right));
  return (
    <>
      <ol className="jx-consequences">
        <li>{t('accept.then.deal')}</li>
        <li>{t(seller ? 'accept.then.pay_us' : 'accept.then.pay')}</li>
        <li>{t(seller ? 'accept.then.release_us' : 'accept.then.release')}</li>
      </ol>
      {seller && data && (
        <div>
          <p>{ended.length > 0 ? t('accept.ends', { count: ended.length }) : t('accept.ends_none')}</p>
          {ended.length > 0 && (
            <ul className="jx-ended">
              {ended.map((one) => (
                <li key={one.id}>
                  {text(one.buyer.name)} · {t(`common:right.${one.right}`)} · <Money amount={one.price} />
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      <p className="jx-soft">{t('accept.final')}</p>
    </>
  );
}
