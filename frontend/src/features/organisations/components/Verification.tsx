import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { useRequestVerification, type Organisation, type Role } from '../api';
import { useLabels } from './ProfileFields';

/** What the exchange wants to see before it verifies, and whether it is there. */
function wanted(organisation: Organisation) {
  const person = organisation.kind === 'individual';
  return [
    { key: 'name', there: Boolean(organisation.name.zh ?? organisation.name.en), must: true },
    ...(person ? [] : [{ key: 'uscc', there: Boolean(organisation.uscc), must: true }]),
    { key: 'region', there: Boolean(organisation.region), must: false },
    ...(person ? [] : [{ key: 'sector', there: Boolean(organisation.sector), must: false }]),
    { key: 'profile', there: Boolean(organisation.profile.zh ?? organisation.profile.en), must: false },
  ];
}

/** Where the organisation stands with the exchange, what is missing, and what comes next. */
export function Verification({ organisation, role }: { organisation: Organisation; role: Role }) {
  const { t } = useTranslation('organisations');
  const labels = useLabels();
  const ask = useRequestVerification(organisation);
  const { state, state_reason: reason } = organisation;
  const may = organisation.allowed_actions.includes('request_verification');
  const list = wanted(organisation);
  const ready = list.every(({ there, must }) => there || !must);
  if (state === 'verified')
    return (
      <Section title={t('verification.title')}>
        <p>
          {t('verification.verified')}{' '}
          {organisation.verified_at && (
            <span className="jx-soft">
              (<Time at={organisation.verified_at} />)
            </span>
          )}
        </p>
        <p className="jx-soft">{t('verification.again')}</p>
      </Section>
    );
  return (
    <Section title={t('verification.title')}>
      <p>{t(`verification.${state}`)}</p>
      {reason && (
        <Alert type="warning" showIcon title={t('verification.reason')} description={<q lang="">{reason}</q>} />
      )}
      {(state === 'unverified' || state === 'rejected') && (
        <>
          <ul className="jx-wanted" aria-label={t('verification.wanted')}>
            {list.map(({ key, there, must }) => (
              <li key={key}>
                <StateTag
                  tone={there ? 'done' : must ? 'pressing' : 'open'}
                  label={t(there ? 'verification.there' : must ? 'verification.missing' : 'verification.helps')}
                />
                <span>{labels[key]}</span>
              </li>
            ))}
          </ul>
          <ProblemAlert problem={ask.error} fields={labels} />
          <div className="jx-row">
            <Button
              type="primary"
              disabled={!may || !ready}
              loading={ask.isPending}
              onClick={() => ask.mutate(organisation.version)}
            >
              {t(state === 'rejected' ? 'verification.ask_again' : 'verification.ask')}
            </Button>
            {!ready && <span className="jx-soft">{t('verification.not_ready')}</span>}
            {ready && !may && !['owner', 'manager'].includes(role) && (
              <span className="jx-soft">{t('verification.not_you')}</span>
            )}
          </div>
        </>
      )}
    </Section>
  );
}
