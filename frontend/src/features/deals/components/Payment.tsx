import { useQuery } from '@tanstack/react-query';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Modal from 'antd/es/modal';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { CopyText } from '@/shared/ui/CopyText';
import { focusOn } from '@/shared/ui/focus';
import { full } from '@/shared/ui/money';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { Time } from '@/shared/ui/Time';
import { sandboxQuery, useSandboxPayment, type Deal } from '../api';
import type { Side } from '../view';

interface Props {
  deal: Deal;
  payment: NonNullable<Deal['payment']>;
  side: Side | undefined;
}

/** How the buyer pays: the amount and the reference, to be given exactly. */
export function Payment({ deal, payment, side }: Props) {
  const { t } = useTranslation('deals');
  const language = useLanguage();
  const buyer = side === 'buyer';
  const { data: sandbox } = useQuery({ ...sandboxQuery, enabled: buyer });
  return (
    <div className="jx-payment">
      <h3>{t(buyer ? 'pay.title' : 'pay.title_seller')}</h3>
      <dl className="jx-facts">
        <div>
          <dt>{t('pay.amount')}</dt>
          <dd className="jx-num">
            <strong>{full(payment.amount, language)}</strong>
          </dd>
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
      {buyer && <p className="jx-soft jx-money-note">{t('pay.exactly')}</p>}
      {buyer && sandbox?.on && <Sandbox deal={deal} payment={payment} />}
    </div>
  );
}

/** Pays with invented money, and leaves no doubt that it is invented. */
function Sandbox({ deal, payment }: Omit<Props, 'side'>) {
  const { t } = useTranslation(['deals', 'common']);
  const language = useLanguage();
  const text = useText();
  const [asking, setAsking] = useState(false);
  const pay = useSandboxPayment(() => {
    setAsking(false);
    focusOn('deal-now');
  });
  const amount = full(payment.amount, language);
  return (
    <div className="jx-sandbox" role="group" aria-label={t('pay.sandbox_title')}>
      <p>
        <strong>{t('pay.sandbox_title')}</strong> {t('pay.sandbox_teach')}
      </p>
      <div>
        <Button type="primary" onClick={() => setAsking(true)}>
          {t('pay.sandbox')}
        </Button>
      </div>
      {pay.data && !pay.data.matched && (
        <Alert type="warning" showIcon role="alert" title={t('pay.suspense')} description={t('pay.suspense_todo')} />
      )}
      <Modal
        open={asking}
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
          <p className="jx-soft">{t('pay.sandbox_teach')}</p>
          <ProblemAlert problem={pay.error} fields={{ reference: t('pay.reference'), amount: t('pay.amount') }} />
        </div>
      </Modal>
    </div>
  );
}
