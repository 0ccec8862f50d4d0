import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import Checkbox from 'antd/es/checkbox';
import Segmented from 'antd/es/segmented';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { moment, moneyColumns, type Column } from '@/shared/export/columns';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { useMe } from '@/shared/session/me';
import { ExportButton } from '@/shared/ui/ExportButton';
import { Money } from '@/shared/ui/Money';
import { Listed } from '@/shared/ui/Listed';
import { Page } from '@/shared/ui/Page';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { offersQuery, type Offer } from '../api';
import { STATES, type OfferFilters, type OfferState, type Side } from '../routes';
import { comparable } from '../compare';
import { isMyTurn, sideOf, standing } from '../view';
import './compare.css';
import './offers.css';

const route = getRouteApi('/workspace/app/offers');

/** One's offers on either side; what it shows is in its address. */
export function OfferList() {
  const { t } = useTranslation(['offers', 'common']);
  const text = useText();
  const me = useMe();
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const pages = useInfiniteQuery(offersQuery(filters.state));
  const narrow = (change: Partial<OfferFilters>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });

  const all = pages.data?.pages.flatMap((page) => page.items) ?? [];
  // The API narrows by state only; side and turn are looked at here.
  const shown = all.filter(
    (offer) =>
      (!filters.side || sideOf(offer, me.organisation) === filters.side) &&
      (!filters.turn || isMyTurn(offer, me.organisation)),
  );
  const waiting = comparable(all, me.organisation);
  const filtered = Object.keys(filters).length > 0;
  const columns: Column<Offer>[] = [
    { name: t('column.number'), value: (offer) => offer.number },
    { name: t('column.listing'), value: (offer) => text(offer.listing.title) },
    { name: t('column.seller'), value: (offer) => text(offer.seller.name) },
    { name: t('column.buyer'), value: (offer) => text(offer.buyer.name) },
    { name: t('column.state'), value: (offer) => t(`standing.${standing(offer, me.organisation).key}`) },
    { name: t('column.right'), value: (offer) => t(`common:right.${offer.right}`) },
    ...moneyColumns<Offer>(t('column.price'), t('column.currency'), (offer) => offer.price),
    { name: t('column.due'), value: (offer) => moment(offer.state === 'open' ? offer.answer_due : null) },
    { name: t('column.updated'), value: (offer) => moment(offer.updated_at) },
  ];

  return (
    <Page
      title={t('title')}
      facts={t('teach')}
      actions={<ExportButton name={t('title')} rows={shown} columns={columns} />}
    >
      <div className="jx-row" role="search" aria-label={t('filter.name')}>
        <Segmented
          value={(filters.side ?? 'all') as Side | 'all'}
          onChange={(side) => narrow({ side: side === 'all' ? undefined : side })}
          options={(['all', 'buyer', 'seller'] as const).map((one) => ({ value: one, label: t(`filter.${one}`) }))}
          aria-label={t('filter.side')}
        />
        <Select
          style={{ minWidth: 132 }}
          value={(filters.state ?? 'all') as OfferState | 'all'}
          onChange={(state) => narrow({ state: state === 'all' ? undefined : state })}
          options={[
            { value: 'all' as const, label: t('filter.any_state') },
            ...STATES.map((one) => ({ value: one, label: t(`standing.${one}`) })),
          ]}
          aria-label={t('filter.state')}
        />
        <Checkbox
          checked={filters.turn === 'mine'}
          onChange={(event) => narrow({ turn: event.target.checked ? 'mine' : undefined })}
        >
          {t('filter.my_turn')}
        </Checkbox>
      </div>
      <Listed
        pages={pages}
        namespace="offers"
        count={shown.length}
        filtered={filtered}
        onClear={() => void navigate({ search: {} })}
      >
        {waiting.length > 0 && (
          <ul className="jx-sheet jx-comparable" aria-label={t('compare.can')}>
            {waiting.map(({ offer, count }) => (
              <li key={offer.listing.id}>
                <span>{t('compare.waiting', { count, title: text(offer.listing.title) })}</span>
                <Link to="/app/offers/on/$listing" params={{ listing: offer.listing.id }}>
                  {t('compare.do')}
                </Link>
              </li>
            ))}
          </ul>
        )}
        <OfferTable offers={shown} organisation={me.organisation} />
      </Listed>
    </Page>
  );
}

function OfferTable({ offers, organisation }: { offers: Offer[]; organisation: string | null | undefined }) {
  const { t } = useTranslation(['offers', 'common']);
  const text = useText();
  return (
    <table className="jx-table jx-sheet">
      <thead>
        <tr>
          <th scope="col">{t('column.listing')}</th>
          <th scope="col">{t('column.other')}</th>
          <th scope="col">{t('column.state')}</th>
          <th scope="col">{t('column.right')}</th>
          <th scope="col" className="jx-end">
            {t('column.price')}
          </th>
          <th scope="col">{t('column.when')}</th>
        </tr>
      </thead>
      <tbody>
        {offers.map((offer) => {
          const side = sideOf(offer, organisation);
          const { tone, key } = standing(offer, organisation);
          return (
            <tr key={offer.id}>
              <td>
                <Link to={paths.offer(offer.id)} className="jx-cell-title">
                  {text(offer.listing.title)}
                </Link>
                <span className="jx-soft jx-mono">{offer.number}</span>
              </td>
              <td>
                {side ? (
                  <>
                    {text(side === 'seller' ? offer.buyer.name : offer.seller.name)}
                    <span className="jx-soft jx-cell-note">{t(`side.${side === 'seller' ? 'buyer' : 'seller'}`)}</span>
                  </>
                ) : (
                  t('between', { buyer: text(offer.buyer.name), seller: text(offer.seller.name) })
                )}
              </td>
              <td>
                <StateTag tone={tone} label={t(`standing.${key}`)} />
              </td>
              <td>{t(`common:right.${offer.right}`)}</td>
              <td className="jx-end">
                <Money amount={offer.price} strong />
              </td>
              <td className="jx-soft">
                {offer.state === 'open' ? (
                  <>
                    {t('answer_due')} <Time at={offer.answer_due} due={isMyTurn(offer, organisation)} />
                  </>
                ) : (
                  <Time at={offer.updated_at} />
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
