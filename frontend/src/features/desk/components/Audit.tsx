import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import Button from 'antd/es/button';
import DatePicker from 'antd/es/date-picker';
import Input from 'antd/es/input';
import dayjs from 'dayjs';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { useOrganisation } from '@/shared/session/me';
import { ExportButton } from '@/shared/ui/ExportButton';
import { Listed } from '@/shared/ui/Listed';
import { Page } from '@/shared/ui/Page';
import { exact } from '@/shared/ui/time';
import { auditQuery, type AuditEntry, type AuditFilters } from '../api';
import './desk.css';

const route = getRouteApi('/workspace/app/audit');
const WORDS = ['actor', 'operation', 'target'] as const;

/** Who did what, when and for whom; everything in a line narrows the list to its like. */
export function Audit() {
  const { t } = useTranslation(['desk', 'common']);
  const text = useText();
  const language = useLanguage();
  const own = useOrganisation();
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const pages = useInfiniteQuery(auditQuery(filters));
  const shown = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const narrow = (change: Partial<AuditFilters>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const who = (entry: AuditEntry) =>
    entry.account?.name ?? (entry.part ? t('audit.system', { part: entry.part }) : text(entry.organisation?.name));
  const columns: ComponentProps<typeof ExportButton<AuditEntry>>['columns'] = [
    { name: t('audit.at'), value: (entry) => entry.at },
    { name: t('audit.who'), value: who },
    { name: t('audit.for'), value: (entry) => text(entry.organisation?.name) },
    { name: t('audit.operation'), value: (entry) => entry.operation },
    { name: t('audit.target'), value: (entry) => entry.target },
    { name: t('audit.address'), value: (entry) => entry.address },
    { name: t('audit.request'), value: (entry) => entry.request },
  ];
  return (
    <Page
      title={t('audit.title')}
      facts={
        <>
          <span>{t('audit.teach')}</span>
          {own && own.kind !== 'operator' && <span>{t('audit.own', { name: text(own.name) })}</span>}
        </>
      }
      actions={<ExportButton name={t('audit.title')} rows={shown} columns={columns} />}
    >
      <div className="jx-row" role="search" aria-label={t('audit.filter')}>
        {WORDS.map((name) => (
          <Input.Search
            key={`${name}:${filters[name] ?? ''}`}
            style={{ width: name === 'operation' ? 200 : 260 }}
            defaultValue={filters[name]}
            placeholder={t(`audit.${name}`)}
            aria-label={t(`audit.${name}`)}
            allowClear
            maxLength={100}
            onSearch={(value) => narrow({ [name]: value.trim() || undefined })}
          />
        ))}
        {(['from', 'to'] as const).map((name) => (
          <DatePicker
            key={name}
            value={filters[name] ? dayjs(filters[name]) : null}
            placeholder={t(`audit.${name}`)}
            aria-label={t(`audit.${name}`)}
            onChange={(day) => narrow({ [name]: day ? day.format('YYYY-MM-DD') : undefined })}
          />
        ))}
        {Object.keys(filters).length > 0 && (
          <Button type="link" onClick={() => void navigate({ search: {}, replace: true })}>
            {t('audit.clear')}
          </Button>
        )}
      </div>
      <Listed
        pages={pages}
        namespace="desk"
        empty="audit.empty"
        count={shown.length}
        filtered={Object.keys(filters).length > 0}
        onClear={() => void navigate({ search: {}, replace: true })}
      >
        <div className="jx-sheet jx-audit-wrap" tabIndex={0} role="region" aria-label={t('audit.title')}>
          <table className="jx-audit">
            <thead>
              <tr>
                <th scope="col">{t('audit.at')}</th>
                <th scope="col">{t('audit.who')}</th>
                <th scope="col">{t('audit.operation')}</th>
                <th scope="col">{t('audit.target')}</th>
                {own?.kind === 'operator' && <th scope="col">{t('audit.address')}</th>}
              </tr>
            </thead>
            <tbody>
              {shown.map((entry) => (
                <tr key={entry.id}>
                  <td className="jx-num">{exact(new Date(entry.at), language)}</td>
                  <td>
                    <Narrow
                      value={entry.account?.account ?? entry.part ?? entry.organisation?.id}
                      onNarrow={(actor) => narrow({ actor })}
                    >
                      {who(entry)}
                    </Narrow>
                    {entry.account && entry.organisation && (
                      <div className="jx-soft">
                        {text(entry.organisation.name)}
                        {entry.on_behalf_of && ` · ${t('audit.behalf', { name: text(entry.on_behalf_of.name) })}`}
                      </div>
                    )}
                  </td>
                  <td className="jx-mono">
                    <Narrow value={entry.operation} onNarrow={(operation) => narrow({ operation })}>
                      {entry.operation}
                    </Narrow>
                  </td>
                  <td className="jx-mono">
                    <Narrow value={entry.target} onNarrow={(target) => narrow({ target })}>
                      {entry.target}
                    </Narrow>
                  </td>
                  {own?.kind === 'operator' && <td className="jx-mono jx-soft">{entry.address}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Listed>
    </Page>
  );
}

/** A value that narrows the list to the entries that share it. */
function Narrow({
  value,
  onNarrow,
  children,
}: {
  value: string | null | undefined;
  onNarrow: (value: string) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation('desk');
  if (!value) return children;
  return (
    <button type="button" title={t('audit.only')} onClick={() => onNarrow(value)}>
      {children}
    </button>
  );
}
