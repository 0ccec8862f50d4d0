import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { exact } from '@/shared/ui/time';
import { mandateQuery } from '../api';
import { toneOf } from '../view';
import { ActFor } from './ActFor';
import { Example } from './Example';
import { MandateActions } from './MandateActions';
import { Commission, Scope } from './Terms';
import './mandates.css';

const route = getRouteApi('/workspace/app/mandates/$mandate');

/** What one mandate says, and what can be done about it. */
export function MandatePage() {
  const { t } = useTranslation('mandates');
  const text = useText();
  const language = useLanguage();
  const { mandate: id } = route.useParams();
  const { data: mandate, error, refetch } = useQuery(mandateQuery(id));
  const above = <Link to={paths.mandates}>{t('title')}</Link>;
  if (!mandate) {
    return (
      <Page title={t('one')} above={above}>
        {error ? (
          <ProblemAlert problem={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton active paragraph={{ rows: 6 }} />
        )}
      </Page>
    );
  }
  const names = { intermediary: text(mandate.intermediary.name), principal: text(mandate.principal.name) };
  return (
    <Page
      kept
      title={t('acts_for', names)}
      above={above}
      facts={<StateTag tone={toneOf(mandate.state)} label={t(`state.${mandate.state}`)} />}
    >
      <div className="jx-row">
        <ActFor mandate={mandate} />
        <MandateActions mandate={mandate} />
      </div>
      <dl className="jx-sheet jx-terms">
        <dt>{t('intermediary')}</dt>
        <dd>
          <Link to={paths.organisation(mandate.intermediary.id)}>{names.intermediary}</Link>
        </dd>
        <dt>{t('principal')}</dt>
        <dd>
          <Link to={paths.organisation(mandate.principal.id)}>{names.principal}</Link>
        </dd>
        <dt>{t('side.name')}</dt>
        <dd>{t(`side.${mandate.side}`)}</dd>
        <dt>{t('scope.name')}</dt>
        <dd>
          <Scope mandate={mandate} />
        </dd>
        <dt>{t('commission.name')}</dt>
        <dd>
          <Commission commission={mandate.commission} />
          <Example commission={mandate.commission} />
          <div className="jx-soft">{t('commission.teach')}</div>
        </dd>
        <dt>{t('may_act.name')}</dt>
        <dd>
          {t(mandate.may_act ? 'may_act.yes' : 'may_act.no')}
          <div className="jx-soft">{t(mandate.may_act ? 'may_act.teach' : 'may_act.teach_no')}</div>
        </dd>
        <dt>{t('valid_until')}</dt>
        <dd className="jx-num">{exact(new Date(mandate.valid_until), language)}</dd>
        <dt>{t('proposed_at')}</dt>
        <dd className="jx-num">{exact(new Date(mandate.created_at), language)}</dd>
      </dl>
    </Page>
  );
}
