import {
  BulbOutlined,
  LogoutOutlined,
  MenuOutlined,
  SearchOutlined,
  SettingOutlined,
  SwapOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Drawer from 'antd/es/drawer';
import Dropdown from 'antd/es/dropdown';
import type { MenuProps } from 'antd/es/menu';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenScheme, chooseScheme, useThemeName, type Scheme } from '@/shared/design/scheme';
import { chooseLanguage } from '@/shared/i18n/index';
import { useLanguage, useText } from '@/shared/i18n/text';
import { isFor } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { actFor, signOut, useMe, useOrganisation } from '@/shared/session/me';
import { principalsQuery } from '@/shared/session/principals';
import { siteQuery } from '@/shared/session/site';
import { Announce } from './Announce';
import { Bell } from './Bell';
import { useKeys } from './keys';
import { ActingFor, Offline } from './Notices';
import { nav } from './routes';
import './shell.css';

const Palette = lazy(() => import('./Palette'));
const Shortcuts = lazy(() => import('./Shortcuts'));
const onMac = navigator.platform.startsWith('Mac');

/** Everything around a page: where one can go, for whom one acts, what is new. */
export function Shell() {
  const { t } = useTranslation('app');
  const [menu, setMenu] = useState(false);
  const [over, setOver] = useState<'palette' | 'keys'>();
  const close = useCallback(() => setOver(undefined), []);
  const onPalette = useCallback(() => setOver((open) => (open === 'palette' ? undefined : 'palette')), []);
  const onHelp = useCallback(() => setOver('keys'), []);
  useKeys({ onPalette, onHelp });

  return (
    <div className="jx-shell">
      <a className="jx-skip" href="#content">
        {t('skip')}
      </a>
      <aside className="jx-side">
        <Brand />
        <Navigation />
      </aside>
      <div className="jx-main">
        <header className="jx-top">
          <Button
            className="jx-burger"
            data-tour="menu"
            type="text"
            icon={<MenuOutlined />}
            aria-label={t('menu')}
            onClick={() => setMenu(true)}
          />
          <button type="button" className="jx-find" data-tour="find" onClick={onPalette} aria-label={t('palette.open')}>
            <SearchOutlined aria-hidden />
            <span>{t('palette.open')}</span>
            <kbd>{onMac ? '⌘K' : 'Ctrl K'}</kbd>
          </button>
          <div className="jx-top-right">
            <Organisations />
            <span data-tour="bell">
              <Bell />
            </span>
            <Language />
            <Account />
          </div>
        </header>
        <Offline />
        <Announcement />
        <ActingFor />
        <Announce />
        <main id="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Drawer
        open={menu}
        onClose={() => setMenu(false)}
        placement="left"
        size={264}
        title={<Brand />}
        styles={{ body: { padding: 12 } }}
      >
        <Navigation onGo={() => setMenu(false)} />
      </Drawer>
      {over && (
        <Suspense>
          {over === 'palette' ? <Palette onClose={close} onHelp={onHelp} /> : <Shortcuts onClose={close} />}
        </Suspense>
      )}
    </div>
  );
}

function Brand() {
  const { t } = useTranslation('common');
  return (
    <Link to={paths.home} className="jx-brand">
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
        <path
          d="M3 8.5 12 3l9 5.5M5 8.5h14M6.5 8.5v4h11v-4M3.5 15h17M8 15v6M16 15v6M12 8.5V15"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.7"
        />
      </svg>
      {t('name')}
    </Link>
  );
}

function Navigation({ onGo }: { onGo?: () => void }) {
  const { t } = useTranslation('app');
  const kind = useOrganisation()?.kind;
  const shown = nav.filter((place) => isFor(place, kind));
  return (
    <nav aria-label={t('menu')} className="jx-nav">
      {shown.map(({ key, to, icon: Icon }) => (
        <Link key={key} to={to} data-tour={`nav.${key}`} activeOptions={{ exact: to === paths.home }} onClick={onGo}>
          <Icon />
          {t(`nav.${key}`)}
        </Link>
      ))}
    </nav>
  );
}

function Organisations() {
  const { t } = useTranslation(['app', 'common']);
  const text = useText();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: principals = [] } = useQuery(principalsQuery(me));
  const current =
    me.memberships.find((one) => one.id === me.organisation) ?? principals.find((one) => one.id === me.organisation);
  const items: MenuProps['items'] = [
    ...me.memberships.map((one) => ({
      key: one.id,
      label: (
        <span className="jx-org-item">
          {text(one.name)}
          <span className="jx-soft">
            {t(`common:organisation_kind.${one.kind}`)} · {t(`common:role.${one.role}`)}
          </span>
        </span>
      ),
    })),
    ...(principals.length > 0
      ? [
          {
            type: 'group' as const,
            label: t('organisation.act_for'),
            children: principals.map((one) => ({
              key: one.id,
              label: (
                <span className="jx-org-item">
                  {text(one.name)}
                  <span className="jx-soft">{t('organisation.through', { name: text(one.intermediary) })}</span>
                </span>
              ),
            })),
          },
        ]
      : []),
    { type: 'divider' as const },
    { key: 'own', label: t('organisation.look_after') },
    { key: 'new', label: t('organisation.new') },
  ];
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        selectable: true,
        selectedKeys: me.organisation ? [me.organisation] : [],
        onClick: ({ key }) => {
          if (key === 'new') void navigate({ to: paths.newOrganisation });
          else if (key === 'own') void navigate({ to: paths.ownOrganisation });
          else if (key !== me.organisation) {
            void actFor(client, key).then(() => navigate({ to: paths.home }));
          }
        },
      }}
    >
      <Button
        type="text"
        className="jx-org"
        data-tour="organisation"
        icon={<SwapOutlined aria-hidden />}
        aria-label={t('organisation.switch', { name: text(current?.name) })}
      >
        <span>{text(current?.name)}</span>
      </Button>
    </Dropdown>
  );
}

/** What the exchange tells everybody, while it holds. */
function Announcement() {
  const text = useText();
  const { data } = useQuery(siteQuery);
  const said = data?.announcement;
  if (!said) return null;
  return <Alert banner showIcon type={said.tone} title={text(said.text)} />;
}

function Language() {
  const language = useLanguage();
  const other = language === 'en' ? 'zh-CN' : 'en';
  return (
    <Button
      type="text"
      className="jx-lang"
      data-tour="language"
      lang={other}
      onClick={() => void chooseLanguage(other)}
    >
      {other === 'en' ? 'EN' : '中文'}
    </Button>
  );
}

function Account() {
  const { t } = useTranslation('app');
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  useThemeName();
  const scheme = chosenScheme();
  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: `${me.account.display_name} · ${me.account.email}` },
    {
      key: 'theme',
      icon: <BulbOutlined />,
      label: t('theme.name'),
      children: (['system', 'light', 'dark'] as Scheme[]).map((one) => ({
        key: `theme:${one}`,
        label: t(`theme.${one}`),
      })),
    },
    { key: 'account', icon: <SettingOutlined />, label: t('account_settings') },
    { key: 'out', icon: <LogoutOutlined />, label: t('sign_out') },
  ];
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        selectable: true,
        selectedKeys: [`theme:${scheme}`],
        onClick: ({ key }) => {
          if (key.startsWith('theme:')) chooseScheme(key.slice(6) as Scheme);
          if (key === 'account') void navigate({ to: paths.account });
          if (key === 'out') void signOut(client).then(() => navigate({ to: '/app/sign-in' }));
        },
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={t('account', { name: me.account.display_name })} />
    </Dropdown>
  );
}
