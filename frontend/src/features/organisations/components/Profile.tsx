import Button from 'antd/es/button';
import Descriptions from 'antd/es/descriptions';
import Form from 'antd/es/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { useText } from '@/shared/i18n/text';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { useEditOrganisation, type Organisation, type Role } from '../api';
import { normalUscc } from '../uscc';
import { NAMES, ProfileFields, useLabels, type Fields } from './ProfileFields';

/** What it says of itself, as everybody sees it. */
export function PublicProfile({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation(['organisations', 'common']);
  const text = useText();
  const labels = useLabels();
  const about = text(organisation.profile);
  const rows: [string, string | null | undefined][] = [
    ['uscc', organisation.uscc],
    ['region', organisation.region],
    ['sector', organisation.sector && t(`common:sector.${organisation.sector}`)],
    ['stage', organisation.stage && t(`stage.${organisation.stage}`)],
    ['staff', organisation.staff?.toString()],
  ];
  return (
    <div className="jx-stack">
      {about ? <p className="jx-about">{about}</p> : <p className="jx-soft">{t('profile.none')}</p>}
      <Descriptions
        column={{ xs: 1, md: 2 }}
        size="small"
        items={[
          ...rows
            .filter(([, value]) => value)
            .map(([key, value]) => ({
              key,
              label: labels[key],
              children: key === 'uscc' || key === 'region' ? <span className="jx-mono">{value}</span> : value,
            })),
          ...(organisation.website
            ? [
                {
                  key: 'website',
                  label: labels['website'],
                  children: (
                    <a href={organisation.website} rel="noopener noreferrer nofollow" target="_blank">
                      {organisation.website}
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}

/** The same to its members; managers change it in place. */
export function Profile({ organisation, role }: { organisation: Organisation; role: Role }) {
  const { t } = useTranslation('organisations');
  const [editing, setEditing] = useState(false);
  const may = role === 'owner' || role === 'manager';
  if (editing) return <Edit organisation={organisation} onDone={() => setEditing(false)} />;
  return (
    <>
      <PublicProfile organisation={organisation} />
      {may && (
        <div>
          <Button onClick={() => setEditing(true)}>{t('profile.edit')}</Button>
        </div>
      )}
    </>
  );
}

function Edit({ organisation, onDone }: { organisation: Organisation; onDone: () => void }) {
  const { t } = useTranslation(['organisations', 'common']);
  const labels = useLabels();
  const [form] = Form.useForm<Fields>();
  const edit = useEditOrganisation(organisation, onDone);
  const { name, profile } = organisation;
  const before: Omit<Fields, 'kind'> = {
    zh: name.zh ?? '',
    en: name.en ?? '',
    uscc: organisation.uscc ?? '',
    region: organisation.region ?? '',
    ...(organisation.sector && { sector: organisation.sector }),
    ...(organisation.stage && { stage: organisation.stage }),
    staff: organisation.staff ?? null,
    website: organisation.website ?? '',
    profile_zh: profile.zh ?? '',
    profile_en: profile.en ?? '',
  };
  const zh = Form.useWatch('zh', form);
  const en = Form.useWatch('en', form);
  const uscc = Form.useWatch('uscc', form);
  const renamed =
    (zh !== undefined && zh !== before.zh) ||
    (en !== undefined && en !== before.en) ||
    (uscc !== undefined && normalUscc(uscc) !== before.uscc);
  const submit = (fields: Fields) =>
    edit.mutate(changes(before, fields), { onError: (problem) => showInForm(form, problem, NAMES) });
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="jx-sheet jx-organisation-form"
      initialValues={before}
      onFinish={submit}
    >
      <ProfileFields kind={organisation.kind} whole />
      <div className="jx-stack">
        {renamed && ['verified', 'requested'].includes(organisation.state) && (
          <p role="status" className="jx-late">
            {t('profile.verified_again')}
          </p>
        )}
        <ProblemAlert problem={edit.error} fields={labels} />
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={edit.isPending}>
            {t('profile.save')}
          </Button>
          <Button onClick={onDone}>{t('common:action.cancel')}</Button>
        </div>
      </div>
    </Form>
  );
}

/** Only what changed: null clears. */
export function changes(before: Omit<Fields, 'kind'>, after: Omit<Fields, 'kind'>): Schemas['OrganisationPatch'] {
  const given = (text: string | undefined) => (text ?? '').trim();
  const patch: Record<string, unknown> = {};
  for (const key of ['uscc', 'region', 'sector', 'stage', 'website'] as const) {
    const value = given(after[key]);
    if (key in after && value !== given(before[key])) patch[key] = value || null;
  }
  if ('staff' in after && (after.staff ?? null) !== (before.staff ?? null)) patch['staff'] = after.staff ?? null;
  const both = (zh: string | undefined, en: string | undefined) => ({
    ...(given(zh) && { zh: given(zh) }),
    ...(given(en) && { en: given(en) }),
  });
  if (given(after.zh) !== given(before.zh) || given(after.en) !== given(before.en))
    patch['name'] = both(after.zh, after.en);
  if (given(after.profile_zh) !== given(before.profile_zh) || given(after.profile_en) !== given(before.profile_en))
    patch['profile'] = both(after.profile_zh, after.profile_en);
  return patch;
}
