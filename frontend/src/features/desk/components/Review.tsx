import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Modal from 'antd/es/modal';
import Segmented from 'antd/es/segmented';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '@/shared/i18n/index';
import { pick, useLanguage, useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { full } from '@/shared/ui/money';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { settingsQuery } from '@/shared/session/settings';
import {
  applicant,
  approval,
  membersQuery,
  refusal,
  useDecision,
  versionOf,
  type Approval,
  type Refusal,
  type Work,
} from '../api';
import { SubjectFacts } from './facts';
import { RulingForm } from './Ruling';

/** What its reader is about to do. */
export type Intent = 'approve' | 'refuse' | 'propose';

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
  const asks: Approval | undefined = approve === 'resolve' || approve === 'propose_ruling' ? undefined : approve;
  return (
    <div className="jx-stack">
      <SubjectFacts work={work} />
      {!asks && decision.error && <ProblemAlert problem={decision.error} />}
      {!approve && !refuse && deal && <WhyNot deal={deal} />}
      {!approve && !refuse && !deal && (
        <Alert type="info" showIcon title={t('may_not')} description={t('may_not_why')} />
      )}
      {(approve || refuse || deal) && (
        <div className="jx-row jx-decide">
          {approve && (
            <Button type="primary" onClick={() => onIntent('approve')} aria-keyshortcuts="a">
              {t(`do.${approve}.open`)} <kbd className="jx-key">a</kbd>
            </Button>
          )}
          {refuse && (
            <Button danger onClick={() => onIntent('refuse')} aria-keyshortcuts="r" aria-expanded={intent === 'refuse'}>
              {t(`do.${refuse}.open`)} <kbd className="jx-key">r</kbd>
            </Button>
          )}
          {work.kind === 'ruling' && work.deal.allowed_actions.includes('propose_ruling') && (
            <Button onClick={() => onIntent('propose')}>{t('propose_anew')}</Button>
          )}
          {deal && <Link to={paths.deal(deal.id)}>{t('see')}</Link>}
          {work.kind === 'listing' && <Link to={paths.listing(work.id)}>{t('see')}</Link>}
          {work.kind === 'verification' && <Link to={paths.organisation(work.id)}>{t('see')}</Link>}
        </div>
      )}
      {intent === 'refuse' && refuse && (
        <RefuseForm work={work} refuse={refuse} onBack={() => onIntent(undefined)} onDone={onDone} />
      )}
      {deal && ((intent === 'approve' && approve === 'propose_ruling') || intent === 'propose') && (
        <RulingForm deal={deal} onBack={() => onIntent(undefined)} onDone={onDone} />
      )}
      {intent === 'approve' && approve === 'resolve' && (
        <ResolveForm work={work} onBack={() => onIntent(undefined)} onDone={onDone} />
      )}
      <Modal
        open={intent === 'approve' && asks !== undefined}
        title={asks && t(`do.${asks}.title`)}
        okText={asks && t(`do.${asks}.open`)}
        okButtonProps={{ autoFocus: true }}
        cancelText={t('common:action.back')}
        confirmLoading={decision.isPending}
        onOk={() => asks && decision.mutate({ do: asks, version: versionOf(work) })}
        onCancel={() => {
          onIntent(undefined);
          decision.reset();
        }}
      >
        <div className="jx-stack">
          {asks && <p>{t(`do.${asks}.what`, words)}</p>}
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
  refuse: Refusal;
  onBack: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation(['desk', 'common']);
  const text = useText();
  const [form] = Form.useForm<{ template?: number; reason: string }>();
  const decision = useDecision(work.id, onDone);
  const settings = useQuery(settingsQuery);
  const templates = (settings.data?.reasons ?? []).filter((one) => one.for === refuse);
  const version = versionOf(work);
  // They read it in their language, whatever the clerk's is; a note on a payment stays here.
  const reader = applicant(work);
  const members = useQuery({ ...membersQuery(reader ?? ''), enabled: reader !== undefined });
  const first = members.data?.items.find((one) => one.role === 'owner') ?? members.data?.items[0];
  const here = useLanguage();
  const [chosen, setChosen] = useState<Language>();
  const language = chosen ?? (reader && first ? (first.locale as Language) : here);
  const fill = (index: number | undefined, into: Language) => {
    const one = index === undefined ? undefined : templates[index];
    if (one) form.setFieldValue('reason', pick(one.text, into));
  };
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
          options={templates.map((one, index) => ({ value: index, label: text(one.name) }))}
          onChange={(index?: number) => fill(index, language)}
        />
      </Form.Item>
      {reader && (
        <div className="jx-row jx-reads">
          <span className="jx-soft">{t('they_read')}</span>
          <Segmented
            size="small"
            value={language}
            onChange={(one) => {
              setChosen(one);
              fill(form.getFieldValue('template') as number | undefined, one);
            }}
            options={[
              { value: 'zh-CN' as const, label: '中文' },
              { value: 'en' as const, label: 'English' },
            ]}
            aria-label={t('they_read')}
          />
        </div>
      )}
      <Form.Item
        name="reason"
        label={t(refuse === 'refund' ? 'note' : 'reason')}
        rules={[{ required: true, whitespace: true, message: t('need.reason') }]}
      >
        <Input.TextArea rows={3} maxLength={refuse === 'refund' ? 500 : 2000} showCount autoFocus />
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
        <Input.TextArea rows={2} maxLength={500} />
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
