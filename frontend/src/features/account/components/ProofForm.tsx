import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/shared/session/me';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import type { Proof } from '../api';

interface Props {
  /** What will be done, as the button says it. */
  label: string;
  danger?: boolean;
  pending: boolean;
  problem: unknown;
  onProof: (proof: Proof) => void;
  onCancel: () => void;
}

/** Asks once more who it is before something that matters: a code where the account has one, or else the password. */
export function ProofForm({ label, danger = false, pending, problem, onProof, onCancel }: Props) {
  const { t } = useTranslation(['account', 'common']);
  const { account } = useMe();
  const codes = account.second_factor;
  return (
    <Form<{ proof: string }>
      layout="vertical"
      requiredMark={false}
      className="jx-account-form jx-sheet jx-proof"
      onFinish={({ proof }) => onProof(codes ? { code: proof.replaceAll(/\s/g, '') } : { password: proof })}
    >
      <input type="text" name="username" autoComplete="username" value={account.email} readOnly hidden />
      <Form.Item
        name="proof"
        label={t(codes ? 'proof.code' : 'proof.password')}
        rules={[
          codes
            ? { required: true, pattern: /^\d{3}\s?\d{3}$/, message: t('need.code') }
            : { required: true, message: t('need.password') },
        ]}
      >
        {codes ? (
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={7} className="jx-num" autoFocus />
        ) : (
          <Input.Password autoComplete="current-password" autoFocus />
        )}
      </Form.Item>
      <div className="jx-stack">
        <ProblemAlert problem={problem} fields={{ code: t('proof.code'), password: t('proof.password') }} />
        <div className="jx-row">
          <Button type="primary" danger={danger} htmlType="submit" loading={pending}>
            {label}
          </Button>
          <Button onClick={onCancel}>{t('common:action.cancel')}</Button>
        </div>
      </div>
    </Form>
  );
}
