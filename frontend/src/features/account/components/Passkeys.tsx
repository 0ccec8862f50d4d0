import { useQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import Skeleton from 'antd/es/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { Problem } from '@/shared/api/problem';
import { isAt, PasskeyError, supportsPasskeys, type PasskeyFault } from '@/shared/passkeys/browser';
import { useSite } from '@/shared/session/site';
import { EmptyState } from '@/shared/ui/EmptyState';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { Time } from '@/shared/ui/Time';
import {
  newPasskey,
  passkeysQuery,
  useAddPasskey,
  useRemovePasskey,
  useRenamePasskey,
  type Passkey,
  type Proof,
} from '../api';
import { deviceOf } from '../device';
import { ProofForm } from './ProofForm';
import '@/shared/ui/rows.css';

/** Passkeys: signing in by finger, face or PIN; both factors in one. */
export function Passkeys() {
  const { t } = useTranslation('account');
  const [adding, setAdding] = useState(false);
  const { data, error, isPending, refetch } = useQuery(passkeysQuery);
  return (
    <Section title={t('passkeys.title')}>
      <p className="jx-soft">{t('passkeys.teach')}</p>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {isPending && <Skeleton active paragraph={{ rows: 2 }} />}
      {data?.length === 0 && !adding && (
        <EmptyState title={t('passkeys.none')} teach={t('passkeys.none_teach')} action={<Add onOpen={setAdding} />} />
      )}
      {data && data.length > 0 && (
        <>
          <ul className="jx-rows jx-sheet" aria-label={t('passkeys.title')}>
            {data.map((passkey) => (
              <Row key={passkey.id} passkey={passkey} />
            ))}
          </ul>
          {data.length === 1 && !data[0]?.synced && <p className="jx-soft">{t('passkeys.one_more')}</p>}
          {!adding && <Add onOpen={setAdding} />}
        </>
      )}
      {adding && <New onDone={() => setAdding(false)} />}
    </Section>
  );
}

function Add({ onOpen }: { onOpen: (open: boolean) => void }) {
  const { t } = useTranslation('account');
  const installation = useSite();
  const origin = installation?.passkey_origin;
  if (!installation) return null;
  if (!supportsPasskeys()) return <p className="jx-soft">{t('passkeys.unsupported')}</p>;
  if (!origin) return <p className="jx-soft">{t('passkeys.unavailable')}</p>;
  if (!isAt(origin))
    return (
      <p className="jx-soft">
        {t('passkeys.elsewhere')}{' '}
        <a href={new URL(window.location.pathname, origin).href} style={{ textDecoration: 'underline' }}>
          {origin}
        </a>
      </p>
    );
  return (
    <div>
      <Button onClick={() => onOpen(true)}>{t('passkeys.add')}</Button>
    </div>
  );
}

function New({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('account');
  const [asking, setAsking] = useState(false);
  const [fault, setFault] = useState<PasskeyFault | Problem>();
  const add = useAddPasskey(onDone);
  const make = async (proof: Proof) => {
    setAsking(true);
    setFault(undefined);
    try {
      const credential = await newPasskey(proof);
      add.mutate({ name: deviceOf(navigator.userAgent), credential: credential as Schemas['PasskeyIn']['credential'] });
    } catch (thrown) {
      setFault(thrown instanceof PasskeyError ? thrown.fault : Problem.from(thrown));
    } finally {
      setAsking(false);
    }
  };
  return (
    <>
      {typeof fault === 'string' && (
        <p role="alert" className="jx-late">
          {t(`passkeys.fault.${fault}`)}
        </p>
      )}
      <ProofForm
        label={t('passkeys.make')}
        pending={asking || add.isPending}
        problem={fault instanceof Problem ? fault : add.error}
        onProof={(proof) => void make(proof)}
        onCancel={onDone}
      />
    </>
  );
}

function Row({ passkey }: { passkey: Passkey }) {
  const { t } = useTranslation(['account', 'common']);
  const [mode, setMode] = useState<'rename' | 'remove'>();
  const [name, setName] = useState(passkey.name);
  const close = () => setMode(undefined);
  const rename = useRenamePasskey(close);
  const remove = useRemovePasskey(close);
  const submit = () => rename.mutate({ id: passkey.id, version: passkey.version, name });
  return (
    <li>
      <div>
        {mode === 'rename' ? (
          <div className="jx-row">
            <Input
              value={name}
              maxLength={100}
              autoFocus
              aria-label={t('passkeys.name')}
              style={{ maxWidth: 240 }}
              onChange={(event) => setName(event.target.value)}
              onPressEnter={submit}
            />
            <Button size="small" type="primary" loading={rename.isPending} disabled={!name.trim()} onClick={submit}>
              {t('profile.save')}
            </Button>
            <Button size="small" onClick={close}>
              {t('common:action.cancel')}
            </Button>
          </div>
        ) : (
          <span className="jx-rows-title">{passkey.name}</span>
        )}
        <span className="jx-rows-note">{t(passkey.synced ? 'passkeys.synced' : 'passkeys.bound')}</span>
      </div>
      <div className="jx-rows-note">
        {passkey.last_used_at ? (
          <>
            {t('passkeys.used')} <Time at={passkey.last_used_at} />
          </>
        ) : (
          t('passkeys.unused')
        )}
        <div>
          {t('passkeys.added')} <Time at={passkey.created_at} />
        </div>
      </div>
      <div className="jx-rows-end">
        <Button size="small" type="text" onClick={() => setMode('rename')}>
          {t('passkeys.rename')}
        </Button>
        <Button size="small" type="text" danger onClick={() => setMode('remove')}>
          {t('passkeys.remove')}
        </Button>
      </div>
      {(mode === 'remove' || rename.error) && (
        <div style={{ gridColumn: '1 / -1' }} className="jx-stack">
          <ProblemAlert problem={rename.error} fields={{ name: t('passkeys.name') }} />
          {mode === 'remove' && (
            <>
              <p>{t('passkeys.remove_teach')}</p>
              <ProofForm
                label={t('passkeys.remove')}
                danger
                pending={remove.isPending}
                problem={remove.error}
                onProof={(proof) => remove.mutate({ id: passkey.id, proof })}
                onCancel={close}
              />
            </>
          )}
        </div>
      )}
    </li>
  );
}
