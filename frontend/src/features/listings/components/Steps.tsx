import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Modal from 'antd/es/modal';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useStep, type Listing, type Step } from '../api';

/** Submitting, pausing, resuming, withdrawing: what the machine allows now. Pausing is undone by resuming. */
export function Steps({ listing }: { listing: Listing }) {
  const { t } = useTranslation(['listings', 'common']);
  const [withdrawing, setWithdrawing] = useState(false);
  const [form] = Form.useForm<{ reason: string }>();
  const step = useStep(listing.id, () => setWithdrawing(false));
  const may = (action: Step) => listing.allowed_actions.includes(action);
  const take = (action: Step) => step.mutate({ step: action, version: listing.version });
  return (
    <>
      {(['submit', 'resume', 'pause'] as const).filter(may).map((action) => (
        <Button
          key={action}
          type={action === 'pause' ? 'default' : 'primary'}
          loading={step.isPending && step.variables.step === action}
          onClick={() => take(action)}
        >
          {t(`step.${action === 'submit' && listing.state === 'returned' ? 'resubmit' : action}`)}
        </Button>
      ))}
      {may('withdraw') && <Button onClick={() => setWithdrawing(true)}>{t('step.withdraw')}</Button>}
      {step.error && !withdrawing && (
        <ProblemAlert
          problem={step.error}
          fields={{ summary: t('field.summary'), rights: t('field.rights'), price: t('field.price') }}
        />
      )}
      <Modal
        open={withdrawing}
        title={t('withdraw.title')}
        okText={t('step.withdraw')}
        okButtonProps={{ danger: true }}
        cancelText={t('common:action.cancel')}
        confirmLoading={step.isPending}
        onOk={() => form.submit()}
        onCancel={() => {
          setWithdrawing(false);
          step.reset();
        }}
      >
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={({ reason }: { reason: string }) =>
            step.mutate({ step: 'withdraw', version: listing.version, reason: reason.trim() })
          }
        >
          <p>{t('withdraw.what')}</p>
          <Form.Item
            name="reason"
            label={t('withdraw.why')}
            rules={[{ required: true, whitespace: true, message: t('withdraw.need') }]}
          >
            <Input.TextArea maxLength={2000} rows={2} />
          </Form.Item>
          <ProblemAlert problem={step.error} fields={{ reason: t('withdraw.why') }} />
        </Form>
      </Modal>
    </>
  );
}
