import { useTranslation } from 'react-i18next';
import { useLanguage } from '@/shared/i18n/text';
import { full } from '@/shared/ui/money';
import { Section } from '@/shared/ui/Page';
import type { Deal } from '../api';
import { isOver, type Side } from '../view';
import { Payment } from './Payment';
import { Split } from './Split';

/** The price, where its money is now, and where it will go. Exact amounts only. */
export function Escrow({ deal, side }: { deal: Deal; side: Side | undefined }) {
  const { t } = useTranslation('deals');
  const language = useLanguage();
  const { ledger } = deal;
  return (
    <Section title={t('money.title')}>
      <div className="jx-sheet jx-money">
        <p className="jx-money-price">
          <span className="jx-soft">{t('money.price')}</span>{' '}
          <strong className="jx-num">{full(deal.price, language)}</strong>
        </p>
        {deal.payment && <Payment deal={deal} payment={deal.payment} side={side} />}
        {ledger.paid_in.minor > 0 && (
          <table>
            <caption>{t('money.where')}</caption>
            <tbody>
              {(['paid_in', 'held', 'released', 'refunded', 'commission', 'fees'] as const)
                .filter((one) => one === 'paid_in' || one === 'held' || ledger[one].minor !== 0)
                .map((one) => (
                  <tr key={one} className={one === 'held' ? 'jx-money-held' : undefined}>
                    <th scope="row">{t(`money.${one}`)}</th>
                    <td className="jx-num">{full(ledger[one], language)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        )}
        {!isOver(deal.stage) && (
          <>
            <Split deal={deal} />
            <p className="jx-soft jx-money-note">{t(deal.recordal_required ? 'money.rule_recordal' : 'money.rule')}</p>
          </>
        )}
      </div>
    </Section>
  );
}
