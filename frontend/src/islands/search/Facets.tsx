import { memo } from 'react';
import { digits, groups, type Answer, type Choice, type Setting } from './shown';
import type { Wanted } from './wanted';

function Value({ name, one, t }: { name: string; one: Choice; t: Setting['t'] }) {
  if (name === 'trl') {
    return (
      <>
        <svg viewBox="0 0 20 24" width="20" height="24" aria-hidden="true">
          <rect x="3" y={24 - one.bar} width="14" height={one.bar} rx="1" />
        </svg>
        <span aria-hidden="true">{one.value}</span>
        <span className="jx-hidden">{t('search:trl_choice', { label: one.label, n: digits(one.count) })}</span>
      </>
    );
  }
  return (
    <>
      <span className="jx-choice-name">{one.label}</span>
      <span className="jx-num jx-soft">{digits(one.count)}</span>
    </>
  );
}

/** What the results can be narrowed by, with how many there are of each. */
export const Facets = memo(function Facets({
  setting,
  wanted,
  answer,
}: {
  setting: Setting;
  wanted: Wanted;
  answer: Answer;
}) {
  const { t } = setting;
  return (
    <aside className="jx-facets" aria-label={t('search:filters')}>
      {groups(setting, wanted, answer).map((group) => (
        <details key={group.name} className={`jx-facet jx-facet-${group.name}`} open>
          <summary>{t(`search:facet.${group.name}`)}</summary>
          <ul>
            {group.values.map((one) => (
              <li key={one.value}>
                <a
                  href={one.href}
                  className={`jx-choice jx-depth-${one.depth}`}
                  aria-current={one.on ? 'true' : undefined}
                  rel="nofollow"
                >
                  <Value name={group.name} one={one} t={t} />
                </a>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </aside>
  );
});
