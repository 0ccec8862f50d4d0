import { useQuery } from '@tanstack/react-query';
import Skeleton from 'antd/es/skeleton';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { CopyText } from '@/shared/ui/CopyText';
import { FileList } from '@/shared/ui/FileList';
import { full } from '@/shared/ui/money';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { listingQuery, membersQuery, type Deal, type Organisation, type Payment } from '../api';

function Facts({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <dl className="jx-review">
      {rows.map(([name, value], index) => (
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Both languages of a text: what is published is read in either. */
function Both({ value }: { value: { zh?: string | null; en?: string | null } }) {
  const { t } = useTranslation('desk');
  return (
    <>
      <p lang="zh-CN" className="jx-review-words">
        {value.zh || <span className="jx-late">{t('no_zh')}</span>}
      </p>
      <p lang="en" className="jx-review-words jx-soft">
        {value.en || <span className="jx-late">{t('no_en')}</span>}
      </p>
    </>
  );
}

export function OrganisationFacts({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation(['desk', 'common']);
  const text = useText();
  const members = useQuery(membersQuery(organisation.id));
  return (
    <>
      <h2>{text(organisation.name)}</h2>
      <Facts
        rows={[
          [
            t('uscc'),
            organisation.uscc ? (
              <CopyText text={organisation.uscc} what={t('uscc')} />
            ) : (
              <span className="jx-late">{t('no_uscc')}</span>
            ),
          ],
          [t('name'), <Both key="name" value={organisation.name} />],
          [t('organisation_kind'), t(`common:organisation_kind.${organisation.kind}`)],
          [t('region'), organisation.region ?? '–'],
          [t('sector'), organisation.sector ? t(`common:sector.${organisation.sector}`) : '–'],
          [t('website'), organisation.website ?? '–'],
          [t('profile'), <Both key="profile" value={organisation.profile} />],
        ]}
      />
      <h3>{t('members')}</h3>
      <ProblemAlert problem={members.error} />
      {members.isPending && !members.error && <Skeleton active paragraph={{ rows: 1 }} title={false} />}
      <ul className="jx-review-list">
        {members.data?.items.map((one) => (
          <li key={one.account}>
            {one.display_name} <span className="jx-soft">{t(`common:role.${one.role}`)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

const VERDICTS = { green: 'open', amber: 'waiting', red: 'pressing' } as const;

export function ListingFacts({ id }: { id: string }) {
  const { t, i18n } = useTranslation(['desk', 'common']);
  const text = useText();
  const language = useLanguage();
  const { data, error, refetch } = useQuery(listingQuery(id));
  if (!data) {
    return error ? (
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton active paragraph={{ rows: 8 }} />
    );
  }
  const { listing, tradeability, documents } = data;
  return (
    <>
      <h2>{text(listing.title)}</h2>
      <Facts
        rows={[
          [t('number'), <CopyText key="n" text={listing.number} what={t('number')} />],
          [t('holder'), text(listing.owner.name)],
          [t('name'), <Both key="t" value={listing.title} />],
          [t('summary'), <Both key="s" value={listing.summary} />],
          [t('description'), <Both key="d" value={listing.description} />],
          [t('rights'), listing.rights.map((one) => t(`common:right.${one}`)).join(language === 'en' ? ', ' : '、')],
          [
            t('price'),
            [
              ...(listing.price ? [full(listing.price, language)] : []),
              ...(listing.price_negotiable ? [t('negotiable')] : []),
            ].join(' · ') || '–',
          ],
          [t('trl'), listing.trl ?? '–'],
          [t('trl_evidence'), <Both key="e" value={listing.trl_evidence} />],
        ]}
      />
      <h3>{t('tradeability')}</h3>
      <ul className="jx-review-list">
        <li>
          <StateTag tone={VERDICTS[tradeability.verdict]} label={t(`verdict.${tradeability.verdict}`)} />
        </li>
        {tradeability.checks
          .filter((one) => one.verdict !== 'green')
          .map((one, index) => (
            <li key={`${one.code}${index}`}>
              <StateTag
                tone={VERDICTS[one.verdict]}
                label={i18n.exists(`desk:check.${one.code}`) ? t(`check.${one.code}`) : one.reason}
              />
            </li>
          ))}
      </ul>
      <h3>{t('patents')}</h3>
      {listing.patents.length === 0 && <p className="jx-soft">{t('no_patents')}</p>}
      <ul className="jx-review-list">
        {listing.patents.map((one) => (
          <li key={one.id}>
            <span className="jx-mono">{one.number}</span> {text(one.title)}{' '}
            <span className="jx-soft jx-num">{one.expires_on && t('until', { day: one.expires_on })}</span>
          </li>
        ))}
      </ul>
      <h3>{t('documents')}</h3>
      {documents.length === 0 && <p className="jx-soft">{t('no_documents')}</p>}
      <FileList
        label={t('documents')}
        files={documents.map((one) => ({
          id: one.id,
          name: one.title ?? one.name,
          size: one.size ?? 0,
          kind: t(`level.${one.level}`),
          content: `/api/v1/listings/${listing.id}/documents/${one.id}/content`,
        }))}
      />
    </>
  );
}

export function PaymentFacts({ payment }: { payment: Payment }) {
  const { t } = useTranslation('desk');
  const language = useLanguage();
  return (
    <>
      <h2 className="jx-num">{full(payment.amount, language)}</h2>
      <Facts
        rows={[
          [
            t('reference'),
            payment.reference ? (
              <CopyText text={payment.reference} what={t('reference')} />
            ) : (
              <span className="jx-late">{t('no_reference')}</span>
            ),
          ],
          [t('payer'), payment.payer_name ?? t('payer_unknown')],
          [t('received'), <Time key="r" at={payment.received_at} />],
          [t('why_suspense'), payment.reason ? t(`suspense.${payment.reason}`) : '–'],
        ]}
      />
    </>
  );
}

export function DealFacts({ deal }: { deal: Deal }) {
  const { t } = useTranslation(['desk', 'common']);
  const text = useText();
  const language = useLanguage();
  const shown = deal.history.filter((step) => step.action === 'add_evidence');
  const seller = text(deal.parties.seller.name);
  const buyer = text(deal.parties.buyer.name);
  return (
    <>
      <h2>{text(deal.listing.title)}</h2>
      <Facts
        rows={[
          [t('number'), <CopyText key="n" text={deal.number} what={t('number')} />],
          [t('seller'), seller],
          [t('buyer'), buyer],
          [t('rights'), t(`common:right.${deal.right}`)],
          [
            t('price'),
            <span key="p" className="jx-num">
              {full(deal.price, language)}
            </span>,
          ],
          [
            t('held'),
            <strong key="h" className="jx-num">
              {full(deal.ledger.held, language)}
            </strong>,
          ],
          ...(deal.filing
            ? ([
                [t('filing'), <CopyText key="f" text={deal.filing.number} what={t('filing')} />],
                [t('filed_on'), deal.filing.date],
              ] as [string, ReactNode][])
            : []),
          ...(deal.stage === 'release'
            ? deal.charges.map((charge, index): [string, ReactNode] => [
                charge.payee ? text(charge.payee.name) : t('fee'),
                <span key={index} className="jx-num">
                  {full(charge.amount, language)}
                </span>,
              ])
            : []),
        ]}
      />
      {deal.dispute && (
        <>
          <h3>{t('dispute_by', { name: text(deal.parties[deal.dispute.by].name) })}</h3>
          <p className="jx-review-words">{deal.dispute.reason}</p>
          <h3>{t('evidence', { count: shown.length })}</h3>
          <ul className="jx-review-list">
            {shown.map((step) => (
              <li key={step.version} className="jx-review-words">
                <strong>{step.organisation === deal.parties.seller.id ? seller : buyer}</strong>{' '}
                {String((step.facts as Record<string, unknown>)['text'] ?? '')}
              </li>
            ))}
          </ul>
        </>
      )}
      {deal.ruling && (
        <>
          <h3>{t('ruling')}</h3>
          <Facts
            rows={[
              [
                seller,
                <span key="s" className="jx-num">
                  {full(deal.ruling.to_seller, language)}
                </span>,
              ],
              [
                buyer,
                <span key="b" className="jx-num">
                  {full(deal.ruling.to_buyer, language)}
                </span>,
              ],
            ]}
          />
          {deal.ruling.reason && <p className="jx-review-words">{deal.ruling.reason}</p>}
        </>
      )}
      {deal.documents.length > 0 && (
        <>
          <h3>{t('documents')}</h3>
          <FileList
            label={t('documents')}
            files={deal.documents.map((one) => ({
              id: one.id,
              name: one.name,
              size: one.size,
              at: one.at,
              kind: t(`file.${one.kind}`),
              content: `/api/v1/deals/${deal.id}/documents/${one.id}/content`,
            }))}
          />
        </>
      )}
    </>
  );
}
