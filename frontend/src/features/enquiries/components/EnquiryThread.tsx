import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { useMe } from '@/shared/session/me';
import { Page, Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { exact } from '@/shared/ui/time';
import { enquiryQuery, sideOf, useReply, type Enquiry } from '../api';
import { Clock } from './Clock';
import './enquiries.css';

const route = getRouteApi('/workspace/app/enquiries/$enquiry');

/** One thread: what was asked and answered, the clock, and what to do next. */
export function EnquiryThread() {
  const { t } = useTranslation('enquiries');
  const { enquiry: id } = route.useParams();
  const { data, error, refetch } = useQuery(enquiryQuery(id));
  if (data) return <Thread enquiry={data} />;
  return (
    <Page title={t('one')} above={<Link to={paths.enquiries}>{t('title')}</Link>}>
      {error ? (
        <ProblemAlert problem={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton active paragraph={{ rows: 6 }} />
      )}
    </Page>
  );
}

function Thread({ enquiry }: { enquiry: Enquiry }) {
  const { t } = useTranslation('enquiries');
  const text = useText();
  const language = useLanguage();
  const me = useMe();
  const side = sideOf(enquiry, me.organisation);
  const names = { supply: text(enquiry.holder.name), demand: text(enquiry.asker.name) };
  return (
    <Page
      title={text(enquiry.listing.title)}
      above={
        <>
          <Link to={paths.enquiries}>{t('title')}</Link> / <span className="jx-mono">{enquiry.listing.number}</span>
        </>
      }
      facts={
        <>
          <Clock enquiry={enquiry} />
          <span>{t('between', { asker: names.demand, holder: names.supply })}</span>
        </>
      }
      actions={
        <>
          <Link to={paths.listing(enquiry.listing.id)}>
            <Button tabIndex={-1}>{t('see_listing')}</Button>
          </Link>
          {side === 'demand' && (
            <Link to={paths.listing(enquiry.listing.id)} search={{ do: 'offer' } as never}>
              <Button type="primary" tabIndex={-1}>
                {t('make_offer')}
              </Button>
            </Link>
          )}
        </>
      }
    >
      <Section title={t('messages', { count: enquiry.messages?.length ?? 0 })}>
        <ol className="jx-thread">
          {enquiry.messages?.map((message) => (
            <li key={message.id} className={message.side === side ? 'jx-message jx-message-own' : 'jx-message'}>
              <div className="jx-row">
                <strong>{message.side === side ? t('us') : names[message.side]}</strong>
                <time dateTime={message.at} className="jx-num jx-soft">
                  {exact(new Date(message.at), language)}
                </time>
              </div>
              <p>{message.text}</p>
            </li>
          ))}
        </ol>
      </Section>
      {side && <Reply key={enquiry.version} enquiry={enquiry} side={side} />}
    </Page>
  );
}

function Reply({ enquiry, side }: { enquiry: Enquiry; side: 'supply' | 'demand' }) {
  const { t } = useTranslation('enquiries');
  const [form] = Form.useForm<{ text: string }>();
  const reply = useReply(enquiry, () => form.resetFields());
  return (
    <Form<{ text: string }>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="jx-sheet jx-reply"
      onFinish={({ text }) => reply.mutate(text.trim())}
    >
      <Form.Item
        name="text"
        label={t(side === 'supply' ? 'reply.answer' : 'reply.more')}
        extra={side === 'supply' && !enquiry.first_answered_at ? t('reply.stops') : t('reply.seen')}
        rules={[{ required: true, whitespace: true, message: t('reply.need') }]}
      >
        <Input.TextArea maxLength={5000} rows={3} />
      </Form.Item>
      <div className="jx-stack">
        <ProblemAlert problem={reply.error} fields={{ text: t('reply.answer') }} />
        <div>
          <Button type="primary" htmlType="submit" loading={reply.isPending}>
            {t('reply.do')}
          </Button>
        </div>
      </div>
    </Form>
  );
}
