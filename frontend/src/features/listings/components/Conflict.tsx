import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import type { Field, Merge, Values } from '../view';

interface Props {
  conflict: Merge & { theirs: Values };
  labels: Record<string, string>;
  onTake: (field: Field) => void;
  onClose: () => void;
}

/** Somebody saved meanwhile: what they changed, and what both did. */
export function Conflict({ conflict, labels, onTake, onClose }: Props) {
  const { t } = useTranslation('listings');
  const text = useText();
  const said = (field: Field): string => {
    const value = conflict.theirs[field];
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    if (Array.isArray(value))
      return value.map((one) => (typeof one === 'string' ? one : text(one.what))).join(' · ') || t('conflict.nothing');
    if (value && typeof value === 'object') return text(value) || t('conflict.nothing');
    return t('conflict.nothing');
  };
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t('conflict.title')}
      closable={{ onClose }}
      description={
        <div className="jx-stack">
          {conflict.taken.length > 0 && (
            <p>{t('conflict.taken', { fields: conflict.taken.map((field) => labels[field] ?? field).join(', ') })}</p>
          )}
          {conflict.clashes.length > 0 && (
            <ul className="jx-plain">
              {conflict.clashes.map((field) => (
                <li key={field}>
                  <strong>{labels[field] ?? field}</strong>: {t('conflict.theirs')} <q>{said(field)}</q>{' '}
                  <Button
                    size="small"
                    onClick={() => onTake(field)}
                    aria-label={t('conflict.take_named', { field: labels[field] ?? field })}
                  >
                    {t('conflict.take')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <p>{t('conflict.todo')}</p>
        </div>
      }
    />
  );
}
