import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { short } from '@/shared/ui/money';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import type { Task } from '../api';

const PRESSES: Task['kind'][] = ['dispute', 'ruling'];

interface Props {
  task: Task;
  mine: boolean;
  onOpen: () => void;
  onFocus: () => void;
}

/** One thing that waits, or that was done: what, whose, how much, until when. */
export function Line({ task, mine, onOpen, onFocus }: Props) {
  const { t } = useTranslation('desk');
  const text = useText();
  const language = useLanguage();
  const about = [
    task.number ?? (task.kind === 'suspense' ? t('no_reference') : task.kind === 'verification' ? t('no_uscc') : ''),
    task.parties.map(text).join(' → '),
  ].filter(Boolean);
  const tone = task.state === 'done' ? 'done' : task.late || PRESSES.includes(task.kind) ? 'pressing' : 'waiting';
  return (
    <button type="button" id={`task-${task.id}`} className="jx-work-line" onClick={onOpen} onFocus={onFocus}>
      <span className="jx-work-kind">
        <StateTag tone={tone} label={t(`kind.${task.kind}`)} />
      </span>
      <span className="jx-work-when">
        {task.due && (
          <>
            <span className={task.late ? 'jx-late' : 'jx-soft'}>{t(task.late ? 'late' : 'due')}</span>{' '}
            <Time at={task.due} due />
          </>
        )}
        {task.done_at && (
          <>
            <span className="jx-soft">{t(`outcome.${task.outcome ?? 'approved'}`)}</span> <Time at={task.done_at} />
          </>
        )}
      </span>
      <span className="jx-work-title">{text(task.title) || (task.kind === 'suspense' ? t('payer_unknown') : '')}</span>
      <span className="jx-work-about jx-soft">{about.join(' · ')}</span>
      <span className="jx-work-who jx-soft">
        {task.amount && <span className="jx-num jx-work-amount">{short(task.amount, language)}</span>}{' '}
        {task.done_by?.name ?? (mine ? <strong>{t('me')}</strong> : (task.assignee?.name ?? t('nobody')))}
      </span>
    </button>
  );
}
