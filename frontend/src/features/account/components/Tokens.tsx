import { useQuery } from '@tanstack/react-query';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Popconfirm from 'antd/es/popconfirm';
import Radio from 'antd/es/radio';
import Select from 'antd/es/select';
import Skeleton from 'antd/es/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { useText } from '@/shared/i18n/text';
import { useMe, useOrganisation } from '@/shared/session/me';
import { CopyText } from '@/shared/ui/CopyText';
import { EmptyState } from '@/shared/ui/EmptyState';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { Time } from '@/shared/ui/Time';
import { tokensQuery, useMakeToken, useRevokeToken, type ApiToken } from '../api';
import '@/shared/ui/rows.css';

/** How programs sign in for an organisation. */
export function Tokens() {
  const { t } = useTranslation('account');
  const organisation = useOrganisation();
  const text = useText();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Schemas['ApiTokenMade']>();
  const { data, error, isPending, refetch } = useQuery(tokensQuery);
  const open = (
    <Button
      onClick={() => {
        setMade(undefined);
        setMaking(true);
      }}
    >
      {t('tokens.new')}
    </Button>
  );
  return (
    <Section title={t('tokens.title')} aside={organisation && !making && (data?.length ?? 0) > 0 && open}>
      <p className="jx-soft">
        {t('tokens.teach')}{' '}
        <a href="/api/docs" style={{ textDecoration: 'underline' }}>
          {t('tokens.docs')}
        </a>
      </p>
      {!organisation && <p>{t('tokens.not_acting')}</p>}
      {made && (
        <Alert
          type="success"
          showIcon
          role="status"
          title={t('tokens.once')}
          description={<CopyText text={made.token} what={made.api_token.name} />}
          closable={{ onClose: () => setMade(undefined), 'aria-label': t('tokens.seen') }}
        />
      )}
      {making && organisation && (
        <New
          organisation={text(organisation.name)}
          onDone={(token) => {
            setMade(token);
            setMaking(false);
          }}
          onCancel={() => setMaking(false)}
        />
      )}
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {isPending && <Skeleton active paragraph={{ rows: 3 }} />}
      {data?.length === 0 && !making && (
        <EmptyState title={t('tokens.none')} teach={t('tokens.none_teach')} action={organisation && open} />
      )}
      {data && data.length > 0 && (
        <ul className="jx-rows jx-sheet" aria-label={t('tokens.title')}>
          {data.map((token) => (
            <Row key={token.id} token={token} />
          ))}
        </ul>
      )}
    </Section>
  );
}

const DAYS = [30, 90, 180, 365] as const;

interface NewProps {
  organisation: string;
  onDone: (made: Schemas['ApiTokenMade']) => void;
  onCancel: () => void;
}

function New({ organisation, onDone, onCancel }: NewProps) {
  const { t } = useTranslation(['account', 'common']);
  const [form] = Form.useForm<{ name: string; rights: 'read' | 'write'; days: number }>();
  const make = useMakeToken(onDone);
  const labels = { name: t('tokens.name'), expires_at: t('tokens.lasts') };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="jx-account-form jx-sheet jx-proof"
      initialValues={{ rights: 'read', days: 90 }}
      onFinish={({ name, rights, days }) =>
        make.mutate(
          { name, read_only: rights === 'read', expires_at: new Date(Date.now() + days * 86_400_000).toISOString() },
          { onError: (problem) => showInForm(form, problem, { expires_at: 'days' }) },
        )
      }
    >
      <p>{t('tokens.acts_for', { name: organisation })}</p>
      <Form.Item
        name="name"
        label={labels.name}
        extra={t('tokens.name_teach')}
        rules={[{ required: true, message: t('need.token_name') }]}
      >
        <Input maxLength={100} autoComplete="off" autoFocus />
      </Form.Item>
      <Form.Item name="rights" label={t('tokens.rights')}>
        <Radio.Group options={(['read', 'write'] as const).map((value) => ({ value, label: t(`tokens.${value}`) }))} />
      </Form.Item>
      <Form.Item name="days" label={labels.expires_at}>
        <Select
          style={{ maxWidth: 200 }}
          options={DAYS.map((value) => ({ value, label: t('tokens.days', { count: value }) }))}
        />
      </Form.Item>
      <div className="jx-stack">
        <ProblemAlert problem={make.error} fields={labels} />
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={make.isPending}>
            {t('tokens.make')}
          </Button>
          <Button onClick={onCancel}>{t('common:action.cancel')}</Button>
        </div>
      </div>
    </Form>
  );
}

function Row({ token }: { token: ApiToken }) {
  const { t } = useTranslation(['account', 'common']);
  const me = useMe();
  const text = useText();
  const revoke = useRevokeToken();
  const whose = me.memberships.find(({ id }) => id === token.organisation);
  return (
    <li>
      <div>
        <span className="jx-rows-title">{token.name}</span>
        <span className="jx-rows-note">
          {t(token.read_only ? 'tokens.read' : 'tokens.write')}
          {whose && ` · ${text(whose.name)}`}
        </span>
      </div>
      <div className="jx-rows-note">
        {token.expires_at && (
          <>
            {t('tokens.until')} <Time at={token.expires_at} due />
          </>
        )}
        <div>
          {token.last_used_at ? (
            <>
              {t('passkeys.used')} <Time at={token.last_used_at} />
            </>
          ) : (
            t('passkeys.unused')
          )}
        </div>
      </div>
      <div className="jx-rows-end">
        <Popconfirm
          title={t('tokens.revoke_sure', { name: token.name })}
          okText={t('tokens.revoke')}
          cancelText={t('common:action.cancel')}
          onConfirm={() => revoke.mutate(token.id)}
        >
          <Button
            size="small"
            type="text"
            danger
            loading={revoke.isPending}
            aria-label={t('tokens.revoke_of', { name: token.name })}
          >
            {t('tokens.revoke')}
          </Button>
        </Popconfirm>
      </div>
      {revoke.error && (
        <div style={{ gridColumn: '1 / -1' }}>
          <ProblemAlert problem={revoke.error} />
        </div>
      )}
    </li>
  );
}
