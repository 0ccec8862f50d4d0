import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Modal from 'antd/es/modal';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api/problem';
import { useLanguage, useText } from '@/shared/i18n/text';
import { CopyText } from '@/shared/ui/CopyText';
import { full } from '@/shared/ui/money';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { Time } from '@/shared/ui/Time';
import { useSandboxPayment, type Deal } from '../api';
import { sellerKeeps, type Side } from '../view';

/** The price, where its money is now, and where it will go. Exact amounts only. */
export function Escrow({ deal, side }: { deal: Deal; side: Side | undefined }) {
  const { t } = useTranslation('deals');
  const language = useLanguage();
  const text = useText();
  const { currency } = deal.price;
  const say = (minor: number) => <span className="jx-num">{full({ minor, currency }, language)}</span>;
  const { ledger } = deal;
  const over = ['closed', 'refunded'].includes(deal.stage);
  return (
    <Section title={t('money.title')}>
      <div className="jx-sheet jx-money">
        <p className="jx-money-price">
          <span className="jx-soft">{t('money.price')}</span> <strong>{say(deal.price.minor)}</strong>
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
                    <td>{say(ledger[one].minor)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        )}
        {!over && deal.stage !== 'cancelled' && (
          <table>
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
                  <td>{say(charge.amount.minor)}</td>
                </tr>
              ))}
              <tr className="jx-money-held">
                <th scope="row">{t('money.to_seller', { name: text(deal.parties.seller.name) })}</th>
                <td>{say(sellerKeeps(deal))}</td>
              </tr>
            </tbody>
          </table>
        )}
        <p className="jx-soft jx-money-note">{t(deal.recordal_required ? 'money.rule_recordal' : 'money.rule')}</p>
      </div>
    </Section>
  );
}

/** How the buyer pays: the amount and the reference, to be given exactly. */
function Payment({
  deal,
  payment,
  side,
}: {
  deal: Deal;
  payment: NonNullable<Deal['payment']>;
  side: Side | undefined;
}) {
  const { t } = useTranslation(['deals', 'common']);
  const language = useLanguage();
  const text = useText();
  const [asking, setAsking] = useState(false);
  const pay = useSandboxPayment(() => setAsking(false));
  const amount = full(payment.amount, language);
  // A real exchange has no sandbox bank; the API says so only when it is asked.
  const absent = pay.error ? Problem.from(pay.error).status === 404 : false;
  return (
    <div className="jx-payment">
      <h3>{t('pay.title')}</h3>
      <dl className="jx-facts">
        <div>
          <dt>{t('pay.amount')}</dt>
          <dd className="jx-num">{amount}</dd>
        </div>
        <div>
          <dt>{t('pay.reference')}</dt>
          <dd>
            <CopyText text={payment.reference} what={t('pay.reference')} />
          </dd>
        </div>
        <div>
          <dt>{t('pay.to')}</dt>
          <dd>{t('pay.settlement')}</dd>
        </div>
        {payment.deadline && (
          <div>
            <dt>{t('due')}</dt>
            <dd>
              <Time at={payment.deadline} due />
            </dd>
          </div>
        )}
      </dl>
      <p className="jx-soft jx-money-note">{t('pay.exactly')}</p>
      {side === 'buyer' && !absent && (
        <Button type="primary" onClick={() => setAsking(true)}>
          {t('pay.sandbox')}
        </Button>
      )}
      {absent && <Alert type="info" showIcon title={t('pay.no_sandbox')} />}
      {pay.data && !pay.data.matched && (
        <Alert type="warning" showIcon role="alert" title={t('pay.suspense')} description={t('pay.suspense_todo')} />
      )}
      <Modal
        open={asking && !absent}
        title={t('pay.sandbox')}
        okText={t('pay.do', { amount })}
        cancelText={t('common:action.cancel')}
        confirmLoading={pay.isPending}
        onOk={() =>
          pay.mutate({
            reference: payment.reference,
            amount: payment.amount,
            payer_name: text(deal.parties.buyer.name),
          })
        }
        onCancel={() => {
          setAsking(false);
          pay.reset();
        }}
      >
        <div className="jx-stack">
          <p>{t('pay.what', { amount, reference: payment.reference })}</p>
          <ProblemAlert problem={pay.error} fields={{ reference: t('pay.reference'), amount: t('pay.amount') }} />
        </div>
      </Modal>
    </div>
  );
}
