import { DownloadOutlined } from '@ant-design/icons';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { csvOf, saveCsv, type Column } from '@/shared/export/csv';

/** Saves what the list shows, as it is narrowed now. */
export function ExportButton<T>({ name, rows, columns }: { name: string; rows: T[]; columns: Column<T>[] }) {
  const { t } = useTranslation('common');
  return (
    <Button
      icon={<DownloadOutlined aria-hidden />}
      disabled={rows.length === 0}
      onClick={() => saveCsv(`${name}.csv`, csvOf(rows, columns))}
    >
      {t('action.csv')}
    </Button>
  );
}
