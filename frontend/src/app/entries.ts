import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '@/shared/api/client';
import { chooseScheme, useThemeName } from '@/shared/design/scheme';
import { chooseLanguage } from '@/shared/i18n/index';
import { useLanguage, useText } from '@/shared/i18n/text';
import { isFor, type NavItem } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { actFor, useMe, useOrganisation } from '@/shared/session/me';
import { principalsQuery } from '@/shared/session/principals';
import { recent } from '@/shared/session/recent';
import { commands, nav } from './routes';

export interface Entry {
  key: string;
  label: string;
  group: string;
  /** What it is found by besides its label: a number. */
  also?: string;
  /** Keys that do the same. */
  keys?: string;
  run: () => void;
}

const LIMIT = 100;

/** Offers and deals, to be found by number, title and other side. */
function useThings(wanted: boolean) {
  const asked = { enabled: wanted, staleTime: 60_000 };
  const query = { limit: LIMIT };
  const offers = useQuery({
    queryKey: ['offers', 'palette'],
    queryFn: () => answer(api.GET('/api/v1/offers', { params: { query } })),
    ...asked,
  });
  const deals = useQuery({
    queryKey: ['deals', 'palette'],
    queryFn: () => answer(api.GET('/api/v1/deals', { params: { query } })),
    ...asked,
  });
  return { offers: offers.data?.items ?? [], deals: deals.data?.items ?? [] };
}

/** Everything the palette offers for what was typed: what fits best by its beginning stands first. */
export function useEntries(typed: string, onHelp: () => void): Entry[] {
  const { t } = useTranslation('app');
  const language = useLanguage();
  const wanted = typed.trim().toLowerCase();
  const things = useThingEntries(wanted !== '');
  const { data } = useQuery({
    queryKey: ['palette', wanted, language],
    queryFn: () =>
      answer(
        api.GET('/api/v1/suggest', {
          params: { query: { q: wanted, limit: 8, lang: language === 'en' ? 'en' : 'zh' } },
        }),
      ),
    enabled: wanted !== '',
    placeholderData: (before) => before,
  });
  const navigate = useNavigate();
  const always = useAlways(onHelp);
  const me = useMe();
  if (wanted === '') {
    const seen = recent(me.organisation).map(({ title, path }): Entry => ({
      key: `recent:${path}`,
      label: title,
      group: t('palette.recent'),
      run: () => void navigate({ to: path }),
    }));
    return [...seen, ...always];
  }
  const fits = (entry: Entry) => `${entry.label} ${entry.also ?? ''}`.toLowerCase().includes(wanted);
  const begins = (entry: Entry) =>
    entry.label.toLowerCase().startsWith(wanted) || (entry.also ?? '').toLowerCase().startsWith(wanted);
  const found = [...always, ...things].filter(fits);
  const listings = (data?.items ?? []).map((one): Entry => ({
    key: one.listing,
    label: one.text,
    group: t('palette.listings'),
    run: () => void navigate({ to: paths.listing(one.listing) }),
  }));
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry)), ...listings];
}

function useThingEntries(wanted: boolean): Entry[] {
  const { t } = useTranslation(['app', 'common']);
  const text = useText();
  const navigate = useNavigate();
  const { offers, deals } = useThings(wanted);
  return [
    ...deals.map((deal): Entry => ({
      key: deal.id,
      label: `${deal.number} · ${text(deal.listing.title)}`,
      also: `${deal.number} ${text(deal.parties.seller.name)} ${text(deal.parties.buyer.name)}`,
      group: `${t('palette.deal')} · ${t(`common:deal_stage.${deal.stage}`)}`,
      run: () => void navigate({ to: paths.deal(deal.id) }),
    })),
    ...offers.map((offer): Entry => ({
      key: offer.id,
      label: `${offer.number} · ${text(offer.listing.title)}`,
      also: `${offer.number} ${text(offer.seller.name)} ${text(offer.buyer.name)}`,
      group: t('palette.offer'),
      run: () => void navigate({ to: paths.offer(offer.id) }),
    })),
  ];
}

/** Places, commands, organisations to act for, language and theme. */
function useAlways(onHelp: () => void): Entry[] {
  const { t } = useTranslation('app');
  const text = useText();
  const language = useLanguage();
  const theme = useThemeName();
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useMe();
  const kind = useOrganisation()?.kind;
  const { data: principals = [] } = useQuery(principalsQuery(me));
  const mine = (place: Pick<NavItem, 'key' | 'only'>) => !place.only || isFor(place, kind);
  const go = (to: string) => () => void navigate({ to });
  const act = (id: string) => () => void actFor(client, id).then(() => navigate({ to: paths.home }));
  const [places, does] = [t('palette.go'), t('palette.do')];
  const others = [
    ...me.memberships.map(({ id, name }) => ({ id, name })),
    ...principals.map(({ id, name }) => ({ id, name })),
  ].filter(({ id }) => id !== me.organisation);
  return [
    ...nav
      .filter((place) => isFor(place, kind))
      .map(({ key, to, letter }): Entry => ({
        key: `nav:${key}`,
        label: t(`nav.${key}`),
        group: places,
        ...(letter && { keys: `G ${letter.toUpperCase()}` }),
        run: go(to),
      })),
    ...commands.filter(mine).map(({ key, to }): Entry => ({
      key: `do:${key}`,
      label: t(`commands.${key}`),
      group: does,
      run: go(to),
    })),
    ...others.map(({ id, name }): Entry => ({
      key: `act:${id}`,
      label: t('commands.act_for', { name: text(name) }),
      group: does,
      run: act(id),
    })),
    {
      key: 'do:language',
      label: t('commands.language'),
      group: does,
      run: () => void chooseLanguage(language === 'en' ? 'zh-CN' : 'en'),
    },
    {
      key: 'do:theme',
      label: t(theme === 'dark' ? 'commands.light' : 'commands.dark'),
      group: does,
      run: () => chooseScheme(theme === 'dark' ? 'light' : 'dark'),
    },
    { key: 'do:keys', label: t('keys.title'), group: does, keys: '?', run: onHelp },
  ];
}
