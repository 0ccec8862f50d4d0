import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '@/shared/i18n/text';
import { bytes } from '@/shared/ui/FileList';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useUpload, type Deal, type DocumentKind } from '../api';

const ALWAYS: DocumentKind[] = ['filing', 'delivery', 'evidence', 'other'];

/** Adds a file: what it is, chosen or dropped here, and how far it is on its way. */
export function Upload({ deal, onDone }: { deal: Deal; onDone: () => void }) {
  const { t } = useTranslation(['deals', 'common']);
  const [file, setFile] = useState<File>();
  const [wanting, setWanting] = useState(false);
  const [share, setShare] = useState(0);
  const upload = useUpload(deal.id, onDone, setShare);
  // Putting a contract is no action of its own to the server: the file is, and only while the deal is being signed.
  const kinds: DocumentKind[] = deal.stage === 'contract' ? ['contract', ...ALWAYS] : ALWAYS;
  const likely: Partial<Record<Deal['stage'], DocumentKind>> = {
    contract: deal.documents.some((one) => one.kind === 'contract') ? 'other' : 'contract',
    recordal: 'filing',
    acceptance: 'delivery',
    disputed: 'evidence',
  };
  const first = likely[deal.stage] ?? 'other';
  const [form] = Form.useForm<{ kind: DocumentKind }>();
  const kind = Form.useWatch('kind', form);
  const choose = (chosen: File | undefined) => {
    setFile(chosen);
    setWanting(false);
    setShare(0);
  };
  return (
    <Form<{ kind: DocumentKind }>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="jx-sheet jx-deal-form"
      initialValues={{ kind: kinds.includes(first) ? first : 'other' }}
      onFinish={({ kind: chosen }) => {
        setWanting(!file);
        if (file) upload.mutate({ kind: chosen, file, name: file.name, size: file.size, changed: file.lastModified });
      }}
    >
      <div className="jx-deal-fields">
        <Form.Item name="kind" label={t('documents.what')}>
          <Select options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />
        </Form.Item>
        <div
          className="jx-deal-file"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            choose(event.dataTransfer.files[0]);
          }}
        >
          <label htmlFor="deal-file">{t('documents.file')}</label>
          <input
            id="deal-file"
            type="file"
            onChange={(event) => choose(event.target.files?.[0])}
            aria-invalid={wanting}
            aria-describedby={wanting ? 'deal-file-need' : 'deal-file-chosen'}
          />
          <p id="deal-file-chosen" className="jx-soft">
            {file ? <Chosen file={file} /> : t('documents.drop')}
          </p>
          {wanting && (
            <p id="deal-file-need" className="jx-late" role="alert">
              {t('need.file')}
            </p>
          )}
        </div>
      </div>
      {deal.signatures.length > 0 && kind === 'contract' && <p className="jx-soft">{t('documents.unsigns')}</p>}
      <div className="jx-stack">
        {upload.isPending && <Progress share={share} />}
        <ProblemAlert
          problem={upload.error?.code === 'aborted' ? undefined : upload.error}
          fields={{ file: t('documents.file'), kind: t('documents.what') }}
        />
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={upload.isPending}>
            {t('documents.do')}
          </Button>
          {upload.isPending ? (
            <Button onClick={upload.stop}>{t('documents.stop')}</Button>
          ) : (
            <Button onClick={onDone}>{t('common:action.back')}</Button>
          )}
        </div>
      </div>
    </Form>
  );
}

function Chosen({ file }: { file: File }) {
  const language = useLanguage();
  return (
    <>
      {file.name} · <span className="jx-num">{bytes(file.size, language)}</span>
    </>
  );
}

function Progress({ share }: { share: number }) {
  const { t } = useTranslation('deals');
  const language = useLanguage();
  const percent = share.toLocaleString(language, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <div className="jx-progress">
      <progress max={1} value={share} aria-label={t('documents.sending')} />
      <span className="jx-num jx-soft">{share < 1 ? percent : t('documents.checking')}</span>
    </div>
  );
}
