import { EyeFilled, EyeOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useWatch, watchedQuery, type Listing } from '../api';

/** Keeps an eye on it, or no more: pressed again it is undone. */
export function WatchButton({ listing }: { listing: Listing }) {
  const { t } = useTranslation('listings');
  const { data: watched } = useQuery(watchedQuery(listing.id));
  const watch = useWatch();
  return (
    <>
      <Button
        icon={watched ? <EyeFilled aria-hidden /> : <EyeOutlined aria-hidden />}
        aria-pressed={watched ?? false}
        title={t('watch.what')}
        loading={watch.isPending}
        disabled={watched === undefined}
        onClick={() => watch.mutate({ listing: listing.id, on: !watched })}
      >
        {t(watched ? 'watch.on' : 'watch.do')}
      </Button>
      <ProblemAlert problem={watch.error} />
    </>
  );
}
