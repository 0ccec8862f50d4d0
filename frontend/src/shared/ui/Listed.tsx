import Button from 'antd/es/button';
import Skeleton from 'antd/es/skeleton';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './EmptyState';
import { ProblemAlert } from './ProblemAlert';

interface Pages {
  data: unknown;
  error: Error | null;
  isPending: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

interface Props {
  /** The infinite query behind the rows. */
  pages: Pages;
  /** Whose `empty` texts it speaks in: `title`, `teach`, `filtered`, `filtered_teach`, `clear`. */
  namespace: string;
  /** Where in it they are, for a second list of one feature. */
  empty?: string;
  /** How many rows are shown. */
  count: number;
  /** Do filters hide some? Then emptiness offers to clear them. */
  filtered: boolean;
  onClear: () => void;
  /** What to do where there is nothing at all. */
  begin?: ReactNode;
  /** A fault of something else that the rows need. */
  problem?: Error | null;
  /** Something else that the rows need is still under way. */
  waiting?: boolean;
  children: ReactNode;
}

/** What stands around the rows of any list: its fault, its waiting, its emptiness, and the way to more. */
export function Listed({
  pages,
  namespace,
  empty = 'empty',
  count,
  filtered,
  onClear,
  begin,
  problem,
  waiting = false,
  children,
}: Props) {
  const { t } = useTranslation([namespace, 'common']);
  const fault = pages.error ?? problem;
  return (
    <>
      <ProblemAlert problem={fault} onRetry={pages.error ? () => void pages.refetch() : undefined} />
      {((pages.isPending && !pages.error) || waiting) && <Skeleton active paragraph={{ rows: 6 }} />}
      {Boolean(pages.data) && count === 0 && !waiting && (
        <EmptyState
          title={t(`${empty}.${filtered ? 'filtered' : 'title'}`)}
          teach={t(`${empty}.${filtered ? 'filtered_teach' : 'teach'}`)}
          action={filtered ? <Button onClick={onClear}>{t(`${empty}.clear`)}</Button> : begin}
        />
      )}
      {count > 0 && children}
      {pages.hasNextPage && (
        <div>
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('common:action.more')}
          </Button>
        </div>
      )}
    </>
  );
}
