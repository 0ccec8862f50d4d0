import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { useMe } from '@/shared/session/me';
import { CopyText } from '@/shared/ui/CopyText';
import { Page, Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag, type Tone } from '@/shared/ui/StateTag';
import { organisationQuery, type Organisation } from '../api';
import { Members } from './Members';
import { Profile, PublicProfile } from './Profile';
import { Verification } from './Verification';
import './organisations.css';

const route = getRouteApi('/workspace/app/organisations/$id');

const TONES: Record<Organisation['state'], Tone> = {
  unverified: 'open',
  requested: 'waiting',
  verified: 'verified',
  rejected: 'stopped',
  suspended: 'stopped',
};

/** An organisation: to its members with all there is to look after, to others what it says of itself. */
export function OrganisationPage() {
  const { t } = useTranslation(['organisations', 'common']);
  const text = useText();
  const me = useMe();
  const { id } = route.useParams();
  const membership = me.memberships.find((one) => one.id === id);
  const { data, error, refetch } = useQuery(organisationQuery(id, membership !== undefined));
  if (!data)
    return (
      <Page title={t('title')}>
        <ProblemAlert problem={error} onRetry={() => void refetch()} />
        {!error && <Skeleton active paragraph={{ rows: 6 }} />}
      </Page>
    );
  return (
    <Page
      key={id}
      title={text(data.name)}
      above={t(`common:organisation_kind.${data.kind}`)}
      facts={
        <>
          <StateTag tone={TONES[data.state]} label={t(`common:organisation_state.${data.state}`)} />
          {membership && <span>{t('your_role', { role: t(`common:role.${membership.role}`) })}</span>}
          <CopyText text={data.id} what={t('id')} />
        </>
      }
    >
      {membership && data.kind !== 'operator' && <Verification organisation={data} role={membership.role} />}
      <Section title={t('profile.title')}>
        {membership ? <Profile organisation={data} role={membership.role} /> : <PublicProfile organisation={data} />}
      </Section>
      {membership && <Members organisation={data} role={membership.role} />}
    </Page>
  );
}
