import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '@/shared/i18n/text';
import { Listed } from '@/shared/ui/Listed';
import { exact } from '@/shared/ui/time';
import { historyQuery } from '../api';

/** A value of any section as text that people can compare. */
function said(value: unknown, nothing: string): string {
  if (value === null || value === undefined) return nothing;
  if (typeof value !== 'object') return String(value);
  const parts = Object.entries(value as Record<string, unknown>)
    .filter(([, one]) => one !== null && !(typeof one === 'object' && Object.keys(one as object).length === 0))
    .map(([name, one]) => `${name}: ${typeof one === 'object' ? said(one, nothing) : String(one)}`);
  return parts.join('\n') || nothing;
}

/** Every change: who, when, from what to what. */
export function History() {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const pages = useInfiniteQuery(historyQuery);
  const shown = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Listed
      pages={pages}
      namespace="settings"
      empty="history.none"
      count={shown.length}
      filtered={false}
      onClear={() => undefined}
    >
      <ol className="jx-settings-history">
        {shown.map((entry) => (
          <li key={entry.id} className="jx-sheet">
            <p>
              <strong>{t('history.by', { name: entry.name ?? t('history.somebody') })}</strong>{' '}
              <span className="jx-soft jx-num">{exact(new Date(entry.at), language)}</span>
            </p>
            {entry.changes.map((change) => (
              <details key={change.section} open={change.section === 'fees' || change.section === 'name'}>
                <summary>{t(`section.${change.section}`)}</summary>
                <div className="jx-settings-both">
                  <div>
                    <span className="jx-soft">{t('history.was')}</span>
                    <pre>{said(change.from, t('history.nothing'))}</pre>
                  </div>
                  <div>
                    <span className="jx-soft">{t('history.became')}</span>
                    <pre>{said(change.to, t('history.nothing'))}</pre>
                  </div>
                </div>
              </details>
            ))}
          </li>
        ))}
      </ol>
    </Listed>
  );
}
