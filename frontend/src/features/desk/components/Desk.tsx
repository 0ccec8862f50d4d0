import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Drawer from 'antd/es/drawer';
import Select from 'antd/es/select';
import Skeleton from 'antd/es/skeleton';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { useOrganisation } from '@/shared/session/me';
import { EmptyState } from '@/shared/ui/EmptyState';
import { full } from '@/shared/ui/money';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { Time, useNow } from '@/shared/ui/Time';
import { approval, KINDS, refusal, workQuery, type Kind, type Work } from '../api';
import { Review, type Intent } from './Review';
import './desk.css';

const route = getRouteApi('/workspace/app/desk');

/** Everything that waits for the exchange to decide, for its own people only. */
export function Desk() {
  const { t } = useTranslation('desk');
  const operator = useOrganisation()?.kind === 'operator';
  if (operator) return <WorkList />;
  return (
    <Page title={t('title')}>
      <EmptyState title={t('not_operator')} teach={t('not_operator_teach')} />
    </Page>
  );
}

/** Is somebody typing, or answering a question in front of the page? */
function busy(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return true;
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  if (target?.closest('input, textarea, select, [contenteditable="true"], [role="combobox"], [role="menu"]'))
    return true;
  return document.querySelector('.ant-modal-wrap:not([style*="display: none"])') !== null;
}

function WorkList() {
  const { t } = useTranslation('desk');
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, isPending, refetch } = useQuery(workQuery);
  const [chosen, setChosen] = useState<string>();
  const [intent, setIntent] = useState<Intent>();
  const all = data ?? [];
  const shown = all.filter((one) => !filters.kind || one.kind === filters.kind);
  const index = shown.findIndex((one) => one.id === (filters.item ?? chosen));
  // What was decided leaves the list; the next one takes its place.
  const at = index < 0 ? 0 : index;
  const open = filters.item ? shown.find((one) => one.id === filters.item) : undefined;

  const show = (work: Work | undefined, wanted?: Intent) => {
    setIntent(wanted);
    if (work) setChosen(work.id);
    void navigate({ search: (before) => ({ ...before, item: work?.id }), replace: true });
  };
  const close = () => {
    show(undefined);
    requestAnimationFrame(() => document.getElementById(`work-${chosen ?? ''}`)?.focus());
  };
  const move = (by: number) => {
    const next = shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
    if (!next) return;
    // Nothing is marked before the first step.
    const target = chosen === undefined && !open ? (shown[0] ?? next) : next;
    setChosen(target.id);
    if (open) show(target);
    else document.getElementById(`work-${target.id}`)?.focus();
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (busy(event)) return;
    const work = open ?? (chosen ? shown[at] : undefined);
    if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
    else if (event.key === 'a' && work && approval(work)) show(work, 'approve');
    else if (event.key === 'r' && work && refusal(work)) show(work, 'refuse');
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);

  const count = (kind: Kind) => all.filter((one) => one.kind === kind).length;
  return (
    <Page title={t('title')} facts={data ? t('waiting', { count: all.length }) : t('teach')}>
      <div className="jx-row" role="search" aria-label={t('filter')}>
        <Select
          style={{ minWidth: 220 }}
          value={(filters.kind ?? 'all') as Kind | 'all'}
          onChange={(kind) =>
            void navigate({
              search: (before) => ({ ...before, kind: kind === 'all' ? undefined : kind }),
              replace: true,
            })
          }
          options={[
            { value: 'all' as const, label: t('any_kind') },
            ...KINDS.map((one) => ({
              value: one,
              label: t('kind_count', { kind: t(`kind.${one}`), count: count(one) }),
            })),
          ]}
          aria-label={t('filter_kind')}
        />
        <span className="jx-soft jx-keys">
          <kbd>j</kbd> <kbd>k</kbd> {t('keys.move')} · <kbd>Enter</kbd> {t('keys.open')} · <kbd>a</kbd>{' '}
          {t('keys.approve')} · <kbd>r</kbd> {t('keys.refuse')}
        </span>
      </div>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {isPending && !error && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && shown.length === 0 && (
        <EmptyState
          title={filters.kind ? t('empty.filtered') : t('empty.title')}
          teach={t('empty.teach')}
          action={
            filters.kind && (
              <Button onClick={() => void navigate({ search: {}, replace: true })}>{t('empty.clear')}</Button>
            )
          }
        />
      )}
      {shown.length > 0 && (
        <ul className="jx-sheet jx-work" aria-label={t('title')}>
          {shown.map((work) => (
            <li key={work.id} aria-current={work.id === (open?.id ?? chosen) ? 'true' : undefined}>
              <Line
                work={work}
                onOpen={() => show(work)}
                onFocus={() => {
                  setChosen(work.id);
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {filters.item && data && !open && <p role="status">{t('gone')}</p>}
      <Drawer
        open={open !== undefined}
        onClose={close}
        size={640}
        title={open && t(`kind.${open.kind}`)}
        destroyOnHidden
        styles={{ wrapper: { maxWidth: '100vw' } }}
      >
        {open && (
          <Review
            key={open.id}
            work={open}
            intent={intent}
            onIntent={setIntent}
            onDone={() => {
              setIntent(undefined);
              // On to the next one, as with letters on a desk.
              const rest = shown.filter((one) => one.id !== open.id);
              show(rest[Math.min(at, rest.length - 1)]);
            }}
          />
        )}
      </Drawer>
    </Page>
  );
}

function Line({ work, onOpen, onFocus }: { work: Work; onOpen: () => void; onFocus: () => void }) {
  const { t } = useTranslation(['desk', 'common']);
  const text = useText();
  const language = useLanguage();
  const now = useNow();
  const late = work.due !== undefined && new Date(work.due) < now;
  const title = () => {
    switch (work.kind) {
      case 'organisation':
        return text(work.organisation.name);
      case 'listing':
        return text(work.listing.title);
      case 'suspense':
        return t('payment_of', {
          amount: full(work.payment.amount, language),
          name: work.payment.payer_name ?? t('payer_unknown'),
        });
      default:
        return text(work.deal.listing.title);
    }
  };
  const about = () => {
    switch (work.kind) {
      case 'organisation':
        return work.organisation.uscc ?? t('no_uscc');
      case 'listing':
        return `${work.listing.number} · ${text(work.listing.owner.name)}`;
      case 'suspense':
        return `${work.payment.reference || t('no_reference')}${work.payment.reason ? ` · ${t(`suspense.${work.payment.reason}`)}` : ''}`;
      case 'recordal':
        return `${work.deal.number} · ${t('filed_as', { number: work.deal.filing?.number ?? '' })}`;
      default:
        return `${work.deal.number} · ${full(work.deal.ledger.held, language)}`;
    }
  };
  return (
    <button type="button" id={`work-${work.id}`} className="jx-work-line" onClick={onOpen} onFocus={onFocus}>
      <span className="jx-work-kind">
        <StateTag tone={work.kind === 'dispute' || late ? 'pressing' : 'waiting'} label={t(`kind.${work.kind}`)} />
      </span>
      <span className="jx-work-what">
        <span className="jx-work-title">{title()}</span>
        <span className="jx-soft">{about()}</span>
      </span>
      <span className="jx-work-when jx-soft">
        {work.due ? (
          <>
            {t(late ? 'late' : 'due')} <Time at={work.due} due />
          </>
        ) : (
          <>
            {t('since')} <Time at={work.since} />
          </>
        )}
      </span>
    </button>
  );
}
