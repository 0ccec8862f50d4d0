import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { useConnection } from '@/shared/live/stream';
import { paths } from '@/shared/routing/paths';
import { useMe } from '@/shared/session/me';
import { Listed } from '@/shared/ui/Listed';
import { Page } from '@/shared/ui/Page';
import { StateTag, type Tone } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { inboxQuery, useRead, useReadAll, type Notification } from '../api';
import { TOPICS, type InboxFilters, type Topic } from '../routes';
import './inbox.css';

const route = getRouteApi('/workspace/app/inbox');
const TONES: Record<ReturnType<typeof useConnection>, Tone> = { live: 'open', connecting: 'waiting', lost: 'pressing' };

/** What happened, unread first, each linked to what it is about; new ones come in by themselves. */
export function Inbox() {
  const { t } = useTranslation(['inbox', 'common']);
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const connection = useConnection();
  const pages = useInfiniteQuery(inboxQuery(filters.unread === true));
  const read = useRead();
  const readAll = useReadAll();
  const narrow = (change: Partial<InboxFilters>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const all = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = pages.data?.pages[0]?.unread ?? 0;
  // The API knows no filter by topic; what was fetched is looked at here.
  const shown = all
    .filter((one) => !filters.topic || one.topic === filters.topic)
    .sort((a, b) => b.at.localeCompare(a.at));
  const parts = [
    { key: 'new', items: shown.filter((one) => !one.read_at) },
    { key: 'seen', items: shown.filter((one) => one.read_at) },
  ].filter((part) => part.items.length > 0);
  const filtered = Object.keys(filters).length > 0;
  return (
    <Page
      title={t('title')}
      facts={
        <>
          <span>{t('unread', { count: unread })}</span>
          <span role="status">
            <StateTag tone={TONES[connection]} label={t(`connection.${connection}`)} />
          </span>
        </>
      }
      actions={
        <Button disabled={unread === 0} loading={readAll.isPending} onClick={() => readAll.mutate(undefined)}>
          {t('read_all')}
        </Button>
      }
    >
      <div className="jx-row" role="search" aria-label={t('filter.name')}>
        <Select
          style={{ minWidth: 160 }}
          value={(filters.topic ?? 'all') as Topic | 'all'}
          onChange={(topic) => narrow({ topic: topic === 'all' ? undefined : topic })}
          options={[
            { value: 'all' as const, label: t('filter.any') },
            ...TOPICS.map((one) => ({ value: one, label: t(`topic.${one}`) })),
          ]}
          aria-label={t('filter.topic')}
        />
        <Checkbox
          checked={filters.unread === true}
          onChange={(event) => narrow({ unread: event.target.checked ? true : undefined })}
        >
          {t('filter.unread')}
        </Checkbox>
      </div>
      <Listed
        pages={pages}
        namespace="inbox"
        count={shown.length}
        filtered={filtered}
        onClear={() => void navigate({ search: {} })}
        problem={read.error ?? readAll.error}
      >
        {parts.map(({ key, items }) => (
          <section key={key} aria-label={t(key)} className="jx-stack jx-inbox-part">
            <h2>{t(key)}</h2>
            <ul className="jx-sheet jx-inbox">
              {items.map((one) => (
                <Line key={one.id} one={one} reading={read.isPending} onRead={() => read.mutate(one.id)} />
              ))}
            </ul>
          </section>
        ))}
      </Listed>
    </Page>
  );
}

/** A link of the server's as a path of ours; anything else leads to the inbox. */
function target(link: string): string {
  try {
    const { pathname } = new URL(link, window.location.origin);
    return pathname.startsWith('/app/') ? pathname : paths.inbox;
  } catch {
    return paths.inbox;
  }
}

function Line({ one, reading, onRead }: { one: Notification; reading: boolean; onRead: () => void }) {
  const { t } = useTranslation('inbox');
  const text = useText();
  const me = useMe();
  const whose = me.memberships.find(({ id }) => id === one.organisation);
  return (
    <li className={one.read_at ? undefined : 'jx-inbox-new'}>
      <div>
        <Link
          to={target(one.link)}
          onClick={() => {
            if (!one.read_at) onRead();
          }}
        >
          {!one.read_at && <span className="jx-hidden">{t('is_unread')}</span>}
          {one.text}
        </Link>
        <div className="jx-soft jx-inbox-note">
          {one.topic && t(`topic.${one.topic}`)}
          {whose && me.memberships.length > 1 && ` · ${text(whose.name)}`}
          {one.mandate && ` · ${t('by_mandate')}`}
        </div>
      </div>
      <span className="jx-soft">
        <Time at={one.at} />
      </span>
      {!one.read_at && (
        <Button
          size="small"
          type="text"
          disabled={reading}
          onClick={onRead}
          aria-label={t('read_this', { text: one.text })}
        >
          {t('read')}
        </Button>
      )}
    </li>
  );
}
