import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Popconfirm from 'antd/es/popconfirm';
import Select from 'antd/es/select';
import Skeleton from 'antd/es/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '@/shared/routing/paths';
import { meQuery, useMe } from '@/shared/session/me';
import { Section } from '@/shared/ui/Page';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import {
  invitationsQuery,
  membersQuery,
  useChangeRole,
  useInvite,
  useRemoveMember,
  useWithdrawInvitation,
  type Member,
  type Organisation,
  type Role,
} from '../api';
import '@/shared/ui/rows.css';

const ROLES: Role[] = ['owner', 'manager', 'member', 'viewer'];
const OPERATORS_ROLES: Role[] = ['owner', 'approver', 'clerk', 'auditor'];

export function rolesOf(kind: Organisation['kind']): Role[] {
  return kind === 'operator' ? OPERATORS_ROLES : ROLES;
}

/** Who belongs to it and may do what; owners invite, change and remove, everyone may leave. */
export function Members({ organisation, role }: { organisation: Organisation; role: Role }) {
  const { t } = useTranslation(['organisations', 'common']);
  const { id, kind } = organisation;
  const owner = role === 'owner';
  const [inviting, setInviting] = useState(false);
  const members = useQuery(membersQuery(id));
  const open = kind !== 'individual';
  return (
    <Section
      title={t('members.title')}
      aside={
        owner &&
        open && (
          <Button aria-expanded={inviting} onClick={() => setInviting(!inviting)}>
            {t('members.invite')}
          </Button>
        )
      }
    >
      {!open && <p className="jx-soft">{t('members.person')}</p>}
      {open && <p className="jx-soft">{t(owner ? 'members.teach_owner' : 'members.teach')}</p>}
      {inviting && <Invite organisation={organisation} onDone={() => setInviting(false)} />}
      <ProblemAlert problem={members.error} onRetry={() => void members.refetch()} />
      {members.isPending && <Skeleton active paragraph={{ rows: 3 }} />}
      {members.data && (
        <ul className="jx-rows jx-sheet" aria-label={t('members.title')}>
          {members.data.map((member) => (
            <Row key={member.account} member={member} organisation={organisation} owner={owner} />
          ))}
        </ul>
      )}
      <Invitations id={id} owner={owner} />
    </Section>
  );
}

function Row({ member, organisation, owner }: { member: Member; organisation: Organisation; owner: boolean }) {
  const { t } = useTranslation(['organisations', 'common']);
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { id, kind } = organisation;
  const self = member.account === me.account.id;
  const change = useChangeRole(id);
  const remove = useRemoveMember(id, (account) => {
    if (account !== me.account.id) return;
    void client.resetQueries({ queryKey: meQuery.queryKey }).then(() => navigate({ to: paths.home }));
  });
  const options = rolesOf(kind).map((value) => ({ value, label: t(`common:role.${value}`) }));
  const fault = change.error ?? remove.error;
  return (
    <li>
      <div>
        <span className="jx-rows-title">
          {member.display_name} {self && <span className="jx-soft">({t('members.you')})</span>}
        </span>
        <span className="jx-rows-note">{member.email}</span>
      </div>
      <div>
        {owner && kind !== 'individual' ? (
          <Select<Role>
            value={member.role}
            options={options}
            loading={change.isPending}
            disabled={change.isPending}
            aria-label={t('members.role_of', { name: member.display_name })}
            style={{ minWidth: 150 }}
            onChange={(role) => change.mutate({ account: member.account, version: member.version, role })}
          />
        ) : (
          <span>{t(`common:role.${member.role}`)}</span>
        )}
        <div className="jx-rows-note">{t(`role_teach.${member.role}`)}</div>
      </div>
      <div className="jx-rows-end">
        {member.second_factor && <StateTag tone="verified" label={t('members.second_factor')} />}
        <div className="jx-rows-note">
          {t('members.since')} <Time at={member.created_at} />
        </div>
        {(self || owner) && kind !== 'individual' && (
          <Popconfirm
            title={t(self ? 'members.leave_sure' : 'members.remove_sure', { name: member.display_name })}
            okText={t(self ? 'members.leave' : 'members.remove')}
            cancelText={t('common:action.cancel')}
            onConfirm={() => remove.mutate(member.account)}
          >
            <Button size="small" type="text" danger loading={remove.isPending}>
              {t(self ? 'members.leave' : 'members.remove')}
            </Button>
          </Popconfirm>
        )}
      </div>
      {fault && (
        <div style={{ gridColumn: '1 / -1' }}>
          <ProblemAlert problem={fault} />
        </div>
      )}
    </li>
  );
}

function Invite({ organisation, onDone }: { organisation: Organisation; onDone: () => void }) {
  const { t } = useTranslation(['organisations', 'common']);
  const [form] = Form.useForm<{ email: string; role: Role }>();
  const invite = useInvite(organisation.id, onDone);
  const roles = rolesOf(organisation.kind);
  const labels = { email: t('members.email'), role: t('members.role') };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="jx-sheet jx-organisation-form"
      initialValues={{ role: roles[2] }}
      onFinish={(body) => invite.mutate(body, { onError: (problem) => showInForm(form, problem) })}
    >
      <p className="jx-soft">{t('members.invite_teach')}</p>
      <div className="jx-pair">
        <Form.Item
          name="email"
          label={labels.email}
          rules={[{ required: true, type: 'email', message: t('need.email') }]}
        >
          <Input type="email" autoComplete="off" maxLength={254} autoFocus />
        </Form.Item>
        <Form.Item name="role" label={labels.role}>
          <Select
            options={roles.map((value) => ({
              value,
              label: t(`common:role.${value}`),
              teach: t(`role_teach.${value}`),
            }))}
            optionRender={({ data }) => (
              <span className="jx-kind">
                {data.label}
                <span className="jx-soft">{data.teach}</span>
              </span>
            )}
          />
        </Form.Item>
      </div>
      <div className="jx-stack">
        <ProblemAlert problem={invite.error} fields={labels} />
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={invite.isPending}>
            {t('members.send')}
          </Button>
          <Button onClick={onDone}>{t('common:action.cancel')}</Button>
        </div>
      </div>
    </Form>
  );
}

function Invitations({ id, owner }: { id: string; owner: boolean }) {
  const { t } = useTranslation(['organisations', 'common']);
  const { data = [], error } = useQuery(invitationsQuery(id, owner));
  const withdraw = useWithdrawInvitation(id);
  if (error) return <ProblemAlert problem={error} />;
  if (data.length === 0) return null;
  return (
    <>
      <h3>{t('members.invitations')}</h3>
      <ProblemAlert problem={withdraw.error} />
      <ul className="jx-rows jx-sheet" aria-label={t('members.invitations')}>
        {data.map((one) => (
          <li key={one.id}>
            <div>
              <span className="jx-rows-title">{one.email}</span>
              <span className="jx-rows-note">{t(`common:role.${one.role}`)}</span>
            </div>
            <div className="jx-rows-note">
              {t('members.stands')} <Time at={one.expires_at} />
            </div>
            <div className="jx-rows-end">
              <Button
                size="small"
                type="text"
                loading={withdraw.isPending && withdraw.variables === one.id}
                onClick={() => withdraw.mutate(one.id)}
                aria-label={t('members.withdraw_of', { email: one.email })}
              >
                {t('members.withdraw')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
