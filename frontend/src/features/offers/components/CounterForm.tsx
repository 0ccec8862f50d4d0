import Button from 'antd/es/button';
import DatePicker from 'antd/es/date-picker';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import InputNumber from 'antd/es/input-number';
import Select from 'antd/es/select';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { useLanguage } from '@/shared/i18n/text';
import { short, toMinor, toText } from '@/shared/ui/money';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { useCounter, type Offer } from '../api';

const RIGHTS: Schemas['Right'][] = ['assignment', 'exclusive', 'sole', 'ordinary'];

interface Fields {
  right: Schemas['Right'];
  price: string;
  field?: string;
  territory?: string;
  term_months?: number | null;
  expires: Dayjs;
  message?: string;
}

/** Other terms in answer to the standing ones, which it begins from. */
export function CounterForm({ offer, onDone, onBack }: { offer: Offer; onDone: () => void; onBack: () => void }) {
  const { t } = useTranslation(['offers', 'common']);
  const language = useLanguage();
  const [form] = Form.useForm<Fields>();
  const counter = useCounter(offer.id, onDone);
  const { currency } = offer.price;
  const price = Form.useWatch('price', form);
  const minor = toMinor(price ?? '', currency);
  const labels = {
    right: t('term.right'),
    price: t('term.price'),
    'terms.field': t('term.field'),
    'terms.territory': t('term.territory'),
    'terms.term_months': t('term.term_months'),
    expires_at: t('term.expires_at'),
    message: t('term.message'),
  };
  const submit = (fields: Fields) => {
    const amount = toMinor(fields.price, currency);
    if (amount === undefined) return;
    counter.mutate(
      {
        version: offer.version,
        right: fields.right,
        price: { minor: amount, currency },
        // A day is meant to its end.
        expires_at: fields.expires.endOf('day').millisecond(0).toISOString(),
        message: fields.message || null,
        terms: {
          field: fields.field || null,
          territory: fields.territory || null,
          term_months: fields.term_months ?? null,
          milestones: [],
        },
      },
      {
        onError: (problem) =>
          showInForm(form, problem, {
            'terms.field': 'field',
            'terms.territory': 'territory',
            'terms.term_months': 'term_months',
            expires_at: 'expires',
          }),
      },
    );
  };
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="jx-sheet jx-counter"
      onFinish={submit}
      initialValues={{
        right: offer.right,
        price: toText(offer.price),
        field: offer.terms.field ?? '',
        territory: offer.terms.territory ?? '',
        term_months: offer.terms.term_months ?? null,
        expires: dayjs().add(10, 'day'),
      }}
    >
      <div className="jx-counter-grid">
        <Form.Item
          name="price"
          label={t('price_in', { currency })}
          extra={minor !== undefined && <span className="jx-num">{short({ minor, currency }, language)}</span>}
          rules={[
            {
              validator: (_, text: string) =>
                (toMinor(text ?? '', currency) ?? 0) > 0
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('need.price'))),
            },
          ]}
        >
          <Input inputMode="decimal" className="jx-num" autoFocus />
        </Form.Item>
        <Form.Item name="right" label={labels.right}>
          <Select options={RIGHTS.map((value) => ({ value, label: t(`common:right.${value}`) }))} />
        </Form.Item>
        <Form.Item name="expires" label={labels.expires_at} rules={[{ required: true, message: t('need.expires') }]}>
          <DatePicker
            style={{ width: '100%' }}
            allowClear={false}
            minDate={dayjs()}
            maxDate={dayjs().add(364, 'day')}
          />
        </Form.Item>
        <Form.Item name="territory" label={labels['terms.territory']}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="field" label={labels['terms.field']}>
          <Input maxLength={1000} />
        </Form.Item>
        <Form.Item name="term_months" label={labels['terms.term_months']}>
          <InputNumber min={1} max={600} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Form.Item name="message" label={labels.message}>
        <Input.TextArea rows={2} maxLength={5000} />
      </Form.Item>
      <div className="jx-stack">
        <ProblemAlert problem={counter.error} fields={labels} />
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={counter.isPending}>
            {t('counter.do')}
          </Button>
          <Button onClick={onBack}>{t('common:action.cancel')}</Button>
        </div>
      </div>
    </Form>
  );
}
