import Button from 'antd/es/button';
import DatePicker from 'antd/es/date-picker';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import InputNumber from 'antd/es/input-number';
import Segmented from 'antd/es/segmented';
import dayjs, { type Dayjs } from 'dayjs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import type { FormProps } from './Settings';

export type Words = { zh?: string; en?: string };

/** What is empty is not sent. */
export function words({ zh, en }: Words): Schemas['Text'] {
  return { ...(zh?.trim() && { zh: zh.trim() }), ...(en?.trim() && { en: en.trim() }) };
}

export function given(text: Schemas['Text'] | null | undefined): Words {
  return { zh: text?.zh ?? '', en: text?.en ?? '' };
}

/** The frame of a settings form. */
export function Sheet({
  teach,
  disabled,
  saving,
  children,
  aside,
}: {
  teach?: ReactNode;
  disabled: boolean;
  saving: boolean;
  children: ReactNode;
  aside?: ReactNode;
}) {
  const { t } = useTranslation('settings');
  return (
    <div className="jx-sheet jx-settings-sheet">
      {teach && <p className="jx-soft">{teach}</p>}
      {children}
      {!disabled && (
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={saving}>
            {t('save')}
          </Button>
          {aside}
        </div>
      )}
    </div>
  );
}

/** One text in both languages, side by side. */
export function Both({
  name,
  label,
  rows = 1,
  max,
  required = false,
  list = [],
}: {
  name: string | (string | number)[];
  label: string;
  rows?: number;
  max: number;
  required?: boolean;
  /** The list that it stands in. */
  list?: string[];
}) {
  const { t } = useTranslation('settings');
  const path = [name].flat();
  // In a list a field's name is relative, and everything else asks for the whole of it.
  const whole = [...list, ...path];
  const form = Form.useFormInstance();
  return (
    <div className="jx-settings-both">
      {(['zh', 'en'] as const).map((language) => (
        <Form.Item
          key={language}
          name={[...path, language]}
          label={`${label} (${t(`in_${language}`)})`}
          dependencies={[[...whole, language === 'zh' ? 'en' : 'zh']]}
          rules={
            required
              ? [
                  {
                    validator: () => {
                      const both = form.getFieldValue(whole) as Words | undefined;
                      return both?.zh?.trim() || both?.en?.trim()
                        ? Promise.resolve()
                        : Promise.reject(new Error(t('need.text')));
                    },
                  },
                ]
              : []
          }
        >
          {rows > 1 ? (
            <Input.TextArea lang={language === 'zh' ? 'zh-CN' : 'en'} rows={rows} maxLength={max} />
          ) : (
            <Input lang={language === 'zh' ? 'zh-CN' : 'en'} maxLength={max} />
          )}
        </Form.Item>
      ))}
    </div>
  );
}

export function NameForm({ settings, disabled, saving, onSave }: FormProps) {
  const { t } = useTranslation('settings');
  const { contact } = settings;
  type Values = { name: Words; address: Words; email: string; phone: string };
  return (
    <Form<Values>
      layout="vertical"
      requiredMark={false}
      disabled={disabled}
      initialValues={{
        name: given(settings.name),
        address: given(contact.address),
        email: contact.email ?? '',
        phone: contact.phone ?? '',
      }}
      onFinish={({ name, address, email, phone }) =>
        onSave({
          name: words(name),
          contact: { email: email.trim() || null, phone: phone.trim() || null, address: words(address) },
        })
      }
    >
      <Sheet disabled={disabled} saving={saving}>
        <Both name="name" label={t('name')} max={60} required />
        <div className="jx-settings-both">
          <Form.Item name="email" label={t('email')}>
            <Input type="email" maxLength={254} autoComplete="off" />
          </Form.Item>
          <Form.Item name="phone" label={t('phone')}>
            <Input type="tel" maxLength={40} autoComplete="off" />
          </Form.Item>
        </div>
        <Both name="address" label={t('address')} max={300} />
      </Sheet>
    </Form>
  );
}

export function AnnouncementForm({ settings, disabled, saving, onSave }: FormProps) {
  const { t } = useTranslation('settings');
  const now = settings.announcement;
  type Values = { text: Words; tone: 'info' | 'warning'; until: Dayjs | null };
  return (
    <Form<Values>
      layout="vertical"
      requiredMark={false}
      disabled={disabled}
      initialValues={{ text: given(now?.text), tone: now?.tone ?? 'info', until: now?.until ? dayjs(now.until) : null }}
      onFinish={({ text, tone, until }) =>
        onSave({ announcement: { text: words(text), tone, until: until ? until.toISOString() : null } })
      }
    >
      <Sheet
        teach={now ? t('announcement.teach') : `${t('announcement.none')} · ${t('announcement.teach')}`}
        disabled={disabled}
        saving={saving}
        aside={now && <Button onClick={() => onSave({ announcement: null })}>{t('announcement.take_down')}</Button>}
      >
        <Both name="text" label={t('announcement.text')} rows={2} max={500} required />
        <div className="jx-settings-both">
          <Form.Item name="tone" label={t('announcement.tone')}>
            <Segmented
              options={(['info', 'warning'] as const).map((one) => ({ value: one, label: t(`announcement.${one}`) }))}
            />
          </Form.Item>
          <Form.Item name="until" label={t('announcement.until')}>
            <DatePicker
              showTime={{ format: 'HH:mm' }}
              format="YYYY-MM-DD HH:mm"
              minDate={dayjs()}
              style={{ width: '100%' }}
            />
          </Form.Item>
        </div>
      </Sheet>
    </Form>
  );
}

const TEXTS = ['terms', 'privacy', 'help'] as const;

export function TextsForm({ settings, disabled, saving, onSave }: FormProps) {
  const { t } = useTranslation('settings');
  type Values = Record<(typeof TEXTS)[number], Words>;
  return (
    <Form<Values>
      layout="vertical"
      disabled={disabled}
      initialValues={Object.fromEntries(TEXTS.map((one) => [one, given(settings.texts[one])]))}
      onFinish={(values) =>
        onSave({ texts: { terms: words(values.terms), privacy: words(values.privacy), help: words(values.help) } })
      }
    >
      <Sheet teach={t('texts.teach')} disabled={disabled} saving={saving}>
        {TEXTS.map((one) => (
          <Both key={one} name={one} label={t(`texts.${one}`)} rows={5} max={20_000} />
        ))}
      </Sheet>
    </Form>
  );
}

const PERIODS = ['verification', 'listing', 'recordal', 'suspense'] as const;

export function PeriodsForm({ settings, disabled, saving, onSave }: FormProps) {
  const { t } = useTranslation('settings');
  return (
    <Form<Schemas['ReviewPeriods']>
      layout="vertical"
      requiredMark={false}
      disabled={disabled}
      initialValues={settings.periods}
      onFinish={(periods) => onSave({ periods })}
    >
      <Sheet teach={t('periods.teach')} disabled={disabled} saving={saving}>
        <div className="jx-settings-both">
          {PERIODS.map((one) => (
            <Form.Item
              key={one}
              name={one}
              label={t(`periods.${one}`)}
              rules={[
                { required: true, type: 'integer', min: 1, max: 60, message: t('need.number', { min: 1, max: 60 }) },
              ]}
            >
              <InputNumber min={1} max={60} precision={0} suffix={t('periods.days')} style={{ width: '100%' }} />
            </Form.Item>
          ))}
        </div>
      </Sheet>
    </Form>
  );
}
