import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf } from '@/shared/api/client';
import { useLanguage } from '@/shared/i18n/text';
import { Time } from './Time';
import './file-list.css';

export interface FileEntry {
  id: string;
  name: string;
  size: number;
  /** Path of its content in the API. */
  content: string;
  at?: string;
  /** What it is, in words. */
  kind?: string;
  action?: ReactNode;
}

/** 1.2 MB, in the reader's figures. */
export function bytes(size: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), units.length - 1);
  const format = {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  } as const;
  return (size / 1000 ** step).toLocaleString(language, format);
}

/** Files with what they are, their size and age; the name downloads. */
export function FileList({ files, label }: { files: FileEntry[]; label: string }) {
  const { t } = useTranslation('common');
  const language = useLanguage();
  return (
    <ul className="jx-files" aria-label={label}>
      {files.map((file) => (
        <li key={file.id}>
          <div>
            <a href={addressOf(file.content)} download={file.name} title={t('action.download')}>
              {file.name}
            </a>
            {file.kind && <span className="jx-soft"> · {file.kind}</span>}
          </div>
          <div className="jx-row jx-soft">
            <span className="jx-num">{bytes(file.size, language)}</span>
            {file.at && <Time at={file.at} />}
            {file.action}
          </div>
        </li>
      ))}
    </ul>
  );
}
