import { Link } from '@tanstack/react-router';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { useMe } from '@/shared/session/me';
import { Time } from '@/shared/ui/Time';
import type { Notification } from '../api';
import { target } from '../view';

interface Props {
  one: Notification;
  busy: boolean;
  onMark: (as: 'read' | 'unread') => void;
  /** Narrows the inbox to the listing it belongs to. */
  onListing: ((listing: string) => void) | undefined;
}

/** One thing that happened: what, for which of one's organisations, and where it is. */
export function Line({ one, busy, onMark, onListing }: Props) {
  const { t } = useTranslation('inbox');
  const text = useText();
  const me = useMe();
  const whose = me.memberships.find(({ id }) => id === one.organisation);
  const { listing } = one;
  return (
    <li className={one.read_at ? undefined : 'jx-inbox-new'}>
      <div>
        <Link
          to={target(one.link)}
          data-entry
          onClick={() => {
            if (!one.read_at) onMark('read');
          }}
        >
          {!one.read_at && <span className="jx-hidden">{t('is_unread')}</span>}
          {one.text}
        </Link>
        <div className="jx-soft jx-inbox-note">
          {one.topic && t(`topic.${one.topic}`)}
          {whose && me.memberships.length > 1 && ` · ${text(whose.name)}`}
          {one.mandate && ` · ${t('by_mandate')}`}
          {listing && onListing && (
            <>
              {' · '}
              <button type="button" className="jx-inbox-only" onClick={() => onListing(listing)}>
                {t('filter.only_listing')}
              </button>
            </>
          )}
        </div>
      </div>
      <span className="jx-soft">
        <Time at={one.at} />
      </span>
      <Button
        data-mark
        size="small"
        type="text"
        disabled={busy}
        onClick={() => onMark(one.read_at ? 'unread' : 'read')}
        aria-label={t(one.read_at ? 'unread_this' : 'read_this', { text: one.text })}
      >
        {t(one.read_at ? 'make_unread' : 'read')}
      </Button>
    </li>
  );
}
