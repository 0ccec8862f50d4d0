import { HitRow } from './Hit';
import { chips, digits, link, type Answer, type Setting } from './shown';
import { sorted, SORTS, unfiltered, type Wanted } from './wanted';

interface Props {
  setting: Setting;
  wanted: Wanted;
  answer: Answer;
  failed: boolean;
  picked: string[];
  onPick: (number: string, on: boolean) => void;
}

function Head({ setting: { lang, t }, wanted, answer }: Pick<Props, 'setting' | 'wanted' | 'answer'>) {
  return (
    <div className="jx-results-head">
      <p className="jx-total" role="status">
        {t('search:total', { count: answer.total, n: digits(answer.total) })}
      </p>
      <nav className="jx-sorts" aria-label={t('search:order')}>
        {SORTS.map((sort) => (
          <a
            key={sort}
            href={link(lang, sorted(wanted, sort))}
            aria-current={wanted.sort === sort ? 'true' : undefined}
            rel="nofollow"
          >
            {t(`search:sort.${sort}`)}
          </a>
        ))}
      </nav>
    </div>
  );
}

function Chips({ setting, wanted }: Pick<Props, 'setting' | 'wanted'>) {
  const { lang, t } = setting;
  const on = chips(setting, wanted);
  if (on.length === 0) return null;
  return (
    <ul className="jx-chips" aria-label={t('search:chosen')}>
      {on.map((chip) => (
        <li key={chip.href}>
          <a className="jx-chip" href={chip.href} rel="nofollow">
            <span className="jx-hidden">{t('search:remove')}</span>
            <span>{chip.label}</span>
            <span aria-hidden="true">×</span>
          </a>
        </li>
      ))}
      <li>
        <a className="jx-chip-all" href={link(lang, unfiltered(wanted))} rel="nofollow">
          {t('search:remove_all')}
        </a>
      </li>
    </ul>
  );
}

/** Nothing found: what to loosen. */
function None({ setting, wanted }: Pick<Props, 'setting' | 'wanted'>) {
  const { lang, t } = setting;
  const on = chips(setting, wanted);
  return (
    <div className="jx-empty">
      <p>
        <strong>{t('search:none.title')}</strong>
      </p>
      {on.length === 0 ? (
        <p>{t('search:none.words')}</p>
      ) : (
        <>
          <p>{t('search:none.loosen')}</p>
          <ul>
            {on.map((chip) => (
              <li key={chip.href}>
                <a href={chip.href} rel="nofollow">
                  {t('search:none.without', { what: chip.label })}
                </a>
              </li>
            ))}
            <li>
              <a href={link(lang, unfiltered(wanted))} rel="nofollow">
                {t('search:none.all')}
              </a>
            </li>
          </ul>
        </>
      )}
    </div>
  );
}

export function Results({ setting, wanted, answer, failed, picked, onPick }: Props) {
  const { lang, t } = setting;
  return (
    <section className="jx-results" aria-label={t('search:results')}>
      <Head setting={setting} wanted={wanted} answer={answer} />
      <Chips setting={setting} wanted={wanted} />
      {failed && (
        <p className="jx-warning" role="alert">
          {t('search:failed')}
        </p>
      )}
      {answer.warnings.map((warning) => (
        <p key={`${warning.code} ${warning.part}`} className="jx-warning">
          {t(`search:warning.${warning.code}`, { part: warning.part })}
        </p>
      ))}
      {wanted.cursor && (
        <p className="jx-first">
          <a href={link(lang, { ...wanted, cursor: undefined })}>{t('search:first')}</a>
        </p>
      )}
      {answer.hits.length > 0 ? (
        <ol className="jx-hits">
          {answer.hits.map((hit) => (
            <HitRow
              key={hit.listing.id}
              hit={hit}
              picked={picked.includes(hit.listing.number)}
              onPick={onPick}
              {...setting}
            />
          ))}
        </ol>
      ) : (
        <None setting={setting} wanted={wanted} />
      )}
      {answer.next && (
        <p className="jx-more">
          <a
            className="jx-button jx-button-quiet"
            href={link(lang, { ...wanted, cursor: answer.next })}
            rel="nofollow"
            data-more=""
          >
            {t('search:more')}
          </a>
        </p>
      )}
    </section>
  );
}
