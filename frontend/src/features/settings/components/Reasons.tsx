import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import type { Reason } from '../api';
import { Both, given, Sheet, words, type Words } from './forms';
import type { FormProps } from './Settings';

type Row = { for: Reason['for']; name: Words; text: Words };
type Values = { reasons: Row[] };

const FOR: Reason['for'][] = ['reject', 'return', 'refund'];

/** Templates of reasons, in both languages. */
export function ReasonsForm({ settings, disabled, saving, onSave }: FormProps) {
  const { t } = useTranslation('settings');
  const text = useText();
  const [form] = Form.useForm<Values>();
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={disabled}
      initialValues={{
        reasons: settings.reasons.map((one) => ({ for: one.for, name: given(one.name), text: given(one.text) })),
      }}
      onFinish={({ reasons }) =>
        onSave({
          reasons: reasons.map((one) => ({ for: one.for, name: words(one.name), text: words(one.text) })),
        })
      }
    >
      <Sheet teach={t('reasons.teach')} disabled={disabled} saving={saving}>
        <Form.List name="reasons">
          {(rows, { add, remove }) => (
            <>
              {rows.map(({ key, name }) => {
                const one = form.getFieldValue(['reasons', name]) as Row | undefined;
                return (
                  <div key={key} className="jx-settings-reason">
                    <div className="jx-row">
                      <Form.Item name={[name, 'for']} label={t('reasons.for')} layout="horizontal" noStyle>
                        <Select
                          style={{ minWidth: 200 }}
                          options={FOR.map((value) => ({ value, label: t(`reasons.${value}`) }))}
                          aria-label={t('reasons.for')}
                        />
                      </Form.Item>
                      <Button
                        type="text"
                        danger
                        icon={<DeleteOutlined aria-hidden />}
                        aria-label={t('reasons.remove', { name: text(one?.name) || t('reasons.unnamed') })}
                        onClick={() => remove(name)}
                      />
                    </div>
                    <Both name={['reasons', name, 'name']} label={t('reasons.name')} max={60} required />
                    <Both name={['reasons', name, 'text']} label={t('reasons.text')} rows={2} max={500} required />
                  </div>
                );
              })}
              {!disabled && (
                <Button
                  icon={<PlusOutlined aria-hidden />}
                  disabled={rows.length >= 60}
                  onClick={() => add({ for: 'return', name: {}, text: {} })}
                >
                  {t('reasons.add')}
                </Button>
              )}
            </>
          )}
        </Form.List>
      </Sheet>
    </Form>
  );
}
