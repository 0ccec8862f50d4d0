import { Link, useNavigate } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { paths } from '@/shared/routing/paths';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { useNewOrganisation } from '../api';

const KINDS: Schemas['OrganisationKind'][] = [
  'enterprise',
  'university',
  'institute',
  'fund',
  'bank',
  'guarantor',
  'insurer',
  'intermediary',
  'bureau',
];
const SECTORS: Schemas['Sector'][] = [
  'energy_saving',
  'new_energy',
  'new_materials',
  'advanced_manufacturing',
  'modern_medicine',
];

interface Fields {
  kind: Schemas['OrganisationKind'];
  zh?: string;
  en?: string;
  uscc?: string;
  region?: string;
  sector?: Schemas['Sector'];
  website?: string;
}

/** The first organisation, or one more: its maker owns it, the exchange verifies it. */
export function NewOrganisation() {
  const { t } = useTranslation(['session', 'common']);
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const make = useNewOrganisation(() => void navigate({ to: paths.home }));
  const labels = {
    kind: t('organisation.kind'),
    name: t('organisation.zh'),
    'name.en': t('organisation.en'),
    uscc: t('organisation.uscc'),
    region: t('organisation.region'),
    sector: t('organisation.sector'),
    website: t('organisation.website'),
  };
  const submit = ({ zh, en, ...rest }: Fields) => {
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value)) as Omit<Fields, 'zh' | 'en'>;
    make.mutate(
      { ...given, name: { ...(zh && { zh }), ...(en && { en }) } },
      { onError: (problem) => showInForm(form, problem, { name: 'zh', 'name.zh': 'zh', 'name.en': 'en' }) },
    );
  };
  return (
    <Page title={t('organisation.title')} facts={t('organisation.teach')}>
      <ProblemAlert problem={make.error} fields={labels} />
      <Form
        form={form}
        layout="vertical"
        requiredMark="optional"
        onFinish={submit}
        style={{ maxWidth: 560 }}
        initialValues={{ kind: 'enterprise', region: 'CN-GZ' }}
      >
        <Form.Item name="kind" label={labels.kind} required>
          <Select options={KINDS.map((value) => ({ value, label: t(`common:organisation_kind.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="zh"
          label={labels.name}
          required
          dependencies={['en']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, value: string | undefined) =>
                value || getFieldValue('en')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('need.organisation_name'))),
            }),
          ]}
        >
          <Input maxLength={200} lang="zh-CN" />
        </Form.Item>
        <Form.Item name="en" label={labels['name.en']}>
          <Input maxLength={200} lang="en" />
        </Form.Item>
        <Form.Item name="uscc" label={labels.uscc} extra={t('organisation.uscc_teach')}>
          <Input maxLength={18} className="jx-mono" />
        </Form.Item>
        <Form.Item name="region" label={labels.region} extra={t('organisation.region_teach')}>
          <Input maxLength={6} className="jx-mono" style={{ width: 140 }} />
        </Form.Item>
        <Form.Item name="sector" label={labels.sector}>
          <Select allowClear options={SECTORS.map((value) => ({ value, label: t(`common:sector.${value}`) }))} />
        </Form.Item>
        <Form.Item name="website" label={labels.website}>
          <Input type="url" maxLength={300} placeholder="https://" />
        </Form.Item>
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={make.isPending}>
            {t('organisation.do')}
          </Button>
          <Link to={paths.home}>{t('organisation.later')}</Link>
        </div>
      </Form>
    </Page>
  );
}
