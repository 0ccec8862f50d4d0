import Button from 'antd/es/button';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '@/shared/i18n/index';
import { useLanguage } from '@/shared/i18n/text';
import './frame.css';

/** The sheet that the pages before the workspace are written on. */
export function Frame({ title, children, below }: { title: string; children: ReactNode; below?: ReactNode }) {
  const { t } = useTranslation(['session', 'common']);
  const language = useLanguage();
  const other = language === 'en' ? 'zh-CN' : 'en';
  const name = t('common:name');
  useEffect(() => {
    document.title = `${title} – ${name}`;
  }, [title, name]);
  return (
    <div className="jx-frame">
      <header>
        <a href="/" className="jx-frame-brand">
          {name}
        </a>
        <Button type="text" lang={other} onClick={() => void chooseLanguage(other)}>
          {other === 'en' ? 'English' : '中文'}
        </Button>
      </header>
      <main>
        <div className="jx-frame-words">
          <p className="jx-frame-motto">{t('motto')}</p>
          <p className="jx-soft">{t('motto_more')}</p>
        </div>
        <div className="jx-frame-form jx-sheet">
          <h1>{title}</h1>
          {children}
          {below && <div className="jx-frame-below">{below}</div>}
        </div>
      </main>
    </div>
  );
}
