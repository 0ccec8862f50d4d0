import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '@/shared/routing/paths';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useSignIn } from '../api';
import { isPage } from '../routes';
import { Frame } from './Frame';
import { PasskeySignIn } from './PasskeySignIn';

interface Fields {
  email: string;
  password: string;
  totp?: string;
}

const route = getRouteApi('/public/app/sign-in');

export function SignIn() {
  const { t } = useTranslation('session');
  const { next } = route.useSearch();
  const navigate = useNavigate();
  const [given, setGiven] = useState<Fields>();
  const go = () => {
    if (next && isPage(next)) window.location.assign(next);
    else void navigate({ to: next ?? paths.home });
  };
  const signIn = useSignIn(go);
  const needsCode = signIn.error?.code === 'totp_required';

  // The code is asked for when the server wants one: the password stays as typed, nothing is typed twice.
  const withCode = given !== undefined || needsCode;
  const submit = (fields: Fields) =>
    signIn.mutate(fields, {
      onError: (problem) => {
        if (problem.code === 'totp_required') setGiven(fields);
      },
    });

  return (
    <Frame
      title={withCode ? t('code.title') : t('sign_in.title')}
      below={
        withCode ? (
          <Button
            type="link"
            style={{ padding: 0 }}
            onClick={() => {
              setGiven(undefined);
              signIn.reset();
            }}
          >
            {t('code.back')}
          </Button>
        ) : (
          <>
            <Link to="/app/sign-up" search={next ? { next } : {}}>
              {t('sign_in.to_sign_up')}
            </Link>
            <Link to="/app/reset">{t('sign_in.to_reset')}</Link>
          </>
        )
      }
    >
      {!needsCode && (
        <ProblemAlert problem={signIn.error} fields={{ email: t('field.email'), totp: t('field.totp') }} />
      )}
      {withCode ? (
        <Form<Fields>
          key="code"
          layout="vertical"
          requiredMark={false}
          onFinish={({ totp }) => given && submit({ ...given, totp: totp?.replaceAll(/\s/g, '') ?? '' })}
        >
          <p className="jx-soft" style={{ marginBottom: 16 }}>
            {t('code.teach')}
          </p>
          <Form.Item
            name="totp"
            label={t('field.totp')}
            rules={[{ required: true, pattern: /^\d{3}\s?\d{3}$/, message: t('need.totp') }]}
          >
            <Input
              autoFocus
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={7}
              className="jx-num"
              size="large"
            />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
            {t('sign_in.do')}
          </Button>
        </Form>
      ) : (
        <Form<Fields> key="password" layout="vertical" requiredMark={false} onFinish={submit}>
          <Form.Item name="email" label={t('field.email')} rules={[{ required: true, message: t('need.email') }]}>
            <Input type="email" autoComplete="username webauthn" autoFocus />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('field.password')}
            rules={[{ required: true, message: t('need.password') }]}
          >
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
            {t('sign_in.do')}
          </Button>
        </Form>
      )}
      {!withCode && <PasskeySignIn onDone={go} />}
    </Frame>
  );
}
