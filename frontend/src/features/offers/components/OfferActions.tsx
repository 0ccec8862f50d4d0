import Button from 'antd/es/button';
import Modal from 'antd/es/modal';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { useMe } from '@/shared/session/me';
import { focusOn } from '@/shared/ui/focus';
import { full } from '@/shared/ui/money';
import { PAGE_TITLE } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useAccept, useWithdraw, type Offer } from '../api';
import { sideOf } from '../view';
import { AcceptConsequences } from './AcceptConsequences';
import { CounterForm } from './CounterForm';
import { DeclineForm } from './DeclineForm';

type Open = 'counter' | 'decline' | 'accept' | 'withdraw';
const ACTIONS: Open[] = ['accept', 'counter', 'decline', 'withdraw'];

interface Props {
  offer: Offer;
  /** In a column of a table: forms come up over the page instead of under the buttons. */
  narrow?: boolean;
}

/** What its reader may do about an offer now, each with what follows from it. */
export function OfferActions({ offer, narrow = false }: Props) {
  const { t } = useTranslation(['offers', 'common']);
  const language = useLanguage();
  const text = useText();
  const me = useMe();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const done = () => {
    close();
    focusOn(PAGE_TITLE);
  };
  const may = (action: Open) => (offer.allowed_actions as string[]).includes(action);
  const buyer = sideOf(offer, me.organisation) === 'buyer';
  const words = {
    price: full(offer.price, language),
    name: text(buyer ? offer.seller.name : offer.buyer.name),
  };
  if (!ACTIONS.some(may)) return null;
  const form =
    open === 'counter' && may('counter') ? (
      <CounterForm offer={offer} onDone={done} onBack={close} />
    ) : open === 'decline' && may('decline') ? (
      <DeclineForm offer={offer} onDone={done} onBack={close} />
    ) : undefined;
  const label = (action: Open) => (action === 'accept' && !narrow ? t('accept.open', words) : t(`${action}.short`));
  return (
    <div className="jx-stack">
      <div className="jx-row">
        {ACTIONS.filter(may).map((action) => (
          <Button
            key={action}
            type={action === 'accept' ? 'primary' : 'default'}
            size={narrow ? 'small' : 'middle'}
            onClick={() => setOpen(open === action ? undefined : action)}
            aria-label={narrow ? t(`${action}.label`, words) : undefined}
            aria-expanded={!narrow && (action === 'counter' || action === 'decline') ? open === action : undefined}
          >
            {label(action)}
          </Button>
        ))}
      </div>
      {form && <Over narrow={narrow} title={open ? t(`${open}.label`, words) : ''} onClose={close} form={form} />}
      <Accept offer={offer} open={open === 'accept'} name={words.name} onClose={close} />
      <Withdraw offer={offer} open={open === 'withdraw'} onDone={done} onClose={close} />
    </div>
  );
}

function Over({
  narrow,
  title,
  onClose,
  form,
}: {
  narrow: boolean;
  title: string;
  onClose: () => void;
  form: ReactNode;
}) {
  if (!narrow) return form;
  return (
    <Modal open title={title} footer={null} onCancel={onClose} width={720} destroyOnHidden>
      {form}
    </Modal>
  );
}

function Accept({ offer, open, name, onClose }: { offer: Offer; open: boolean; name: string; onClose: () => void }) {
  const { t } = useTranslation(['offers', 'common']);
  const language = useLanguage();
  const navigate = useNavigate();
  const accept = useAccept(offer.id, ({ deal }) => void navigate({ to: paths.deal(deal.id) }));
  return (
    <Modal
      open={open}
      title={t('accept.title')}
      okText={t('accept.do')}
      cancelText={t('common:action.cancel')}
      confirmLoading={accept.isPending}
      onOk={() => accept.mutate(offer.version)}
      onCancel={() => {
        onClose();
        accept.reset();
      }}
    >
      <div className="jx-stack">
        <p>
          {t('accept.what', {
            price: full(offer.price, language),
            right: t(`common:right.${offer.right}`),
            name,
          })}
        </p>
        {open && <AcceptConsequences offer={offer} />}
        <ProblemAlert problem={accept.error} />
      </div>
    </Modal>
  );
}

interface WithdrawProps {
  offer: Offer;
  open: boolean;
  onDone: () => void;
  onClose: () => void;
}

function Withdraw({ offer, open, onDone, onClose }: WithdrawProps) {
  const { t } = useTranslation(['offers', 'common']);
  const withdraw = useWithdraw(offer.id, onDone);
  return (
    <Modal
      open={open}
      title={t('withdraw.title')}
      okText={t('withdraw.do')}
      cancelText={t('common:action.cancel')}
      confirmLoading={withdraw.isPending}
      onOk={() => withdraw.mutate(offer.version)}
      onCancel={() => {
        onClose();
        withdraw.reset();
      }}
    >
      <div className="jx-stack">
        <p>{t('withdraw.what')}</p>
        <ProblemAlert problem={withdraw.error} />
      </div>
    </Modal>
  );
}
