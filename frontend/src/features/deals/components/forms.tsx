import Button from 'antd/es/button';
import DatePicker from 'antd/es/date-picker';
import Form, { type FormInstance } from 'antd/es/form';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import dayjs, { type Dayjs } from 'dayjs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '@/shared/i18n/text';
import { full, toMinor, toText } from '@/shared/ui/money';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { useCancel, useDispute, useEvidence, useFiling, useRuling, type Deal } from '../api';

interface Props {
  deal: Deal;
  onDone: () => void;
  onBack: () => void;
}

/** A form about the deal: what it is for, its fields, what went wrong, and the two ways out. */
function Sheet<Values extends object>({
  form,
  values,
  what,
  command,
  fields,
  label,
  danger = false,
  onSend,
  onBack,
  children,
}: {
  form: FormInstance<Values>;
  values?: Partial<Values>;
  what: ReactNode;
  command: { error: unknown; isPending: boolean };
  fields: Record<string, string>;
  label: ReactNode;
  danger?: boolean;
  onSend: (values: Values) => void;
  onBack: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation('common');
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="jx-sheet jx-deal-form"
      initialValues={values}
      onFinish={onSend}
    >
      <p className={danger ? undefined : 'jx-soft'}>{what}</p>
      {children}
      <div className="jx-stack">
        <ProblemAlert problem={command.error} fields={fields} />
        <div className="jx-row">
          <Button type={danger ? 'default' : 'primary'} danger={danger} htmlType="submit" loading={command.isPending}>
            {label}
          </Button>
          <Button onClick={onBack}>{t('action.back')}</Button>
        </div>
      </div>
    </Form>
  );
}

/** The number and the day under which the patent office took it. */
export function FilingForm({ deal, onDone, onBack }: Props) {
  const { t } = useTranslation('deals');
  const [form] = Form.useForm<{ number: string; date: Dayjs }>();
  const file = useFiling(deal.id, onDone);
  return (
    <Sheet
      form={form}
      values={{ number: deal.filing?.number ?? '', date: deal.filing ? dayjs(deal.filing.date) : dayjs() }}
      what={t('filing.teach')}
      command={file}
      fields={{ number: t('filing.number'), date: t('filing.date') }}
      label={t('do.file.do')}
      onSend={({ number, date }) =>
        file.mutate(
          { version: deal.version, number: number.trim(), date: date.format('YYYY-MM-DD') },
          { onError: (problem) => showInForm(form, problem) },
        )
      }
      onBack={onBack}
    >
      <div className="jx-deal-fields">
        <Form.Item
          name="number"
          label={t('filing.number')}
          rules={[{ required: true, whitespace: true, message: t('need.number') }]}
        >
          <Input maxLength={100} className="jx-mono" autoFocus />
        </Form.Item>
        <Form.Item name="date" label={t('filing.date')} rules={[{ required: true, message: t('need.date') }]}>
          <DatePicker style={{ width: '100%' }} maxDate={dayjs()} minDate={dayjs(deal.opened_at)} />
        </Form.Item>
      </div>
    </Sheet>
  );
}

/** Gives the deal up. */
export function CancelForm({ deal, onDone, onBack }: Props) {
  const { t } = useTranslation('deals');
  const [form] = Form.useForm<{ reason?: string }>();
  const cancel = useCancel(deal.id, onDone);
  return (
    <Sheet
      form={form}
      what={t('do.cancel.what')}
      command={cancel}
      fields={{ reason: t('reason') }}
      label={t('do.cancel.do')}
      danger
      onSend={({ reason }) =>
        cancel.mutate(
          { version: deal.version, reason: reason || null },
          { onError: (problem) => showInForm(form, problem) },
        )
      }
      onBack={onBack}
    >
      <Form.Item name="reason" label={t('reason_optional')}>
        <Input.TextArea rows={2} maxLength={2000} autoFocus />
      </Form.Item>
    </Sheet>
  );
}

/** Freezes the escrow, and says why. */
export function DisputeForm({ deal, onDone, onBack }: Props) {
  const { t } = useTranslation('deals');
  const [form] = Form.useForm<{ reason: string }>();
  const dispute = useDispute(deal.id, onDone);
  return (
    <Sheet
      form={form}
      what={t('do.dispute.what')}
      command={dispute}
      fields={{ reason: t('reason') }}
      label={t('do.dispute.do')}
      danger
      onSend={({ reason }) =>
        dispute.mutate({ version: deal.version, reason }, { onError: (problem) => showInForm(form, problem) })
      }
      onBack={onBack}
    >
      <Form.Item
        name="reason"
        label={t('reason')}
        rules={[{ required: true, whitespace: true, message: t('need.reason') }]}
      >
        <Input.TextArea rows={3} maxLength={4000} showCount autoFocus />
      </Form.Item>
    </Sheet>
  );
}

/** What a side has to show, with a file of the deal if it has one. */
export function EvidenceForm({ deal, onDone, onBack }: Props) {
  const { t } = useTranslation('deals');
  const [form] = Form.useForm<{ text: string; document?: string }>();
  const add = useEvidence(deal.id, onDone);
  return (
    <Sheet
      form={form}
      what={t('do.add_evidence.what')}
      command={add}
      fields={{ text: t('evidence.text'), document: t('evidence.document') }}
      label={t('do.add_evidence.do')}
      onSend={({ text, document }) =>
        add.mutate(
          { version: deal.version, text, document: document ?? null },
          { onError: (problem) => showInForm(form, problem) },
        )
      }
      onBack={onBack}
    >
      <Form.Item
        name="text"
        label={t('evidence.text')}
        rules={[{ required: true, whitespace: true, message: t('need.evidence') }]}
      >
        <Input.TextArea rows={3} maxLength={4000} showCount autoFocus />
      </Form.Item>
      <Form.Item name="document" label={t('evidence.document')} extra={t('evidence.document_teach')}>
        <Select
          allowClear
          options={deal.documents.map((one) => ({ value: one.id, label: `${one.name} (${t(`kind.${one.kind}`)})` }))}
        />
      </Form.Item>
    </Sheet>
  );
}

/** How the held money is to be split; the buyer's part is what remains. */
export function RulingForm({ deal, onDone, onBack }: Props) {
  const { t } = useTranslation('deals');
  const language = useLanguage();
  const [form] = Form.useForm<{ seller: string; reason: string }>();
  const propose = useRuling(deal.id, onDone);
  const { minor: held, currency } = deal.ledger.held;
  const seller = toMinor(Form.useWatch('seller', form) ?? '', currency);
  const buyer = seller === undefined || seller > held ? undefined : held - seller;
  return (
    <Sheet
      form={form}
      values={{ seller: deal.ruling ? toText(deal.ruling.to_seller) : '', reason: deal.ruling?.reason ?? '' }}
      what={t('do.propose_ruling.what', { held: full(deal.ledger.held, language) })}
      command={propose}
      fields={{ to_seller: t('side.seller'), to_buyer: t('side.buyer'), reason: t('ruling.reason') }}
      label={t('do.propose_ruling.do')}
      onSend={({ seller: typed, reason }) => {
        const to_seller = toMinor(typed, currency);
        if (to_seller === undefined || to_seller > held) return;
        propose.mutate(
          {
            version: deal.version,
            to_seller: { minor: to_seller, currency },
            to_buyer: { minor: held - to_seller, currency },
            reason: reason || null,
          },
          { onError: (problem) => showInForm(form, problem, { to_seller: 'seller', to_buyer: 'seller' }) },
        );
      }}
      onBack={onBack}
    >
      <div className="jx-deal-fields">
        <Form.Item
          name="seller"
          label={t('ruling.seller_in', { currency })}
          extra={
            <span className="jx-num">
              {t('ruling.buyer_gets', {
                amount: buyer === undefined ? '–' : full({ minor: buyer, currency }, language),
              })}
            </span>
          }
          rules={[
            {
              validator: (_, text: string) => {
                const amount = toMinor(text ?? '', currency);
                return amount !== undefined && amount <= held
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('need.split', { held: full(deal.ledger.held, language) })));
              },
            },
          ]}
        >
          <Input inputMode="decimal" className="jx-num" autoFocus />
        </Form.Item>
        <div className="jx-row">
          {[
            { key: 'all_seller', amount: held },
            { key: 'half', amount: Math.floor(held / 2) },
            { key: 'all_buyer', amount: 0 },
          ].map(({ key, amount }) => (
            <Button
              key={key}
              size="small"
              onClick={() => form.setFieldValue('seller', toText({ minor: amount, currency }))}
            >
              {t(`ruling.${key}`)}
            </Button>
          ))}
        </div>
      </div>
      <Form.Item
        name="reason"
        label={t('ruling.reason')}
        rules={[{ required: true, whitespace: true, message: t('need.ruling') }]}
      >
        <Input.TextArea rows={3} maxLength={4000} showCount />
      </Form.Item>
    </Sheet>
  );
}
