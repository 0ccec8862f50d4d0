import { useQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Skeleton from 'antd/es/skeleton';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { useMe, useOrganisation } from '@/shared/session/me';
import { principalsQuery } from '@/shared/session/principals';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { ndaQuery, useAcceptNda } from '../api';

/** The agreement to read, and to accept as a person for one's organisation. */
export function Nda({ listing, onClose }: { listing: string; onClose: () => void }) {
  const { t } = useTranslation(['listings', 'common']);
  const text = useText();
  const me = useMe();
  const own = useOrganisation();
  const { data: principals } = useQuery(principalsQuery(me));
  const { data: nda, error } = useQuery(ndaQuery(listing));
  const [agreed, setAgreed] = useState(false);
  const accept = useAcceptNda(listing, onClose);
  const place = useRef<HTMLDivElement>(null);
  const read = nda !== undefined;
  // A link may lead straight here, and here is far down the page.
  useEffect(() => place.current?.scrollIntoView?.({ block: 'center' }), [read]);
  const organisation = own?.name ?? principals?.find((one) => one.id === me.organisation)?.name;
  if (error) return <ProblemAlert problem={error} />;
  if (!nda) return <Skeleton active paragraph={{ rows: 6 }} />;
  return (
    <div className="jx-stack" ref={place}>
      <div className="jx-nda jx-sheet" tabIndex={0} role="document" aria-label={t('nda.title')}>
        {text(nda.text)}
      </div>
      <p className="jx-soft">
        {t('nda.version', { version: nda.version })} SHA-256 <span className="jx-mono jx-words">{nda.text_sha256}</span>
      </p>
      <Checkbox checked={agreed} onChange={(event) => setAgreed(event.target.checked)}>
        {t('nda.agree', { person: me.account.display_name, organisation: text(organisation) })}
      </Checkbox>
      <ProblemAlert problem={accept.error} />
      <div className="jx-row">
        <Button type="primary" disabled={!agreed} loading={accept.isPending} onClick={() => accept.mutate(nda.version)}>
          {t('nda.do')}
        </Button>
        <Button onClick={onClose}>{t('common:action.cancel')}</Button>
      </div>
    </div>
  );
}
