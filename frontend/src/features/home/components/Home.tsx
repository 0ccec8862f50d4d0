import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import Alert from 'antd/es/alert';
import Skeleton from 'antd/es/skeleton';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { useMe, useOrganisation } from '@/shared/session/me';
import { EmptyState } from '@/shared/ui/EmptyState';
import { Money } from '@/shared/ui/Money';
import { Page, Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { Time, useNow } from '@/shared/ui/Time';
import { deskQuery } from '../api';
import { Principals } from './Principals';
import './home.css';

/** What waits for the organisation one acts for. */
export function Home() {
  const { t } = useTranslation(['home', 'common']);
  const text = useText();
  const me = useMe();
  const organisation = useOrganisation();
  const id = me.organisation ?? '';
  const { data: desk, error, refetch } = useQuery({ ...deskQuery(id), enabled: id !== '' });
  const count = desk ? desk.offers.length + desk.deals.length + desk.enquiries.length + desk.access.length : 0;

  return (
    <Page
      title={t('title', { name: me.account.display_name })}
      facts={desk ? t('waiting', { count }) : t('common:loading')}
    >
      {me.second_factor_missing && (
        <Alert type="warning" showIcon title={t('second_factor.title')} description={t('second_factor.teach')} />
      )}
      {organisation && organisation.kind === 'individual' && me.memberships.length === 1 && (
        <Alert
          type="info"
          showIcon
          title={t('set_up.title')}
          description={t('set_up.teach')}
          action={<Link to="/app/organisations/new">{t('set_up.do')}</Link>}
        />
      )}
      {organisation && organisation.state !== 'verified' && organisation.kind !== 'individual' && (
        <Alert
          type="warning"
          showIcon
          title={t(`verification.${organisation.state}`, { name: text(organisation.name) })}
        />
      )}
      {organisation?.kind === 'intermediary' && <Principals organisation={organisation.id} />}
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {!desk && !error && <Skeleton active paragraph={{ rows: 6 }} />}
      {desk && count === 0 && (
        <EmptyState
          title={t('empty.title')}
          teach={t('empty.teach')}
          action={<Link to={paths.offers}>{t('empty.offers')}</Link>}
        />
      )}
      {desk && desk.offers.length > 0 && (
        <Section
          title={t('offers', { count: desk.offers.length })}
          aside={<Link to={paths.offers}>{t('all_offers')}</Link>}
        >
          <Rows>
            {desk.offers.map((offer) => {
              const other = offer.seller.id === id ? offer.buyer : offer.seller;
              return (
                <Row
                  key={offer.id}
                  to={paths.offer(offer.id)}
                  title={text(offer.listing.title)}
                  about={t('offer_from', { name: text(other.name), right: t(`common:right.${offer.right}`) })}
                  amount={<Money amount={offer.price} />}
                  due={offer.answer_due}
                />
              );
            })}
          </Rows>
        </Section>
      )}
      {desk && desk.deals.length > 0 && (
        <Section title={t('deals', { count: desk.deals.length })}>
          <Rows>
            {desk.deals.map((deal) => (
              <Row
                key={deal.id}
                to={paths.deal(deal.id)}
                title={text(deal.listing.title)}
                about={<DealStep deal={deal} />}
                amount={<Money amount={deal.price} />}
                due={deal.deadline}
              />
            ))}
          </Rows>
        </Section>
      )}
      {desk && desk.enquiries.length > 0 && (
        <Section title={t('enquiries', { count: desk.enquiries.length })}>
          <Rows>
            {desk.enquiries.map((one) => (
              <Row
                key={one.id}
                to={paths.enquiry(one.id)}
                title={text(one.listing.title)}
                about={t('enquiry_from', { name: text(one.asker.name) })}
                due={one.answer_due}
              />
            ))}
          </Rows>
        </Section>
      )}
      {desk && desk.access.length > 0 && (
        <Section title={t('access', { count: desk.access.length })}>
          <Rows>
            {desk.access.map((one) => (
              <Row
                key={one.id}
                to={paths.listing(one.listing)}
                title={text(one.about)}
                about={t('access_from', { name: text(one.organisation.name) })}
                since={one.created_at}
              />
            ))}
          </Rows>
        </Section>
      )}
    </Page>
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

function Rows({ children }: { children: ReactNode }) {
  return <ul className="jx-desk jx-sheet">{children}</ul>;
}

interface RowProps {
  to: string;
  title: string;
  about: ReactNode;
  amount?: ReactNode;
  due?: string | null | undefined;
  since?: string;
}

function Row({ to, title, about, amount, due, since }: RowProps) {
  const { t } = useTranslation('home');
  const now = useNow();
  const late = due != null && new Date(due) < now;
  return (
    <li>
      <div className="jx-desk-what">
        <Link to={to}>{title}</Link>
        <div className="jx-row jx-soft">{about}</div>
      </div>
      <div className="jx-desk-amount">{amount}</div>
      <div className="jx-desk-due">
        {due && (
          <>
            {late ? <StateTag tone="pressing" label={t('late')} /> : <span className="jx-soft">{t('due')}</span>}{' '}
            <Time at={due} due />
          </>
        )}
        {since && (
          <span className="jx-soft">
            {t('since')} <Time at={since} />
          </span>
        )}
      </div>
    </li>
  );
}
