import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { meQuery } from '@/shared/session/me';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useAcceptInvitation } from '../api';
import { Frame } from './Frame';

const route = getRouteApi('/public/app/invitation');

/** Joins an organisation by the mailed link. It takes the account of the address that was invited. */
export function Invitation() {
  const { t } = useTranslation(['session', 'common']);
  const text = useText();
  const navigate = useNavigate();
  const { token } = route.useSearch();
  const { data: me, isPending } = useQuery(meQuery);
  const accept = useAcceptInvitation();
  const next = `/app/invitation?token=${encodeURIComponent(token ?? '')}`;

  if (accept.isSuccess) {
    return (
      <Frame title={t('invitation.done', { name: text(accept.data.name) })}>
        <p>{t('invitation.role', { role: t(`common:role.${accept.data.role}`) })}</p>
        <Button type="primary" block onClick={() => void navigate({ to: paths.home })}>
          {t('invitation.go')}
        </Button>
      </Frame>
    );
  }
  return (
    <Frame title={t('invitation.title')}>
      {!token && <p>{t('verify.no_token')}</p>}
      {token && !isPending && !me && (
        <>
          <p>{t('invitation.sign_in_first')}</p>
          <Link to={paths.signIn} search={{ next }} className="jx-button">
            {t('to_sign_in')}
          </Link>
          <Link to="/app/sign-up" search={{ next }}>
            {t('sign_in.to_sign_up')}
          </Link>
        </>
      )}
      {token && me && (
        <>
          <p>{t('invitation.teach', { email: me.account.email })}</p>
          <ProblemAlert problem={accept.error} />
          <Button type="primary" block loading={accept.isPending} onClick={() => accept.mutate(token)}>
            {t('invitation.do')}
          </Button>
        </>
      )}
    </Frame>
  );
}
