import Drawer from 'antd/es/drawer';
import Segmented from 'antd/es/segmented';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toMinor } from '@/shared/ui/money';
import type { Listing } from '../api';
import { normal, type Values } from '../view';
import { Facts, Teaser } from './Facts';

/** What is in the form, as the public will see it: without what only the holder sees. */
export function asPublic(listing: Listing, values: Values, hidden: { zh: string; en: string }): Listing {
  const now = normal(values);
  const minor = now.price ? toMinor(now.price, now.currency) : undefined;
  const { currency, region, patents, ...content } = now;
  const shown = listing.patents.filter(({ number }) => patents.includes(number));
  return {
    ...listing,
    ...content,
    price: minor ? { minor, currency } : null,
    region: region || null,
    patent_count: patents.length,
    patents: now.anonymous ? [] : shown,
    owner: now.anonymous ? { ...listing.owner, id: null, name: hidden, hidden: true } : listing.owner,
    responses: now.anonymous ? undefined : listing.responses,
  } as Listing;
}

interface Props {
  listing: Listing;
  values: Values;
  onClose: () => void;
}

/** The teaser and the whole page, before anybody else sees them. */
export function Preview({ listing, values, onClose }: Props) {
  const { t } = useTranslation('listings');
  const [which, setWhich] = useState<'teaser' | 'page'>('teaser');
  const hidden = { zh: '未公开的持有方', en: 'Undisclosed holder' };
  const shown = asPublic(listing, values, hidden);
  return (
    <Drawer open onClose={onClose} size={760} title={t('preview.title')}>
      <div className="jx-stack">
        <div className="jx-row">
          <Segmented
            value={which}
            onChange={setWhich}
            options={(['teaser', 'page'] as const).map((value) => ({ value, label: t(`preview.${value}`) }))}
            aria-label={t('preview.which')}
          />
          <span className="jx-soft">{t('preview.as_public')}</span>
        </div>
        {which === 'teaser' ? <Teaser listing={shown} /> : <Facts listing={shown} />}
      </div>
    </Drawer>
  );
}
