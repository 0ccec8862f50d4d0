import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Slider from 'antd/es/slider';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { full, toMinor, toText } from '@/shared/ui/money';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { useDecision, type Deal } from '../api';

interface Values {
  seller: string;
  buyer: string;
  reason: string;
}

/** Proposes how the held money is split: by hand to the fen, or with the slider. The two always sum to what is held. */
export function RulingForm({ deal, onBack, onDone }: { deal: Deal; onBack: () => void; onDone: () => void }) {
  const { t } = useTranslation(['desk', 'common']);
  const text = useText();
  const language = useLanguage();
  const [form] = Form.useForm<Values>();
  const decision = useDecision(deal.id, onDone);
  const { minor: held, currency } = deal.ledger.held;
  const typed = Form.useWatch('seller', form) ?? '';
  const seller = toMinor(typed, currency);
  const share = seller === undefined || held === 0 ? 0 : Math.round((Math.min(seller, held) / held) * 100);
  const words = (minor: number) => toText({ minor, currency });
  const split = (toSeller: number) => form.setFieldsValue({ seller: words(toSeller), buyer: words(held - toSeller) });
  // What one side gets, the other doesn't.
  const follow = (other: 'seller' | 'buyer') => (event: { target: { value: string } }) => {
    const given = toMinor(event.target.value, currency);
    if (given !== undefined && given <= held) form.setFieldValue(other, words(held - given));
  };
  const sums = {
    validator: (_: unknown, value: string) => {
      const given = toMinor(value ?? '', currency);
      return given !== undefined && given <= held
        ? Promise.resolve()
        : Promise.reject(new Error(t('need.split', { held: full(deal.ledger.held, language) })));
    },
  };
  const start = deal.ruling?.to_seller.minor ?? Math.floor(held / 2);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="jx-sheet jx-desk-form"
      initialValues={{ seller: words(start), buyer: words(held - start), reason: deal.ruling?.reason ?? '' }}
      onFinish={({ seller: given, reason }) => {
        const minor = toMinor(given, currency);
        if (minor === undefined || minor > held) return;
        decision.mutate(
          {
            do: 'propose_ruling',
            version: deal.version,
            to_seller: { minor, currency },
            to_buyer: { minor: held - minor, currency },
            reason,
          },
          { onError: (problem) => showInForm(form, problem, { to_seller: 'seller', to_buyer: 'buyer' }) },
        );
      }}
    >
      <p className="jx-soft">{t('split_teach', { held: full(deal.ledger.held, language) })}</p>
      <Slider
        value={share}
        onChange={(percent) => split(Math.round((held * percent) / 100))}
        tooltip={{ formatter: (percent) => `${percent ?? 0} %` }}
        ariaLabelForHandle={t('split_slider')}
        ariaValueTextFormatterForHandle={(percent) => `${percent} %`}
      />
      <div className="jx-desk-fields">
        <Form.Item
          name="seller"
          label={t('to_seller_in', { name: text(deal.parties.seller.name), currency })}
          rules={[sums]}
        >
          <Input inputMode="decimal" className="jx-num" onChange={follow('buyer')} autoFocus />
        </Form.Item>
        <Form.Item
          name="buyer"
          label={t('to_buyer_in', { name: text(deal.parties.buyer.name), currency })}
          rules={[sums]}
        >
          <Input inputMode="decimal" className="jx-num" onChange={follow('seller')} />
        </Form.Item>
      </div>
      <Form.Item
        name="reason"
        label={t('ruling_reason')}
        rules={[{ required: true, whitespace: true, message: t('need.reason') }]}
      >
        <Input.TextArea rows={3} maxLength={4000} showCount />
      </Form.Item>
      <div className="jx-stack">
        <ProblemAlert problem={decision.error} />
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={decision.isPending}>
            {t('do.propose_ruling.open')}
          </Button>
          <Button onClick={onBack}>{t('common:action.back')}</Button>
        </div>
      </div>
    </Form>
  );
}
