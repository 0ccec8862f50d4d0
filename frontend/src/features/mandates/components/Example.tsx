import { useTranslation } from 'react-i18next';
import { useLanguage } from '@/shared/i18n/text';
import { full, type Amount } from '@/shared/ui/money';
import type { Mandate } from '../api';
import { commissionOf, EXAMPLE_PRICE } from '../view';

/** What a commission comes to at one price: 5% of CNY 1,200,000 = CNY 60,000. */
export function Example({
  commission,
  price = EXAMPLE_PRICE,
}: {
  commission: Mandate['commission'];
  price?: Amount | null | undefined;
}) {
  const { t } = useTranslation('mandates');
  const language = useLanguage();
  const whole = price ?? EXAMPLE_PRICE;
  const { amount, by } = commissionOf(commission, whole);
  return (
    <span className="jx-soft jx-num jx-example">
      {t(`example.${by}`, {
        percent: (commission.bps / 10_000).toLocaleString(language, { style: 'percent', maximumFractionDigits: 2 }),
        price: full(whole, language),
        amount: full(amount, language),
      })}
    </span>
  );
}
