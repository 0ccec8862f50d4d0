import { QueryClientContext } from '@tanstack/react-query';
import { useContext, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '@/shared/session/me';
import { remember } from '@/shared/session/recent';
import './page.css';

/** The heading's id: where the focus goes when what it stood on is gone. */
export const PAGE_TITLE = 'page-title';

interface Props {
  title: string;
  /** Above the title: where one is. */
  above?: ReactNode;
  /** Under the title: state, number, dates. */
  facts?: ReactNode;
  actions?: ReactNode;
  /** It is about one thing that one may want to come back to: the palette offers it again. */
  kept?: boolean;
  children: ReactNode;
}

/** A page of the workspace: heading, what can be done, content. */
export function Page({ title, above, facts, actions, kept = false, children }: Props) {
  const { t } = useTranslation('common');
  const name = t('name');
  useEffect(() => {
    document.title = `${title} – ${name}`;
  }, [title, name]);
  const client = useContext(QueryClientContext);
  useEffect(() => {
    if (!kept) return;
    const me = client?.getQueryData(meQuery.queryKey);
    remember(me?.organisation, { title, path: window.location.pathname });
  }, [client, title, kept]);
  return (
    <div className="jx-page">
      <header className="jx-page-head">
        <div>
          {above && <div className="jx-page-above">{above}</div>}
          <h1 id={PAGE_TITLE} tabIndex={-1}>
            {title}
          </h1>
          {facts && <div className="jx-page-facts jx-row">{facts}</div>}
        </div>
        {actions && <div className="jx-row">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page under its own heading. */
export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="jx-section">
      <div className="jx-section-head">
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
