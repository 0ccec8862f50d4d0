import { BellOutlined } from '@ant-design/icons';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Popover from 'antd/es/popover';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '@/shared/api/client';
import { useCommand } from '@/shared/api/query';
import { useConnection, useStream } from '@/shared/live/stream';
import { paths } from '@/shared/routing/paths';
import { useMe } from '@/shared/session/me';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import './bell.css';

const inboxQuery = queryOptions({
  queryKey: ['notifications', 'newest'],
  queryFn: () => answer(api.GET('/api/v1/notifications', { params: { query: { limit: 15 } } })),
  refetchInterval: 60_000,
});

/** What is new, and how much of it is unread. */
export function Bell() {
  const { t } = useTranslation('app');
  const me = useMe();
  const [open, setOpen] = useState(false);
  const { data, error } = useQuery(inboxQuery);
  useStream(me.organisation);
  const connection = useConnection();
  const unread = data?.unread ?? 0;
  const readAll = useCommand({
    run: (_: undefined, key) =>
      answer(api.POST('/api/v1/notifications/actions/read_all', { headers: { 'Idempotency-Key': key } })),
    touches: [['notifications']],
  });
  const readOne = useCommand({
    run: (id: string, key) =>
      answer(
        api.POST('/api/v1/notifications/{id}/actions/read', {
          params: { path: { id } },
          headers: { 'Idempotency-Key': key },
        }),
      ),
    touches: [['notifications']],
  });
  const list = (
    <div className="jx-bell">
      <div className="jx-bell-head">
        <h2>{t('bell.title')}</h2>
        <Button
          type="link"
          size="small"
          disabled={unread === 0}
          loading={readAll.isPending}
          onClick={() => readAll.mutate(undefined)}
        >
          {t('bell.read_all')}
        </Button>
      </div>
      <ProblemAlert problem={error ?? readAll.error} />
      {data?.items.length === 0 && <p className="jx-soft jx-bell-none">{t('bell.none')}</p>}
      <ul>
        {data?.items.map((one) => (
          <li key={one.id} className={one.read_at ? undefined : 'jx-unread'}>
            <Link
              to={new URL(one.link, window.location.origin).pathname}
              onClick={() => {
                setOpen(false);
                if (!one.read_at) readOne.mutate(one.id);
              }}
            >
              {!one.read_at && <span className="jx-hidden">{t('bell.unread')}</span>}
              {one.text}
            </Link>
            <span className="jx-soft">
              <Time at={one.at} />
            </span>
          </li>
        ))}
      </ul>
      <p className="jx-bell-foot">
        <Link to={paths.inbox} onClick={() => setOpen(false)}>
          {t('bell.all')}
        </Link>
        {connection === 'lost' && <StateTag tone="pressing" label={t('bell.lost')} />}
      </p>
    </div>
  );
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" content={list} arrow={false}>
      <Button type="text" aria-label={t('bell.button', { count: unread })} icon={<BellOutlined />}>
        {unread > 0 && <span className="jx-unread-count jx-num">{unread > 99 ? '99+' : unread}</span>}
      </Button>
    </Popover>
  );
}
