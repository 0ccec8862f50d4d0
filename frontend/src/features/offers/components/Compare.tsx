import { useQueries, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import Checkbox from 'antd/es/checkbox';
import Select from 'antd/es/select';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { moment, moneyColumns, type Column } from '@/shared/export/columns';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ExportButton } from '@/shared/ui/ExportButton';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { bidderQuery, offerQuery, offersOnQuery, type Offer } from '../api';
import { ordered, ORDERS, type Bidder, type Order } from '../compare';
import { CompareTable } from './CompareTable';
import './offers.css';
import './compare.css';

const route = getRouteApi('/workspace/app/offers/on/$listing');

/** Every offer on one of our listings, side by side. */
export function Compare() {
  const { t } = useTranslation(['offers', 'common']);
  const text = useText();
  const { listing } = route.useParams();
  const { by = 'price', all } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(offersOnQuery(listing, all ? undefined : 'open'));
  const offers = ordered(data ?? [], by);
  const rounds = useQueries({ queries: offers.map(({ id }) => offerQuery(id)) });
  const whole = offers.map((offer, index) => rounds[index]?.data ?? offer);
  const asked = useQueries({ queries: offers.map(({ buyer }) => bidderQuery(buyer.id)) });
  const bidders = new Map<string, Bidder>();
  for (const { data: bidder } of asked) if (bidder) bidders.set(bidder.id, bidder);
  const title = data?.[0] ? text(data[0].listing.title) : t('compare.one');
  const columns: Column<Offer>[] = [
    { name: t('column.number'), value: (offer) => offer.number },
    { name: t('column.buyer'), value: (offer) => text(offer.buyer.name) },
    { name: t('column.state'), value: (offer) => t(`standing.${offer.state}`) },
    { name: t('column.right'), value: (offer) => t(`common:right.${offer.right}`) },
    ...moneyColumns<Offer>(t('column.price'), t('column.currency'), (offer) => offer.price),
    { name: t('term.field'), value: (offer) => offer.terms.field },
    { name: t('term.territory'), value: (offer) => offer.terms.territory },
    { name: t('term.term_months'), value: (offer) => offer.terms.term_months },
    { name: t('term.expires_at'), value: (offer) => moment(offer.expires_at) },
    { name: t('column.updated'), value: (offer) => moment(offer.updated_at) },
  ];
  return (
    <Page
      title={title}
      above={
        <>
          <Link to={paths.offers}>{t('title')}</Link> / {t('compare.one')}
        </>
      }
      facts={
        <>
          <span>{t('compare.teach')}</span>
          <Link to={paths.listing(listing)}>{t('compare.listing')}</Link>
        </>
      }
      actions={<ExportButton name={t('compare.one')} rows={offers} columns={columns} />}
    >
      <div className="jx-row" role="search" aria-label={t('filter.name')}>
        <label className="jx-row">
          <span className="jx-soft">{t('compare.sort')}</span>
          <Select<Order>
            style={{ minWidth: 168 }}
            value={by}
            onChange={(order) => void navigate({ search: (before) => ({ ...before, by: order }), replace: true })}
            options={ORDERS.map((one) => ({ value: one, label: t(`compare.by.${one}`) }))}
            aria-label={t('compare.sort')}
          />
        </label>
        <Checkbox
          checked={all === true}
          onChange={(event) =>
            void navigate({
              search: (before) => ({ ...before, all: event.target.checked ? true : undefined }),
              replace: true,
            })
          }
        >
          {t('compare.all')}
        </Checkbox>
      </div>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton active paragraph={{ rows: 10 }} />}
      {data && offers.length === 0 && (
        <EmptyState
          title={t('compare.empty')}
          teach={t('compare.empty_teach')}
          action={<Link to={paths.offers}>{t('title')}</Link>}
        />
      )}
      {offers.length > 0 && <CompareTable offers={whole} bidders={bidders} />}
    </Page>
  );
}
