import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { actFor, useMe } from '@/shared/session/me';
import type { Mandate } from '../api';

/** Changes over to acting for the principal, where a mandate in force says one may. */
export function ActFor({ mandate }: { mandate: Mandate }) {
  const { t } = useTranslation('mandates');
  const text = useText();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const own = me.memberships.find(({ id }) => id === mandate.intermediary.id);
  const manages = own && ['manager', 'owner'].includes(own.role) && own.state === 'verified';
  if (!manages || mandate.state !== 'active' || !mandate.may_act) return null;
  return (
    <Button
      size="small"
      onClick={() => void actFor(client, mandate.principal.id).then(() => navigate({ to: paths.home }))}
    >
      {t('act_for', { name: text(mandate.principal.name) })}
    </Button>
  );
}
