import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Radio from 'antd/es/radio';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useDecline, type Offer } from '../api';

const CODES: Schemas['OfferDeclineCode'][] = ['price', 'terms', 'right', 'not_interested', 'other'];

interface Fields {
  code: Schemas['OfferDeclineCode'];
  reason?: string;
}

/** Ends the thread, and says why. */
export function DeclineForm({ offer, onDone, onBack }: { offer: Offer; onDone: () => void; onBack: () => void }) {
  const { t } = useTranslation(['offers', 'common']);
  const decline = useDecline(offer.id, onDone);
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      className="jx-sheet jx-counter"
      initialValues={{ code: 'price' }}
      onFinish={({ code, reason }) => decline.mutate({ version: offer.version, code, reason: reason || null })}
    >
      <Form.Item name="code" label={t('decline.why')}>
        <Radio.Group options={CODES.map((value) => ({ value, label: t(`reason.${value}`) }))} />
      </Form.Item>
      <Form.Item name="reason" label={t('decline.words')}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
      <div className="jx-stack">
        <ProblemAlert problem={decline.error} fields={{ reason: t('decline.words'), code: t('decline.why') }} />
        <div className="jx-row">
          <Button danger htmlType="submit" loading={decline.isPending}>
            {t('decline.do')}
          </Button>
          <Button onClick={onBack}>{t('common:action.cancel')}</Button>
        </div>
      </div>
    </Form>
  );
}
