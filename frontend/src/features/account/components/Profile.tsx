import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Radio from 'antd/es/radio';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { chosenScheme, chooseScheme, useThemeName, type Scheme } from '@/shared/design/scheme';
import { chooseLanguage, LANGUAGES } from '@/shared/i18n/index';
import { useMe } from '@/shared/session/me';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { useEditProfile } from '../api';

/** Name and language; how this browser looks. */
export function Profile() {
  const { t } = useTranslation('account');
  const { account } = useMe();
  const [form] = Form.useForm<{ display_name: string; locale: Schemas['Locale'] }>();
  const edit = useEditProfile();
  const [saved, setSaved] = useState(false);
  const labels = { display_name: t('profile.name'), locale: t('profile.language') };
  return (
    <>
      <Section title={t('profile.person')}>
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          className="jx-account-form"
          initialValues={{ display_name: account.display_name, locale: account.locale }}
          onValuesChange={() => setSaved(false)}
          onFinish={(fields) =>
            edit.mutate(
              { ...fields, version: account.version },
              {
                onSuccess: (changed) => {
                  setSaved(true);
                  void chooseLanguage(changed.locale);
                },
                onError: (problem) => showInForm(form, problem),
              },
            )
          }
        >
          <Form.Item
            name="display_name"
            label={labels.display_name}
            extra={t('profile.name_teach')}
            rules={[{ required: true, message: t('need.name') }]}
          >
            <Input maxLength={100} autoComplete="name" />
          </Form.Item>
          <Form.Item name="locale" label={labels.locale} extra={t('profile.language_teach')}>
            <Radio.Group
              options={LANGUAGES.map((value) => ({
                value,
                label: <span lang={value}>{value === 'en' ? 'English' : '简体中文'}</span>,
              }))}
            />
          </Form.Item>
          <div className="jx-stack">
            <ProblemAlert problem={edit.error} fields={labels} />
            <div className="jx-row">
              <Button type="primary" htmlType="submit" loading={edit.isPending}>
                {t('profile.save')}
              </Button>
              <span role="status" className="jx-soft">
                {saved ? t('profile.saved') : ''}
              </span>
            </div>
          </div>
        </Form>
      </Section>
      <Appearance />
    </>
  );
}

function Appearance() {
  const { t } = useTranslation(['account', 'app']);
  useThemeName();
  return (
    <Section title={t('app:theme.name')}>
      <p className="jx-soft">{t('profile.appearance_teach')}</p>
      <Radio.Group
        aria-label={t('app:theme.name')}
        value={chosenScheme()}
        onChange={(event) => chooseScheme(event.target.value as Scheme)}
        options={(['system', 'light', 'dark'] as Scheme[]).map((value) => ({ value, label: t(`app:theme.${value}`) }))}
      />
    </Section>
  );
}
