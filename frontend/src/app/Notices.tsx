import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { actFor, useMe } from '@/shared/session/me';
import { principalsQuery, type Principal } from '@/shared/session/principals';
import { day } from '@/shared/ui/time';

/** Says for whom one acts when it isn't for one's own organisation, within which limits, and leads back. */
export function ActingFor() {
  const { t } = useTranslation('app');
  const text = useText();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: principals = [] } = useQuery(principalsQuery(me));
  if (!me.organisation || me.memberships.some((one) => one.id === me.organisation)) return null;
  const principal = principals.find((one) => one.id === me.organisation);
  const own = me.memberships.find((one) => one.id === principal?.intermediaryId) ?? me.memberships[0];
  return (
    <Alert
      banner
      type="warning"
      title={t('acting.title', { name: text(principal?.name) })}
      description={
        // Below the words rather than beside them: on a phone there is no beside.
        <div className="jx-acting-words">
          <p>{t('acting.what', { name: text(own?.name) })}</p>
          {principal && <Limits principal={principal} />}
          {own && (
            <Button size="small" onClick={() => void actFor(client, own.id).then(() => navigate({ to: paths.home }))}>
              {t('acting.back', { name: text(own.name) })}
            </Button>
          )}
        </div>
      }
      className="jx-acting"
    />
  );
}

/** What each mandate covers, on which side, and until when. */
function Limits({ principal }: { principal: Principal }) {
  const { t } = useTranslation('app');
  const language = useLanguage();
  return (
    <ul>
      {principal.mandates.map((mandate) => {
        const words = { day: day(new Date(mandate.valid_until), language) };
        return (
          <li key={mandate.id} className="jx-num">
            {t(`acting.${mandate.scope === 'all' ? 'all' : 'one'}_${mandate.side}`, words)}
          </li>
        );
      })}
    </ul>
  );
}

const onLine = {
  subscribe: (listener: () => void) => {
    window.addEventListener('online', listener);
    window.addEventListener('offline', listener);
    return () => {
      window.removeEventListener('online', listener);
      window.removeEventListener('offline', listener);
    };
  },
  now: () => navigator.onLine,
};

/** Says so when there is no network: what is shown may be out of date, and nothing is sent. */
export function Offline() {
  const { t } = useTranslation('app');
  const connected = useSyncExternalStore(onLine.subscribe, onLine.now);
  return (
    <div role="status">
      {!connected && <Alert banner type="warning" title={t('offline.title')} description={t('offline.what')} />}
    </div>
  );
}
