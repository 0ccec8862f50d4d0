import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { full } from '@/shared/ui/money';
import { Section } from '@/shared/ui/Page';
import { Time } from '@/shared/ui/Time';
import type { Deal } from '../api';
import { evidence, isOver } from '../view';

/** What the dispute is about, what either side has shown, and the ruling that is proposed. */
export function Dispute({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deals');
  const text = useText();
  const language = useLanguage();
  const shown = evidence(deal);
  const name = (organisation: string | null) => {
    if (organisation === deal.parties.seller.id) return text(deal.parties.seller.name);
    if (organisation === deal.parties.buyer.id) return text(deal.parties.buyer.name);
    return t('party.operator');
  };
  return (
    <Section
      title={t('dispute.title')}
      aside={
        deal.dispute &&
        !isOver(deal.stage) && (
          <span className="jx-soft">
            {t('dispute.evidence_until')} <Time at={deal.dispute.evidence_until} due />
          </span>
        )
      }
    >
      <div className="jx-sheet jx-dispute">
        {deal.dispute && (
          <div>
            <h3>{t('dispute.by', { name: text(deal.parties[deal.dispute.by].name) })}</h3>
            <p className="jx-words">{deal.dispute.reason}</p>
            <p className="jx-soft">
              <Time at={deal.dispute.at} />
            </p>
          </div>
        )}
        <div>
          <h3>{t('dispute.evidence', { count: shown.length })}</h3>
          {shown.length === 0 && <p className="jx-soft">{t('dispute.no_evidence')}</p>}
          {shown.map((one) => (
            <div key={one.at} className="jx-evidence">
              <p>
                <strong>{name(one.organisation)}</strong>{' '}
                <span className="jx-soft">
                  <Time at={one.at} />
                </span>
              </p>
              <p className="jx-words">{one.text}</p>
              {one.document && (
                <p className="jx-soft">
                  {t('evidence.document')}
                  {t('colon')}
                  {deal.documents.find(({ id }) => id === one.document)?.name ?? one.document}
                </p>
              )}
            </div>
          ))}
        </div>
        {deal.ruling && (
          <div className="jx-ruling">
            <h3>{t(isOver(deal.stage) ? 'ruling.confirmed' : 'ruling.proposed')}</h3>
            <dl className="jx-facts">
              <div>
                <dt>{text(deal.parties.seller.name)}</dt>
                <dd className="jx-num">{full(deal.ruling.to_seller, language)}</dd>
              </div>
              <div>
                <dt>{text(deal.parties.buyer.name)}</dt>
                <dd className="jx-num">{full(deal.ruling.to_buyer, language)}</dd>
              </div>
            </dl>
            {deal.ruling.reason && <p className="jx-words">{deal.ruling.reason}</p>}
            {!isOver(deal.stage) && <p className="jx-soft">{t('ruling.two_people')}</p>}
          </div>
        )}
      </div>
    </Section>
  );
}
