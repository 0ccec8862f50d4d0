import { useQuery } from '@tanstack/react-query';
import Skeleton from 'antd/es/skeleton';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { CopyText } from '@/shared/ui/CopyText';
import { FileList } from '@/shared/ui/FileList';
import { full } from '@/shared/ui/money';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag, type Tone } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { checksQuery, membersQuery, type Deal, type Listing, type Organisation, type Payment, type Work } from '../api';

export function Facts({ rows }: { rows: [string, ReactNode][] }) {
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

/** What a case is about, whole. */
export function SubjectFacts({ work }: { work: Work }) {
  if (work.kind === 'verification') return <OrganisationFacts organisation={work.organisation} />;
  if (work.kind === 'listing') return <ListingFacts listing={work.listing} />;
  if (work.kind === 'suspense') return <PaymentFacts payment={work.payment} />;
  return <DealFacts deal={work.deal} />;
}

/** What was checked before anybody decides, each with its outcome. */
function Checked({ checks }: { checks: { tone: Tone; label: string }[] }) {
  const { t } = useTranslation('desk');
  return (
    <>
      <h3>{t('checked')}</h3>
      <ul className="jx-review-list">
        {checks.map(({ tone, label }) => (
          <li key={label}>
            <StateTag tone={tone} label={label} />
          </li>
        ))}
      </ul>
    </>
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
      <Checked
        checks={[
          organisation.uscc
            ? { tone: 'verified', label: t('checks.uscc') }
            : organisation.kind === 'individual'
              ? { tone: 'open', label: t('checks.person') }
              : { tone: 'pressing', label: t('checks.no_uscc') },
          organisation.name.zh && organisation.name.en
            ? { tone: 'verified', label: t('checks.both_names') }
            : { tone: 'waiting', label: t('checks.one_name') },
          organisation.website
            ? { tone: 'open', label: t('checks.website') }
            : { tone: 'waiting', label: t('checks.no_website') },
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

export function ListingFacts({ listing }: { listing: Listing }) {
  const { t } = useTranslation(['desk', 'common']);
  const text = useText();
  const language = useLanguage();
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
      <ListingChecks id={listing.id} />
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
      <ListingFiles id={listing.id} />
    </>
  );
}

/** Can it be traded, and what speaks against it? */
function ListingChecks({ id }: { id: string }) {
  const { t, i18n } = useTranslation('desk');
  const { data, error, refetch } = useQuery(checksQuery(id));
  if (!data) {
    return error ? (
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton active paragraph={{ rows: 2 }} />
    );
  }
  const { verdict, checks } = data.tradeability;
  const why = checks.filter((one) => one.verdict !== 'green');
  return (
    <Checked
      checks={[
        { tone: VERDICTS[verdict], label: t(`verdict.${verdict}`) },
        ...why.map((one) => ({
          tone: VERDICTS[one.verdict],
          label: i18n.exists(`desk:check.${one.code}`) ? t(`check.${one.code}`) : one.reason,
        })),
        {
          tone: data.documents.length > 0 ? ('open' as const) : ('waiting' as const),
          label: t('checks.documents', { count: data.documents.length }),
        },
      ]}
    />
  );
}

function ListingFiles({ id }: { id: string }) {
  const { t } = useTranslation('desk');
  const { data } = useQuery(checksQuery(id));
  if (!data) return null;
  const { documents } = data;
  return (
    <>
      <h3>{t('documents')}</h3>
      {documents.length === 0 && <p className="jx-soft">{t('no_documents')}</p>}
      <FileList
        label={t('documents')}
        files={documents.map((one) => ({
          id: one.id,
          name: one.title ?? one.name,
          size: one.size ?? 0,
          kind: t(`level.${one.level}`),
          content: `/api/v1/listings/${id}/documents/${one.id}/content`,
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

/** Where the held money goes at release, to the last fen. */
function Split({ deal }: { deal: Deal }) {
  const { t } = useTranslation('desk');
  const text = useText();
  const language = useLanguage();
  const taken = deal.charges.reduce((sum, one) => sum + one.amount.minor, 0);
  const amount = (minor: number) => full({ minor, currency: deal.ledger.held.currency }, language);
  return (
    <table className="jx-split">
      <caption>{t('split')}</caption>
      <tbody>
        {deal.charges.map((one, index) => (
          <tr key={index}>
            <th scope="row">
              {one.payee ? t('commission_to', { name: text(one.payee.name) }) : t('fee')}{' '}
              <span className="jx-soft jx-num">{one.bps / 100} %</span>
            </th>
            <td className="jx-num">{full(one.amount, language)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t('to_seller', { name: text(deal.parties.seller.name) })}</th>
          <td className="jx-num">{amount(deal.ledger.held.minor - taken)}</td>
        </tr>
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('held')}</th>
          <td className="jx-num">{full(deal.ledger.held, language)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** What either side says and shows, side by side. */
function Evidence({ deal }: { deal: Deal }) {
  const { t } = useTranslation('desk');
  const text = useText();
  const shown = deal.history.filter((step) => step.action === 'add_evidence');
  if (!deal.dispute) return null;
  const { by, reason } = deal.dispute;
  return (
    <div className="jx-sides">
      {(['seller', 'buyer'] as const).map((side) => {
        const party = deal.parties[side];
        const own = shown.filter((step) => step.organisation === party.id);
        return (
          <section key={side} aria-label={text(party.name)}>
            <h3>{text(party.name)}</h3>
            {by === side && (
              <div>
                <p className="jx-soft">{t('disputes')}</p>
                <p className="jx-review-words">{reason}</p>
              </div>
            )}
            <p className="jx-soft">{t('evidence', { count: own.length })}</p>
            {own.map((step) => (
              <p key={step.version} className="jx-review-words">
                {String((step.facts as Record<string, unknown>)['text'] ?? '')}{' '}
                <span className="jx-soft">
                  <Time at={step.at} />
                </span>
              </p>
            ))}
          </section>
        );
      })}
    </div>
  );
}

export function DealFacts({ deal }: { deal: Deal }) {
  const { t } = useTranslation(['desk', 'common']);
  const text = useText();
  const language = useLanguage();
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
        ]}
      />
      {deal.stage === 'release' && <Split deal={deal} />}
      {deal.dispute && <Evidence deal={deal} />}
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
