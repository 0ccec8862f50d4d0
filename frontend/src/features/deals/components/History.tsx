import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { full, type Amount } from '@/shared/ui/money';
import { Section } from '@/shared/ui/Page';
import { exact } from '@/shared/ui/time';
import type { Deal } from '../api';

type Step = Deal['history'][number];

/** Every step, newest first: what, by whom, when, and what it said. Nothing is ever taken out of it. */
export function History({ deal }: { deal: Deal }) {
  const { t } = useTranslation(['deals', 'common']);
  const text = useText();
  const language = useLanguage();
  const by = (step: Step) => {
    if (['clock', 'system', 'bank', 'operator', 'second_operator'].includes(step.party))
      return t(`party.${step.party}`);
    if (step.organisation === deal.parties.seller.id) return text(deal.parties.seller.name);
    if (step.organisation === deal.parties.buyer.id) return text(deal.parties.buyer.name);
    return t(`party.${step.party}`);
  };
  return (
    <Section
      title={t('history.title')}
      aside={<span className="jx-soft">{t('history.count', { count: deal.history.length })}</span>}
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
              <Facts step={step} />
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

/** What a step says that its name doesn't: known facts in words, others not at all. */
function Facts({ step }: { step: Step }) {
  const { t } = useTranslation('deals');
  const language = useLanguage();
  const facts = step.facts as Record<string, unknown>;
  const said: string[] = [];
  const money = (key: string) => {
    const amount = facts[key] as Amount | undefined;
    if (amount && typeof amount.minor === 'number') said.push(t(`fact.${key}`, { amount: full(amount, language) }));
  };
  for (const key of ['amount', 'to_seller', 'to_buyer']) money(key);
  if (typeof facts['number'] === 'string') said.push(t('fact.number', { number: facts['number'] }));
  if (typeof facts['date'] === 'string') said.push(facts['date']);
  if (typeof facts['reason'] === 'string') said.push(facts['reason']);
  if (typeof facts['text'] === 'string') said.push(facts['text']);
  const sha = typeof facts['sha256'] === 'string' ? facts['sha256'] : undefined;
  if (said.length === 0 && !sha) return null;
  return (
    <p className="jx-soft jx-words">
      {said.join(' · ')}
      {sha && <span className="jx-mono">SHA-256 {sha.slice(0, 12)}…</span>}
    </p>
  );
}
