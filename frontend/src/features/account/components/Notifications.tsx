import { useQuery } from '@tanstack/react-query';
import Skeleton from 'antd/es/skeleton';
import Switch from 'antd/es/switch';
import { useTranslation } from 'react-i18next';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { preferencesQuery, usePrefer, type Preference } from '../api';

const CHANNELS: Preference['channel'][] = ['in_app', 'mail'];

/** What one is told, and how: a line a topic, a column a channel. */
export function Notifications() {
  const { t } = useTranslation(['account', 'inbox']);
  const { data, error, isPending, refetch } = useQuery(preferencesQuery);
  const prefer = usePrefer();
  const topics = [...new Set(data?.map(({ topic }) => topic))];
  const pending = prefer.isPending ? prefer.variables?.[0] : undefined;
  return (
    <Section title={t('notifications.title')}>
      <p className="jx-soft">{t('notifications.teach')}</p>
      <ProblemAlert problem={error ?? prefer.error} onRetry={error ? () => void refetch() : undefined} />
      {isPending && <Skeleton active paragraph={{ rows: 6 }} />}
      {data && (
        <div className="jx-sheet jx-channels">
          <table>
            <thead>
              <tr>
                <th scope="col">{t('notifications.topic')}</th>
                {CHANNELS.map((channel) => (
                  <th key={channel} scope="col">
                    {t(`notifications.${channel}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {topics.map((topic) => (
                <tr key={topic}>
                  <th scope="row">
                    {t(`inbox:topic.${topic}`)}
                    <span className="jx-soft">{t(`notifications.about.${topic}`)}</span>
                  </th>
                  {CHANNELS.map((channel) => {
                    const now = data.find((one) => one.topic === topic && one.channel === channel);
                    return (
                      <td key={channel}>
                        {now && (
                          <Switch
                            checked={now.enabled}
                            loading={pending?.topic === topic && pending.channel === channel}
                            onChange={(enabled) => prefer.mutate([{ topic, channel, enabled }])}
                            aria-label={`${t(`inbox:topic.${topic}`)}: ${t(`notifications.${channel}`)}`}
                          />
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="jx-soft">{t('notifications.always')}</p>
    </Section>
  );
}
