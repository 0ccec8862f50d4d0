import { Link } from '@tanstack/react-router';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Modal from 'antd/es/modal';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { full } from '@/shared/ui/money';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { approval, refusal, useDecision, versionOf, type Work } from '../api';
import { DealFacts, ListingFacts, OrganisationFacts, PaymentFacts } from './facts';

/** What its reader is about to do. */
export type Intent = 'approve' | 'refuse';

interface Props {
  work: Work;
  intent: Intent | undefined;
  onIntent: (intent: Intent | undefined) => void;
  onDone: () => void;
}

/** What is needed to decide one thing, and the decision. */
export function Review({ work, intent, onIntent, onDone }: Props) {
  const { t } = useTranslation(['desk', 'common']);
  const text = useText();
  const language = useLanguage();
  const approve = approval(work);
  const refuse = refusal(work);
  const decision = useDecision(work.id, onDone);
  const deal = 'deal' in work ? work.deal : undefined;
  const words = {
    number: deal?.filing?.number ?? '',
    date: deal?.filing?.date ?? '',
    held: deal ? full(deal.ledger.held, language) : '',
    seller: deal ? text(deal.parties.seller.name) : '',
    buyer: deal ? text(deal.parties.buyer.name) : '',
    to_seller: deal?.ruling ? full(deal.ruling.to_seller, language) : '',
    to_buyer: deal?.ruling ? full(deal.ruling.to_buyer, language) : '',
  };
  const asks = approve && approve !== 'resolve' && approve !== 'refund' && approve !== 'reject' && approve !== 'return';
  return (
    <div className="jx-stack">
      {work.kind === 'organisation' && <OrganisationFacts organisation={work.organisation} />}
      {work.kind === 'listing' && <ListingFacts id={work.id} />}
      {work.kind === 'suspense' && <PaymentFacts payment={work.payment} />}
      {deal && <DealFacts deal={deal} />}
      {!asks && decision.error && <ProblemAlert problem={decision.error} />}
      {!approve && !refuse && deal && <WhyNot deal={deal} />}
      {!approve && !refuse && !deal && (
        <Alert type="info" showIcon title={t('may_not')} description={t('may_not_why')} />
      )}
      {(approve || refuse || deal) && (
        <div className="jx-row jx-decide">
          {approve && (
            <Button type="primary" onClick={() => onIntent('approve')} aria-keyshortcuts="a">
              {t(`do.${approve}.open`)}
            </Button>
          )}
          {refuse && (
            <Button danger onClick={() => onIntent('refuse')} aria-keyshortcuts="r" aria-expanded={intent === 'refuse'}>
              {t(`do.${refuse}.open`)}
            </Button>
          )}
          {deal?.allowed_actions.includes('propose_ruling') && (
            <Link to={paths.deal(deal.id)}>{t(deal.ruling ? 'propose_other' : 'propose')}</Link>
          )}
          {deal && <Link to={paths.deal(deal.id)}>{t('see_deal')}</Link>}
        </div>
      )}
      {intent === 'refuse' && refuse && (
        <RefuseForm work={work} refuse={refuse} onBack={() => onIntent(undefined)} onDone={onDone} />
      )}
      {intent === 'approve' && approve === 'resolve' && (
        <ResolveForm work={work} onBack={() => onIntent(undefined)} onDone={onDone} />
      )}
      <Modal
        open={intent === 'approve' && asks === true}
        title={asks && t(`do.${approve}.title`)}
        okText={asks && t(`do.${approve}.open`)}
        okButtonProps={{ autoFocus: true }}
        cancelText={t('common:action.back')}
        confirmLoading={decision.isPending}
        onOk={() => asks && decision.mutate({ do: approve, version: versionOf(work) })}
        onCancel={() => {
          onIntent(undefined);
          decision.reset();
        }}
      >
        <div className="jx-stack">
          {asks && <p>{t(`do.${approve}.what`, words)}</p>}
          <ProblemAlert problem={decision.error} />
        </div>
      </Modal>
    </div>
  );
}

/** Why its reader cannot decide: by her part, or because she prepared it herself. */
function WhyNot({ deal }: { deal: NonNullable<Extract<Work, { deal: unknown }>['deal']> }) {
  const { t } = useTranslation('desk');
  if (deal.acting_next.includes('second_operator') && deal.ruling) {
    return <Alert type="info" showIcon title={t('another')} description={t('another_why')} />;
  }
  if (deal.allowed_actions.length > 0) return null;
  return <Alert type="info" showIcon title={t('may_not')} description={t('may_not_why')} />;
}

/** Gives something back with a reason, begun from a template. */
function RefuseForm({
  work,
  refuse,
  onBack,
  onDone,
}: {
  work: Work;
  refuse: 'reject' | 'return' | 'refund';
  onBack: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation(['desk', 'common']);
  const [form] = Form.useForm<{ template?: string; reason: string }>();
  const decision = useDecision(work.id, onDone);
  const templates = TEMPLATES[refuse];
  const version = versionOf(work);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="jx-sheet jx-desk-form"
      onFinish={({ reason }) =>
        decision.mutate(
          refuse === 'refund' ? { do: 'refund', version, note: reason } : { do: refuse, version, reason },
          { onError: (problem) => showInForm(form, problem, { note: 'reason' }) },
        )
      }
    >
      <Form.Item name="template" label={t('template')}>
        <Select
          allowClear
          placeholder={t('template_choose')}
          options={templates.map((one) => ({ value: one, label: t(`templates.${refuse}.${one}.name`) }))}
          onChange={(one?: string) => {
            if (one) form.setFieldValue('reason', t(`templates.${refuse}.${one}.text`));
          }}
        />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t(refuse === 'refund' ? 'note' : 'reason')}
        rules={[{ required: true, whitespace: true, message: t('need.reason') }]}
      >
        <Input.TextArea
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={refuse === 'refund' ? 500 : 2000}
          showCount
          autoFocus
        />
      </Form.Item>
      <div className="jx-stack">
        <ProblemAlert problem={decision.error} fields={{ reason: t('reason'), note: t('note') }} />
        <div className="jx-row">
          <Button danger htmlType="submit" loading={decision.isPending}>
            {t(`do.${refuse}.open`)}
          </Button>
          <Button onClick={onBack}>{t('common:action.back')}</Button>
        </div>
      </div>
    </Form>
  );
}

const TEMPLATES = {
  reject: ['uscc', 'name', 'contact'],
  return: ['evidence', 'language', 'rights', 'price'],
  refund: ['not_ours', 'amount', 'late'],
} as const;

/** Says which payment was meant. */
function ResolveForm({ work, onBack, onDone }: { work: Work; onBack: () => void; onDone: () => void }) {
  const { t } = useTranslation(['desk', 'common']);
  const [form] = Form.useForm<{ reference: string; note?: string }>();
  const decision = useDecision(work.id, onDone);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="jx-sheet jx-desk-form"
      onFinish={({ reference, note }) =>
        decision.mutate(
          { do: 'resolve', version: versionOf(work), reference: reference.trim(), note: note || null },
          { onError: (problem) => showInForm(form, problem) },
        )
      }
    >
      <Form.Item
        name="reference"
        label={t('right_reference')}
        extra={t('right_reference_teach')}
        rules={[{ required: true, whitespace: true, message: t('need.reference') }]}
      >
        <Input className="jx-mono" maxLength={140} autoFocus />
      </Form.Item>
      <Form.Item name="note" label={t('how_known')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} />
      </Form.Item>
      <div className="jx-stack">
        <ProblemAlert
          problem={decision.error}
          fields={{ reference: t('right_reference'), note: t('how_known'), amount: t('amount') }}
        />
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={decision.isPending}>
            {t('do.resolve.open')}
          </Button>
          <Button onClick={onBack}>{t('common:action.back')}</Button>
        </div>
      </div>
    </Form>
  );
}
