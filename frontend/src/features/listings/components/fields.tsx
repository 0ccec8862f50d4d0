import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/client';
import { useLanguage } from '@/shared/i18n/text';
import { short, toMinor } from '@/shared/ui/money';
import { tidy, type Values } from '../view';

type Bilingual = 'title' | 'summary' | 'description' | 'trl_evidence' | 'price_rationale';

interface Props {
  name: Bilingual;
  label: string;
  max: number;
  rows?: number;
  extra?: string;
  /** What to say when both are empty, where one is needed. */
  need?: string;
}

/** A text in both languages, the reader's first; one of them will do. */
export function BothLanguages({ name, label, max, rows = 1, extra, need }: Props) {
  const { t } = useTranslation('listings');
  const form = Form.useFormInstance<Values>();
  const first = useLanguage() === 'en' ? (['en', 'zh'] as const) : (['zh', 'en'] as const);
  return (
    <fieldset className="jx-both">
      <legend>{label}</legend>
      {extra && <p className="jx-soft">{extra}</p>}
      <div className="jx-both-grid">
        {first.map((language, index) => (
          <Form.Item
            key={language}
            name={[name, language]}
            label={t(`language.${language}`)}
            {...(need !== undefined &&
              index === 0 && {
                dependencies: [[name, first[1]]],
                rules: [
                  {
                    validator: () => {
                      const text = tidy(form.getFieldValue(name) as Schemas['Text']);
                      return text.zh || text.en ? Promise.resolve() : Promise.reject(new Error(need));
                    },
                  },
                ],
              })}
          >
            {rows === 1 ? (
              <Input
                maxLength={max}
                lang={language}
                aria-label={t('language.of', { label, language: t(`language.${language}`) })}
              />
            ) : (
              <Input.TextArea
                maxLength={max}
                lang={language}
                rows={rows}
                aria-label={t('language.of', { label, language: t(`language.${language}`) })}
              />
            )}
          </Form.Item>
        ))}
      </div>
    </fieldset>
  );
}

/** The asking price, or that it is to be talked about. */
export function PriceFields() {
  const { t } = useTranslation('listings');
  const language = useLanguage();
  const form = Form.useFormInstance<Values>();
  const price = Form.useWatch('price', form) ?? '';
  const currency = Form.useWatch('currency', form) ?? 'CNY';
  const minor = toMinor(price, currency);
  return (
    <div className="jx-pair">
      <Form.Item
        name="price"
        label={t('price.label', { currency })}
        extra={minor ? <span className="jx-num">{short({ minor, currency }, language)}</span> : t('price.extra')}
        rules={[
          {
            validator: (_, typed: string) =>
              !typed || (toMinor(typed, currency) ?? 0) > 0
                ? Promise.resolve()
                : Promise.reject(new Error(t('price.need'))),
          },
        ]}
      >
        <Input inputMode="decimal" className="jx-num" />
      </Form.Item>
      <Form.Item name="currency" hidden>
        <Input />
      </Form.Item>
      <Form.Item name="price_negotiable" valuePropName="checked" className="jx-check">
        <Checkbox>{t('price.negotiable')}</Checkbox>
      </Form.Item>
    </div>
  );
}

/** What it improves, from what to what, against what: a row each. */
export function Improvements() {
  const { t } = useTranslation('listings');
  const first = useLanguage() === 'en' ? (['en', 'zh'] as const) : (['zh', 'en'] as const);
  const label = (part: 'what' | 'unit' | 'against', language: 'zh' | 'en') =>
    t('language.of', { label: t(`improvements.${part}`), language: t(`language.${language}`) });
  return (
    <Form.List name="improvements">
      {(rows, { add, remove }) => (
        <div className="jx-stack">
          {rows.map((row, index) => (
            <fieldset key={row.key} className="jx-sheet jx-improvement">
              <legend className="jx-hidden">{t('improvements.row', { number: index + 1 })}</legend>
              <div className="jx-both-grid">
                {first.map((language) => (
                  <Form.Item key={language} name={[row.name, 'what', language]} label={label('what', language)}>
                    <Input maxLength={300} placeholder={t(`improvements.what_such.${language}`)} />
                  </Form.Item>
                ))}
              </div>
              <div className="jx-improvement-figures">
                <Form.Item name={[row.name, 'from']} label={t('improvements.from')}>
                  <Input maxLength={60} className="jx-num" />
                </Form.Item>
                <Form.Item name={[row.name, 'to']} label={t('improvements.to')}>
                  <Input maxLength={60} className="jx-num" />
                </Form.Item>
                {first.map((language) => (
                  <Form.Item key={language} name={[row.name, 'unit', language]} label={label('unit', language)}>
                    <Input maxLength={60} />
                  </Form.Item>
                ))}
              </div>
              <div className="jx-both-grid">
                {first.map((language) => (
                  <Form.Item key={language} name={[row.name, 'against', language]} label={label('against', language)}>
                    <Input maxLength={300} placeholder={t(`improvements.against_such.${language}`)} />
                  </Form.Item>
                ))}
              </div>
              <Button
                size="small"
                onClick={() => remove(row.name)}
                aria-label={t('improvements.remove', { number: index + 1 })}
              >
                {t('remove')}
              </Button>
            </fieldset>
          ))}
          <div>
            <Button
              id="improvements"
              onClick={() => add({ what: {}, unit: {}, against: {} })}
              disabled={rows.length >= 20}
            >
              {t('improvements.add')}
            </Button>
          </div>
        </div>
      )}
    </Form.List>
  );
}
