import { getRouteApi, Link } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { useLanguage } from '@/shared/i18n/text';
import { useSite } from '@/shared/session/site';
import { paths } from '@/shared/routing/paths';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { useResend, useSignUp } from '../api';
import { WhereMailIs } from './DemoMail';
import { Frame } from './Frame';
import { Steps } from './Steps';

const route = getRouteApi('/public/app/sign-up');

export function SignUp() {
  const { t } = useTranslation('session');
  const language = useLanguage();
  const [form] = Form.useForm<Schemas['SignUpIn']>();
  const signUp = useSignUp();
  const resend = useResend();
  const search = route.useSearch();
  const installation = useSite();
  const labels = { email: t('field.email'), password: t('field.password'), display_name: t('field.display_name') };

  if (signUp.isSuccess) {
    const { email } = signUp.variables;
    return (
      <Frame
        title={t('mailed.title')}
        below={
          <Link to={paths.signIn} search={search}>
            {t('to_sign_in')}
          </Link>
        }
      >
        <Steps at="address" />
        {!installation?.demo && <p>{t('mailed.verify', { email })}</p>}
        <WhereMailIs email={email} />
        <ProblemAlert problem={resend.error} />
        <Button loading={resend.isPending} disabled={resend.isSuccess} onClick={() => resend.mutate(email)}>
          {resend.isSuccess ? t('mailed.again_done') : t('mailed.again')}
        </Button>
      </Frame>
    );
  }
  return (
    <Frame
      title={t('sign_up.title')}
      below={
        <Link to={paths.signIn} search={search}>
          {t('sign_up.to_sign_in')}
        </Link>
      }
    >
      <Steps at="account" />
      <ProblemAlert problem={signUp.error} fields={labels} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(fields) =>
          signUp.mutate({ ...fields, locale: language }, { onError: (problem) => showInForm(form, problem) })
        }
      >
        <Form.Item
          name="display_name"
          label={labels.display_name}
          rules={[{ required: true, message: t('need.display_name') }]}
          extra={t('sign_up.name_teach')}
        >
          <Input autoComplete="name" maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item
          name="email"
          label={labels.email}
          rules={[{ required: true, type: 'email', message: t('need.email') }]}
        >
          <Input type="email" autoComplete="username" maxLength={254} />
        </Form.Item>
        <Form.Item
          name="password"
          label={labels.password}
          rules={[{ required: true, min: 10, message: t('need.new_password') }]}
          extra={t('sign_up.password_teach')}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={signUp.isPending}>
          {t('sign_up.do')}
        </Button>
      </Form>
    </Frame>
  );
}
