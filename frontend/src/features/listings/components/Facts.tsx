import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { Money } from '@/shared/ui/Money';
import { Section } from '@/shared/ui/Page';
import { StateTag } from '@/shared/ui/StateTag';
import { day } from '@/shared/ui/time';
import type { Improvement, Listing } from '../api';

/** What everybody may see of a listing: what it is, what it improves, on what terms. */
export function Facts({ listing }: { listing: Listing }) {
  const { t, i18n } = useTranslation(['listings', 'common']);
  const text = useText();
  const language = useLanguage();
  // As the office words it; the few words that records here agree on are said in the reader's language.
  const legal = (status: string) => (i18n.exists(`listings:legal.${status}`) ? t(`legal.${status}`) : status);
  const description = text(listing.description);
  return (
    <>
      {text(listing.summary) && <p className="jx-lead">{text(listing.summary)}</p>}
      {listing.improvements.length > 0 && (
        <Section title={t('facts.improvements')}>
          <Gains improvements={listing.improvements} />
        </Section>
      )}
      <Section title={t('facts.terms')}>
        <dl className="jx-facts">
          <dt>{t('field.rights')}</dt>
          <dd>{listing.rights.map((right) => t(`common:right.${right}`)).join(language === 'en' ? ', ' : '、')}</dd>
          <dt>{t('field.price')}</dt>
          <dd>
            {listing.price ? <Money amount={listing.price} strong /> : t('price.open')}
            {listing.price && listing.price_negotiable && <span className="jx-soft"> · {t('price.may')}</span>}
            {text(listing.price_rationale) && <p className="jx-soft">{text(listing.price_rationale)}</p>}
          </dd>
          <dt>{t('field.procedure')}</dt>
          <dd>{t(`common:procedure.${listing.procedure}`)}</dd>
          <dt>{t('facts.holder')}</dt>
          <dd>
            {text(listing.owner.name)}
            {listing.owner.verified && (
              <>
                {' '}
                <StateTag tone="verified" label={t('common:organisation_state.verified')} />
              </>
            )}
            {listing.owner.hidden && <p className="jx-soft">{t('anonymous.reader')}</p>}
            {listing.responses?.median_hours != null && (
              <p className="jx-soft">
                {t('facts.responses', {
                  hours: listing.responses.median_hours,
                  percent: listing.responses.in_time_percent ?? 0,
                })}
              </p>
            )}
          </dd>
          {listing.region && (
            <>
              <dt>{t('field.region')}</dt>
              <dd>{listing.region}</dd>
            </>
          )}
        </dl>
      </Section>
      <Section title={t('facts.technology')}>
        <dl className="jx-facts">
          {listing.sector && (
            <>
              <dt>{t('field.sector')}</dt>
              <dd>{t(`common:sector.${listing.sector}`)}</dd>
            </>
          )}
          {listing.trl != null && (
            <>
              <dt>{t('field.trl')}</dt>
              <dd>
                <strong className="jx-num">TRL {listing.trl}</strong> {t(`trl.${listing.trl}`)}
                {text(listing.trl_evidence) && <p className="jx-soft">{text(listing.trl_evidence)}</p>}
              </dd>
            </>
          )}
          {listing.ipc.length > 0 && (
            <>
              <dt>{t('field.ipc')}</dt>
              <dd className="jx-mono">{listing.ipc.join(' · ')}</dd>
            </>
          )}
          <dt>{t('field.patents')}</dt>
          <dd>
            {listing.patent_count === 0 && t('facts.know_how')}
            {listing.patent_count > listing.patents.length &&
              t('facts.patents_hidden', { count: listing.patent_count })}
            {listing.patents.length > 0 && (
              <ul className="jx-plain">
                {listing.patents.map((patent) => (
                  <li key={patent.id}>
                    <span className="jx-mono">{patent.number}</span> {text(patent.title)}
                    <span className="jx-soft">
                      {patent.legal_status && ` · ${legal(patent.legal_status)}`}
                      {patent.expires_on &&
                        ` · ${t('facts.until', { date: day(new Date(patent.expires_on), language) })}`}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </dd>
        </dl>
      </Section>
      {description && (
        <Section title={t('field.description')}>
          <div className="jx-prose">{description}</div>
        </Section>
      )}
    </>
  );
}

/** By how much, against what: one line each, the figures aligned. */
export function Gains({ improvements }: { improvements: Improvement[] }) {
  const { t } = useTranslation('listings');
  const text = useText();
  return (
    <ul className="jx-gains jx-sheet">
      {improvements.map((one, index) => {
        const unit = text(one.unit);
        return (
          <li key={index}>
            <span className="jx-gain-what">{text(one.what)}</span>
            <span className="jx-gain-figures jx-num">
              {one.from && <span className="jx-soft">{one.from} → </span>}
              {one.to && <strong>{one.to}</strong>}
              {unit && ` ${unit}`}
            </span>
            <span className="jx-soft">{text(one.against) && t('facts.against', { what: text(one.against) })}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** What a search shows of it. */
export function Teaser({ listing }: { listing: Listing }) {
  const { t } = useTranslation(['listings', 'common']);
  const text = useText();
  return (
    <article className="jx-sheet jx-teaser">
      <div className="jx-row jx-soft">
        <span className="jx-mono">{listing.number}</span>
        {listing.sector && <span>{t(`common:sector.${listing.sector}`)}</span>}
        {listing.trl != null && <span className="jx-num">TRL {listing.trl}</span>}
      </div>
      <h3>{text(listing.title) || t('preview.no_title')}</h3>
      <p>{text(listing.summary) || <span className="jx-soft">{t('preview.no_summary')}</span>}</p>
      {listing.improvements.length > 0 && <Gains improvements={listing.improvements.slice(0, 3)} />}
      <div className="jx-row">
        {listing.price ? <Money amount={listing.price} strong /> : <strong>{t('price.open')}</strong>}
        <span className="jx-soft">{listing.rights.map((right) => t(`common:right.${right}`)).join(' · ')}</span>
        <span className="jx-soft">{text(listing.owner.name)}</span>
      </div>
    </article>
  );
}
