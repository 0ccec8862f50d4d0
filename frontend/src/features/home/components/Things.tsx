import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { Money } from '@/shared/ui/Money';
import { StateTag } from '@/shared/ui/StateTag';
import { Time, useNow } from '@/shared/ui/Time';
import type { Thing } from '../api';

interface Line {
  to: string;
  title: string;
  about: ReactNode;
  amount?: ReactNode;
}

/** Everything in one list: what must be done next is at its top, whatever it is. */
export function Things({ things, own }: { things: Thing[]; own: string }) {
  const { t } = useTranslation('home');
  return (
    <ul className="jx-desk jx-sheet" aria-label={t('list')}>
      {things.map((thing) => (
        <Row key={thing.id} thing={thing} own={own} />
      ))}
    </ul>
  );
}

function useLine(thing: Thing, own: string): Line {
  const { t } = useTranslation(['home', 'common']);
  const text = useText();
  switch (thing.kind) {
    case 'offer': {
      const { offer } = thing;
      const other = offer.seller.id === own ? offer.buyer : offer.seller;
      return {
        to: paths.offer(offer.id),
        title: text(offer.listing.title),
        about: t('offer_from', { name: text(other.name), right: t(`common:right.${offer.right}`) }),
        amount: <Money amount={offer.price} />,
      };
    }
    case 'deal':
      return {
        to: paths.deal(thing.deal.id),
        title: text(thing.deal.listing.title),
        about: <DealStep deal={thing.deal} />,
        amount: <Money amount={thing.deal.price} />,
      };
    case 'enquiry':
      return {
        to: paths.enquiry(thing.enquiry.id),
        title: text(thing.enquiry.listing.title),
        about: t('enquiry_from', { name: text(thing.enquiry.asker.name) }),
      };
    case 'access':
      return {
        to: paths.listing(thing.request.listing),
        title: text(thing.request.about),
        about: t('access_from', { name: text(thing.request.organisation.name) }),
      };
    case 'mandate': {
      const { mandate } = thing;
      const other = mandate.intermediary.id === own ? mandate.principal : mandate.intermediary;
      return { to: paths.mandate(mandate.id), title: text(other.name), about: t('mandate_from') };
    }
    case 'returned':
      return { to: paths.listing(thing.listing.id), title: text(thing.listing.title), about: t('returned_by') };
  }
}

function Row({ thing, own }: { thing: Thing; own: string }) {
  const { t } = useTranslation('home');
  const line = useLine(thing, own);
  const now = useNow();
  const late = thing.due !== undefined && new Date(thing.due) < now;
  return (
    <li>
      <div className="jx-desk-kind">{t(`kind.${thing.kind}`)}</div>
      <div className="jx-desk-what">
        <Link to={line.to}>{line.title}</Link>
        <div className="jx-row jx-soft">{line.about}</div>
      </div>
      <div className="jx-desk-amount">{line.amount}</div>
      <div className="jx-desk-due">
        {thing.due && (
          <>
            {late ? <StateTag tone="pressing" label={t('late')} /> : <span className="jx-soft">{t('due')}</span>}{' '}
            <Time at={thing.due} due />
          </>
        )}
        {!thing.due && thing.since && (
          <span className="jx-soft">
            {t('since')} <Time at={thing.since} />
          </span>
        )}
      </div>
    </li>
  );
}

function DealStep({ deal }: { deal: Schemas['DealOut'] }) {
  const { t } = useTranslation('common');
  const open = deal.checklist.find((item) => item.stage === deal.stage && !item.done);
  return (
    <>
      <StateTag tone={deal.stage === 'disputed' ? 'pressing' : 'waiting'} label={t(`deal_stage.${deal.stage}`)} />
      {open && <span>{t(`task.${open.item}`)}</span>}
    </>
  );
}
