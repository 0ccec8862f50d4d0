import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import Modal from 'antd/es/modal';
import { useDeferredValue, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '@/shared/api/client';
import { chooseScheme, useThemeName } from '@/shared/design/scheme';
import { chooseLanguage } from '@/shared/i18n/index';
import { useLanguage } from '@/shared/i18n/text';
import { isFor, type NavItem } from '@/shared/routing/feature';
import { paths } from '@/shared/routing/paths';
import { useOrganisation } from '@/shared/session/me';
import { commands, nav } from './routes';
import './palette.css';

interface Entry {
  key: string;
  label: string;
  group: string;
  run: () => void;
}

/** Commands and listings by typing: arrows choose, Enter goes, Escape closes. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('app');
  const language = useLanguage();
  const theme = useThemeName();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const query = useDeferredValue(text.trim());
  const { data } = useQuery({
    queryKey: ['palette', query, language],
    queryFn: () =>
      answer(
        api.GET('/api/v1/suggest', {
          params: { query: { q: query, limit: 8, lang: language === 'en' ? 'en' : 'zh' } },
        }),
      ),
    enabled: query.length > 0,
    placeholderData: (before) => before,
  });

  const kind = useOrganisation()?.kind;
  const mine = (place: Pick<NavItem, 'key' | 'only'>) => !place.only || isFor(place, kind);
  const go = (to: string) => () => void navigate({ to });
  const all: Entry[] = [
    ...nav
      .filter((place) => isFor(place, kind))
      .map(({ key, to }) => ({ key: `nav:${key}`, label: t(`nav.${key}`), group: t('palette.go'), run: go(to) })),
    ...commands.filter(mine).map(({ key, to }) => ({
      key: `do:${key}`,
      label: t(`commands.${key}`),
      group: t('palette.do'),
      run: go(to),
    })),
    {
      key: 'do:language',
      label: t('commands.language'),
      group: t('palette.do'),
      run: () => void chooseLanguage(language === 'en' ? 'zh-CN' : 'en'),
    },
    {
      key: 'do:theme',
      label: t(theme === 'dark' ? 'commands.light' : 'commands.dark'),
      group: t('palette.do'),
      run: () => chooseScheme(theme === 'dark' ? 'light' : 'dark'),
    },
  ];
  const wanted = text.trim().toLowerCase();
  const entries: Entry[] = [
    ...all.filter((one) => one.label.toLowerCase().includes(wanted)),
    ...(wanted === '' ? [] : (data?.items ?? [])).map((one) => ({
      key: one.listing,
      label: one.text,
      group: t('palette.listings'),
      run: go(paths.listing(one.listing)),
    })),
  ];
  const chosen = Math.min(at, entries.length - 1);
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(Math.min(chosen + 1, entries.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0));
    else if (event.key === 'Enter') run(entries[chosen]);
    else return;
    event.preventDefault();
  };

  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      closable={false}
      width={560}
      style={{ top: 80 }}
      styles={{ container: { padding: 0 } }}
      title={null}
      aria-label={t('palette.open')}
    >
      <input
        className="jx-palette-input"
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={entries[chosen] ? `palette-${chosen}` : undefined}
        aria-label={t('palette.open')}
        placeholder={t('palette.placeholder')}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id="palette-list" role="listbox" aria-label={t('palette.open')} className="jx-palette">
        {entries.map((entry, index) => (
          <li
            key={entry.key}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === chosen}
            onMouseMove={() => setAt(index)}
            onClick={() => run(entry)}
          >
            <span>{entry.label}</span>
            <span className="jx-soft">{entry.group}</span>
          </li>
        ))}
        {entries.length === 0 && (
          <li className="jx-soft" role="presentation">
            {t('palette.none')}
          </li>
        )}
      </ul>
    </Modal>
  );
}
