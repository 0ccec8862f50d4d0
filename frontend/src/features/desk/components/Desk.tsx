import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Modal from 'antd/es/modal';
import Segmented from 'antd/es/segmented';
import Select from 'antd/es/select';
import Skeleton from 'antd/es/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, useOrganisation } from '@/shared/session/me';
import { EmptyState } from '@/shared/ui/EmptyState';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { KINDS, tasksQuery, useAssign, type Kind, type Task } from '../api';
import { Case } from './Case';
import { useKeys } from './keys';
import type { Intent } from './Review';
import { Line } from './Line';
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

const KEYS = ['j', 'k', 'Enter', 'a', 'r', 'm', 'n', 'Esc', '?'] as const;

function WorkList() {
  const { t } = useTranslation(['desk', 'common']);
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const reads = useOrganisation()?.role === 'auditor';
  const pages = useInfiniteQuery(tasksQuery(filters));
  const assign = useAssign();
  const [chosen, setChosen] = useState<string>();
  const [intent, setIntent] = useState<Intent>();
  const [keys, setKeys] = useState(false);
  const first = pages.data?.pages[0];
  const shown = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const index = shown.findIndex((one) => one.id === (filters.task ?? chosen));
  // What was decided leaves the list; the next one takes its place.
  const at = Math.max(index, 0);
  const open = filters.task ? shown.find((one) => one.id === filters.task) : undefined;

  const narrow = (change: typeof filters) =>
    void navigate({ search: (before) => ({ ...before, task: undefined, ...change }), replace: true });
  const show = (task: Task | undefined, wanted?: Intent) => {
    setIntent(wanted);
    if (task) setChosen(task.id);
    void navigate({ search: (before) => ({ ...before, task: task?.id }), replace: true });
  };
  const focus = (id: string | undefined) =>
    requestAnimationFrame(() => document.getElementById(`task-${id ?? ''}`)?.focus());
  const close = () => {
    show(undefined);
    focus(filters.task ?? chosen);
  };
  const move = (by: number) => {
    // Nothing is marked before the first step.
    const target = chosen === undefined && !open ? shown[0] : shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
    if (!target) return;
    setChosen(target.id);
    if (open) show(target);
    focus(target.id);
  };
  const marked = open ?? (chosen ? shown[at] : undefined);
  const next = () => {
    const target = shown[Math.min(at + (marked ? 1 : 0), shown.length - 1)];
    if (target) show(target);
  };
  const take = (task: Task | undefined) => {
    if (!task || reads || filters.done) return;
    const assignee = task.assignee?.account === me.account.id ? null : me.account.id;
    assign.mutate({ task, assignee });
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    n: next,
    m: () => take(marked),
    a: () => marked && !filters.done && show(marked, 'approve'),
    r: () => marked && !filters.done && show(marked, 'refuse'),
    Escape: () => (open ? close() : false),
    '?': () => setKeys(true),
  });

  return (
    <Page
      title={t('title')}
      facts={
        first ? (
          <>
            <span>{t('waiting', { count: Object.values(first.waiting).reduce((sum, one) => sum + one, 0) })}</span>
            {first.late > 0 && <span className="jx-late">{t('are_late', { count: first.late })}</span>}
            <span>{t('are_mine', { count: first.mine })}</span>
          </>
        ) : (
          t('teach')
        )
      }
      actions={
        <Button onClick={() => setKeys(true)} aria-keyshortcuts="?">
          {t('keys.title')} <kbd className="jx-key">?</kbd>
        </Button>
      }
    >
      <div className="jx-row" role="search" aria-label={t('filter')}>
        <Segmented
          value={filters.done ? 'done' : (filters.whose ?? 'all')}
          onChange={(one) =>
            narrow({
              done: one === 'done' ? true : undefined,
              whose: one === 'mine' || one === 'free' ? one : undefined,
            })
          }
          options={(['all', 'mine', 'free', 'done'] as const).map((one) => ({ value: one, label: t(`whose.${one}`) }))}
          aria-label={t('filter_whose')}
        />
        <Select
          style={{ minWidth: 220 }}
          value={(filters.kind ?? 'all') as Kind | 'all'}
          onChange={(kind) => narrow({ kind: kind === 'all' ? undefined : kind })}
          options={[
            { value: 'all' as const, label: t('any_kind') },
            ...KINDS.map((one) => ({
              value: one,
              label: filters.done
                ? t(`kind.${one}`)
                : t('kind_count', { kind: t(`kind.${one}`), count: first?.waiting[one] ?? 0 }),
            })),
          ]}
          aria-label={t('filter_kind')}
        />
      </div>
      <ProblemAlert
        problem={pages.error ?? assign.error}
        onRetry={pages.error ? () => void pages.refetch() : undefined}
      />
      {pages.isPending && !pages.error && <Skeleton active paragraph={{ rows: 8 }} />}
      {pages.data && shown.length === 0 && (
        <EmptyState
          title={filters.kind || filters.whose ? t('empty.filtered') : t(filters.done ? 'empty.done' : 'empty.title')}
          teach={t(filters.done ? 'empty.done_teach' : 'empty.teach')}
          action={
            (filters.kind ?? filters.whose) && (
              <Button onClick={() => narrow({ kind: undefined, whose: undefined })}>{t('empty.clear')}</Button>
            )
          }
        />
      )}
      {(shown.length > 0 || filters.task) && (
        <div className={open ? 'jx-desk jx-desk-open' : 'jx-desk'}>
          <div className="jx-stack jx-desk-list">
            {shown.length > 0 && (
              <ul className="jx-sheet jx-work" aria-label={t('title')}>
                {shown.map((task) => (
                  <li key={`${task.id} ${task.done_at}`} aria-current={task.id === marked?.id ? 'true' : undefined}>
                    <Line
                      task={task}
                      mine={task.assignee?.account === me.account.id}
                      onOpen={() => show(task)}
                      onFocus={() => setChosen(task.id)}
                    />
                  </li>
                ))}
              </ul>
            )}
            {pages.hasNextPage && (
              <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t('common:action.more')}
              </Button>
            )}
          </div>
          <section className="jx-desk-case" aria-label={t('case')}>
            {open ? (
              <Case
                key={open.id}
                task={open}
                intent={intent}
                onIntent={setIntent}
                onTake={reads ? undefined : () => take(open)}
                onClose={close}
                onDone={() => {
                  setIntent(undefined);
                  // On to the next one, as with letters on a desk.
                  const rest = shown.filter((one) => one.id !== open.id);
                  show(rest[Math.min(at, rest.length - 1)]);
                }}
              />
            ) : (
              <p className="jx-soft jx-desk-hint" role="status">
                {filters.task && pages.data ? t('gone') : t('choose')}
              </p>
            )}
          </section>
        </div>
      )}
      <Modal open={keys} title={t('keys.title')} footer={null} onCancel={() => setKeys(false)}>
        <dl className="jx-review jx-keys">
          {KEYS.map((key) => (
            <div key={key}>
              <dt>
                <kbd className="jx-key">{key}</kbd>
              </dt>
              <dd>{t(`keys.${key === '?' ? 'help' : key.toLowerCase()}`)}</dd>
            </div>
          ))}
        </dl>
      </Modal>
    </Page>
  );
}
