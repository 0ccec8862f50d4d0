import { useInfiniteQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/shared/ui/EmptyState';
import { MailText } from '@/shared/ui/MailText';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { Time } from '@/shared/ui/Time';
import { mailQuery } from '../api';

/** One's mails, where the installation keeps them instead of sending them. */
export function CapturedMail() {
  const { t } = useTranslation(['account', 'common']);
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(mailQuery);
  const mails = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Section title={t('mail.title')}>
      <p className="jx-soft">{t('mail.teach')}</p>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {isPending && <Skeleton active paragraph={{ rows: 6 }} />}
      {data && mails.length === 0 && <EmptyState title={t('mail.none')} teach={t('mail.none_teach')} />}
      {mails.length > 0 && (
        <ul className="jx-mails jx-sheet" aria-label={t('mail.title')}>
          {mails.map((mail) => (
            <li key={mail.id}>
              <details>
                <summary>
                  <span>{mail.subject}</span>
                  <span className="jx-soft">
                    <Time at={mail.created_at} />
                  </span>
                </summary>
                <MailText body={mail.body} links={mail.links} />
              </details>
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <div>
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('common:action.more')}
          </Button>
        </div>
      )}
    </Section>
  );
}
