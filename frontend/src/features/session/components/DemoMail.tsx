import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api/problem';
import { paths } from '@/shared/routing/paths';
import { useSite } from '@/shared/session/site';
import { MailText } from '@/shared/ui/MailText';
import { Time } from '@/shared/ui/Time';
import { demoMailQuery } from '../api';
import { Frame } from './Frame';

const route = getRouteApi('/public/app/demo-mail');

/** Says where the mail is when none is sent: in the demo right here, elsewhere with the operator. */
export function WhereMailIs({ email }: { email: string }) {
  const { t } = useTranslation('session');
  const installation = useSite();
  if (!installation?.captured_mail) return <p className="jx-soft">{t('mailed.spam')}</p>;
  if (!installation.demo) return <p className="jx-soft">{t('demo_mail.captured')}</p>;
  return (
    <section className="jx-demo-mail" aria-label={t('demo_mail.title')}>
      <p className="jx-soft">{t('demo_mail.here')}</p>
      <Mails email={email} />
    </section>
  );
}

function Mails({ email }: { email: string }) {
  const { t } = useTranslation('session');
  const { data: mails = [], isPending } = useQuery(demoMailQuery(email));
  if (mails.length === 0)
    return (
      <p role="status" className="jx-soft">
        {t(isPending ? 'demo_mail.looking' : 'demo_mail.none', { email })}
      </p>
    );
  return (
    <ul>
      {mails.map((mail, index) => (
        <li key={mail.id}>
          <details open={index === 0}>
            <summary>
              {mail.subject} <span className="jx-soft">{<Time at={mail.created_at} />}</span>
            </summary>
            <MailText body={mail.body} links={mail.links} />
          </details>
        </li>
      ))}
    </ul>
  );
}

/** The mailbox of an invented address: only where everything is invented. */
export function DemoMailPage() {
  const { t } = useTranslation('session');
  const { email } = route.useSearch();
  const navigate = route.useNavigate();
  const installation = useSite();
  const query = useQuery({ ...demoMailQuery(email ?? ''), refetchInterval: false });
  const refused = query.error && Problem.from(query.error).status === 404;
  return (
    <Frame title={t('demo_mail.title')} below={<Link to={paths.signIn}>{t('to_sign_in')}</Link>}>
      {(installation && !installation.demo) || refused ? (
        <p>{t('demo_mail.not_here')}</p>
      ) : (
        <>
          <p className="jx-soft">{t('demo_mail.teach')}</p>
          <Form<{ email: string }>
            layout="vertical"
            requiredMark={false}
            initialValues={{ email }}
            onFinish={(fields) => void navigate({ search: { email: fields.email.trim() } })}
          >
            <Form.Item
              name="email"
              label={t('field.email')}
              rules={[{ required: true, type: 'email', message: t('need.email') }]}
            >
              <Input type="email" autoComplete="off" />
            </Form.Item>
            <Button htmlType="submit" block>
              {t('demo_mail.do')}
            </Button>
          </Form>
          {email && (
            <div className="jx-demo-mail">
              <Mails email={email} />
            </div>
          )}
        </>
      )}
    </Frame>
  );
}
