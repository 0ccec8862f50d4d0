import Form from 'antd/es/form';
import Input from 'antd/es/input';
import InputNumber from 'antd/es/input-number';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { usccFault } from '../uscc';
import './organisations.css';

const SECTORS: Schemas['Sector'][] = [
  'energy_saving',
  'new_energy',
  'new_materials',
  'advanced_manufacturing',
  'modern_medicine',
];
const STAGES: Schemas['Stage'][] = ['start_up', 'growth', 'expansion', 'maturity'];

export interface Fields {
  kind: Schemas['OrganisationKind'];
  zh?: string;
  en?: string;
  uscc?: string;
  region?: string;
  sector?: Schemas['Sector'];
  stage?: Schemas['Stage'];
  staff?: number | null;
  website?: string;
  profile_zh?: string;
  profile_en?: string;
}

/** What the API's fields are called in the form. */
export const NAMES = {
  name: 'zh',
  'name.zh': 'zh',
  'name.en': 'en',
  profile: 'profile_zh',
  'profile.zh': 'profile_zh',
  'profile.en': 'profile_en',
};

export function useLabels(): Record<string, string> {
  const { t } = useTranslation('organisations');
  return {
    kind: t('field.kind'),
    name: t('field.zh'),
    'name.en': t('field.en'),
    uscc: t('field.uscc'),
    region: t('field.region'),
    sector: t('field.sector'),
    stage: t('field.stage'),
    staff: t('field.staff'),
    website: t('field.website'),
    profile: t('field.profile_zh'),
    'profile.en': t('field.profile_en'),
  };
}

const MARKS = /[^A-Za-z0-9-]/g;

/** Everything an organisation says of itself but its kind. */
export function ProfileFields({ kind, whole }: { kind: Schemas['OrganisationKind'] | undefined; whole: boolean }) {
  const { t } = useTranslation(['organisations', 'common']);
  const labels = useLabels();
  const firm = kind === 'enterprise';
  const usccRule = {
    validator: (_: unknown, typed: string | undefined) => {
      const fault = typed ? usccFault(typed) : undefined;
      return fault ? Promise.reject(new Error(t(`uscc.${fault.key}`, { ...fault }))) : Promise.resolve();
    },
  };
  return (
    <>
      <div className="jx-pair">
        <Form.Item
          name="zh"
          label={labels['name']}
          dependencies={['en']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, value: string | undefined) =>
                value || getFieldValue('en') ? Promise.resolve() : Promise.reject(new Error(t('need.name'))),
            }),
          ]}
        >
          <Input maxLength={200} lang="zh-CN" autoComplete="organization" />
        </Form.Item>
        <Form.Item name="en" label={labels['name.en']}>
          <Input maxLength={200} lang="en" />
        </Form.Item>
      </div>
      {kind !== 'individual' && (
        <Form.Item
          name="uscc"
          label={labels['uscc']}
          extra={t('uscc.teach')}
          validateTrigger="onBlur"
          rules={[usccRule]}
        >
          <Input maxLength={24} className="jx-mono" style={{ maxWidth: 280 }} spellCheck={false} />
        </Form.Item>
      )}
      <div className="jx-pair">
        <Form.Item
          name="region"
          label={labels['region']}
          extra={t('field.region_teach')}
          normalize={(typed: string) => typed.replaceAll(MARKS, '').toUpperCase()}
          rules={[{ pattern: /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, message: t('need.region') }]}
        >
          <Input maxLength={6} className="jx-mono" style={{ maxWidth: 140 }} spellCheck={false} />
        </Form.Item>
        <Form.Item name="sector" label={labels['sector']}>
          <Select
            allowClear
            placeholder={t('field.open')}
            options={SECTORS.map((value) => ({ value, label: t(`common:sector.${value}`) }))}
          />
        </Form.Item>
      </div>
      {(firm || whole) && kind !== 'individual' && (
        <div className="jx-pair">
          <Form.Item name="stage" label={labels['stage']}>
            <Select
              allowClear
              placeholder={t('field.open')}
              options={STAGES.map((value) => ({ value, label: t(`stage.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="staff" label={labels['staff']}>
            <InputNumber min={0} max={10_000_000} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        </div>
      )}
      {whole && (
        <>
          <Form.Item name="profile_zh" label={labels['profile']} extra={t('field.profile_teach')}>
            <Input.TextArea maxLength={5000} rows={3} lang="zh-CN" />
          </Form.Item>
          <Form.Item name="profile_en" label={labels['profile.en']}>
            <Input.TextArea maxLength={5000} rows={3} lang="en" />
          </Form.Item>
        </>
      )}
      <Form.Item
        name="website"
        label={labels['website']}
        rules={[{ pattern: /^https?:\/\/\S+$/, message: t('need.website') }]}
      >
        <Input type="url" maxLength={300} placeholder="https://" />
      </Form.Item>
    </>
  );
}
