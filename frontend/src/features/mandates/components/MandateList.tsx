import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Segmented from 'antd/es/segmented';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { useMe, useOrganisation } from '@/shared/session/me';
import { EmptyState } from '@/shared/ui/EmptyState';
import { Listed } from '@/shared/ui/Listed';
import { Page } from '@/shared/ui/Page';
import { StateTag } from '@/shared/ui/StateTag';
import { day } from '@/shared/ui/time';
import { mandatesQuery, type Mandate } from '../api';
import { type MandateFilters } from '../routes';
import { toneOf } from '../view';
import { ActFor } from './ActFor';
import { MandateActions } from './MandateActions';
import { ProposeForm } from './ProposeForm';
import { Commission, Scope } from './Terms';
import '@/shared/ui/rows.css';

const route = getRouteApi('/workspace/app/mandates');

/** The mandates of an organisation, whichever side of them it is on. */
export function MandateList() {
  const { t } = useTranslation(['mandates', 'common']);
  const me = useMe();
  const organisation = useOrganisation();
  const filters = route.useSearch();
  const narrowTo = route.useNavigate();
  const navigate = useNavigate();
  const pages = useInfiniteQuery({
    ...mandatesQuery,
    enabled: organisation !== undefined,
  });
  const narrow = (change: Partial<MandateFilters>) =>
    void narrowTo({ search: (before) => ({ ...before, ...change }), replace: true });
  const all = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = all.filter(
    (one) =>
      (!filters.part || one[filters.part].id === me.organisation) &&
      (!filters.open || one.state === 'proposed' || one.state === 'active'),
  );
  const filtered = filters.part !== undefined || filters.open !== undefined;
  // Who acts for a principal agrees to nothing in its name, and the operator is no side.
  const mayPropose = organisation !== undefined && organisation.kind !== 'operator';
  const propose = (filters.propose === true || filters.ask !== undefined) && mayPropose;
  return (
    <Page
      title={t('title')}
      facts={t('teach')}
      actions={
        mayPropose && (
          <Button
            type={propose ? 'default' : 'primary'}
            aria-expanded={propose}
            onClick={() => narrow({ propose: propose ? undefined : true, ask: undefined })}
          >
            {t('propose.open')}
          </Button>
        )
      }
    >
      {propose && (
        <ProposeForm
          intermediary={organisation.kind === 'intermediary'}
          partner={filters.ask}
          onBack={() => narrow({ propose: undefined, ask: undefined })}
          onDone={({ id }) => void navigate({ to: paths.mandate(id) })}
        />
      )}
      <div className="jx-row" role="search" aria-label={t('filter.name')}>
        <Segmented
          value={(filters.part ?? 'all') as 'intermediary' | 'principal' | 'all'}
          onChange={(part) => narrow({ part: part === 'all' ? undefined : part })}
          options={(['all', 'intermediary', 'principal'] as const).map((one) => ({
            value: one,
            label: t(`filter.${one}`),
          }))}
          aria-label={t('filter.part')}
        />
        <Checkbox
          checked={filters.open === true}
          onChange={(event) => narrow({ open: event.target.checked ? true : undefined })}
        >
          {t('filter.open')}
        </Checkbox>
      </div>
      {organisation ? (
        <Listed
          pages={pages}
          namespace="mandates"
          count={shown.length}
          filtered={filtered}
          onClear={() => void narrowTo({ search: {} })}
        >
          <ul className="jx-rows jx-sheet" aria-label={t('title')}>
            {shown.map((one) => (
              <Row key={one.id} mandate={one} />
            ))}
          </ul>
        </Listed>
      ) : (
        <EmptyState title={t('acting.title')} teach={t('acting.teach')} />
      )}
    </Page>
  );
}

function Row({ mandate }: { mandate: Mandate }) {
  const { t } = useTranslation('mandates');
  const text = useText();
  const me = useMe();
  const language = useLanguage();
  const names = { intermediary: text(mandate.intermediary.name), principal: text(mandate.principal.name) };
  const title =
    me.organisation === mandate.intermediary.id
      ? t('we_act_for', names)
      : me.organisation === mandate.principal.id
        ? t('acts_for_us', names)
        : t('acts_for', names);
  return (
    <li>
      <div>
        <Link to={paths.mandate(mandate.id)} className="jx-rows-title">
          {title}
        </Link>
        <span className="jx-rows-note">
          {t(`side.${mandate.side}`)} · <Scope mandate={mandate} />
        </span>
      </div>
      <div>
        <StateTag tone={toneOf(mandate.state)} label={t(`state.${mandate.state}`)} />
        <div className="jx-rows-note">
          <Commission commission={mandate.commission} />
        </div>
        <div className="jx-rows-note">{t(mandate.may_act ? 'may_act.yes' : 'may_act.no')}</div>
      </div>
      <div className="jx-rows-end">
        <div className="jx-rows-note">
          {t('valid_until')} <span className="jx-num">{day(new Date(mandate.valid_until), language)}</span>
        </div>
        <div className="jx-row">
          <ActFor mandate={mandate} />
          <MandateActions mandate={mandate} />
        </div>
      </div>
    </li>
  );
}
