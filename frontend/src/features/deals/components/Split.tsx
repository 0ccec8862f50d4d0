import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { full } from '@/shared/ui/money';
import type { Deal } from '../api';
import { sellerKeeps } from '../view';

/** Where the whole price goes when it is released: to the fen, as the deal fixed it when it opened. */
export function Split({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deals');
  const language = useLanguage();
  const text = useText();
  const { currency } = deal.price;
  const say = (minor: number) => full({ minor, currency }, language);
  const keeps = sellerKeeps(deal);
  return (
    <table className="jx-split">
      <caption>{t('money.will_go')}</caption>
      <tbody>
        {deal.charges.map((charge, index) => (
          <tr key={index}>
            <th scope="row">
              {charge.payee
                ? t('money.commission_to', { name: text(charge.payee.name) })
                : t(`money.${charge.kind}_charge`)}
              <span className="jx-soft jx-money-note">
                {(charge.bps / 10_000).toLocaleString(language, { style: 'percent', maximumFractionDigits: 2 })} ·{' '}
                {t('money.borne_by', { name: text(charge.payer.name) })}
              </span>
            </th>
            <td className="jx-num">{say(charge.amount.minor)}</td>
          </tr>
        ))}
        <tr className="jx-money-held">
          <th scope="row">{t('money.to_seller', { name: text(deal.parties.seller.name) })}</th>
          <td className="jx-num">{say(keeps)}</td>
        </tr>
        <tr>
          <th scope="row" className="jx-soft">
            {t('money.together')}
          </th>
          <td className="jx-num jx-soft">{say(deal.price.minor)}</td>
        </tr>
      </tbody>
    </table>
  );
}
