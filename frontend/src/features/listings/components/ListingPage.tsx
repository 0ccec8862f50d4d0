import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { paths } from '@/shared/routing/paths';
import { useMe } from '@/shared/session/me';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { listingQuery } from '../api';
import { Manage } from './Manage';
import { Reader } from './Reader';
import './listings.css';

const route = getRouteApi('/workspace/app/listings/$listing');

/** A listing: for its holder the page to manage it by, for everybody else the one to judge it by. */
export function ListingPage() {
  const { t } = useTranslation('listings');
  const me = useMe();
  const { listing: id } = route.useParams();
  const { data, error, refetch } = useQuery(listingQuery(id));
  if (!data) {
    return (
      <Page title={t('one')} above={<Link to={paths.listings}>{t('title')}</Link>}>
        {error ? (
          <ProblemAlert problem={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton active paragraph={{ rows: 8 }} />
        )}
      </Page>
    );
  }
  return data.owner.id === me.organisation ? <Manage listing={data} /> : <Reader listing={data} />;
}
