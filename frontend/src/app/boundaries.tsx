import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import Spin from 'antd/es/spin';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { Page } from '@/shared/ui/Page';
import { EmptyState } from '@/shared/ui/EmptyState';
import { paths } from '@/shared/routing/paths';

export function Pending() {
  const { t } = useTranslation('common');
  return (
    <div role="status" aria-label={t('loading')} style={{ padding: 48, textAlign: 'center' }}>
      <Spin />
    </div>
  );
}

export function Fault({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation('app');
  return (
    <Page title={t('fault')}>
      <ProblemAlert problem={error} onRetry={reset} />
    </Page>
  );
}

export function Missing() {
  const { t } = useTranslation('app');
  return (
    <Page title={t('missing.title')}>
      <EmptyState
        title={t('missing.what')}
        teach={t('missing.teach')}
        action={<Link to={paths.home}>{t('missing.home')}</Link>}
      />
    </Page>
  );
}
