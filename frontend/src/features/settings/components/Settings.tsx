import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Skeleton from 'antd/es/skeleton';
import Tabs from 'antd/es/tabs';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrganisation } from '@/shared/session/me';
import { settingsQuery, type Settings as Shown } from '@/shared/session/settings';
import { EmptyState } from '@/shared/ui/EmptyState';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { before, useChange, type Change } from '../api';
import { TABS, type Tab } from '../routes';
import { AnnouncementForm, NameForm, PeriodsForm, TextsForm } from './forms';
import { FeesForm } from './Fees';
import { History } from './History';
import { ReasonsForm } from './Reasons';
import './settings.css';

const route = getRouteApi('/workspace/app/exchange/settings');

/** What a form needs: what is set, whether it may be changed, and the way to do so. */
export interface FormProps {
  settings: Shown;
  disabled: boolean;
  saving: boolean;
  onSave: (change: Change) => void;
}

const FORMS: Record<Exclude<Tab, 'history'>, (props: FormProps) => ReactNode> = {
  name: NameForm,
  fees: FeesForm,
  announcement: AnnouncementForm,
  texts: TextsForm,
  reasons: ReasonsForm,
  periods: PeriodsForm,
};

/** What the exchange sets while it runs: each part a form of its own, saved at once and undone with one press. */
export function Settings() {
  const { t } = useTranslation('settings');
  const operator = useOrganisation()?.kind === 'operator';
  const { tab = 'name' } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery({ ...settingsQuery, enabled: operator });
  const [undo, setUndo] = useState<Change>();
  const [said, setSaid] = useState<'saved' | 'undone'>();
  const command = useChange(() => undefined);
  if (!operator) {
    return (
      <Page title={t('title')}>
        <EmptyState title={t('not_operator')} teach={t('not_operator_teach')} />
      </Page>
    );
  }
  const save = (settings: Shown, change: Change, undoing = false) => {
    setSaid(undefined);
    command.mutate(
      { version: settings.version, change },
      {
        onSuccess: () => {
          setUndo(undoing ? undefined : before(settings, change));
          setSaid(undoing ? 'undone' : 'saved');
        },
      },
    );
  };
  const stale = command.error?.status === 412;
  return (
    <Page title={t('title')} facts={t(data?.may_change === false ? 'reads' : 'teach')}>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && (
        <div className="jx-settings">
          <Tabs
            activeKey={tab}
            onChange={(key) => {
              setSaid(undefined);
              command.reset();
              void navigate({ search: { tab: key as Tab }, replace: true });
            }}
            items={TABS.map((key) => ({ key, label: t(`tabs.${key}`) }))}
          />
          <div role="status">
            {said && (
              <Alert
                type="success"
                showIcon
                title={t(said)}
                action={
                  said === 'saved' &&
                  undo && (
                    <Button size="small" loading={command.isPending} onClick={() => save(data, undo, true)}>
                      {t('undo')}
                    </Button>
                  )
                }
              />
            )}
          </div>
          {stale ? (
            <Alert type="error" showIcon role="alert" title={t('stale')} />
          ) : (
            <ProblemAlert problem={command.error} />
          )}
          {tab === 'history' ? (
            <History />
          ) : (
            <Form
              key={`${tab} ${data.version}`}
              tab={tab}
              settings={data}
              disabled={!data.may_change}
              saving={command.isPending}
              onSave={(change) => save(data, change)}
            />
          )}
        </div>
      )}
    </Page>
  );
}

function Form({ tab, ...props }: FormProps & { tab: Exclude<Tab, 'history'> }) {
  const Chosen = FORMS[tab];
  return <Chosen {...props} />;
}
