import { useTranslation } from 'react-i18next';
import { useMe } from '@/shared/session/me';
import { StateTag } from '@/shared/ui/StateTag';
import { Time } from '@/shared/ui/Time';
import { sideOf, type Enquiry } from '../api';

/** How the holder's answer stands: due, late, or given; and whose message is awaited now. */
export function Clock({ enquiry }: { enquiry: Enquiry }) {
  const { t } = useTranslation('enquiries');
  const me = useMe();
  const side = sideOf(enquiry, me.organisation);
  if (enquiry.first_answered_at === null || enquiry.first_answered_at === undefined) {
    const mine = side === 'supply';
    const key = enquiry.overdue ? 'overdue' : mine ? 'mine' : 'theirs';
    return (
      <span className="jx-clock">
        <StateTag tone={mine || enquiry.overdue ? 'pressing' : 'waiting'} label={t(`clock.${key}`)} />
        <span className="jx-soft">
          {t('clock.due')} <Time at={enquiry.answer_due} due />
        </span>
      </span>
    );
  }
  const ours = side !== undefined && enquiry.turn === side && side === 'supply';
  return (
    <span className="jx-clock">
      <StateTag tone={ours ? 'pressing' : 'done'} label={t(ours ? 'clock.again' : `clock.turn_${enquiry.turn}`)} />
      <span className="jx-soft">
        <Time at={enquiry.updated_at} />
      </span>
    </span>
  );
}
