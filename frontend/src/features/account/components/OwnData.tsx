import { DownloadOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '@/shared/routing/paths';
import { useMe } from '@/shared/session/me';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { useExport, useLeave } from '../api';

/** What is kept about the account, and how it ends. */
export function OwnData() {
  const { t } = useTranslation(['account', 'common']);
  const save = useExport();
  return (
    <>
      <Section title={t('data.export')}>
        <p className="jx-soft">{t('data.export_teach')}</p>
        <ProblemAlert problem={save.error} />
        <div>
          <Button icon={<DownloadOutlined aria-hidden />} loading={save.isPending} onClick={() => save.mutate()}>
            {t('data.export_do')}
          </Button>
        </div>
      </Section>
      <Leave />
    </>
  );
}

function Leave() {
  const { t } = useTranslation(['account', 'common']);
  const { account } = useMe();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ email: string; password: string }>();
  const leave = useLeave(() => void navigate({ to: paths.signIn }));
  const typed = Form.useWatch('email', form);
  const labels = { password: t('proof.password') };
  return (
    <Section title={t('data.leave')}>
      <p>{t('data.leave_teach')}</p>
      <ul className="jx-facts">
        <li>{t('data.gone')}</li>
        <li>{t('data.stays')}</li>
        <li>{t('data.organisations')}</li>
      </ul>
      {!open && (
        <div>
          <Button danger onClick={() => setOpen(true)}>
            {t('data.leave_open')}
          </Button>
        </div>
      )}
      {open && (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          className="jx-account-form jx-sheet jx-proof"
          onFinish={({ password }) => leave.mutate(password, { onError: (problem) => showInForm(form, problem) })}
        >
          <Form.Item name="email" label={t('data.type', { email: account.email })}>
            <Input autoComplete="off" spellCheck={false} autoFocus />
          </Form.Item>
          <Form.Item name="password" label={labels.password} rules={[{ required: true, message: t('need.password') }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          <div className="jx-stack">
            <ProblemAlert problem={leave.error} fields={labels} />
            <div className="jx-row">
              <Button
                type="primary"
                danger
                htmlType="submit"
                disabled={typed?.trim().toLowerCase() !== account.email.toLowerCase()}
                loading={leave.isPending}
              >
                {t('data.leave_do')}
              </Button>
              <Button onClick={() => setOpen(false)}>{t('common:action.cancel')}</Button>
            </div>
          </div>
        </Form>
      )}
    </Section>
  );
}
