import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Radio from 'antd/es/radio';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { paths } from '@/shared/routing/paths';
import { Page } from '@/shared/ui/Page';
import { ProblemAlert, showInForm } from '@/shared/ui/ProblemAlert';
import { toMinor } from '@/shared/ui/money';
import { patentQuery, useCreate, type Patent } from '../api';
import { RIGHTS, tidy, type Values } from '../view';
import { BothLanguages, PriceFields } from './fields';
import { PatentNumbers } from './PatentNumbers';
import './listings.css';

type Fields = Pick<Values, 'title' | 'summary' | 'rights' | 'price' | 'currency' | 'price_negotiable' | 'patents'> & {
  what: 'patent' | 'know_how';
};

/** Five questions, and there is a draft; the rest is coached afterwards. */
export function NewListing() {
  const { t } = useTranslation(['listings', 'common']);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const what = Form.useWatch('what', form) ?? 'patent';
  const create = useCreate((listing) => void navigate({ to: paths.editListing(listing.id), replace: true }));
  const labels = {
    title: t('field.title'),
    summary: t('field.summary'),
    rights: t('field.rights'),
    price: t('field.price'),
    patents: t('field.patents'),
  };
  const take = (patent: Patent) => {
    const now = form.getFieldsValue();
    form.setFieldsValue({
      title: { ...tidy(patent.title), ...tidy(now.title) },
      summary: { ...tidy(patent.abstract), ...tidy(now.summary) },
    });
  };
  const submit = (fields: Fields) => {
    const numbers = fields.what === 'patent' ? (fields.patents ?? []) : [];
    const records = numbers.map((number) => client.getQueryData(patentQuery(number).queryKey));
    const minor = fields.price ? toMinor(fields.price, 'CNY') : undefined;
    create.mutate(
      {
        unrecorded: numbers.filter((_, index) => records[index] === null),
        body: {
          kind: 'supply',
          title: tidy(fields.title),
          summary: tidy(fields.summary),
          rights: fields.rights ?? [],
          price: minor ? { minor, currency: 'CNY' } : null,
          price_negotiable: fields.price_negotiable ?? false,
          patents: numbers,
          // The classes are on the record already.
          ipc: [...new Set(records.flatMap((record) => record?.ipc ?? []))].slice(0, 20),
        },
      },
      { onError: (problem) => showInForm(form, problem) },
    );
  };
  return (
    <Page title={t('new.title')} above={<Link to={paths.listings}>{t('title')}</Link>} facts={t('new.teach')}>
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        className="jx-sheet jx-listing-form"
        initialValues={{
          what: 'patent',
          patents: [],
          title: {},
          summary: {},
          rights: [],
          price: '',
          currency: 'CNY',
          price_negotiable: true,
        }}
        onFinish={submit}
      >
        <Form.Item name="what" label={t('new.what')}>
          <Radio.Group
            options={(['patent', 'know_how'] as const).map((value) => ({ value, label: t(`new.${value}`) }))}
          />
        </Form.Item>
        {what === 'patent' ? (
          <Form.Item name="patents" label={labels.patents} extra={t('patents.teach')} htmlFor="patents">
            <PatentNumbers onTake={take} />
          </Form.Item>
        ) : (
          <p className="jx-soft">{t('new.know_how_teach')}</p>
        )}
        <BothLanguages
          name="title"
          label={labels.title}
          max={500}
          extra={t('new.title_teach')}
          need={t('new.need_title')}
        />
        <BothLanguages name="summary" label={labels.summary} max={5000} rows={2} extra={t('new.summary_teach')} />
        <Form.Item name="rights" label={labels.rights} extra={t('new.rights_teach')}>
          <Select mode="multiple" options={RIGHTS.map((value) => ({ value, label: t(`common:right.${value}`) }))} />
        </Form.Item>
        <PriceFields />
        <div className="jx-stack">
          <ProblemAlert problem={create.error} fields={labels} />
          <div className="jx-row">
            <Button type="primary" htmlType="submit" loading={create.isPending}>
              {t('new.do')}
            </Button>
            <span className="jx-soft">{t('new.private')}</span>
          </div>
        </div>
      </Form>
    </Page>
  );
}
