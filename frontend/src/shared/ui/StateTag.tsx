import './state-tag.css';

/** What kind of state it is; each has its own shape, so that colour is only the third signal. */
export type Tone = 'open' | 'waiting' | 'done' | 'stopped' | 'pressing' | 'verified';

const SHAPES: Record<Tone, string> = {
  open: 'M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9zm0 1.6a2.9 2.9 0 1 1 0 5.8a2.9 2.9 0 0 1 0-5.8z',
  waiting: 'M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9zm0 1.6v5.8a2.9 2.9 0 1 1 0-5.8z',
  done: 'M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9z',
  stopped: 'M2.2 3.3 3.3 2.2 6 4.9 8.7 2.2l1.1 1.1L7.1 6l2.7 2.7-1.1 1.1L6 7.1 3.3 9.8 2.2 8.7 4.9 6z',
  pressing: 'M6 1.2 11.2 10.5H.8z',
  verified: 'M6 .8 11.2 6 6 11.2.8 6z',
};

/** A state: a shape, a word, and colour last. */
export function StateTag({ tone, label }: { tone: Tone; label: string }) {
  return (
    <span className={`jx-state jx-state-${tone}`}>
      <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
        <path d={SHAPES[tone]} fill="currentColor" fillRule="evenodd" />
      </svg>
      {label}
    </span>
  );
}
