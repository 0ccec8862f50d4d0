import { useId, useState } from 'react';
import { call } from '../call';
import type { Say } from '../texts';
import { reason } from './Actions';

/** Characters of a question. */
const LIMIT = 5_000;

/** A question to the holder. */
export function Ask({ listing, t, onClose }: { listing: string; t: Say; onClose: () => void }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const [sent, setSent] = useState<string>();
  const id = useId();

  const send = async () => {
    const over = [...text].length - LIMIT;
    if (text.trim() === '') return setFault(t('islands:empty'));
    if (over > 0) return setFault(t('islands:too_long', { count: over, limit: LIMIT }));
    setBusy(true);
    setFault('');
    try {
      const enquiry = await call<{ id: string }>('POST', `/listings/${listing}/enquiries`, { text });
      setSent(enquiry.id);
    } catch (refusal) {
      setFault(reason(refusal, t));
    } finally {
      setBusy(false);
    }
  };

  if (sent) {
    return (
      <p role="status">
        {t('islands:sent')} <a href={`/app/enquiries/${sent}`}>{t('islands:open_thread')}</a>
      </p>
    );
  }
  return (
    <form
      className="jx-ask"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label htmlFor={id}>{t('islands:ask_label')}</label>
      <textarea
        id={id}
        rows={5}
        autoFocus
        value={text}
        aria-describedby={`${id}-hint`}
        aria-invalid={fault !== ''}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
      />
      <p id={`${id}-hint`} className="jx-small jx-soft">
        {t('islands:ask_hint')}
      </p>
      {fault && (
        <p role="alert" className="jx-small jx-fault">
          {fault}
        </p>
      )}
      <p className="jx-ask-row">
        <button className="jx-button" type="submit" disabled={busy}>
          {t(busy ? 'islands:sending' : 'islands:send')}
        </button>
        <button className="jx-button jx-button-quiet" type="button" onClick={onClose}>
          {t('islands:cancel')}
        </button>
      </p>
    </form>
  );
}
