import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { paths } from '@/shared/routing/paths';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { documentsQuery, listingQuery } from '../api';
import { Editor } from './Editor';
import './listings.css';

const route = getRouteApi('/workspace/app/listings/$listing/edit');

/** A listing being written. */
export function EditListing() {
  const { t } = useTranslation('listings');
  const { listing: id } = route.useParams();
  const { data, error, refetch } = useQuery({ ...listingQuery(id), refetchOnWindowFocus: false });
  const documents = useQuery(documentsQuery(id));
  if (data) return <Editor key={data.id} read={data} documents={documents.data?.items.length ?? 0} />;
  return (
    <Page title={t('edit.title')} above={<Link to={paths.listings}>{t('title')}</Link>}>
      {error ? (
        <ProblemAlert problem={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton active paragraph={{ rows: 10 }} />
      )}
    </Page>
  );
}
