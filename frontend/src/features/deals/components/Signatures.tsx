import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { CopyText } from '@/shared/ui/CopyText';
import { StateTag } from '@/shared/ui/StateTag';
import { exact } from '@/shared/ui/time';
import type { Deal, Document } from '../api';

/** Who signed which bytes, and when. */
export function Signatures({ deal, contract }: { deal: Deal; contract: Document }) {
  const { t } = useTranslation('deals');
  const text = useText();
  const language = useLanguage();
  return (
    <div className="jx-sheet jx-signatures">
      <h3>{t('signatures.title', { name: contract.name })}</h3>
      <ul>
        {(['seller', 'buyer'] as const).map((side) => {
          const signed = deal.signatures.find((one) => one.side === side);
          const step = deal.history.findLast(
            (one) => one.action === 'sign' && one.organisation === deal.parties[side].id && one.at === signed?.at,
          );
          return (
            <li key={side}>
              <StateTag
                tone={signed ? 'verified' : 'open'}
                label={t(signed ? 'signatures.signed' : 'signatures.waits', { name: text(deal.parties[side].name) })}
              />
              {signed && (
                <span className="jx-soft">
                  <time dateTime={signed.at} className="jx-num">
                    {exact(new Date(signed.at), language)}
                  </time>
                  {step?.intermediary && ` · ${t('thread.through', { name: text(step.intermediary.name) })}`}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <p className="jx-soft">{t('signatures.same')}</p>
      <p className="jx-soft jx-row">
        SHA-256 <CopyText text={contract.sha256} what="SHA-256" />
      </p>
    </div>
  );
}
