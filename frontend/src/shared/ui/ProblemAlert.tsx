import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import type { FormInstance } from 'antd/es/form';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api/problem';

interface Props {
  problem: unknown;
  /** What the API's fields are called on this page: `price.minor` to "Price". */
  fields?: Record<string, string>;
  onRetry?: (() => void) | undefined;
}

function root(field: string): string {
  return field.split(/[.[]/)[0] ?? field;
}

/** What went wrong and what to do about it, by the error's code and field by field. */
export function ProblemAlert({ problem: thrown, fields = {}, onRetry }: Props) {
  const { t, i18n } = useTranslation('errors');
  if (!thrown) return null;
  const problem = Problem.from(thrown);
  const known = i18n.exists(`errors:codes.${problem.code}.what`);
  const code = known ? problem.code : 'internal';
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t(`codes.${code}.what`)}
      description={
        <div>
          <div>{t(`codes.${code}.todo`)}</div>
          {problem.errors.length > 0 && (
            <ul style={{ margin: '8px 0 0', paddingInlineStart: 20 }}>
              {problem.errors.map((fault) => (
                <li key={`${fault.field}:${fault.code}`}>
                  <strong>{fields[fault.field] ?? fields[root(fault.field)] ?? fault.field}</strong>
                  {t('between')}
                  {fieldText(fault.code, fault.limit)}
                </li>
              ))}
            </ul>
          )}
          {problem.requestId && (
            <div className="jx-soft" style={{ marginTop: 8 }}>
              {t('request')} <span className="jx-mono">{problem.requestId}</span>
            </div>
          )}
        </div>
      }
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {t('again')}
          </Button>
        )
      }
    />
  );
}

/** What one field wants, in words. */
export function fieldText(code: string, limit?: string | null): string {
  const key = i18next.exists(`errors:fields.${code}`) ? code : 'invalid';
  const text = i18next.t(`fields.${key}`, { ns: 'errors' });
  return limit ? `${text} (${limit})` : text;
}

/** Puts the faults next to the inputs they belong to; `names` maps the API's fields to the form's. */
export function showInForm(form: FormInstance, thrown: unknown, names: Record<string, string> = {}): void {
  const problem = Problem.from(thrown);
  form.setFields(
    problem.errors.map((fault) => ({
      name: names[fault.field] ?? names[root(fault.field)] ?? root(fault.field),
      errors: [fieldText(fault.code, fault.limit)],
    })),
  );
}
