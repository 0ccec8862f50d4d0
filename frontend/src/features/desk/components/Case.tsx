import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Select from 'antd/es/select';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/shared/session/me';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { Time } from '@/shared/ui/Time';
import { membersQuery, useAssign, workQuery, type Task } from '../api';
import { Facts, SubjectFacts } from './facts';
import { Review, type Intent } from './Review';

interface Props {
  task: Task;
  intent: Intent | undefined;
  onIntent: (intent: Intent | undefined) => void;
  /** Takes it in hand, or puts it back; not for who only reads. */
  onTake: (() => void) | undefined;
  onClose: () => void;
  onDone: () => void;
}

/** One case: who has it and until when, everything that is needed to decide it, and the decision. */
export function Case({ task, intent, onIntent, onTake, onClose, onDone }: Props) {
  const { t } = useTranslation('desk');
  const { data: work, error, refetch } = useQuery(workQuery(task));
  return (
    <div className="jx-sheet jx-case">
      <div className="jx-case-head">
        <strong>{t(`kind.${task.kind}`)}</strong>
        <Button size="small" onClick={onClose} aria-keyshortcuts="Escape">
          {t('close')}
        </Button>
      </div>
      {task.state === 'open' ? <Hand task={task} onTake={onTake} /> : <Outcome task={task} />}
      {!work && !error && <Skeleton active paragraph={{ rows: 8 }} />}
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {work &&
        (task.state === 'open' ? (
          <Review work={work} intent={intent} onIntent={onIntent} onDone={onDone} />
        ) : (
          <>
            <SubjectFacts work={work} />
            {task.kind !== 'suspense' && <Link to={task.link}>{t('see')}</Link>}
          </>
        ))}
    </div>
  );
}

/** Since when it waits, until when, and in whose hands. */
function Hand({ task, onTake }: { task: Task; onTake: (() => void) | undefined }) {
  const { t } = useTranslation(['desk', 'common']);
  const me = useMe();
  const assign = useAssign();
  const colleagues = useQuery({ ...membersQuery(me.organisation ?? ''), enabled: onTake !== undefined });
  const mine = task.assignee?.account === me.account.id;
  const others = colleagues.data?.items.filter((one) => one.role !== 'auditor') ?? [];
  return (
    <div className="jx-stack">
      <Facts
        rows={[
          [t('since'), task.since && <Time key="s" at={task.since} />],
          [t(task.late ? 'late' : 'due'), task.due && <Time key="d" at={task.due} due />],
          [
            t('assignee'),
            <div key="a" className="jx-row">
              {onTake ? (
                <>
                  <Select
                    size="small"
                    style={{ minWidth: 160 }}
                    value={task.assignee?.account ?? 'none'}
                    loading={colleagues.isPending || assign.isPending}
                    onChange={(account) => assign.mutate({ task, assignee: account === 'none' ? null : account })}
                    options={[
                      { value: 'none', label: t('nobody') },
                      ...others.map((one) => ({ value: one.account, label: one.display_name })),
                    ]}
                    aria-label={t('assignee')}
                  />
                  <Button size="small" onClick={onTake} aria-keyshortcuts="m">
                    {t(mine ? 'put_back' : 'take')}
                  </Button>
                </>
              ) : (
                (task.assignee?.name ?? t('nobody'))
              )}
            </div>,
          ],
        ]}
      />
      <ProblemAlert problem={assign.error} />
    </div>
  );
}

function Outcome({ task }: { task: Task }) {
  const { t } = useTranslation('desk');
  return (
    <Alert
      type="info"
      showIcon
      title={t('was_done', { outcome: t(`outcome.${task.outcome ?? 'approved'}`), name: task.done_by?.name ?? '–' })}
      description={task.done_at && <Time at={task.done_at} />}
    />
  );
}
