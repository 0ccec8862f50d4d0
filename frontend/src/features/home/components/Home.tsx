import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Skeleton from 'antd/es/skeleton';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { useSite } from '@/shared/session/site';
import { useMe, useOrganisation } from '@/shared/session/me';
import { EmptyState } from '@/shared/ui/EmptyState';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { deskQuery } from '../api';
import { noteOffered, roleOf, stopsFor, wasOffered } from '../tour';
import { Principals } from './Principals';
import { Things } from './Things';
import { Tour } from './Tour';
import './home.css';

/** What waits for the organisation one acts for, what presses most first. */
export function Home() {
  const { t } = useTranslation(['home', 'common']);
  const me = useMe();
  const organisation = useOrganisation();
  const id = me.organisation ?? '';
  const { data: desk, error, refetch } = useQuery({ ...deskQuery(id), enabled: id !== '' });
  const role = roleOf(organisation?.kind ?? 'enterprise');

  return (
    <Page
      title={t('title', { name: me.account.display_name })}
      facts={id === '' ? null : desk ? t('waiting', { count: desk.length }) : t('common:loading')}
    >
      <Notices />
      <Guide kind={organisation?.kind ?? 'enterprise'} ready={desk !== undefined || id === ''} />
      {organisation?.kind === 'intermediary' && <Principals organisation={organisation.id} />}
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {id !== '' && !desk && !error && <Skeleton active paragraph={{ rows: 6 }} />}
      <div data-tour="desk" className="jx-stack">
        {desk && desk.length > 0 && <Things things={desk} own={id} />}
        {(desk?.length === 0 || id === '') && (
          <EmptyState title={t('empty.title')} teach={t(`empty.${role}`)} action={<Beginnings role={role} />} />
        )}
      </div>
    </Page>
  );
}

/** What stands in the way: a second factor that is missing, an organisation that isn't there or isn't verified. */
function Notices() {
  const { t } = useTranslation('home');
  const text = useText();
  const me = useMe();
  const organisation = useOrganisation();
  const has = me.account.second_factor || me.passkeys > 0;
  return (
    <>
      {me.second_factor_missing && (
        <Alert
          type="warning"
          showIcon
          title={t('second_factor.title')}
          description={t(has ? 'second_factor.sign_in' : 'second_factor.teach')}
          action={<Link to={paths.accountPart('security')}>{t('second_factor.do')}</Link>}
        />
      )}
      {(!me.organisation || organisation?.kind === 'individual') && me.memberships.length <= 1 && (
        <Alert
          type="info"
          showIcon
          title={t('set_up.title')}
          description={t('set_up.teach')}
          action={<Link to={paths.newOrganisation}>{t('set_up.do')}</Link>}
        />
      )}
      {organisation && organisation.state !== 'verified' && organisation.kind !== 'individual' && (
        <Alert
          type={organisation.state === 'requested' ? 'info' : 'warning'}
          showIcon
          title={t(`verification.${organisation.state}`, { name: text(organisation.name) })}
          action={<Link to={paths.organisation(organisation.id)}>{t('verification.see')}</Link>}
        />
      )}
    </>
  );
}

/** Where to begin when nothing waits. */
function Beginnings({ role }: { role: ReturnType<typeof roleOf> }) {
  const { t } = useTranslation('home');
  const links = {
    holder: [{ to: paths.newListing, key: 'list' }],
    buyer: [{ to: paths.offers, key: 'offers' }],
    intermediary: [{ to: paths.mandates, key: 'mandates' }],
    operator: [{ to: paths.desk, key: 'desk' }],
    bureau: [{ to: paths.insights, key: 'insights' }],
  }[role];
  return (
    <>
      {role === 'buyer' && <a href="/search">{t('begin.search')}</a>}
      {links.map(({ to, key }) => (
        <Link key={key} to={to}>
          {t(`begin.${key}`)}
        </Link>
      ))}
    </>
  );
}

/** The tour of the demo: offered once to each role, and there to be taken again. */
function Guide({ kind, ready }: { kind: string; ready: boolean }) {
  const { t } = useTranslation('home');
  const { account } = useMe();
  const installation = useSite();
  const { tour } = useSearch({ strict: false });
  const navigate = useNavigate();
  const [declined, setDeclined] = useState(false);
  const end = useCallback(() => {
    noteOffered(account.id, kind);
    void navigate({ to: paths.home, search: {}, replace: true });
  }, [account.id, kind, navigate]);
  const begin = () => void navigate({ to: paths.home, search: { tour: true }, replace: true });

  if (!installation?.demo || !ready) return null;
  if (tour) return <Tour key={kind} stops={stopsFor(kind)} onEnd={end} />;
  if (declined || wasOffered(account.id, kind))
    return (
      <div>
        <Button size="small" type="link" style={{ padding: 0 }} onClick={begin}>
          {t('tour.again')}
        </Button>
      </div>
    );
  return (
    <section className="jx-tour-offer jx-sheet" aria-label={t('tour.offer')}>
      <p>
        <strong>{t('tour.offer')}</strong> {t('tour.offer_more')}
      </p>
      <Button type="primary" onClick={begin}>
        {t('tour.begin')}
      </Button>
      <Button
        type="text"
        onClick={() => {
          noteOffered(account.id, kind);
          setDeclined(true);
        }}
      >
        {t('tour.not_now')}
      </Button>
    </section>
  );
}
