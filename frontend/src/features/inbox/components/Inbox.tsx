import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Select from 'antd/es/select';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { useConnection } from '@/shared/live/stream';
import { Listed } from '@/shared/ui/Listed';
import { Page } from '@/shared/ui/Page';
import { StateTag, type Tone } from '@/shared/ui/StateTag';
import { useNow } from '@/shared/ui/Time';
import { day } from '@/shared/ui/time';
import { inboxQuery, listingQuery, useMark, useReadAll } from '../api';
import { TOPICS, type InboxFilters, type Topic } from '../routes';
import { byDay } from '../view';
import { Line } from './Line';
import './inbox.css';

const route = getRouteApi('/workspace/app/inbox');
const TONES: Record<ReturnType<typeof useConnection>, Tone> = { live: 'open', connecting: 'waiting', lost: 'pressing' };

/** What happened, newest first by days, each linked to what it is about; new ones come in by themselves. */
export function Inbox() {
  const { t } = useTranslation(['inbox', 'common']);
  const language = useLanguage();
  const now = useNow();
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const pages = useInfiniteQuery(inboxQuery(filters));
  // What was marked last, to be undone as long as the page is open.
  const [marked, setMarked] = useState<string[]>([]);
  const mark = useMark(({ ids, as }) => setMarked(as === 'read' ? ids : []));
  const all = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const readAll = useReadAll(() => setMarked(all.filter((one) => !one.read_at).map(({ id }) => id)));
  const narrow = (change: Partial<InboxFilters>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const unread = pages.data?.pages[0]?.unread ?? 0;
  const days = byDay(all, now);
  const filtered = Object.keys(filters).length > 0;
  return (
    <Page title={t('title')} facts={<Facts unread={unread} />} actions={<All unread={unread} readAll={readAll} />}>
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
        {filters.listing && <OneListing id={filters.listing} onClear={() => narrow({ listing: undefined })} />}
        <span className="jx-soft jx-inbox-keys">{t('keys')}</span>
      </div>
      <div role="status" className="jx-inbox-undo">
        {marked.length > 0 && (
          <>
            {t('marked', { count: marked.length })}{' '}
            <Button
              type="link"
              size="small"
              loading={mark.isPending}
              onClick={() => mark.mutate({ ids: marked, as: 'unread' })}
            >
              {t('undo')}
            </Button>
          </>
        )}
      </div>
      <Listed
        pages={pages}
        namespace="inbox"
        count={all.length}
        filtered={filtered}
        onClear={() => void navigate({ search: {} })}
        problem={mark.error ?? readAll.error}
      >
        <div className="jx-stack" onKeyDown={onKeyDown}>
          {days.map(({ key, at, items }) => {
            const name = key ? t(`day.${key}`) : day(at, language);
            return (
              <section key={at.toDateString()} aria-label={name} className="jx-stack jx-inbox-part">
                <h2 className="jx-num">{name}</h2>
                <ul className="jx-sheet jx-inbox">
                  {items.map((one) => (
                    <Line
                      key={one.id}
                      one={one}
                      busy={mark.isPending}
                      onMark={(as) => mark.mutate({ ids: [one.id], as })}
                      onListing={one.listing && !filters.listing ? (listing) => narrow({ listing }) : undefined}
                    />
                  ))}
                </ul>
              </section>
            );
          })}
        </div>
      </Listed>
    </Page>
  );
}

function Facts({ unread }: { unread: number }) {
  const { t } = useTranslation('inbox');
  const connection = useConnection();
  return (
    <>
      <span>{t('unread', { count: unread })}</span>
      <span role="status">
        <StateTag tone={TONES[connection]} label={t(`connection.${connection}`)} />
      </span>
    </>
  );
}

function All({ unread, readAll }: { unread: number; readAll: ReturnType<typeof useReadAll> }) {
  const { t } = useTranslation('inbox');
  return (
    <Button disabled={unread === 0} loading={readAll.isPending} onClick={() => readAll.mutate(undefined)}>
      {t('read_all')}
    </Button>
  );
}

function OneListing({ id, onClear }: { id: string; onClear: () => void }) {
  const { t } = useTranslation('inbox');
  const text = useText();
  const { data } = useQuery(listingQuery(id));
  return (
    <Button onClick={onClear} aria-label={t('filter.listing_clear')} className="jx-inbox-listing">
      <span>{t('filter.listing', { title: data ? text(data.title) : '…' })}</span>
      <span aria-hidden="true">✕</span>
    </Button>
  );
}

/** Arrows (or J and K) go from entry to entry; M marks the one that has the focus. */
function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-entry]')];
  const at = entries.findIndex((one) => one.closest('li')?.contains(document.activeElement));
  const key = event.key.toLowerCase();
  if (key === 'arrowdown' || key === 'j') entries[Math.min(at + 1, entries.length - 1)]?.focus();
  else if (key === 'arrowup' || key === 'k') entries[Math.max(at - 1, 0)]?.focus();
  else if (key === 'm' && at >= 0) entries[at]?.closest('li')?.querySelector<HTMLElement>('[data-mark]')?.click();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
