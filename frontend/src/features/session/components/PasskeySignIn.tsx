import { KeyOutlined } from '@ant-design/icons';
import Button from 'antd/es/button';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api/problem';
import { isAt, offersInField, PasskeyError, supportsPasskeys, type PasskeyFault } from '@/shared/passkeys/browser';
import { useSite } from '@/shared/session/site';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { askPasskey, usePasskeySignIn } from '../api';

/** Signs in without a word typed: by a button, and where the browser can also in the address field. */
export function PasskeySignIn({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('session');
  const installation = useSite();
  const origin = installation?.passkey_origin;
  const here = supportsPasskeys() && isAt(origin);
  const [fault, setFault] = useState<PasskeyFault | Problem>();
  const [asking, setAsking] = useState(false);
  const running = useRef<AbortController>(undefined);
  const { mutate, ...signIn } = usePasskeySignIn(onDone);

  useEffect(() => {
    if (!here) return undefined;
    const control = new AbortController();
    running.current = control;
    void offersInField().then(async (offers) => {
      if (!offers || control.signal.aborted) return;
      try {
        mutate(await askPasskey(true, control.signal));
      } catch {
        // Nobody asked for it here: the button says what is wrong when it is pressed.
      }
    });
    return () => running.current?.abort();
  }, [here, mutate]);

  const press = async () => {
    // One at a time: the browser shows one dialogue.
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    setFault(undefined);
    setAsking(true);
    try {
      mutate(await askPasskey(false, control.signal));
    } catch (thrown) {
      if (!control.signal.aborted) setFault(thrown instanceof PasskeyError ? thrown.fault : Problem.from(thrown));
    } finally {
      setAsking(false);
    }
  };

  if (!origin || !supportsPasskeys()) return null;
  if (!here) {
    const there = new URL(`${window.location.pathname}${window.location.search}`, origin).href;
    return (
      <p className="jx-soft jx-passkey-note">
        {t('passkey.elsewhere')} <a href={there}>{origin}</a>
      </p>
    );
  }
  return (
    <div className="jx-stack" style={{ gap: 8 }}>
      <div className="jx-or">{t('passkey.or')}</div>
      <Button
        block
        icon={<KeyOutlined aria-hidden />}
        loading={asking || signIn.isPending}
        onClick={() => void press()}
      >
        {t('passkey.do')}
      </Button>
      {typeof fault === 'string' && (
        <p role="alert" className="jx-soft jx-passkey-note">
          {t(`passkey.fault.${fault}`)}
        </p>
      )}
      <ProblemAlert problem={fault instanceof Problem ? fault : signIn.error} />
    </div>
  );
}
