import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { PrinterOutlined } from '@ant-design/icons';
import Button from 'antd/es/button';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { useMe, useOrganisation } from '@/shared/session/me';
import { CopyText } from '@/shared/ui/CopyText';
import { Page, Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { Stepper } from '@/shared/ui/Stepper';
import { Time } from '@/shared/ui/Time';
import { day } from '@/shared/ui/time';
import { dealQuery, type Deal } from '../api';
import { isOver, sideOf, steps, toneOf, waitsFor } from '../view';
import { Actions } from './Actions';
import { Actors } from './Actors';
import { Dispute } from './Dispute';
import { Documents } from './Documents';
import { Escrow } from './Escrow';
import { History } from './History';
import { Thread } from './Thread';
import './deals.css';

const route = getRouteApi('/workspace/app/deals/$deal');

/** One deal on one page: how far it is, who acts next, the money, the papers, and everything that was done. */
export function DealPage() {
  const { t } = useTranslation('deals');
  const { deal: id } = route.useParams();
  const { data, error, refetch } = useQuery(dealQuery(id));
  if (data) return <Whole key={id} deal={data} />;
  return (
    <Page title={t('one')} above={<Link to={paths.deals}>{t('title')}</Link>}>
      {error ? (
        <ProblemAlert problem={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton active paragraph={{ rows: 8 }} />
      )}
    </Page>
  );
}

function Whole({ deal }: { deal: Deal }) {
  const { t } = useTranslation(['deals', 'common']);
  const text = useText();
  const language = useLanguage();
  const me = useMe();
  const operator = useOrganisation()?.kind === 'operator';
  const side = sideOf(deal, me.organisation);
  return (
    <Page
      kept
      title={text(deal.listing.title)}
      above={
        <>
          <Link to={paths.deals}>{t('title')}</Link> / <CopyText text={deal.number} what={t('column.number')} />
        </>
      }
      facts={
        <>
          <StateTag tone={toneOf(deal.stage)} label={t(`common:deal_stage.${deal.stage}`)} />
          <span>{t(`common:right.${deal.right}`)}</span>
          <span>
            {t('opened')} <Time at={deal.opened_at} />
          </span>
          <Link to={paths.listing(deal.listing.id)}>{t('see_listing', { number: deal.listing.number })}</Link>
          {deal.origin.startsWith('off_') && <Link to={paths.offer(deal.origin)}>{t('see_offer')}</Link>}
        </>
      }
      actions={
        <Button icon={<PrinterOutlined aria-hidden />} className="jx-no-print" onClick={() => window.print()}>
          {t('print')}
        </Button>
      }
    >
      <Stepper
        label={t('road')}
        steps={steps(
          deal,
          (stage) => t(`common:deal_stage.${stage}`),
          (at) => day(new Date(at), language),
        )}
      />
      {isOver(deal.stage) ? <Over deal={deal} /> : <Now deal={deal} operator={operator} />}
      <Actions deal={deal} />
      <div className="jx-deal-grid">
        <div className="jx-stack jx-deal-main">
          {(deal.dispute || deal.ruling) && <Dispute deal={deal} />}
          <Documents deal={deal} />
          <Thread deal={deal} />
          <History deal={deal} />
        </div>
        <div className="jx-stack jx-deal-aside">
          <Escrow deal={deal} side={side} />
          <Section title={t('sides')}>
            <dl className="jx-facts jx-sheet">
              {(['seller', 'buyer'] as const).map((one) => (
                <div key={one}>
                  <dt>{t(`side.${one}`)}</dt>
                  <dd>
                    <Link to={paths.organisation(deal.parties[one].id)}>{text(deal.parties[one].name)}</Link>
                    {one === side && <span className="jx-soft"> · {t('side.me')}</span>}
                  </dd>
                </div>
              ))}
              {deal.filing && (
                <>
                  <div>
                    <dt>{t('filing.number')}</dt>
                    <dd>
                      <CopyText text={deal.filing.number} what={t('filing.number')} />
                    </dd>
                  </div>
                  <div>
                    <dt>{t('filing.date')}</dt>
                    <dd className="jx-num">{deal.filing.date}</dd>
                  </div>
                </>
              )}
              <div>
                <dt>{t('rule_pack')}</dt>
                <dd className="jx-mono">{deal.rule_pack}</dd>
              </div>
            </dl>
          </Section>
        </div>
      </div>
    </Page>
  );
}

/** Who must act, until when, what is to be done, and what happens if nobody does. */
function Now({ deal, operator }: { deal: Deal; operator: boolean }) {
  const { t } = useTranslation(['deals', 'common']);
  const me = useMe();
  const mine = waitsFor(deal, me.organisation, operator);
  const todo = deal.checklist.filter((item) => item.stage === deal.stage);
  return (
    <section
      id="deal-now"
      tabIndex={-1}
      className={`jx-sheet jx-now${mine ? ' jx-now-mine' : ''}`}
      aria-label={t('now')}
    >
      <div>
        <h2>
          <Actors deal={deal} operator={operator} />
        </h2>
        {deal.deadline && (
          <p>
            {t('due')} <Time at={deal.deadline} due />
            {deal.at_deadline && <span className="jx-soft"> · {t(`at_deadline.${deal.at_deadline}`)}</span>}
          </p>
        )}
      </div>
      {todo.length > 0 && (
        <ul className="jx-todo">
          {todo.map((item) => (
            <li key={item.item}>
              <StateTag tone={item.done ? 'done' : 'open'} label={t(`common:task.${item.item}`)} />
              {item.done && <span className="jx-soft"> · {t('common:step.done')}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** How it ended. */
function Over({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deals');
  const last = deal.history.at(-1);
  return (
    <section id="deal-now" tabIndex={-1} className="jx-sheet jx-now" aria-label={t('now')}>
      <div>
        <h2>{t(`over.${deal.stage}`)}</h2>
        {last && (
          <p className="jx-soft">
            <Time at={last.at} />
          </p>
        )}
      </div>
    </section>
  );
}
