import { useQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { sessionsQuery, useEndOthers, useEndSession, type Session } from '../api';
import { deviceOf } from '../device';
import '@/shared/ui/rows.css';

/** Where one is signed in; anything unknown is ended here. */
export function Sessions() {
  const { t } = useTranslation('account');
  const { data, error, isPending, refetch } = useQuery(sessionsQuery);
  const end = useEndSession();
  const others = useEndOthers();
  const sorted = [...(data ?? [])].sort((a, b) => Number(b.current) - Number(a.current));
  return (
    <Section
      title={t('sessions.title')}
      aside={
        sorted.length > 1 && (
          <Button size="small" loading={others.isPending} onClick={() => others.mutate()}>
            {t('sessions.end_others')}
          </Button>
        )
      }
    >
      <p className="jx-soft">{t('sessions.teach')}</p>
      <ProblemAlert problem={error ?? end.error ?? others.error} onRetry={error ? () => void refetch() : undefined} />
      {isPending && <Skeleton active paragraph={{ rows: 3 }} />}
      {sorted.length > 0 && (
        <ul className="jx-rows jx-sheet" aria-label={t('sessions.title')}>
          {sorted.map((one) => (
            <Row
              key={one.id}
              session={one}
              ending={end.isPending && end.variables === one.id}
              onEnd={() => end.mutate(one.id)}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Row({ session, ending, onEnd }: { session: Session; ending: boolean; onEnd: () => void }) {
  const { t } = useTranslation('account');
  const device = deviceOf(session.user_agent);
  const how = session.passkey ? 'passkey' : session.second_factor ? 'code' : 'password';
  return (
    <li>
      <div>
        <span className="jx-rows-title" title={session.user_agent ?? undefined}>
          {device}
        </span>
        <span className="jx-rows-note">
          {t(`sessions.how.${how}`)}
          {session.address && (
            <>
              {' · '}
              <span className="jx-mono">{session.address}</span>
            </>
          )}
        </span>
      </div>
      <div className="jx-rows-note">
        {t('sessions.seen')} <Time at={session.renewed_at} />
        <div>
          {t('sessions.since')} <Time at={session.created_at} />
        </div>
      </div>
      <div className="jx-rows-end">
        {session.current ? (
          <StateTag tone="verified" label={t('sessions.this')} />
        ) : (
          <Button
            size="small"
            type="text"
            danger
            loading={ending}
            onClick={onEnd}
            aria-label={t('sessions.end_of', { device })}
          >
            {t('sessions.end')}
          </Button>
        )}
      </div>
    </li>
  );
}
