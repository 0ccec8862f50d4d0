import Form from 'antd/es/form';
import Input from 'antd/es/input';
import InputNumber from 'antd/es/input-number';
import Modal from 'antd/es/modal';
import Segmented from 'antd/es/segmented';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { useLanguage } from '@/shared/i18n/text';
import { short, toMinor, toText } from '@/shared/ui/money';
import { Sheet } from './forms';
import type { FormProps } from './Settings';

type Fees = Schemas['Fees'];
type Values = { follow: 'rule_pack' | 'own'; share: number; min: string; cap: string };

const EXAMPLE = 100_000_000;
const cny = (minor: number) => ({ minor, currency: 'CNY' });

/** What a fee makes of a price, as the server counts it: within its bounds, never more than the price. */
export function feeOf(price: number, { bps, min, cap }: Fees): number {
  return Math.min(price, Math.min(cap.minor, Math.max(min.minor, Math.floor((price * bps) / 10_000))));
}

function read({ share, min, cap }: Values): Fees | undefined {
  const [least, most] = [toMinor(min ?? '', 'CNY'), toMinor(cap ?? '', 'CNY')];
  if (least === undefined || most === undefined || typeof share !== 'number') return undefined;
  return { bps: Math.round(share * 100), min: cny(least), cap: cny(most) };
}

/** The exchange's fee: the rule pack's, or its own; asked once more, because it is about other people's money. */
export function FeesForm({ settings, disabled, saving, onSave }: FormProps) {
  const { t } = useTranslation(['settings', 'common']);
  const language = useLanguage();
  const [form] = Form.useForm<Values>();
  const [asked, setAsked] = useState<Fees | null>();
  const values = Form.useWatch([], form) as Values | undefined;
  const own = (values?.follow ?? (settings.fees_set ? 'own' : 'rule_pack')) === 'own';
  const shown = own ? values && read(values) : settings.standard_fees;
  const said = (fees: Fees) =>
    t('fee.standard_short', {
      share: fees.bps / 100,
      min: short(fees.min, language),
      cap: short(fees.cap, language),
    });
  const amount = {
    validator: (_: unknown, text: string) =>
      toMinor(text ?? '', 'CNY') === undefined ? Promise.reject(new Error(t('need.amount'))) : Promise.resolve(),
  };
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={disabled}
      initialValues={{
        follow: settings.fees_set ? 'own' : 'rule_pack',
        share: settings.fees.bps / 100,
        min: toText(settings.fees.min),
        cap: toText(settings.fees.cap),
      }}
      onFinish={(all) => setAsked(all.follow === 'own' ? (read(all) ?? null) : null)}
    >
      <Sheet teach={t('fee.teach')} disabled={disabled} saving={saving}>
        <p>
          {t('fee.standard', {
            share: settings.standard_fees.bps / 100,
            min: short(settings.standard_fees.min, language),
            cap: short(settings.standard_fees.cap, language),
          })}
        </p>
        <Form.Item name="follow">
          <Segmented
            options={[
              { value: 'rule_pack', label: t('fee.follow') },
              { value: 'own', label: t('fee.own') },
            ]}
            aria-label={t('tabs.fees')}
          />
        </Form.Item>
        {own && (
          <div className="jx-settings-both">
            <Form.Item
              name="share"
              label={t('fee.share')}
              rules={[
                { required: true, type: 'number', min: 0, max: 10, message: t('need.number', { min: 0, max: 10 }) },
              ]}
            >
              <InputNumber min={0} max={10} step={0.1} precision={2} style={{ width: '100%' }} />
            </Form.Item>
            <Form.Item name="min" label={t('fee.min')} rules={[amount]}>
              <Input inputMode="decimal" className="jx-num" />
            </Form.Item>
            <Form.Item name="cap" label={t('fee.cap')} rules={[amount]}>
              <Input inputMode="decimal" className="jx-num" />
            </Form.Item>
          </div>
        )}
        {shown && (
          <p className="jx-soft" role="status">
            {t('fee.example', {
              price: short(cny(EXAMPLE), language),
              fee: short(cny(feeOf(EXAMPLE, shown)), language),
            })}
          </p>
        )}
      </Sheet>
      <Modal
        open={asked !== undefined}
        title={t('fee.confirm.title')}
        okText={t('save')}
        okButtonProps={{ autoFocus: true, disabled: false }}
        cancelText={t('common:action.back')}
        cancelButtonProps={{ disabled: false }}
        onCancel={() => setAsked(undefined)}
        onOk={() => {
          if (asked !== undefined) onSave({ fees: asked });
          setAsked(undefined);
        }}
      >
        {asked !== undefined && (
          <p>{t('fee.confirm.what', { from: said(settings.fees), to: said(asked ?? settings.standard_fees) })}</p>
        )}
      </Modal>
    </Form>
  );
}
