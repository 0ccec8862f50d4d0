import { getRouteApi, Link } from '@tanstack/react-router';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { paths } from '@/shared/routing/paths';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useVerify } from '../api';
import { Frame } from './Frame';
import { Steps } from './Steps';

const route = getRouteApi('/public/app/verify');

/** Confirms an address by a press, not by being opened: mail scanners follow links too. */
export function Verify() {
  const { t } = useTranslation('session');
  const { token } = route.useSearch();
  const verify = useVerify();
  if (verify.isSuccess) {
    return (
      <Frame title={t('verify.done')}>
        <Steps at="organisation" />
        <p>{t('verify.next')}</p>
        <Link to={paths.signIn} search={{ next: '/app/organisations/new' }} className="jx-button">
          {t('to_sign_in')}
        </Link>
      </Frame>
    );
  }
  return (
    <Frame title={t('verify.title')} below={<Link to={paths.signIn}>{t('to_sign_in')}</Link>}>
      <Steps at="address" />
      <p>{token ? t('verify.teach') : t('verify.no_token')}</p>
      <ProblemAlert problem={verify.error} />
      {token && (
        <Button type="primary" block loading={verify.isPending} onClick={() => verify.mutate(token)}>
          {t('verify.do')}
        </Button>
      )}
    </Frame>
  );
}
