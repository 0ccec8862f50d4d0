import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/shared/session/me';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { useChangePassword } from '../api';
import { Passkeys } from './Passkeys';
import { Sessions } from './Sessions';
import { Totp } from './Totp';

/** How one signs in, and where one is signed in. */
export function Security() {
  const { t } = useTranslation('account');
  const me = useMe();
  const has = me.account.second_factor || me.passkeys > 0;
  return (
    <>
      {me.second_factor_missing && (
        <Alert
          type="warning"
          showIcon
          title={t('security.operator')}
          description={t(has ? 'security.operator_sign_in' : 'security.operator_set_up')}
        />
      )}
      <Passkeys />
      <Totp />
      <Password />
      <Sessions />
    </>
  );
}

function Password() {
  const { t } = useTranslation(['account', 'common']);
  const { account } = useMe();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ current: string; password: string }>();
  const change = useChangePassword(() => setOpen(false));
  const labels = { current: t('password.current'), password: t('password.new') };
  return (
    <Section title={t('password.title')}>
      <p className="jx-soft">{t('password.teach')}</p>
      {!open && (
        <div className="jx-row">
          <Button onClick={() => setOpen(true)}>{t('password.change')}</Button>
          <span role="status" className="jx-soft">
            {change.isSuccess ? t('password.done') : ''}
          </span>
        </div>
      )}
      {open && (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          className="jx-account-form jx-sheet jx-proof"
          onFinish={(fields) => change.mutate(fields, { onError: (problem) => showInForm(form, problem) })}
        >
          <input type="text" name="username" autoComplete="username" value={account.email} readOnly hidden />
          <Form.Item name="current" label={labels.current} rules={[{ required: true, message: t('need.password') }]}>
            <Input.Password autoComplete="current-password" autoFocus />
          </Form.Item>
          <Form.Item
            name="password"
            label={labels.password}
            extra={t('password.new_teach')}
            rules={[{ required: true, min: 10, message: t('need.new_password') }]}
          >
            <Input.Password autoComplete="new-password" maxLength={200} />
          </Form.Item>
          <div className="jx-stack">
            <ProblemAlert problem={change.error} fields={labels} />
            <div className="jx-row">
              <Button type="primary" htmlType="submit" loading={change.isPending}>
                {t('password.set')}
              </Button>
              <Button onClick={() => setOpen(false)}>{t('common:action.cancel')}</Button>
            </div>
          </div>
        </Form>
      )}
    </Section>
  );
}
