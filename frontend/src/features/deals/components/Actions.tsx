import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Modal from 'antd/es/modal';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf } from '@/shared/api/client';
import { Problem } from '@/shared/api/problem';
import { useLanguage, useText } from '@/shared/i18n/text';
import { full } from '@/shared/ui/money';
import { focusOn } from '@/shared/ui/focus';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useNow } from '@/shared/ui/Time';
import { PLAIN_ACTIONS, useStep, type Deal, type DealAction, type Document, type PlainAction } from '../api';
import { CancelForm, DisputeForm, EvidenceForm, FilingForm, RulingForm } from './forms';
import { Split } from './Split';

const FORMS = {
  file: FilingForm,
  add_evidence: EvidenceForm,
  propose_ruling: RulingForm,
  dispute: DisputeForm,
  cancel: CancelForm,
} as const;
type FormAction = keyof typeof FORMS;

const ORDER: (PlainAction | FormAction)[] = [
  'sign',
  'file',
  'confirm_recordal',
  'deliver',
  'accept',
  'release',
  'confirm_ruling',
  'propose_ruling',
  'add_evidence',
  'extend',
  'withdraw_dispute',
  'dispute',
  'cancel',
];
/** What goes against the deal is never the button that leads on. */
const AGAINST: DealAction[] = ['dispute', 'cancel', 'withdraw_dispute', 'extend', 'add_evidence'];

const isPlain = (action: string): action is PlainAction => (PLAIN_ACTIONS as string[]).includes(action);

/** What the server lets its reader do now; nothing else. */
export function Actions({ deal }: { deal: Deal }) {
  const { t } = useTranslation(['deals', 'common']);
  const language = useLanguage();
  const text = useText();
  const [open, setOpen] = useState<PlainAction | FormAction>();
  const close = () => setOpen(undefined);
  const done = () => {
    close();
    // What is to be done next is read out, wherever the button was.
    focusOn('deal-now');
  };
  const step = useStep(deal.id, done);
  const now = useNow();
  // The server names what the stage allows; that evidence is over it says only when it is sent.
  const over = deal.dispute != null && new Date(deal.dispute.evidence_until) <= now;
  const may = (action: DealAction) => deal.allowed_actions.includes(action) && !(action === 'add_evidence' && over);
  const shown = ORDER.filter(may);
  const leading = shown.find((action) => !AGAINST.includes(action));
  const asked = open && isPlain(open) && may(open) ? open : undefined;
  const Form = open && !isPlain(open) && may(open) ? FORMS[open] : undefined;
  // Somebody was faster: the page shows the new state already, and says why nothing was done.
  const stale = step.error && Problem.from(step.error).status === 409 ? step.error : undefined;
  const contract = deal.documents.findLast((one) => one.kind === 'contract');
  const words = {
    price: full(deal.price, language),
    held: full(deal.ledger.held, language),
    seller: text(deal.parties.seller.name),
    buyer: text(deal.parties.buyer.name),
    contract: contract?.name ?? '',
    number: deal.filing?.number ?? '',
    date: deal.filing?.date ?? '',
    to_seller: deal.ruling ? full(deal.ruling.to_seller, language) : '',
    to_buyer: deal.ruling ? full(deal.ruling.to_buyer, language) : '',
  };
  if (shown.length === 0 && !stale && !waitsForAnother(deal)) return null;
  return (
    <div className="jx-stack">
      {stale && <ProblemAlert problem={stale} />}
      {waitsForAnother(deal) && (
        <Alert type="info" showIcon title={t('other_person')} description={t('other_person_why')} />
      )}
      {shown.length > 0 && (
        <div className="jx-row" role="group" aria-label={t('can')}>
          {shown.map((action) => (
            <Button
              key={action}
              type={action === leading ? 'primary' : 'default'}
              danger={action === 'dispute' || action === 'cancel'}
              aria-expanded={isPlain(action) ? undefined : open === action}
              onClick={() => {
                step.reset();
                setOpen(open === action ? undefined : action);
              }}
            >
              {t(`do.${action}.open`)}
            </Button>
          ))}
        </div>
      )}
      {Form && <Form key={open} deal={deal} onDone={done} onBack={close} />}
      <Modal
        open={asked !== undefined && !stale}
        title={asked && t(`do.${asked}.title`)}
        okText={asked && t(`do.${asked}.do`)}
        cancelText={t('common:action.back')}
        confirmLoading={step.isPending}
        onOk={() => asked && step.mutate({ action: asked, version: deal.version })}
        onCancel={() => {
          close();
          step.reset();
        }}
      >
        <div className="jx-stack">
          {asked && <p>{t(`do.${asked}.what`, words)}</p>}
          {asked === 'sign' && contract && <ToSign deal={deal} contract={contract} />}
          {(asked === 'accept' || asked === 'release') && (
            <div className="jx-money-inline">
              <Split deal={deal} />
            </div>
          )}
          <ProblemAlert problem={step.error} />
        </div>
      </Modal>
    </div>
  );
}

/** The very bytes that one signs, to be opened first. */
function ToSign({ deal, contract }: { deal: Deal; contract: Document }) {
  const { t } = useTranslation('deals');
  return (
    <p>
      <a href={addressOf(`/api/v1/deals/${deal.id}/documents/${contract.id}/content`)} download={contract.name}>
        {t('signatures.read', { name: contract.name })}
      </a>
      <span className="jx-soft jx-mono jx-words"> SHA-256 {contract.sha256}</span>
    </p>
  );
}

/** A ruling is proposed, and its reader is of the exchange but may not confirm it. */
function waitsForAnother(deal: Deal): boolean {
  return (
    deal.acting_next.includes('second_operator') &&
    deal.allowed_actions.includes('propose_ruling') &&
    !deal.allowed_actions.includes('confirm_ruling')
  );
}
