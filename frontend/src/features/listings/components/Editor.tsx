import { useQueryClient } from '@tanstack/react-query';
import { Link, useBlocker, useNavigate } from '@tanstack/react-router';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Modal from 'antd/es/modal';
import { memo, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api/problem';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { listingQuery, patentQuery, useSave, useStep, type Listing, type Patent } from '../api';
import { changed, followed, merge, NEEDED, patchOf, tidy, toneOf, valuesOf, type Merge, type Values } from '../view';
import { Coach } from './Coach';
import { Conflict } from './Conflict';
import { Documents } from './Documents';
import { EditorFields, fieldNames } from './EditorFields';
import { Preview } from './Preview';

// Neither changes with what is typed elsewhere.
const Fields = memo(EditorFields);
const Papers = memo(Documents);

/** The form with its coach; nothing typed is lost, whoever else saves meanwhile. */
export function Editor({ read, documents }: { read: Listing; documents: number }) {
  const { t } = useTranslation(['listings', 'common']);
  const text = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  /** What the form's changes are changes of. */
  const [base, setBase] = useState(read);
  const [conflict, setConflict] = useState<Merge & { theirs: Values }>();
  const [preview, setPreview] = useState(false);
  const typed = Form.useWatch([], form) as Values | undefined;
  const before = useMemo(() => valuesOf(base), [base]);
  const values = { ...before, ...typed };
  const dirty = changed(before, values);
  const done = followed(values, documents);
  const missing = NEEDED.filter((hint) => !done[hint]);
  const labels = fieldNames(t);

  const save = useSave(read.id, () => undefined);
  const step = useStep(read.id, () => void navigate({ to: paths.listing(read.id) }));
  const blocker = useBlocker({
    shouldBlockFn: () => dirty.length > 0 && !step.isSuccess,
    enableBeforeUnload: () => dirty.length > 0,
    withResolver: true,
  });

  /** Somebody was faster: what they changed comes along, what was typed stays. */
  const reconcile = async () => {
    const fresh = await client.fetchQuery({ ...listingQuery(read.id), staleTime: 0 });
    const theirs = valuesOf(fresh);
    const merged = merge(before, { ...before, ...form.getFieldsValue() }, theirs);
    form.setFieldsValue(merged.values as never);
    setBase(fresh);
    setConflict({ ...merged, theirs });
  };

  const store = async (): Promise<Listing | undefined> => {
    try {
      await form.validateFields();
    } catch {
      return undefined;
    }
    const now = { ...before, ...form.getFieldsValue() };
    const fields = changed(before, now);
    if (fields.length === 0) return base;
    const patch = patchOf(now, fields);
    if (!patch) return undefined;
    const unrecorded = now.patents.filter((number) => client.getQueryData(patentQuery(number).queryKey) === null);
    try {
      const saved = await save.mutateAsync({ version: base.version, patch, title: tidy(now.title), unrecorded });
      client.setQueryData(listingQuery(read.id).queryKey, { ...saved, responses: base.responses });
      void client.invalidateQueries({ queryKey: ['listings', 'list'] });
      setBase(saved);
      form.setFieldsValue(valuesOf(saved) as never);
      setConflict(undefined);
      return saved;
    } catch (thrown) {
      const problem = Problem.from(thrown);
      if (problem.status === 412) await reconcile();
      else showInForm(form, problem);
      return undefined;
    }
  };

  const submit = async () => {
    const saved = await store();
    if (saved) step.mutate({ step: 'submit', version: saved.version });
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 's') {
        event.preventDefault();
        void store();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  /** What a record says goes where nothing was written yet. */
  const take = useCallback(
    (patent: Patent) => {
      const now = { ...before, ...form.getFieldsValue() };
      form.setFieldsValue({
        title: { ...tidy(patent.title), ...tidy(now.title) },
        summary: { ...tidy(patent.abstract), ...tidy(now.summary) },
        ipc: [...new Set([...now.ipc, ...patent.ipc])].slice(0, 20),
      } as never);
    },
    [before, form],
  );

  const may = (action: Listing['allowed_actions'][number]) => base.allowed_actions.includes(action);
  return (
    <Page
      title={text(base.title)}
      above={
        <>
          <Link to={paths.listings}>{t('title')}</Link> /{' '}
          <Link to={paths.listing(read.id)} className="jx-mono">
            {base.number}
          </Link>
        </>
      }
      facts={
        <>
          <StateTag tone={toneOf(base.state)} label={t(`common:listing_state.${base.state}`)} />
          <span role="status">
            {dirty.length > 0 ? t('edit.unsaved', { count: dirty.length }) : t('edit.saved', { version: base.version })}
          </span>
        </>
      }
      actions={
        <>
          <Button onClick={() => setPreview(true)}>{t('preview.open')}</Button>
          <Button
            type={may('submit') && dirty.length === 0 ? 'default' : 'primary'}
            onClick={() => void store()}
            loading={save.isPending}
            disabled={dirty.length === 0}
            aria-keyshortcuts="Control+S"
          >
            {t('edit.save')}
          </Button>
          {may('submit') && (
            <Button
              type={dirty.length === 0 && missing.length === 0 ? 'primary' : 'default'}
              onClick={() => void submit()}
              loading={step.isPending}
              disabled={missing.length > 0}
            >
              {t(base.state === 'returned' ? 'edit.resubmit' : 'edit.submit')}
            </Button>
          )}
        </>
      }
    >
      {base.state === 'returned' && base.state_reason && (
        <Alert type="warning" showIcon title={t('edit.returned')} description={base.state_reason} />
      )}
      {conflict && (
        <Conflict
          conflict={conflict}
          labels={labels}
          onTake={(field) => {
            form.setFieldsValue({ [field]: conflict.theirs[field] } as never);
            setConflict({ ...conflict, clashes: conflict.clashes.filter((one) => one !== field) });
          }}
          onClose={() => setConflict(undefined)}
        />
      )}
      {!conflict && save.error?.status !== 412 && <ProblemAlert problem={save.error} fields={labels} />}
      <ProblemAlert problem={step.error} fields={labels} />
      <div className="jx-editor">
        <div className="jx-stack">
          <Form<Values>
            form={form}
            layout="vertical"
            requiredMark={false}
            className="jx-sheet jx-listing-form"
            initialValues={before}
            onFinish={() => void store()}
          >
            <Fields onTake={take} />
          </Form>
          <div id="documents" tabIndex={-1}>
            <Papers listing={base} />
          </div>
        </div>
        <Coach done={done} />
      </div>
      {preview && <Preview listing={base} values={values} onClose={() => setPreview(false)} />}
      <Modal
        open={blocker.status === 'blocked'}
        title={t('leave.title')}
        onCancel={() => blocker.reset?.()}
        footer={
          <div className="jx-row jx-end-row">
            <Button onClick={() => blocker.reset?.()}>{t('leave.stay')}</Button>
            <Button danger onClick={() => blocker.proceed?.()}>
              {t('leave.drop')}
            </Button>
            <Button
              type="primary"
              loading={save.isPending}
              onClick={() => void store().then((saved) => (saved ? blocker.proceed?.() : blocker.reset?.()))}
            >
              {t('leave.save')}
            </Button>
          </div>
        }
      >
        <p>{t('leave.what', { count: dirty.length })}</p>
      </Modal>
    </Page>
  );
}
