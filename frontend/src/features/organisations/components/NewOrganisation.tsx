import { Link, useNavigate } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Radio from 'antd/es/radio';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { paths } from '@/shared/routing/paths';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { useNewOrganisation } from '../api';
import { NAMES, ProfileFields, useLabels, type Fields } from './ProfileFields';

const KINDS: Schemas['OrganisationKind'][] = [
  'enterprise',
  'university',
  'institute',
  'fund',
  'intermediary',
  'bank',
  'guarantor',
  'insurer',
  'bureau',
];

/** The first organisation, or one more: its maker owns it, the exchange verifies it. */
export function NewOrganisation() {
  const { t } = useTranslation(['organisations', 'common']);
  const navigate = useNavigate();
  const labels = useLabels();
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch('kind', form);
  const make = useNewOrganisation(({ id }) => void navigate({ to: paths.organisation(id) }));
  const submit = ({ zh, en, ...rest }: Fields) => {
    const given = Object.fromEntries(
      Object.entries(rest).filter(([, value]) => value !== undefined && value !== null && value !== ''),
    ) as Pick<Fields, 'kind'>;
    make.mutate(
      { ...given, name: { ...(zh && { zh }), ...(en && { en }) } },
      { onError: (problem) => showInForm(form, problem, NAMES) },
    );
  };
  return (
    <Page title={t('new.title')} facts={t('new.teach')}>
      <ProblemAlert problem={make.error} fields={labels} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        className="jx-sheet jx-organisation-form"
        onFinish={submit}
        initialValues={{ kind: 'enterprise', region: 'CN-GZ' }}
      >
        <Form.Item name="kind" label={labels['kind']}>
          <Radio.Group
            className="jx-kinds"
            options={KINDS.map((value) => ({
              value,
              label: (
                <span className="jx-kind">
                  {t(`common:organisation_kind.${value}`)}
                  <span className="jx-soft">{t(`kind_teach.${value}`)}</span>
                </span>
              ),
            }))}
          />
        </Form.Item>
        <ProfileFields kind={kind ?? 'enterprise'} whole={false} />
        <div className="jx-row">
          <Button type="primary" htmlType="submit" loading={make.isPending}>
            {t('new.do')}
          </Button>
          <Link to={paths.home}>{t('new.later')}</Link>
        </div>
      </Form>
    </Page>
  );
}
