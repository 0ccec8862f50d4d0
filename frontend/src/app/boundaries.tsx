import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api/problem';
import { paths } from '@/shared/routing/paths';
import { EmptyState } from '@/shared/ui/EmptyState';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';

/** A page on its way: heading and content in outline, where they will be. */
export function Pending() {
  const { t } = useTranslation('common');
  return (
    <div role="status" aria-label={t('loading')} className="jx-page">
      <Skeleton active title={{ width: '40%' }} paragraph={{ rows: 8 }} />
    </div>
  );
}

/** The page's own program could not be fetched: most often the server has a newer version by now. */
function isOutdated(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|importing a module|module script/i.test(error.message);
}

export function Fault({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation('app');
  const outdated = isOutdated(error);
  const known = (error as unknown) instanceof Problem;
  return (
    <Page title={t('fault.title')}>
      {known ? (
        <ProblemAlert problem={error} onRetry={reset} />
      ) : (
        <EmptyState
          title={t(outdated ? 'fault.outdated' : 'fault.what')}
          teach={t(outdated ? 'fault.outdated_todo' : 'fault.todo')}
          action={
            <Button type="primary" onClick={() => window.location.reload()}>
              {t('fault.reload')}
            </Button>
          }
        />
      )}
      <div className="jx-row">
        {!known && !outdated && <Button onClick={reset}>{t('fault.again')}</Button>}
        <a href={paths.home}>{t('missing.home')}</a>
      </div>
      {!known && !outdated && (
        <details>
          <summary>{t('fault.details')}</summary>
          <pre className="jx-mono jx-fault">{error instanceof Error ? error.message : String(error)}</pre>
        </details>
      )}
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
