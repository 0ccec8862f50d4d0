import { Link, Navigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { paths } from '@/shared/routing/paths';
import { useMe } from '@/shared/session/me';
import { EmptyState } from '@/shared/ui/EmptyState';
import { Page } from '@/shared/ui/Page';

/** The organisation acted for; a place in the sidebar that is always the right one. */
export function OwnOrganisation() {
  const { t } = useTranslation('organisations');
  const { organisation } = useMe();
  if (organisation) return <Navigate to="/app/organisations/$id" params={{ id: organisation }} replace />;
  return (
    <Page title={t('title')}>
      <EmptyState
        title={t('none.title')}
        teach={t('none.teach')}
        action={<Link to={paths.newOrganisation}>{t('new.do')}</Link>}
      />
    </Page>
  );
}
