import { useQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import DatePicker from 'antd/es/date-picker';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Radio from 'antd/es/radio';
import Select from 'antd/es/select';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { useMe } from '@/shared/session/me';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { listingsOf, partnersQuery, usePropose, type Mandate } from '../api';
import { optional, terms, toBps, type Fields } from '../view';
import { Example } from './Example';
import './mandates.css';

interface Props {
  /** Is it the intermediary who proposes? */
  intermediary: boolean;
  /** Whom it is proposed to, where that is known already. */
  partner?: string | undefined;
  onDone: (mandate: Mandate) => void;
  onBack: () => void;
}

/** Terms of a mandate for the other side to agree to. */
export function ProposeForm({ intermediary, partner: asked, onDone, onBack }: Props) {
  const { t } = useTranslation(['mandates', 'common']);
  const text = useText();
  const me = useMe();
  const [form] = Form.useForm<Fields & { until: Dayjs }>();
  const propose = usePropose(onDone);
  const partners = useQuery(partnersQuery(intermediary));
  const partner = Form.useWatch('partner', form);
  const principal = intermediary ? (partner ?? '') : (me.organisation ?? '');
  const listings = useQuery(listingsOf(principal));
  const amount = (message: string) => ({
    validator: (_: unknown, typed: string) =>
      optional(typed) === undefined ? Promise.reject(new Error(message)) : Promise.resolve(),
  });
  const percent = Form.useWatch('percent', form);
  const min = Form.useWatch('min', form);
  const cap = Form.useWatch('cap', form);
  const scope = Form.useWatch('scope', form);
  const chosen = (partners.data ?? []).find(({ id }) => id === partner);
  const bps = toBps(percent ?? '');
  const example =
    bps === undefined ? (
      t('commission.teach')
    ) : (
      <>
        <Example
          commission={{ bps, min: optional(min) ?? null, cap: optional(cap) ?? null }}
          price={listings.data?.find(({ id }) => id === scope)?.price}
        />
        {t('commission.teach')}
      </>
    );
  const who = t(intermediary ? 'principal' : 'intermediary');
  const labels = {
    partner: who,
    principal: who,
    intermediary: who,
    scope: t('scope.name'),
    side: t('side.name'),
    commission: t('commission.name'),
    'commission.bps': t('commission.percent'),
    'commission.min': t('commission.min_field'),
    'commission.cap': t('commission.cap_field'),
    valid_until: t('valid_until'),
  };
  const submit = ({ until, ...fields }: Fields & { until: Dayjs }) => {
    // A day is meant to its end.
    const body = terms(fields, until.endOf('day').millisecond(0).toISOString(), intermediary);
    if (!body) return;
    propose.mutate(body, {
      onError: (problem) =>
        showInForm(form, problem, {
          principal: 'partner',
          intermediary: 'partner',
          'commission.bps': 'percent',
          'commission.min': 'min',
          'commission.cap': 'cap',
          valid_until: 'until',
        }),
    });
  };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="jx-sheet jx-propose"
      initialValues={{
        partner: asked,
        side: 'supply',
        scope: 'all',
        percent: '5',
        until: dayjs().add(1, 'year'),
        may_act: false,
      }}
      onFinish={submit}
      onValuesChange={(changed) => {
        // Listings are the principal's: another principal has others.
        if (intermediary && 'partner' in changed) form.setFieldValue('scope', 'all');
      }}
    >
      <p className="jx-soft">{t(intermediary ? 'propose.teach_intermediary' : 'propose.teach_principal')}</p>
      <ProblemAlert problem={partners.error} onRetry={() => void partners.refetch()} />
      <div className="jx-propose-grid">
        <Form.Item
          name="partner"
          label={who}
          extra={chosen && text(chosen.about)}
          rules={[{ required: true, message: t('need.partner') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={partners.isPending}
            placeholder={t('propose.choose')}
            options={(partners.data ?? []).map((one) => ({
              value: one.id,
              label:
                one.mandates === undefined
                  ? text(one.name)
                  : t('propose.with_mandates', { name: text(one.name), count: one.mandates }),
            }))}
          />
        </Form.Item>
        <Form.Item name="scope" label={labels.scope} extra={t('scope.teach')}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={listings.isLoading}
            options={[
              { value: 'all', label: t('scope.all') },
              ...(listings.data ?? []).map((one) => ({ value: one.id, label: `${text(one.title)} (${one.number})` })),
            ]}
          />
        </Form.Item>
        <Form.Item name="side" label={labels.side}>
          <Radio.Group
            options={(['supply', 'demand'] as const).map((value) => ({ value, label: t(`side.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="until" label={labels.valid_until} rules={[{ required: true, message: t('need.until') }]}>
          <DatePicker style={{ width: '100%' }} minDate={dayjs()} maxDate={dayjs().add(5, 'year')} />
        </Form.Item>
        <Form.Item
          name="percent"
          label={labels['commission.bps']}
          extra={example}
          rules={[
            {
              validator: (_, typed: string) =>
                toBps(typed ?? '') === undefined ? Promise.reject(new Error(t('need.percent'))) : Promise.resolve(),
            },
          ]}
        >
          <Input inputMode="decimal" suffix="%" className="jx-num" />
        </Form.Item>
        <Form.Item name="min" label={labels['commission.min']} rules={[amount(t('need.amount'))]}>
          <Input inputMode="decimal" className="jx-num" />
        </Form.Item>
        <Form.Item name="cap" label={labels['commission.cap']} rules={[amount(t('need.amount'))]}>
          <Input inputMode="decimal" className="jx-num" />
        </Form.Item>
      </div>
      <Form.Item name="may_act" valuePropName="checked" extra={t('may_act.teach')}>
        <Checkbox>{t('may_act.field')}</Checkbox>
      </Form.Item>
      <div className="jx-stack">
        <ProblemAlert problem={propose.error} fields={labels} />
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={propose.isPending}>
            {t('propose.do')}
          </Button>
          <Button onClick={onBack}>{t('common:action.back')}</Button>
        </div>
      </div>
    </Form>
  );
}
