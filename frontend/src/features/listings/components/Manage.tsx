import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Collapse from 'antd/es/collapse';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { EmptyState } from '@/shared/ui/EmptyState';
import { Money } from '@/shared/ui/Money';
import { Page, Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import '@/shared/ui/rows.css';
import { documentsQuery, enquiriesQuery, offersQuery, versionsQuery, type Listing } from '../api';
import { changed, followed, HINTS, toneOf, valuesOf } from '../view';
import { Access, Looks } from './Access';
import { Documents } from './Documents';
import { Facts } from './Facts';
import { Steps } from './Steps';
import { Tradeability } from './Tradeability';

/** The holder's page: where it stands, what happens next, and everything that belongs to it. */
export function Manage({ listing }: { listing: Listing }) {
  const { t } = useTranslation(['listings', 'common']);
  const text = useText();
  const documents = useQuery(documentsQuery(listing.id));
  const done = followed(valuesOf(listing), documents.data?.items.length ?? 0);
  const open = HINTS.filter((hint) => !done[hint]);
  const mayEdit = listing.allowed_actions.includes('edit');
  return (
    <Page
      title={text(listing.title)}
      above={
        <>
          <Link to={paths.listings}>{t('title')}</Link> / <span className="jx-mono">{listing.number}</span>
        </>
      }
      facts={
        <>
          <StateTag tone={toneOf(listing.state)} label={t(`common:listing_state.${listing.state}`)} />
          <span>{listing.price ? <Money amount={listing.price} strong /> : t('price.open')}</span>
          {listing.anonymous && <span>{t('anonymous.short')}</span>}
          <span>
            {t('changed')} <Time at={listing.updated_at} />
          </span>
        </>
      }
      actions={
        <>
          {mayEdit && (
            <Link to={paths.editListing(listing.id)}>
              <Button
                type={listing.state === 'draft' || listing.state === 'returned' ? 'primary' : 'default'}
                tabIndex={-1}
              >
                {t('edit.open')}
              </Button>
            </Link>
          )}
          <Steps listing={listing} />
        </>
      }
    >
      {listing.state === 'returned' && listing.state_reason && (
        <Alert
          type="warning"
          showIcon
          title={t('edit.returned')}
          description={listing.state_reason}
          action={<Link to={paths.editListing(listing.id)}>{t('edit.fix')}</Link>}
        />
      )}
      <p className="jx-next">
        <strong>{t('next.title')}</strong> {t(`next.${listing.state}`)}
        {listing.state === 'withdrawn' && listing.state_reason && (
          <span className="jx-soft"> {t('next.because', { reason: listing.state_reason })}</span>
        )}
      </p>
      {mayEdit && open.length > 0 && (
        <p className="jx-soft jx-left">
          {t('coach.left', { count: open.length })}{' '}
          <Link to={paths.editListing(listing.id)}>{t(`hint.${open[0] ?? 'title'}.what`)}</Link>
        </p>
      )}
      <Access listing={listing} />
      <Enquiries listing={listing.id} />
      <Offers listing={listing.id} />
      <Documents listing={listing} />
      <Tradeability listing={listing} />
      <Collapse
        items={[
          { key: 'looks', label: t('looks.title'), children: <Looks listing={listing.id} /> },
          { key: 'versions', label: t('versions.title'), children: <Versions listing={listing} /> },
          {
            key: 'facts',
            label: t('preview.page'),
            children: (
              <div className="jx-stack">
                <Facts listing={listing} />
              </div>
            ),
          },
        ]}
      />
    </Page>
  );
}

function Enquiries({ listing }: { listing: string }) {
  const { t } = useTranslation('listings');
  const text = useText();
  const { data, error } = useQuery(enquiriesQuery(listing));
  return (
    <Section title={t('enquiries.title')} aside={<Link to={paths.enquiries}>{t('enquiries.all')}</Link>}>
      <ProblemAlert problem={error} />
      {data?.items.length === 0 && <p className="jx-soft">{t('enquiries.none')}</p>}
      {data && data.items.length > 0 && (
        <ul className="jx-rows jx-sheet" aria-label={t('enquiries.title')}>
          {data.items.map((one) => (
            <li key={one.id}>
              <Link to={paths.enquiry(one.id)} className="jx-rows-title">
                {text(one.asker.name)}
              </Link>
              <StateTag
                tone={one.turn === 'supply' ? 'pressing' : 'done'}
                label={t(one.turn === 'supply' ? 'enquiries.waits' : 'enquiries.answered')}
              />
              <span className="jx-rows-end jx-soft">
                <Time at={one.first_answered_at ? one.updated_at : one.answer_due} due={!one.first_answered_at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Offers({ listing }: { listing: string }) {
  const { t } = useTranslation(['listings', 'common']);
  const text = useText();
  const { data, error } = useQuery(offersQuery(listing));
  return (
    <Section title={t('offers.title')} aside={<Link to={paths.offers}>{t('offers.all')}</Link>}>
      <ProblemAlert problem={error} />
      {data?.items.length === 0 && <p className="jx-soft">{t('offers.none')}</p>}
      {data && data.items.length > 0 && (
        <ul className="jx-rows jx-sheet" aria-label={t('offers.title')}>
          {data.items.map((one) => (
            <li key={one.id}>
              <div>
                <Link to={paths.offer(one.id)} className="jx-rows-title">
                  {text(one.buyer.name)}
                </Link>
                <span className="jx-rows-note">{t(`common:right.${one.right}`)}</span>
              </div>
              <StateTag
                tone={one.state === 'open' ? (one.turn === 'seller' ? 'pressing' : 'waiting') : 'done'}
                label={t(one.state === 'open' ? `offers.turn_${one.turn ?? 'seller'}` : `offers.${one.state}`)}
              />
              <span className="jx-rows-end">
                <Money amount={one.price} strong />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Which fields each version changed. */
function Versions({ listing }: { listing: Listing }) {
  const { t } = useTranslation('listings');
  const { data, error } = useQuery(versionsQuery(listing.id));
  if (error) return <ProblemAlert problem={error} />;
  const versions = data?.items ?? [];
  if (data && versions.length === 0) return <EmptyState title={t('versions.title')} teach={t('versions.none')} />;
  const valuesAt = (index: number) => {
    const content = versions[index]?.content as Partial<Listing> | undefined;
    if (!content) return undefined;
    const patents = ((content.patents ?? []) as unknown as string[]).map((number) => ({ number }));
    return valuesOf({ ...listing, ...content, patents } as Listing);
  };
  return (
    <ol className="jx-plain jx-versions" reversed>
      {versions.map((one, index) => {
        const [now, then] = [valuesAt(index), valuesAt(index + 1)];
        const fields = now && then ? changed(then, now).filter((field) => field !== 'currency') : [];
        return (
          <li key={one.version}>
            <span className="jx-num">{t('versions.one', { version: one.version })}</span>{' '}
            <span className="jx-soft">
              <Time at={one.at} />
              {fields.length > 0 && ` · ${fields.map((field) => t(`field.${field}`)).join(', ')}`}
              {!then && index === versions.length - 1 && ` · ${t('versions.first')}`}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
