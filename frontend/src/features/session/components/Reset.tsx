import { getRouteApi, Link } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useTranslation } from 'react-i18next';
import { paths } from '@/shared/routing/paths';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { useAskReset, useReset } from '../api';
import { WhereMailIs } from './DemoMail';
import { Frame } from './Frame';

const route = getRouteApi('/public/app/reset');

/** Asks for the mail, or with its link sets the new password. */
export function Reset() {
  const { token } = route.useSearch();
  return token ? <NewPassword token={token} /> : <Ask />;
}

function Ask() {
  const { t } = useTranslation('session');
  const ask = useAskReset();
  const below = <Link to={paths.signIn}>{t('to_sign_in')}</Link>;
  if (ask.isSuccess) {
    return (
      <Frame title={t('mailed.title')} below={below}>
        <p>{t('mailed.reset', { email: ask.variables })}</p>
        <WhereMailIs email={ask.variables} />
      </Frame>
    );
  }
  return (
    <Frame title={t('reset.title')} below={below}>
      <p className="jx-soft">{t('reset.teach')}</p>
      <ProblemAlert problem={ask.error} fields={{ email: t('field.email') }} />
      <Form<{ email: string }> layout="vertical" requiredMark={false} onFinish={({ email }) => ask.mutate(email)}>
        <Form.Item
          name="email"
          label={t('field.email')}
          rules={[{ required: true, type: 'email', message: t('need.email') }]}
        >
          <Input type="email" autoComplete="username" autoFocus />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={ask.isPending}>
          {t('reset.do')}
        </Button>
      </Form>
    </Frame>
  );
}

function NewPassword({ token }: { token: string }) {
  const { t } = useTranslation('session');
  const [form] = Form.useForm<{ password: string }>();
  const reset = useReset();
  const below = <Link to={paths.signIn}>{t('to_sign_in')}</Link>;
  if (reset.isSuccess) {
    return (
      <Frame title={t('reset.done')} below={below}>
        <p>{t('reset.done_more')}</p>
      </Frame>
    );
  }
  return (
    <Frame title={t('reset.new_title')} below={below}>
      <ProblemAlert problem={reset.error} fields={{ password: t('field.new_password'), token: t('field.link') }} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ password }) =>
          reset.mutate({ token, password }, { onError: (problem) => showInForm(form, problem) })
        }
      >
        <Form.Item
          name="password"
          label={t('field.new_password')}
          rules={[{ required: true, min: 10, message: t('need.new_password') }]}
          extra={t('sign_up.password_teach')}
        >
          <Input.Password autoComplete="new-password" autoFocus maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={reset.isPending}>
          {t('reset.set')}
        </Button>
      </Form>
    </Frame>
  );
}
