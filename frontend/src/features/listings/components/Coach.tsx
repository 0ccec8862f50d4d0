import Progress from 'antd/es/progress';
import { useTranslation } from 'react-i18next';
import { HINTS, NEEDED, PLACES, type Hint } from '../view';

/** Goes to the field that a hint is about. */
export function goTo(place: string): void {
  const found = [`${place}_zh`, `${place}_en`, place].map((id) => document.getElementById(id)).find(Boolean);
  const zhFirst = document.documentElement.lang !== 'en';
  const target = (!zhFirst && document.getElementById(`${place}_en`)) || found;
  if (!target) return;
  target.scrollIntoView?.({ block: 'center' });
  target.focus();
}

/** What a reader will look for and why; each turns green as it is filled in, and leads to its field. */
export function Coach({ done, onGo = goTo }: { done: Record<Hint, boolean>; onGo?: (place: string) => void }) {
  const { t } = useTranslation('listings');
  const count = HINTS.filter((hint) => done[hint]).length;
  return (
    <aside className="jx-coach" aria-label={t('coach.title')}>
      <h2>{t('coach.title')}</h2>
      <Progress
        percent={Math.round((count / HINTS.length) * 100)}
        showInfo={false}
        size="small"
        strokeColor="var(--jx-jade)"
        aria-label={t('coach.progress', { done: count, all: HINTS.length })}
      />
      <p className="jx-soft">{t('coach.progress', { done: count, all: HINTS.length })}</p>
      <ul>
        {HINTS.map((hint) => (
          <li key={hint} className={done[hint] ? 'jx-hint jx-hint-done' : 'jx-hint'}>
            <button type="button" onClick={() => onGo(PLACES[hint])}>
              <span className="jx-hint-mark" aria-hidden="true">
                {done[hint] ? '✓' : '○'}
              </span>
              <span>
                <strong>{t(`hint.${hint}.what`)}</strong>
                <span className="jx-hidden"> – {t(done[hint] ? 'coach.done' : 'coach.open')}</span>
                {!done[hint] && NEEDED.includes(hint) && <span className="jx-late"> {t('coach.needed')}</span>}
                {!done[hint] && <span className="jx-hint-why">{t(`hint.${hint}.why`)}</span>}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
}
