import { useQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Progress from 'antd/es/progress';
import Radio from 'antd/es/radio';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf } from '@/shared/api/client';
import { useLanguage } from '@/shared/i18n/text';
import { EmptyState } from '@/shared/ui/EmptyState';
import { bytes } from '@/shared/ui/FileList';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { Time } from '@/shared/ui/Time';
import { useUndoable } from '@/shared/ui/undoable';
import '@/shared/ui/file-list.css';
import { documentsQuery, useRemoveDocument, useUpload, type Document, type Level, type Listing } from '../api';
import { LEVELS } from '../view';

interface Props {
  listing: Listing;
  /** What stands before documents that the reader can't open. */
  locked?: (level: Level) => React.ReactNode;
}

/** The documents of a listing by who may open them. Its holder adds and removes; a removal can be undone. */
export function Documents({ listing, locked }: Props) {
  const { t } = useTranslation('listings');
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery(documentsQuery(listing.id));
  const remove = useRemoveDocument(listing.id);
  const removal = useUndoable((id) => remove.mutate(id));
  const mayAdd = listing.allowed_actions.includes('edit');
  const documents = data?.items ?? [];
  return (
    <Section
      title={t('documents.title')}
      aside={
        mayAdd && (
          <Button size="small" onClick={() => setAdding(!adding)} aria-expanded={adding}>
            {t('documents.add')}
          </Button>
        )
      }
    >
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      <ProblemAlert problem={remove.error} />
      {adding && <Upload listing={listing.id} onDone={() => setAdding(false)} />}
      {data && documents.length === 0 && !adding && (
        <EmptyState
          title={t('documents.empty')}
          teach={t(mayAdd ? 'documents.empty_teach' : 'documents.empty_reader')}
          action={mayAdd && <Button onClick={() => setAdding(true)}>{t('documents.add')}</Button>}
        />
      )}
      {LEVELS.filter((level) => documents.some((one) => one.level === level)).map((level) => {
        const files = documents.filter((one) => one.level === level);
        return (
          <div key={level} className="jx-sheet jx-level">
            <div>
              <h3>{t(`level.${level}`)}</h3>
              <p className="jx-soft">{t(`level_teach.${level}`)}</p>
            </div>
            <ul className="jx-files" aria-label={t(`level.${level}`)}>
              {files.map((one) => (
                <Entry
                  key={one.id}
                  listing={listing.id}
                  document={one}
                  removing={removal.waiting.includes(one.id)}
                  onRemove={mayAdd ? () => removal.ask(one.id) : undefined}
                  onUndo={() => removal.undo(one.id)}
                />
              ))}
            </ul>
            {files.some((one) => !one.may_open) && locked?.(level)}
          </div>
        );
      })}
    </Section>
  );
}

interface FileProps {
  listing: string;
  document: Document;
  removing: boolean;
  onRemove: (() => void) | undefined;
  onUndo: () => void;
}

function Entry({ listing, document, removing, onRemove, onUndo }: FileProps) {
  const { t } = useTranslation(['listings', 'common']);
  const language = useLanguage();
  const title = document.title ?? document.name;
  if (removing) {
    return (
      <li role="status">
        <span className="jx-soft">{t('documents.removed', { name: title })}</span>
        <Button size="small" onClick={onUndo}>
          {t('undo')}
        </Button>
      </li>
    );
  }
  const content = addressOf(`/api/v1/listings/${listing}/documents/${document.id}/content`);
  return (
    <li>
      <div>
        {document.may_open ? (
          <a href={content} download={document.name} title={t('common:action.download')}>
            {title}
          </a>
        ) : (
          <span>{title}</span>
        )}
        {document.title && <span className="jx-soft"> · {document.name}</span>}
      </div>
      <div className="jx-row jx-soft">
        {document.size != null && <span className="jx-num">{bytes(document.size, language)}</span>}
        {!document.may_open && <span>{t('documents.locked')}</span>}
        <Time at={document.created_at} />
        {onRemove && (
          <Button size="small" type="text" onClick={onRemove} aria-label={t('documents.remove', { name: title })}>
            {t('remove')}
          </Button>
        )}
      </div>
    </li>
  );
}

function Upload({ listing, onDone }: { listing: string; onDone: () => void }) {
  const { t } = useTranslation(['listings', 'common']);
  const [file, setFile] = useState<globalThis.File>();
  const [wanting, setWanting] = useState(false);
  const [part, setPart] = useState(0);
  const upload = useUpload(listing, setPart, onDone);
  return (
    <Form<{ level: Level; title?: string }>
      layout="vertical"
      requiredMark={false}
      className="jx-sheet jx-listing-form"
      initialValues={{ level: 'nda' }}
      onFinish={({ level, title }) => {
        setWanting(!file);
        if (!file) return;
        setPart(0);
        upload.mutate({
          file,
          level,
          title: title?.trim() ?? '',
          name: file.name,
          size: file.size,
          changed: file.lastModified,
        });
      }}
    >
      <div className="jx-file-field">
        <label htmlFor="listing-file">{t('documents.file')}</label>
        <input
          id="listing-file"
          type="file"
          disabled={upload.isPending}
          onChange={(event) => {
            setFile(event.target.files?.[0]);
            setWanting(false);
          }}
          aria-invalid={wanting}
          aria-describedby={wanting ? 'listing-file-need' : undefined}
        />
        {wanting && (
          <p id="listing-file-need" className="jx-late" role="alert">
            {t('documents.need')}
          </p>
        )}
      </div>
      <Form.Item name="level" label={t('documents.level')}>
        <Radio.Group className="jx-levels">
          {LEVELS.map((level) => (
            <Radio key={level} value={level}>
              {t(`level.${level}`)}
              <span className="jx-soft jx-level-teach">{t(`level_teach.${level}`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item name="title" label={t('documents.name')}>
        <Input maxLength={500} />
      </Form.Item>
      <div className="jx-stack">
        {upload.isPending && (
          <Progress
            percent={Math.round(part * 100)}
            aria-label={t('documents.progress')}
            strokeColor="var(--jx-jade)"
          />
        )}
        <ProblemAlert problem={upload.error} fields={{ file: t('documents.file'), level: t('documents.level') }} />
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={upload.isPending}>
            {t('documents.do')}
          </Button>
          <Button onClick={onDone} disabled={upload.isPending}>
            {t('common:action.back')}
          </Button>
        </div>
      </div>
    </Form>
  );
}
