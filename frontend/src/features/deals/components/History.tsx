import { useTranslation } from 'react-i18next';
import { moment, type Column } from '@/shared/export/columns';
import { useLanguage, useText } from '@/shared/i18n/text';
import { useMe } from '@/shared/session/me';
import { ExportButton } from '@/shared/ui/ExportButton';
import { full, type Amount } from '@/shared/ui/money';
import { Section } from '@/shared/ui/Page';
import { exact } from '@/shared/ui/time';
import type { Deal } from '../api';

type Step = Deal['history'][number];

/** Every step, newest first: what, by whom and on whose behalf, when, and what it said. Nothing is ever taken out of it. */
export function History({ deal }: { deal: Deal }) {
  const { t } = useTranslation(['deals', 'common']);
  const language = useLanguage();
  const by = useBy(deal);
  const said = useSaid();
  const columns: Column<Step>[] = [
    { name: t('history.version'), value: (step) => step.version },
    { name: t('history.at'), value: (step) => moment(step.at) },
    { name: t('history.what'), value: (step) => t(`step.${step.action ?? 'opened'}`) },
    { name: t('history.by'), value: by },
    { name: t('column.stage'), value: (step) => t(`common:deal_stage.${step.to}`) },
    { name: t('history.said'), value: (step) => said(step).join(' · ') },
    { name: 'SHA-256', value: (step) => shaOf(step) },
  ];
  return (
    <Section
      title={t('history.title')}
      aside={
        <div className="jx-row">
          <span className="jx-soft">{t('history.count', { count: deal.history.length })}</span>
          <ExportButton name={`${deal.number} ${t('history.title')}`} rows={deal.history} columns={columns} />
        </div>
      }
    >
      <ol className="jx-sheet jx-history" reversed>
        {deal.history.toReversed().map((step) => (
          <li key={step.version}>
            <span className="jx-history-version jx-num" title={t('history.version')}>
              {step.version}
            </span>
            <div>
              <p>
                <strong>{t(`step.${step.action ?? 'opened'}`)}</strong> <span className="jx-soft">{by(step)}</span>
                {step.from && step.from !== step.to && (
                  <span className="jx-soft"> → {t(`common:deal_stage.${step.to}`)}</span>
                )}
              </p>
              <Facts words={said(step)} sha={shaOf(step)} />
            </div>
            <time dateTime={step.at} className="jx-soft jx-num">
              {exact(new Date(step.at), language)}
            </time>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** Who took a step, in words: the part or the side, oneself, and the intermediary that stood in. */
function useBy(deal: Deal): (step: Step) => string {
  const { t } = useTranslation('deals');
  const text = useText();
  const me = useMe();
  return (step) => {
    const parts = ['clock', 'system', 'bank', 'operator', 'second_operator'];
    const side = [deal.parties.seller, deal.parties.buyer].find(({ id }) => id === step.organisation);
    const name = side && !parts.includes(step.party) ? text(side.name) : t(`party.${step.party}`);
    const who = step.intermediary ? t('history.behalf', { by: text(step.intermediary.name), name }) : name;
    // The bank's and the system's steps come with somebody's command, but nobody took them.
    const own = step.account === me.account.id && !['clock', 'system', 'bank'].includes(step.party);
    return own ? t('history.you', { name: who }) : who;
  };
}

function shaOf(step: Step): string | undefined {
  const sha = (step.facts as Record<string, unknown>)['sha256'];
  return typeof sha === 'string' ? sha : undefined;
}

/** What a step says that its name doesn't: known facts in words, others not at all. */
function useSaid(): (step: Step) => string[] {
  const { t } = useTranslation('deals');
  const language = useLanguage();
  return (step) => {
    const facts = step.facts as Record<string, unknown>;
    const said: string[] = [];
    for (const key of ['amount', 'to_seller', 'to_buyer']) {
      const amount = facts[key] as Amount | undefined;
      if (amount && typeof amount.minor === 'number') said.push(t(`fact.${key}`, { amount: full(amount, language) }));
    }
    if (typeof facts['number'] === 'string') said.push(t('fact.number', { number: facts['number'] }));
    for (const key of ['date', 'reason', 'text']) {
      const words = facts[key];
      if (typeof words === 'string') said.push(words);
    }
    return said;
  };
}

function Facts({ words, sha }: { words: string[]; sha: string | undefined }) {
  if (words.length === 0 && !sha) return null;
  return (
    <p className="jx-soft jx-words">
      {words.join(' · ')}
      {sha && (
        <span className="jx-mono" title={sha}>
          {words.length > 0 && ' · '}SHA-256 {sha.slice(0, 12)}…
        </span>
      )}
    </p>
  );
}
