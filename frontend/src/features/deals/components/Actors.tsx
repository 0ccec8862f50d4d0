import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { useMe } from '@/shared/session/me';
import type { Deal } from '../api';
import { others, waitsFor } from '../view';

/** Whom the next step waits for: us, or others by name. */
export function Actors({ deal, operator }: { deal: Deal; operator: boolean }) {
  const { t } = useTranslation('deals');
  const text = useText();
  const me = useMe();
  const names = others(deal, me.organisation, operator).map(({ party, name }) =>
    name ? text(name) : t(`party.${party}`),
  );
  const mine = waitsFor(deal, me.organisation, operator);
  return (
    <>
      {mine && <strong className="jx-late">{t('waits.us')}</strong>}
      {mine && names.length > 0 && ' · '}
      {names.length > 0 && t('waits.for', { name: names.join(t('and')) })}
    </>
  );
}
