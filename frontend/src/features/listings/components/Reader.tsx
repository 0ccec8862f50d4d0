import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { actFor, useMe, useOrganisation } from '@/shared/session/me';
import { principalsQuery } from '@/shared/session/principals';
import { Money } from '@/shared/ui/Money';
import { Page, Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { enquiriesQuery, offersQuery, requestsQuery, type Level, type Listing } from '../api';
import type { Doing } from '../routes';
import { DEALT_IN, toneOf } from '../view';
import { Ask } from './Ask';
import { Documents } from './Documents';
import { Facts } from './Facts';
import { Nda } from './Nda';
import { OfferForm } from './OfferForm';
import { RequestAccess } from './RequestAccess';
import { Tradeability } from './Tradeability';
import { WatchButton } from './WatchButton';

const route = getRouteApi('/workspace/app/listings/$listing');

/** The page to judge a technology by, and to go on from: ask, open the documents, make an offer. */
export function Reader({ listing }: { listing: Listing }) {
  const { t } = useTranslation(['listings', 'common']);
  const text = useText();
  const navigate = useNavigate({ from: '/app/listings/$listing' });
  const { do: doing } = route.useSearch();
  const operator = useOrganisation()?.kind === 'operator';
  const open = (what: Doing | undefined) => void navigate({ search: what ? { do: what } : {}, replace: true });
  const toggle = (what: Doing) => open(doing === what ? undefined : what);
  const close = () => open(undefined);
  const takesOffers = listing.state === 'published' && listing.rights.some((right) => DEALT_IN.includes(right));
  return (
    <Page
      title={text(listing.title)}
      above={<span className="jx-mono">{listing.number}</span>}
      facts={
        <>
          <StateTag tone={toneOf(listing.state)} label={t(`common:listing_state.${listing.state}`)} />
          <span>{listing.price ? <Money amount={listing.price} strong /> : t('price.open')}</span>
          <span>{text(listing.owner.name)}</span>
          {listing.published_at && (
            <span>
              {t('published')} <Time at={listing.published_at} />
            </span>
          )}
        </>
      }
      actions={
        <>
          <WatchButton listing={listing} />
          {!operator && listing.state !== 'closed' && (
            <Button onClick={() => toggle('ask')} aria-expanded={doing === 'ask'}>
              {t('ask.open')}
            </Button>
          )}
          {!operator && takesOffers && (
            <Button type="primary" onClick={() => toggle('offer')} aria-expanded={doing === 'offer'}>
              {t('offer.open')}
            </Button>
          )}
        </>
      }
    >
      <ActFor listing={listing} />
      {!operator && doing === 'ask' && <Ask listing={listing} onClose={close} />}
      {!operator &&
        doing === 'offer' &&
        (takesOffers ? (
          <OfferForm listing={listing} onClose={close} />
        ) : (
          <Alert type="info" showIcon title={t('offer.closed')} />
        ))}
      {!operator && <Mine listing={listing} />}
      <p className="jx-next">
        <strong>{t('next.title')}</strong> {t(`reader_next.${listing.state}`)}
      </p>
      <Facts listing={listing} />
      <Documents
        listing={listing}
        locked={(level) =>
          !operator && <Unlock listing={listing} level={level} doing={doing} onOpen={toggle} onClose={close} />
        }
      />
      <Tradeability listing={listing} />
    </Page>
  );
}

/** An intermediary whose principal holds it sees more of it, and may do more, in the principal's name. */
function ActFor({ listing }: { listing: Listing }) {
  const { t } = useTranslation('listings');
  const text = useText();
  const client = useQueryClient();
  const { data } = useQuery(principalsQuery(useMe()));
  const principal = data?.find((one) => one.id === listing.owner.id);
  if (!principal) return null;
  return (
    <Alert
      type="info"
      showIcon
      title={t('act_for.title', { name: text(principal.name) })}
      action={
        <Button size="small" onClick={() => void actFor(client, principal.id)}>
          {t('act_for.do')}
        </Button>
      }
    />
  );
}

interface UnlockProps {
  listing: Listing;
  level: Level;
  doing: Doing | undefined;
  onOpen: (what: Doing) => void;
  onClose: () => void;
}

/** The way to documents that are closed to the reader. */
function Unlock({ listing, level, doing, onOpen, onClose }: UnlockProps) {
  const { t } = useTranslation('listings');
  const verified = useOrganisation()?.state === 'verified';
  const { data } = useQuery({ ...requestsQuery(listing.id), enabled: level === 'qualified' });
  const last = data?.items[0];
  if (!verified) return <p className="jx-soft">{t('unlock.unverified')}</p>;
  if (level === 'nda') {
    return doing === 'nda' ? (
      <Nda listing={listing.id} onClose={onClose} />
    ) : (
      <div>
        <Button onClick={() => onOpen('nda')}>{t('nda.open')}</Button>
      </div>
    );
  }
  if (last?.state === 'requested') return <p className="jx-soft">{t('unlock.requested')}</p>;
  return doing === 'access' ? (
    <RequestAccess listing={listing.id} onClose={onClose} />
  ) : (
    <div className="jx-stack">
      {last && (last.state === 'declined' || last.state === 'revoked') && (
        <p className="jx-soft">
          {t(`unlock.${last.state}`)} {last.reason}
        </p>
      )}
      <div>
        <Button onClick={() => onOpen('access')}>{t('unlock.ask')}</Button>
      </div>
    </div>
  );
}

/** What the reader's side has under way on it. */
function Mine({ listing }: { listing: Listing }) {
  const { t } = useTranslation('listings');
  const enquiries = useQuery(enquiriesQuery(listing.id));
  const offers = useQuery(offersQuery(listing.id));
  const threads = enquiries.data?.items ?? [];
  const open = offers.data?.items ?? [];
  if (enquiries.error && offers.error) return <ProblemAlert problem={enquiries.error} />;
  if (threads.length + open.length === 0) return null;
  return (
    <Section title={t('mine.title')}>
      <ul className="jx-plain">
        {open.map((one) => (
          <li key={one.id}>
            <Link to={paths.offer(one.id)}>{t('mine.offer', { number: one.number })}</Link> <Money amount={one.price} />
          </li>
        ))}
        {threads.map((one) => (
          <li key={one.id}>
            <Link to={paths.enquiry(one.id)}>{t('mine.enquiry')}</Link>{' '}
            <span className="jx-soft">
              {t(one.turn === 'supply' ? 'mine.waits' : 'mine.answered')} · <Time at={one.updated_at} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
