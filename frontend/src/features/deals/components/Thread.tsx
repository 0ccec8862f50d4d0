import { useQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import Skeleton from 'antd/es/skeleton';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { useMe, useOrganisation } from '@/shared/session/me';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { day, exact } from '@/shared/ui/time';
import { messagesQuery, useWrite, type Deal, type Message } from '../api';
import { sideOf } from '../view';
import './thread.css';

const LONGEST = 5000;

/** What the sides write to each other. The exchange reads it only while a dispute is open, and says so here. */
export function Thread({ deal }: { deal: Deal }) {
  const { t } = useTranslation(['deals', 'common']);
  const me = useMe();
  const organisation = useOrganisation();
  const operator = organisation?.kind === 'operator';
  const closed = operator && deal.stage !== 'disputed';
  const { data, error, refetch } = useQuery({ ...messagesQuery(deal.id), enabled: !closed });
  const mine = sideOf(deal, me.organisation);
  return (
    <Section
      title={t('thread.title')}
      aside={<span className="jx-soft">{t(operator ? 'thread.teach_operator' : 'thread.teach')}</span>}
    >
      <div className="jx-sheet jx-thread">
        {closed && <p className="jx-soft">{t('thread.closed')}</p>}
        <ProblemAlert problem={error} onRetry={() => void refetch()} />
        {!closed && !data && !error && <Skeleton active title={false} paragraph={{ rows: 3 }} />}
        {data && <Messages messages={data} own={me.organisation} />}
        {mine && organisation?.role !== 'viewer' && <Write deal={deal} />}
        {mine && organisation?.role === 'viewer' && <p className="jx-soft">{t('thread.viewer')}</p>}
      </div>
    </Section>
  );
}

function Messages({ messages, own }: { messages: Message[]; own: string | null | undefined }) {
  const { t } = useTranslation('deals');
  const text = useText();
  const language = useLanguage();
  const log = useRef<HTMLDivElement>(null);
  const count = messages.length;
  // Keeps the newest in sight inside the thread without moving the page.
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [count]);
  if (count === 0) return <p className="jx-soft">{t('thread.empty')}</p>;
  const days = messages.map((one) => day(new Date(one.at), language));
  return (
    <div ref={log} className="jx-messages" role="log" aria-label={t('thread.title')} tabIndex={0}>
      <ol>
        {messages.map((one, index) => (
          <li key={one.id} className={one.from.id === own ? 'jx-message jx-message-own' : 'jx-message'}>
            {days[index] !== days[index - 1] && <p className="jx-message-day jx-num">{days[index]}</p>}
            <p className="jx-message-head">
              <strong>{one.from.id === own ? t('thread.us') : text(one.from.name)}</strong>{' '}
              {one.intermediary && (
                <span className="jx-soft">{t('thread.through', { name: text(one.intermediary.name) })}</span>
              )}
              <time dateTime={one.at} className="jx-soft jx-num" title={exact(new Date(one.at), language)}>
                {new Date(one.at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hour12: false })}
              </time>
            </p>
            <p className="jx-words">{one.text}</p>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Write({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deals');
  const text = useText();
  const me = useMe();
  const [draft, setDraft] = useState('');
  const field = useRef<TextAreaRef>(null);
  const write = useWrite(deal.id, () => {
    setDraft('');
    field.current?.focus();
  });
  const other = text(deal.parties[sideOf(deal, me.organisation) === 'seller' ? 'buyer' : 'seller'].name);
  const send = () => {
    if (draft.trim() !== '' && !write.isPending) write.mutate(draft);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="jx-write"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Input.TextArea
        ref={field}
        aria-label={t('thread.to', { name: other })}
        placeholder={t('thread.to', { name: other })}
        rows={2}
        maxLength={LONGEST}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <ProblemAlert problem={write.error} fields={{ text: t('thread.text') }} />
      <div className="jx-row">
        <Button htmlType="submit" disabled={draft.trim() === ''} loading={write.isPending}>
          {t('thread.send')}
        </Button>
        <span className="jx-soft jx-write-keys">{t('thread.keys')}</span>
        {draft.length > LONGEST - 500 && (
          <span className="jx-soft jx-num">{t('thread.left', { count: LONGEST - draft.length })}</span>
        )}
      </div>
    </form>
  );
}
