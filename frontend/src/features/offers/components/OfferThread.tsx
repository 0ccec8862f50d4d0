import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import Alert from 'antd/es/alert';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { useMe } from '@/shared/session/me';
import { Page, Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { offerQuery, offersOnQuery, type Offer } from '../api';
import { isMyTurn, sideOf, standing } from '../view';
import { OfferActions } from './OfferActions';
import { Rounds } from './Rounds';
import './compare.css';
import './offers.css';

const route = getRouteApi('/workspace/app/offers/$offer');

/** One thread: its rounds side by side, and what its reader may do now. */
export function OfferThread() {
  const { t } = useTranslation('offers');
  const { offer: id } = route.useParams();
  const { data, error, refetch } = useQuery(offerQuery(id));
  if (data) return <Thread offer={data} />;
  return (
    <Page title={t('one')} above={<Link to={paths.offers}>{t('title')}</Link>}>
      {error ? (
        <ProblemAlert problem={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton active paragraph={{ rows: 8 }} />
      )}
    </Page>
  );
}

function Thread({ offer }: { offer: Offer }) {
  const { t } = useTranslation(['offers', 'common']);
  const text = useText();
  const me = useMe();
  const { tone, key } = standing(offer, me.organisation);
  const mine = isMyTurn(offer, me.organisation);
  const selling = offer.state === 'open' && sideOf(offer, me.organisation) === 'seller';
  const { data: on } = useQuery({ ...offersOnQuery(offer.listing.id, 'open'), enabled: selling });
  const rivals = (on ?? []).filter(({ id }) => id !== offer.id).length;
  return (
    <Page
      kept
      title={text(offer.listing.title)}
      above={
        <>
          <Link to={paths.offers}>{t('title')}</Link> / <span className="jx-mono">{offer.number}</span>
        </>
      }
      facts={
        <>
          <StateTag tone={tone} label={t(`standing.${key}`)} />
          {offer.state === 'open' && (
            <>
              <span>
                {t('answer_due')} <Time at={offer.answer_due} due={mine} />
              </span>
              <span>
                {t('valid_until')} <Time at={offer.expires_at} due />
              </span>
            </>
          )}
          <Link to={paths.listing(offer.listing.id)}>{t('see_listing', { number: offer.listing.number })}</Link>
          {rivals > 0 && (
            <Link to="/app/offers/on/$listing" params={{ listing: offer.listing.id }}>
              {t('compare.with', { count: rivals })}
            </Link>
          )}
        </>
      }
    >
      {offer.deal && (
        <Alert
          type="success"
          showIcon
          title={t('became_deal')}
          action={<Link to={paths.deal(offer.deal)}>{t('see_deal')}</Link>}
        />
      )}
      {offer.state === 'declined' && offer.reason && (
        <Alert type="info" showIcon title={t(`reason.${offer.reason.code}`)} description={offer.reason.text} />
      )}
      <OfferActions offer={offer} />
      <Section
        title={t('rounds', { count: offer.rounds?.length ?? 0 })}
        aside={<span className="jx-soft">{t('rounds_teach')}</span>}
      >
        <Rounds offer={offer} />
      </Section>
    </Page>
  );
}
