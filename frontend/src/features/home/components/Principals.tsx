import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { answer, api, type ItemOf } from '@/shared/api/client';
import { useLanguage, useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { actFor, useMe } from '@/shared/session/me';
import { principalsQuery, type Principal } from '@/shared/session/principals';
import { Money } from '@/shared/ui/Money';
import { Section } from '@/shared/ui/Page';
import { day } from '@/shared/ui/time';

const commissionsQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['home', 'commissions', organisation],
    queryFn: async () => {
      const { items } = await answer(api.GET('/api/v1/commissions', { params: { query: { limit: 100 } } }));
      return items;
    },
  });

const OVER = ['closed', 'cancelled', 'refunded'];

/** An intermediary's home: for whom it acts, in what, and what it earns by it. */
export function Principals({ organisation }: { organisation: string }) {
  const { t } = useTranslation('home');
  const me = useMe();
  const { data: principals } = useQuery(principalsQuery(me));
  const { data: commissions } = useQuery(commissionsQuery(organisation));
  const mine = (principals ?? []).filter((one) => one.intermediaryId === organisation);
  return (
    <>
      <Section
        title={t('principals.title', { count: mine.length })}
        aside={<Link to={paths.mandates}>{t('principals.mandates')}</Link>}
      >
        {mine.length > 0 ? (
          <ul className="jx-desk jx-sheet">
            {mine.map((one) => (
              <Row key={one.id} principal={one} />
            ))}
          </ul>
        ) : (
          <p className="jx-soft">{t('principals.none')}</p>
        )}
      </Section>
      {commissions && commissions.length > 0 && (
        <Section title={t('earned.title')} aside={<Link to={paths.commissions}>{t('earned.all')}</Link>}>
          <dl className="jx-sheet jx-earned-home">
            <Sum
              label={t('earned.pending')}
              of={commissions.filter(({ stage }) => !OVER.includes(stage))}
              as="expected"
            />
            <Sum label={t('earned.paid')} of={commissions} as="paid" />
          </dl>
        </Section>
      )}
    </>
  );
}

function Row({ principal }: { principal: Principal }) {
  const { t } = useTranslation('home');
  const text = useText();
  const language = useLanguage();
  const client = useQueryClient();
  return (
    <li className="jx-principal">
      <div className="jx-desk-what">
        <strong>{text(principal.name)}</strong>
        <ul className="jx-soft">
          {principal.mandates.map((mandate) => (
            <li key={mandate.id} className="jx-num">
              <Link to={paths.mandate(mandate.id)}>
                {t(`principals.${mandate.scope === 'all' ? 'all' : 'one'}_${mandate.side}`)}
              </Link>{' '}
              · {t('principals.until', { day: day(new Date(mandate.valid_until), language) })}
            </li>
          ))}
        </ul>
      </div>
      <Button onClick={() => void actFor(client, principal.id)}>
        {t('principals.act_for', { name: text(principal.name) })}
      </Button>
    </li>
  );
}

function Sum({ label, of, as }: { label: string; of: ItemOf<'list_commissions'>[]; as: 'expected' | 'paid' }) {
  const sums = new Map<string, number>();
  for (const one of of) {
    const left = as === 'expected' ? one.expected.minor - one.paid.minor : one.paid.minor;
    sums.set(one.expected.currency, (sums.get(one.expected.currency) ?? 0) + left);
  }
  return (
    <div>
      <dt className="jx-soft">{label}</dt>
      {[...sums].map(([currency, minor]) => (
        <dd key={currency}>
          <Money amount={{ minor, currency }} strong />
        </dd>
      ))}
      {sums.size === 0 && <dd>–</dd>}
    </div>
  );
}
