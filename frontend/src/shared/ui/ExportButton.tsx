import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Dropdown from 'antd/es/dropdown';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/shared/export/columns';
import { saveRows, type Format } from '@/shared/export/save';

interface Props<T> {
  /** What the file is called, before its day. */
  name: string;
  rows: T[];
  columns: Column<T>[];
}

const FORMATS: Format[] = ['xlsx', 'csv'];

/** Saves what the list shows, as it is narrowed now: a spreadsheet, or CSV for other programs. */
export function ExportButton<T>({ name, rows, columns }: Props<T>) {
  const { t } = useTranslation('common');
  const save = useMutation({ mutationFn: (format: Format) => saveRows(name, format, rows, columns) });
  return (
    <Dropdown
      trigger={['click']}
      disabled={rows.length === 0}
      menu={{
        items: FORMATS.map((key) => ({ key, label: t(`export.${key}`) })),
        onClick: ({ key }) => save.mutate(key as Format),
      }}
    >
      <Button
        icon={<DownloadOutlined aria-hidden />}
        loading={save.isPending}
        disabled={rows.length === 0}
        danger={save.isError}
        aria-haspopup="menu"
      >
        {t(save.isError ? 'export.failed' : 'export.name')}
      </Button>
    </Dropdown>
  );
}
