import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';
import type { Schemas } from '@/shared/api/client';
import { useMe } from '@/shared/session/me';
import { CopyText } from '@/shared/ui/CopyText';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { useConfirmTotp, useRemoveTotp, useSetUpTotp } from '../api';
import { ProofForm } from './ProofForm';

/** Codes of an authenticator app: the second factor for those whose device has no passkeys. */
export function Totp() {
  const { t } = useTranslation(['account', 'common']);
  const { account } = useMe();
  const [removing, setRemoving] = useState(false);
  const setUp = useSetUpTotp();
  const remove = useRemoveTotp(() => setRemoving(false));
  return (
    <Section
      title={t('totp.title')}
      aside={
        <StateTag
          tone={account.second_factor ? 'verified' : 'open'}
          label={t(account.second_factor ? 'totp.on' : 'totp.off')}
        />
      }
    >
      <p className="jx-soft">{t('totp.teach')}</p>
      {account.second_factor && <p>{t('totp.recovery')}</p>}
      {account.second_factor && !removing && (
        <div>
          <Button onClick={() => setRemoving(true)}>{t('totp.remove')}</Button>
        </div>
      )}
      {removing && (
        <ProofForm
          label={t('totp.remove')}
          danger
          pending={remove.isPending}
          problem={remove.error}
          onProof={(proof) => remove.mutate(proof)}
          onCancel={() => setRemoving(false)}
        />
      )}
      {!account.second_factor && !setUp.data && (
        <>
          <ProblemAlert problem={setUp.error} />
          <div>
            <Button loading={setUp.isPending} onClick={() => setUp.mutate()}>
              {t('totp.set_up')}
            </Button>
          </div>
        </>
      )}
      {!account.second_factor && setUp.data && <Confirm secret={setUp.data} onCancel={() => setUp.reset()} />}
    </Section>
  );
}

function Confirm({ secret, onCancel }: { secret: Schemas['TotpOut']; onCancel: () => void }) {
  const { t } = useTranslation(['account', 'common']);
  const confirm = useConfirmTotp(onCancel);
  return (
    <div className="jx-sheet jx-totp">
      <QrCode text={secret.uri} label={t('totp.qr')} />
      <div className="jx-stack">
        <ol className="jx-steps">
          <li>{t('totp.step_app')}</li>
          <li>
            {t('totp.step_scan')}
            <div>
              <CopyText text={secret.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')} what={t('totp.secret')} />
            </div>
          </li>
          <li>{t('totp.step_keep')}</li>
          <li>{t('totp.step_code')}</li>
        </ol>
        <Form<{ code: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={({ code }) => confirm.mutate(code.replaceAll(/\s/g, ''))}
        >
          <Form.Item
            name="code"
            label={t('proof.code')}
            rules={[{ required: true, pattern: /^\d{3}\s?\d{3}$/, message: t('need.code') }]}
          >
            <Input
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={7}
              className="jx-num"
              style={{ maxWidth: 160 }}
            />
          </Form.Item>
          <div className="jx-stack">
            <ProblemAlert problem={confirm.error} fields={{ code: t('proof.code') }} />
            <div className="jx-row">
              <Button type="primary" htmlType="submit" loading={confirm.isPending}>
                {t('totp.confirm')}
              </Button>
              <Button onClick={onCancel}>{t('common:action.cancel')}</Button>
            </div>
          </div>
        </Form>
      </div>
    </div>
  );
}

/** Drawn here: a secret goes to nobody who draws pictures. Dark on light in both themes, as cameras want it. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = useMemo(() => encode(text, { ecc: 'M', border: 2 }), [text]);
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg viewBox={`0 0 ${size} ${size}`} className="jx-qr" role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
