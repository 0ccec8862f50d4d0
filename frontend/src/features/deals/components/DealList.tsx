import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import Checkbox from 'antd/es/checkbox';
import Segmented from 'antd/es/segmented';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { moment, moneyColumns, type Column } from '@/shared/export/columns';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { useMe, useOrganisation } from '@/shared/session/me';
import { ExportButton } from '@/shared/ui/ExportButton';
import { Money } from '@/shared/ui/Money';
import { Listed } from '@/shared/ui/Listed';
import { Page } from '@/shared/ui/Page';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { dealQuery, dealsQuery, type Deal, type DealStage } from '../api';
import { STAGES, type DealFilters } from '../routes';
import { isOver, sideOf, toneOf, waitsFor, type Side } from '../view';
import { Actors } from './Actors';
import '@/shared/ui/rows.css';

const route = getRouteApi('/workspace/app/deals');

/** One's deals on either side, who must act and until when. */
export function DealList() {
  const { t } = useTranslation(['deals', 'common']);
  const text = useText();
  const me = useMe();
  const operator = useOrganisation()?.kind === 'operator';
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const pages = useInfiniteQuery(dealsQuery(filters.stage));
  const all = pages.data?.pages.flatMap((page) => page.items) ?? [];
  // The list doesn't say who acts next: deals under way are asked for one by one, so that their pages open at once, too.
  const open = all.filter((deal) => !isOver(deal.stage));
  const asked = useQueries({ queries: open.map(({ id }) => dealQuery(id)) });
  const whole = new Map<string, Deal>();
  for (const { data: deal } of asked) if (deal) whole.set(deal.id, deal);
  const asking = asked.some((one) => one.isPending);
  const narrow = (change: Partial<DealFilters>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });

  const shown = all.filter((deal) => {
    if (filters.side && sideOf(deal, me.organisation) !== filters.side) return false;
    if (!filters.turn) return true;
    const known = whole.get(deal.id);
    return known !== undefined && waitsFor(known, me.organisation, operator);
  });
  const filtered = Object.keys(filters).length > 0;
  const columns: Column<(typeof shown)[number]>[] = [
    { name: t('column.number'), value: (deal) => deal.number },
    { name: t('column.listing'), value: (deal) => text(deal.listing.title) },
    { name: t('side.seller'), value: (deal) => text(deal.parties.seller.name) },
    { name: t('side.buyer'), value: (deal) => text(deal.parties.buyer.name) },
    { name: t('column.stage'), value: (deal) => t(`common:deal_stage.${deal.stage}`) },
    { name: t('column.right'), value: (deal) => t(`common:right.${deal.right}`) },
    ...moneyColumns<(typeof shown)[number]>(t('column.price'), t('column.currency'), (deal) => deal.price),
    { name: t('column.deadline'), value: (deal) => moment(deal.deadline) },
    { name: t('column.opened'), value: (deal) => moment(deal.opened_at) },
  ];

  return (
    <Page
      title={t('title')}
      facts={t('teach')}
      actions={<ExportButton name={t('title')} rows={shown} columns={columns} />}
    >
      <div className="jx-row" role="search" aria-label={t('filter.name')}>
        {!operator && (
          <Segmented
            value={(filters.side ?? 'all') as Side | 'all'}
            onChange={(side) => narrow({ side: side === 'all' ? undefined : side })}
            options={(['all', 'buyer', 'seller'] as const).map((one) => ({ value: one, label: t(`filter.${one}`) }))}
            aria-label={t('filter.side')}
          />
        )}
        <Select
          style={{ minWidth: 132 }}
          value={(filters.stage ?? 'all') as DealStage | 'all'}
          onChange={(stage) => narrow({ stage: stage === 'all' ? undefined : stage })}
          options={[
            { value: 'all' as const, label: t('filter.any_stage') },
            ...STAGES.map((one) => ({ value: one, label: t(`common:deal_stage.${one}`) })),
          ]}
          aria-label={t('filter.stage')}
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
        namespace="deals"
        count={shown.length}
        filtered={filtered}
        onClear={() => void navigate({ search: {} })}
        begin={<Link to={paths.offers}>{t('empty.offers')}</Link>}
        problem={asked.find((one) => one.error)?.error ?? null}
        waiting={filters.turn !== undefined && asking}
      >
        <ul className="jx-rows jx-sheet" aria-label={t('title')}>
          {shown.map((deal) => {
            const side = sideOf(deal, me.organisation);
            const known = whole.get(deal.id);
            const { buyer, seller } = deal.parties;
            return (
              <li key={deal.id}>
                <div>
                  <Link to={paths.deal(deal.id)} className="jx-rows-title">
                    {text(deal.listing.title)}
                  </Link>
                  <span className="jx-rows-note">
                    <span className="jx-mono">{deal.number}</span> · {t(`common:right.${deal.right}`)} ·{' '}
                    {side === 'seller' && t('sold_to', { name: text(buyer.name) })}
                    {side === 'buyer' && t('bought_from', { name: text(seller.name) })}
                    {!side && t('between', { buyer: text(buyer.name), seller: text(seller.name) })}
                  </span>
                </div>
                <div>
                  <StateTag tone={toneOf(deal.stage)} label={t(`common:deal_stage.${deal.stage}`)} />
                  {known && !isOver(deal.stage) && (
                    <div className="jx-rows-note">
                      <Actors deal={known} operator={operator} />
                    </div>
                  )}
                </div>
                <div className="jx-rows-end">
                  <Money amount={deal.price} strong />
                  <div className="jx-rows-note">
                    {deal.deadline && !isOver(deal.stage) ? (
                      <>
                        {t('due')} <Time at={deal.deadline} due />
                      </>
                    ) : (
                      <>
                        {t('opened')} <Time at={deal.opened_at} />
                      </>
                    )}
                  </div>
                </div>
              </li>
            );
          })}
        </ul>
      </Listed>
    </Page>
  );
}
