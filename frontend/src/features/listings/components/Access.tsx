import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import DatePicker from 'antd/es/date-picker';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StateTag, type Tone } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { exact } from '@/shared/ui/time';
import '@/shared/ui/rows.css';
import { looksQuery, requestsQuery, useAccessStep, type AccessRequest, type AccessStep, type Listing } from '../api';

const TONES: Record<AccessRequest['state'], Tone> = {
  requested: 'pressing',
  granted: 'done',
  declined: 'stopped',
  revoked: 'stopped',
  expired: 'stopped',
};

/** Who asks for the data room, and who has it. */
export function Access({ listing }: { listing: Listing }) {
  const { t } = useTranslation('listings');
  const { data, error } = useQuery(requestsQuery(listing.id));
  if (data && data.items.length === 0) return null;
  const requests = [...(data?.items ?? [])].sort(
    (a, b) => Number(b.state === 'requested') - Number(a.state === 'requested'),
  );
  return (
    <Section title={t('access.title')} aside={<span className="jx-soft">{t('access.teach')}</span>}>
      <ProblemAlert problem={error} />
      <ul className="jx-rows jx-sheet" aria-label={t('access.title')}>
        {requests.map((one) => (
          <Request key={one.id} listing={listing.id} request={one} />
        ))}
      </ul>
    </Section>
  );
}

function Request({ listing, request }: { listing: string; request: AccessRequest }) {
  const { t } = useTranslation(['listings', 'common']);
  const text = useText();
  const [doing, setDoing] = useState<AccessStep>();
  const name = text(request.organisation.name);
  return (
    <li>
      <div>
        <strong>{name}</strong>
        <p className="jx-quote">{request.message}</p>
        <span className="jx-rows-note">
          {t(request.nda_accepted ? 'access.nda_yes' : 'access.nda_no')} · <Time at={request.created_at} />
        </span>
      </div>
      <div>
        <StateTag tone={TONES[request.state]} label={t(`access.state.${request.state}`)} />
        {request.until && (
          <div className="jx-rows-note">
            {t('access.until')} <Time at={request.until} />
          </div>
        )}
        {request.reason && <div className="jx-rows-note">{request.reason}</div>}
      </div>
      <div className="jx-rows-end">
        <div className="jx-row">
          {(['grant', 'decline', 'revoke'] as const)
            .filter((step) => request.allowed_actions.includes(step))
            .map((step) => (
              <Button
                key={step}
                size="small"
                type={step === 'grant' ? 'primary' : 'default'}
                onClick={() => setDoing(doing === step ? undefined : step)}
                aria-expanded={doing === step}
                aria-label={t(`access.${step}_named`, { name })}
              >
                {t(`access.${step}`)}
              </Button>
            ))}
        </div>
      </div>
      {doing && (
        <Decide key={doing} listing={listing} request={request} step={doing} onDone={() => setDoing(undefined)} />
      )}
    </li>
  );
}

interface DecideProps {
  listing: string;
  request: AccessRequest;
  step: AccessStep;
  onDone: () => void;
}

function Decide({ listing, request, step, onDone }: DecideProps) {
  const { t } = useTranslation(['listings', 'common']);
  const decide = useAccessStep(listing, onDone);
  return (
    <Form<{ until?: Dayjs | null; reason?: string }>
      layout="vertical"
      requiredMark={false}
      className="jx-decide"
      onFinish={({ until, reason }) =>
        decide.mutate({
          request: request.id,
          step,
          body: {
            version: request.version,
            ...(until && { until: until.endOf('day').millisecond(0).toISOString() }),
            ...(reason?.trim() && { reason: reason.trim() }),
          },
        })
      }
    >
      {step === 'grant' ? (
        <Form.Item name="until" label={t('access.until_label')} extra={t('access.until_teach')}>
          <DatePicker minDate={dayjs().add(1, 'day')} />
        </Form.Item>
      ) : (
        <Form.Item
          name="reason"
          label={t('access.reason')}
          rules={[{ required: true, whitespace: true, message: t('access.need_reason') }]}
        >
          <Input.TextArea maxLength={2000} rows={2} />
        </Form.Item>
      )}
      <div className="jx-stack">
        <ProblemAlert problem={decide.error} fields={{ until: t('access.until_label'), reason: t('access.reason') }} />
        <div className="jx-row">
          <Button type="primary" danger={step === 'revoke'} htmlType="submit" loading={decide.isPending}>
            {t(`access.${step}_do`)}
          </Button>
          <Button onClick={onDone}>{t('common:action.cancel')}</Button>
        </div>
      </div>
    </Form>
  );
}

/** Who looked at what, and when. */
export function Looks({ listing }: { listing: string }) {
  const { t } = useTranslation(['listings', 'common']);
  const text = useText();
  const language = useLanguage();
  const pages = useInfiniteQuery(looksQuery(listing));
  const looks = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.error) return <ProblemAlert problem={pages.error} />;
  if (pages.data && looks.length === 0) return <p className="jx-soft">{t('looks.none')}</p>;
  return (
    <div className="jx-stack">
      <table className="jx-grid-table">
        <thead>
          <tr>
            <th scope="col">{t('looks.who')}</th>
            <th scope="col">{t('looks.what')}</th>
            <th scope="col">{t('looks.when')}</th>
          </tr>
        </thead>
        <tbody>
          {looks.map((one, index) => (
            <tr key={index}>
              <td>
                {one.organisation ? text(one.organisation.name) : t('looks.visitor')}
                {one.on_behalf_of && (
                  <span className="jx-soft"> {t('looks.for', { name: text(one.on_behalf_of.name) })}</span>
                )}
              </td>
              <td>{one.name}</td>
              <td className="jx-num">{exact(new Date(one.at), language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pages.hasNextPage && (
        <div>
          <Button size="small" onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>
            {t('common:action.more')}
          </Button>
        </div>
      )}
    </div>
  );
}
