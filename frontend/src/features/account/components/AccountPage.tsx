import { getRouteApi, Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/shared/session/me';
import { useSite } from '@/shared/session/site';
import { Page } from '@/shared/ui/Page';
import { PARTS, type Part } from '../routes';
import { CapturedMail } from './CapturedMail';
import { Notifications } from './Notifications';
import { OwnData } from './OwnData';
import { Profile } from './Profile';
import { Security } from './Security';
import { Tokens } from './Tokens';
import './account.css';

const route = getRouteApi('/workspace/app/account/$part');

const SHOWN: Record<Part, ComponentType> = {
  profile: Profile,
  security: Security,
  tokens: Tokens,
  notifications: Notifications,
  data: OwnData,
  mail: CapturedMail,
};

/** Everything one looks after oneself. */
export function AccountPage() {
  const { t } = useTranslation('account');
  const me = useMe();
  const part = route.useParams().part as Part;
  const installation = useSite();
  // Mail is read here where none is sent; elsewhere there is nothing to show.
  const parts = PARTS.filter((one) => one !== 'mail' || installation?.captured_mail);
  const Shown = SHOWN[part];
  return (
    <Page title={t(`part.${part}`)} above={t('title')} facts={me.account.email}>
      <nav className="jx-parts" aria-label={t('title')}>
        {parts.map((one) => (
          <Link key={one} to="/app/account/$part" params={{ part: one }}>
            {t(`part.${one}`)}
          </Link>
        ))}
      </nav>
      <Shown />
    </Page>
  );
}
