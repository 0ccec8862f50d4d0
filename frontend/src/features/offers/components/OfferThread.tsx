import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Modal from 'antd/es/modal';
import Skeleton from 'antd/es/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { useMe } from '@/shared/session/me';
import { full } from '@/shared/ui/money';
import { Page, Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { offerQuery, useAccept, useWithdraw, type Offer } from '../api';
import { isMyTurn, sideOf, standing } from '../view';
import { CounterForm } from './CounterForm';
import { DeclineForm } from './DeclineForm';
import { Rounds } from './Rounds';
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
  return (
    <Page
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
      <Actions offer={offer} />
      <Section
        title={t('rounds', { count: offer.rounds?.length ?? 0 })}
        aside={<span className="jx-soft">{t('rounds_teach')}</span>}
      >
        <Rounds offer={offer} />
      </Section>
    </Page>
  );
}

function Actions({ offer }: { offer: Offer }) {
  const { t } = useTranslation(['offers', 'common']);
  const language = useLanguage();
  const text = useText();
  const me = useMe();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'counter' | 'decline' | 'accept' | 'withdraw'>();
  const close = () => setOpen(undefined);
  const accept = useAccept(offer.id, ({ deal }) => void navigate({ to: paths.deal(deal.id) }));
  const withdraw = useWithdraw(offer.id, close);
  const may = (action: Offer['allowed_actions'][number]) => offer.allowed_actions.includes(action);
  const side = sideOf(offer, me.organisation);
  const words = {
    price: full(offer.price, language),
    right: t(`common:right.${offer.right}`),
    name: text(side === 'buyer' ? offer.seller.name : offer.buyer.name),
  };

  if (
    !['accept', 'counter', 'decline', 'withdraw'].some((action) => (offer.allowed_actions as string[]).includes(action))
  ) {
    return null;
  }
  return (
    <div className="jx-stack">
      <div className="jx-row">
        {may('accept') && (
          <Button type="primary" onClick={() => setOpen('accept')}>
            {t('accept.open', words)}
          </Button>
        )}
        {may('counter') && (
          <Button
            onClick={() => setOpen(open === 'counter' ? undefined : 'counter')}
            aria-expanded={open === 'counter'}
          >
            {t('counter.open')}
          </Button>
        )}
        {may('decline') && (
          <Button
            onClick={() => setOpen(open === 'decline' ? undefined : 'decline')}
            aria-expanded={open === 'decline'}
          >
            {t('decline.open')}
          </Button>
        )}
        {may('withdraw') && <Button onClick={() => setOpen('withdraw')}>{t('withdraw.open')}</Button>}
      </div>
      {open === 'counter' && may('counter') && <CounterForm offer={offer} onDone={close} />}
      {open === 'decline' && may('decline') && <DeclineForm offer={offer} onDone={close} />}
      <Modal
        open={open === 'accept'}
        title={t('accept.title')}
        okText={t('accept.do')}
        cancelText={t('common:action.cancel')}
        confirmLoading={accept.isPending}
        onOk={() => accept.mutate(offer.version)}
        onCancel={() => {
          close();
          accept.reset();
        }}
      >
        <div className="jx-stack">
          <p>{t('accept.what', words)}</p>
          <p className="jx-soft">{t('accept.next')}</p>
          <ProblemAlert problem={accept.error} />
        </div>
      </Modal>
      <Modal
        open={open === 'withdraw'}
        title={t('withdraw.title')}
        okText={t('withdraw.do')}
        cancelText={t('common:action.cancel')}
        confirmLoading={withdraw.isPending}
        onOk={() => withdraw.mutate(offer.version)}
        onCancel={() => {
          close();
          withdraw.reset();
        }}
      >
        <div className="jx-stack">
          <p>{t('withdraw.what')}</p>
          <ProblemAlert problem={withdraw.error} />
        </div>
      </Modal>
    </div>
  );
}
