import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import Button from 'antd/es/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/shared/export/csv';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { ExportButton } from '@/shared/ui/ExportButton';
import { Listed } from '@/shared/ui/Listed';
import { Money } from '@/shared/ui/Money';
import { toText } from '@/shared/ui/money';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import '@/shared/ui/rows.css';
import { useWatch, watchlistQuery, type Watch } from '../api';
import { toneOf } from '../view';
import './listings.css';

/** Listings that the reader keeps an eye on. Taken off the list, one can be put back at once. */
export function Watchlist() {
  const { t } = useTranslation(['listings', 'common']);
  const text = useText();
  const pages = useInfiniteQuery(watchlistQuery);
  const [gone, setGone] = useState<Watch>();
  const watch = useWatch();
  const shown = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Column<Watch>[] = [
    { name: t('column.number'), value: ({ listing }) => listing.number },
    { name: t('column.title'), value: ({ listing }) => text(listing.title) },
    { name: t('column.holder'), value: ({ listing }) => text(listing.owner.name) },
    { name: t('column.state'), value: ({ listing }) => t(`common:listing_state.${listing.state}`) },
    { name: t('column.price'), value: ({ listing }) => (listing.price ? Number(toText(listing.price)) : null) },
    { name: t('column.currency'), value: ({ listing }) => listing.price?.currency },
    { name: t('column.added'), value: ({ added_at }) => added_at },
  ];
  return (
    <Page
      title={t('watch.title')}
      facts={t('watch.teach')}
      actions={<ExportButton name={t('watch.title')} rows={shown} columns={columns} />}
    >
      <ProblemAlert problem={watch.error} />
      <div role="status">
        {gone && (
          <p className="jx-row jx-undo">
            {t('watch.gone', { title: text(gone.listing.title) })}
            <Button
              size="small"
              loading={watch.isPending}
              onClick={() =>
                watch.mutate({ listing: gone.listing.id, on: true }, { onSuccess: () => setGone(undefined) })
              }
            >
              {t('undo')}
            </Button>
          </p>
        )}
      </div>
      <Listed
        pages={pages}
        namespace="listings"
        empty="watch.empty"
        count={shown.length}
        filtered={false}
        onClear={() => undefined}
        begin={<a href="/search">{t('watch.search')}</a>}
      >
        <ul className="jx-rows jx-sheet" aria-label={t('watch.title')}>
          {shown.map((one) => (
            <li key={one.listing.id}>
              <div>
                <Link to={paths.listing(one.listing.id)} className="jx-rows-title">
                  {text(one.listing.title)}
                </Link>
                <span className="jx-rows-note">
                  <span className="jx-mono">{one.listing.number}</span> · {text(one.listing.owner.name)}
                </span>
              </div>
              <div>
                <StateTag tone={toneOf(one.listing.state)} label={t(`common:listing_state.${one.listing.state}`)} />
                <div className="jx-rows-note">
                  {t('watch.since')} <Time at={one.added_at} />
                </div>
              </div>
              <div className="jx-rows-end">
                {one.listing.price ? <Money amount={one.listing.price} strong /> : t('price.open')}
                <div>
                  <Button
                    type="link"
                    size="small"
                    aria-label={t('watch.off_named', { title: text(one.listing.title) })}
                    onClick={() =>
                      watch.mutate({ listing: one.listing.id, on: false }, { onSuccess: () => setGone(one) })
                    }
                  >
                    {t('watch.off')}
                  </Button>
                </div>
              </div>
            </li>
          ))}
        </ul>
      </Listed>
    </Page>
  );
}
