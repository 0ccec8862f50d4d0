import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import Button from 'antd/es/button';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A code to be given exactly, with a button that copies it and says so. */
export function CopyText({ text, what }: { text: string; what: string }) {
  const { t } = useTranslation('common');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <span className="jx-row" style={{ display: 'inline-flex', gap: 4 }}>
      <span className="jx-mono" style={{ overflowWrap: 'anywhere' }}>
        {text}
      </span>
      <Button
        type="text"
        size="small"
        icon={copied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
        aria-label={t('action.copy', { what })}
        onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(true))}
      />
      <span role="status" className={copied ? 'jx-soft' : 'jx-hidden'}>
        {copied ? t('action.copied') : ''}
      </span>
    </span>
  );
}
