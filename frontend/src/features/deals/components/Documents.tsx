import Button from 'antd/es/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { useMe, useOrganisation } from '@/shared/session/me';
import { EmptyState } from '@/shared/ui/EmptyState';
import { FileList } from '@/shared/ui/FileList';
import { Section } from '@/shared/ui/Page';
import { StateTag } from '@/shared/ui/StateTag';
import type { Deal } from '../api';
import { isOver, sideOf, versions, type Version } from '../view';
import { Signatures } from './Signatures';
import { Upload } from './Upload';

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
  const kind = ({ document, version }: Version) =>
    version === undefined
      ? t('documents.kind', { kind: t(`kind.${document.kind}`), name: by(document.organisation) })
      : t('documents.version', { version, name: by(document.organisation) });
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
            files={versions(deal.documents).map((one) => ({
              id: one.document.id,
              name: one.document.name,
              size: one.document.size,
              at: one.document.at,
              kind: kind(one),
              content: `/api/v1/deals/${deal.id}/documents/${one.document.id}/content`,
              action:
                one.version === undefined ? undefined : (
                  <StateTag
                    tone={one.superseded ? 'stopped' : 'verified'}
                    label={t(one.superseded ? 'documents.superseded' : 'documents.in_force')}
                  />
                ),
            }))}
          />
        </div>
      )}
      {contract && <Signatures deal={deal} contract={contract} />}
    </Section>
  );
}
