import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/shared/export/csv';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { useOrganisation } from '@/shared/session/me';
import { ExportButton } from '@/shared/ui/ExportButton';
import { Listed } from '@/shared/ui/Listed';
import { Money } from '@/shared/ui/Money';
import { toText } from '@/shared/ui/money';
import { Page } from '@/shared/ui/Page';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import '@/shared/ui/rows.css';
import { listingsQuery, type Listing } from '../api';
import { STATES, type ListingFilters, type ListingState } from '../routes';
import { toneOf } from '../view';
import './listings.css';

const route = getRouteApi('/workspace/app/listings');

/** What the organisation lists, where each stands, and what of it waits for its people. */
export function MyListings() {
  const { t } = useTranslation(['listings', 'common']);
  const text = useText();
  const filters = route.useSearch();
  const navigate = useNavigate({ from: '/app/listings' });
  const operator = useOrganisation()?.kind === 'operator';
  const pages = useInfiniteQuery(listingsQuery(filters));
  const narrow = (change: Partial<ListingFilters>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const shown = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Column<Listing>[] = [
    { name: t('column.number'), value: (one) => one.number },
    { name: t('column.title'), value: (one) => text(one.title) },
    { name: t('column.state'), value: (one) => t(`common:listing_state.${one.state}`) },
    { name: t('column.requests'), value: (one) => one.waiting?.access_requests },
    { name: t('column.enquiries'), value: (one) => one.waiting?.enquiries },
    { name: t('column.rights'), value: (one) => one.rights.map((right) => t(`common:right.${right}`)).join('; ') },
    { name: t('column.price'), value: (one) => (one.price ? Number(toText(one.price)) : null) },
    { name: t('column.currency'), value: (one) => one.price?.currency },
    { name: t('column.updated'), value: (one) => one.updated_at },
  ];
  const begin = (
    <Link to={paths.newListing}>
      <Button type="primary" tabIndex={-1}>
        {t('new.open')}
      </Button>
    </Link>
  );
  return (
    <Page
      title={t('title')}
      facts={t('teach')}
      actions={
        <>
          <ExportButton name={t('title')} rows={shown} columns={columns} />
          {!operator && begin}
        </>
      }
    >
      <div className="jx-row" role="search" aria-label={t('filter.name')}>
        <Select
          style={{ minWidth: 140 }}
          value={(filters.state ?? 'all') as ListingState | 'all'}
          onChange={(state) => narrow({ state: state === 'all' ? undefined : state })}
          options={[
            { value: 'all' as const, label: t('filter.any_state') },
            ...STATES.map((one) => ({ value: one, label: t(`common:listing_state.${one}`) })),
          ]}
          aria-label={t('filter.state')}
        />
        <Checkbox
          checked={filters.waiting === 'mine'}
          onChange={(event) => narrow({ waiting: event.target.checked ? 'mine' : undefined })}
        >
          {t('filter.waiting')}
        </Checkbox>
      </div>
      <Listed
        pages={pages}
        namespace="listings"
        count={shown.length}
        filtered={Object.keys(filters).length > 0}
        onClear={() => void navigate({ search: {} })}
        begin={!operator && begin}
      >
        <ul className="jx-rows jx-sheet" aria-label={t('title')}>
          {shown.map((one) => (
            <Row key={one.id} listing={one} />
          ))}
        </ul>
      </Listed>
    </Page>
  );
}

function Row({ listing }: { listing: Listing }) {
  const { t } = useTranslation(['listings', 'common']);
  const text = useText();
  const { waiting } = listing;
  return (
    <li>
      <div>
        <Link to={paths.listing(listing.id)} className="jx-rows-title">
          {text(listing.title)}
        </Link>
        <span className="jx-rows-note">
          <span className="jx-mono">{listing.number}</span>
          {listing.anonymous && ` · ${t('anonymous.short')}`}
        </span>
        {listing.state === 'returned' && listing.state_reason && (
          <p className="jx-late">{t('waits.returned', { reason: listing.state_reason })}</p>
        )}
      </div>
      <div>
        <StateTag tone={toneOf(listing.state)} label={t(`common:listing_state.${listing.state}`)} />
        {waiting && waiting.access_requests > 0 && (
          <div className="jx-late">{t('waits.requests', { count: waiting.access_requests })}</div>
        )}
        {waiting && waiting.enquiries > 0 && (
          <div className="jx-late">{t('waits.enquiries', { count: waiting.enquiries })}</div>
        )}
      </div>
      <div className="jx-rows-end">
        {listing.price ? <Money amount={listing.price} strong /> : <span>{t('price.open')}</span>}
        <div className="jx-rows-note">
          <Time at={listing.updated_at} />
        </div>
      </div>
    </li>
  );
}
