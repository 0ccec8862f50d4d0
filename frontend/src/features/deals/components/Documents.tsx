import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { useMe, useOrganisation } from '@/shared/session/me';
import { EmptyState } from '@/shared/ui/EmptyState';
import { FileList } from '@/shared/ui/FileList';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { useUpload, type Deal, type DocumentKind } from '../api';
import { isOver, sideOf } from '../view';

/** The papers of a deal and the signatures under the newest contract. */
export function Documents({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deals');
  const text = useText();
  const me = useMe();
  const operator = useOrganisation()?.kind === 'operator';
  const [adding, setAdding] = useState(false);
  const by = (organisation: string) =>
    organisation === deal.parties.seller.id
      ? text(deal.parties.seller.name)
      : organisation === deal.parties.buyer.id
        ? text(deal.parties.buyer.name)
        : t('party.operator');
  const contract = deal.documents.findLast((one) => one.kind === 'contract');
  const mayAdd = !operator && sideOf(deal, me.organisation) !== undefined && !isOver(deal.stage);
  return (
    <Section
      title={t('documents.title')}
      aside={
        mayAdd && (
          <Button size="small" onClick={() => setAdding(!adding)} aria-expanded={adding}>
            {t(deal.stage === 'contract' && !contract ? 'documents.add_contract' : 'documents.add')}
          </Button>
        )
      }
    >
      {adding && mayAdd && <Upload deal={deal} onDone={() => setAdding(false)} />}
      {deal.documents.length === 0 ? (
        <EmptyState title={t('documents.empty')} teach={t('documents.empty_teach')} />
      ) : (
        <div className="jx-sheet jx-deal-files">
          <FileList
            label={t('documents.title')}
            files={deal.documents.toReversed().map((one) => ({
              id: one.id,
              name: one.name,
              size: one.size,
              at: one.at,
              kind:
                one.kind === 'contract' && one.id === contract?.id
                  ? t('documents.kind_newest', { name: by(one.organisation) })
                  : t('documents.kind', { kind: t(`kind.${one.kind}`), name: by(one.organisation) }),
              content: `/api/v1/deals/${deal.id}/documents/${one.id}/content`,
            }))}
          />
        </div>
      )}
      {contract && (
        <div className="jx-sheet jx-signatures">
          <h3>{t('signatures.title', { name: contract.name })}</h3>
          <ul>
            {(['seller', 'buyer'] as const).map((side) => {
              const signed = deal.signatures.find((one) => one.side === side);
              return (
                <li key={side}>
                  <StateTag
                    tone={signed ? 'verified' : 'open'}
                    label={t(signed ? 'signatures.signed' : 'signatures.waits', {
                      name: text(deal.parties[side].name),
                    })}
                  />
                  {signed && (
                    <span className="jx-soft">
                      <Time at={signed.at} />
                    </span>
                  )}
                </li>
              );
            })}
          </ul>
          <p className="jx-soft">
            SHA-256 <span className="jx-mono jx-words">{contract.sha256}</span>
          </p>
        </div>
      )}
    </Section>
  );
}

const ALWAYS: DocumentKind[] = ['filing', 'delivery', 'evidence', 'other'];

function Upload({ deal, onDone }: { deal: Deal; onDone: () => void }) {
  const { t } = useTranslation(['deals', 'common']);
  const [file, setFile] = useState<File>();
  const [wanting, setWanting] = useState(false);
  const upload = useUpload(deal.id, onDone);
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
        <div className="jx-deal-file">
          <label htmlFor="deal-file">{t('documents.file')}</label>
          <input
            id="deal-file"
            type="file"
            onChange={(event) => {
              setFile(event.target.files?.[0]);
              setWanting(false);
            }}
            aria-invalid={wanting}
            aria-describedby={wanting ? 'deal-file-need' : undefined}
          />
          {wanting && (
            <p id="deal-file-need" className="jx-late" role="alert">
              {t('need.file')}
            </p>
          )}
        </div>
      </div>
      {deal.signatures.length > 0 && kind === 'contract' && <p className="jx-soft">{t('documents.unsigns')}</p>}
      <div className="jx-stack">
        <ProblemAlert problem={upload.error} fields={{ file: t('documents.file'), kind: t('documents.what') }} />
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={upload.isPending}>
            {t('documents.do')}
          </Button>
          <Button onClick={onDone}>{t('common:action.back')}</Button>
        </div>
      </div>
    </Form>
  );
}
