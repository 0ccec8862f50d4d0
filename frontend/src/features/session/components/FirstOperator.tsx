import { getRouteApi, Link } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { useLanguage } from '@/shared/i18n/text';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { paths } from '@/shared/routing/paths';
import { useFirstOperator } from '../api';
import { Frame } from './Frame';

const route = getRouteApi('/public/app/first-operator');

/** A new exchange has nobody: whoever reads the server's log makes herself its first operator. */
export function FirstOperator() {
  const { t } = useTranslation('session');
  const language = useLanguage();
  const { token } = route.useSearch();
  const [form] = Form.useForm<Schemas['SignUpIn']>();
  const make = useFirstOperator();
  const labels = { email: t('field.email'), password: t('field.password'), display_name: t('field.display_name') };
  const below = <Link to={paths.signIn}>{t('to_sign_in')}</Link>;

  if (make.isSuccess) {
    return (
      <Frame title={t('first_operator.done')} below={below}>
        <p>{t('first_operator.next')}</p>
      </Frame>
    );
  }
  return (
    <Frame title={t('first_operator.title')} below={below}>
      <p className="jx-soft">{token ? t('first_operator.teach') : t('first_operator.no_token')}</p>
      <ProblemAlert problem={make.error} fields={labels} />
      {token && (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={(fields) =>
            make.mutate({ ...fields, token, locale: language }, { onError: (problem) => showInForm(form, problem) })
          }
        >
          <Form.Item
            name="display_name"
            label={labels.display_name}
            rules={[{ required: true, message: t('need.display_name') }]}
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
          <Button type="primary" htmlType="submit" block loading={make.isPending}>
            {t('first_operator.do')}
          </Button>
        </Form>
      )}
    </Frame>
  );
}
