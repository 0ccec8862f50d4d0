import { useNavigate } from '@tanstack/react-router';
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
import { paths } from '@/shared/routing/paths';
import { short, toMinor, toText } from '@/shared/ui/money';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { useOffer, type Listing } from '../api';
import { DEALT_IN } from '../view';

interface Fields {
  right: Schemas['Right'];
  price: string;
  field?: string;
  territory?: string;
  term_months?: number | null;
  expires: Dayjs;
  message?: string;
}

/** The first offer on a listing. In this release the whole price is paid at once, so no instalments are asked for. */
export function OfferForm({ listing, onClose }: { listing: Listing; onClose: () => void }) {
  const { t } = useTranslation(['listings', 'common']);
  const language = useLanguage();
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const offer = useOffer(listing.id, (made) => void navigate({ to: paths.offer(made.id) }));
  const currency = listing.price?.currency ?? 'CNY';
  const minor = toMinor(Form.useWatch('price', form) ?? '', currency);
  const right = Form.useWatch('right', form);
  const rights = listing.rights.filter((one) => DEALT_IN.includes(one));
  const labels = {
    right: t('offer.right'),
    price: t('offer.price'),
    'terms.field': t('offer.field'),
    'terms.territory': t('offer.territory'),
    'terms.term_months': t('offer.term'),
    expires_at: t('offer.expires'),
    message: t('offer.message'),
  };
  const submit = (fields: Fields) => {
    const amount = toMinor(fields.price, currency);
    if (!amount) return;
    const licence = fields.right !== 'assignment';
    offer.mutate(
      {
        right: fields.right,
        price: { minor: amount, currency },
        // A day is meant to its end.
        expires_at: fields.expires.endOf('day').millisecond(0).toISOString(),
        message: fields.message?.trim() || null,
        terms: {
          field: (licence && fields.field?.trim()) || null,
          territory: (licence && fields.territory?.trim()) || null,
          term_months: (licence && fields.term_months) || null,
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
      className="jx-sheet jx-listing-form"
      onFinish={submit}
      initialValues={{
        right: rights[0],
        price: listing.price ? toText(listing.price) : '',
        territory: '',
        field: '',
        term_months: null,
        expires: dayjs().add(10, 'day'),
        message: '',
      }}
    >
      <h2 className="jx-form-head">{t('offer.title')}</h2>
      <div className="jx-pair">
        <Form.Item name="right" label={labels.right}>
          <Select options={rights.map((value) => ({ value, label: t(`common:right.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="price"
          label={t('offer.price_in', { currency })}
          extra={minor ? <span className="jx-num">{short({ minor, currency }, language)}</span> : null}
          rules={[
            {
              validator: (_, typed: string) =>
                (toMinor(typed ?? '', currency) ?? 0) > 0
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('offer.need_price'))),
            },
          ]}
        >
          <Input inputMode="decimal" className="jx-num" autoFocus />
        </Form.Item>
        <Form.Item
          name="expires"
          label={labels.expires_at}
          rules={[{ required: true, message: t('offer.need_expires') }]}
        >
          <DatePicker
            style={{ width: '100%' }}
            allowClear={false}
            minDate={dayjs()}
            maxDate={dayjs().add(364, 'day')}
          />
        </Form.Item>
      </div>
      <div className="jx-pair" hidden={right === 'assignment'}>
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
      <Form.Item name="message" label={labels.message} extra={t('offer.message_teach')}>
        <Input.TextArea rows={2} maxLength={5000} />
      </Form.Item>
      <div className="jx-stack">
        <p className="jx-soft">{t('offer.teach')}</p>
        <ProblemAlert problem={offer.error} fields={labels} />
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={offer.isPending}>
            {t('offer.do')}
          </Button>
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
        </div>
      </div>
    </Form>
  );
}
