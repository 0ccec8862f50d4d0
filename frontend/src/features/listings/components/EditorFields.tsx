import Form from 'antd/es/form';
import Checkbox from 'antd/es/checkbox';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import type { Patent } from '../api';
import { PROCEDURES, RIGHTS, SECTORS } from '../view';
import { BothLanguages, Improvements, PriceFields } from './fields';
import { PatentNumbers } from './PatentNumbers';

/** What the fields are called, by their names in the API. */
export function fieldNames(t: (key: string) => string): Record<string, string> {
  const names = [
    'title',
    'summary',
    'description',
    'sector',
    'ipc',
    'trl',
    'trl_evidence',
    'rights',
    'procedure',
    'price',
    'price_negotiable',
    'price_rationale',
    'region',
    'patents',
    'improvements',
    'anonymous',
  ];
  return Object.fromEntries(names.map((name) => [name, t(`field.${name}`)]));
}

/** Everything that can be said of a technology, the most telling first. */
export function EditorFields({ onTake }: { onTake: (patent: Patent) => void }) {
  const { t } = useTranslation(['listings', 'common']);
  const section = (name: string) => <h2 className="jx-form-head">{t(`edit.${name}`)}</h2>;
  return (
    <>
      {section('basics')}
      <BothLanguages name="title" label={t('field.title')} max={500} need={t('new.need_title')} />
      <BothLanguages name="summary" label={t('field.summary')} max={5000} rows={2} extra={t('new.summary_teach')} />
      <fieldset className="jx-both">
        <legend>{t('field.improvements')}</legend>
        <p className="jx-soft">{t('improvements.teach')}</p>
        <Improvements />
      </fieldset>
      {section('technology')}
      <div className="jx-pair">
        <Form.Item name="trl" label={t('field.trl')}>
          <Select
            allowClear
            options={[1, 2, 3, 4, 5, 6, 7, 8, 9].map((value) => ({ value, label: `${value} · ${t(`trl.${value}`)}` }))}
          />
        </Form.Item>
        <Form.Item name="sector" label={t('field.sector')}>
          <Select allowClear options={SECTORS.map((value) => ({ value, label: t(`common:sector.${value}`) }))} />
        </Form.Item>
      </div>
      <BothLanguages
        name="trl_evidence"
        label={t('field.trl_evidence')}
        max={2000}
        rows={2}
        extra={t('edit.evidence_teach')}
      />
      <Form.Item name="patents" label={t('field.patents')} extra={t('patents.teach')} htmlFor="patents">
        <PatentNumbers onTake={onTake} />
      </Form.Item>
      <div className="jx-pair">
        <Form.Item name="ipc" label={t('field.ipc')} extra={t('edit.ipc_teach')}>
          <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[';', '；', '、', ',']} />
        </Form.Item>
        <Form.Item name="region" label={t('field.region')} extra={t('edit.region_teach')}>
          <Input maxLength={6} className="jx-mono" />
        </Form.Item>
      </div>
      <BothLanguages name="description" label={t('field.description')} max={50000} rows={5} />
      {section('terms')}
      <div className="jx-pair">
        <Form.Item name="rights" label={t('field.rights')}>
          <Select mode="multiple" options={RIGHTS.map((value) => ({ value, label: t(`common:right.${value}`) }))} />
        </Form.Item>
        <Form.Item name="procedure" label={t('field.procedure')}>
          <Select options={PROCEDURES.map((value) => ({ value, label: t(`common:procedure.${value}`) }))} />
        </Form.Item>
      </div>
      <PriceFields />
      <BothLanguages
        name="price_rationale"
        label={t('field.price_rationale')}
        max={2000}
        rows={2}
        extra={t('edit.rationale_teach')}
      />
      {section('discretion')}
      <Form.Item name="anonymous" valuePropName="checked" extra={t('anonymous.teach')}>
        <Checkbox>{t('anonymous.label')}</Checkbox>
      </Form.Item>
    </>
  );
}
