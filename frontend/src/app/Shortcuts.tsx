import Modal from 'antd/es/modal';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrganisation } from '@/shared/session/me';
import { isFor } from '@/shared/routing/feature';
import { nav } from './routes';
import './palette.css';

const onMac = navigator.platform.startsWith('Mac');

/** Every key that does something, by where it does. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('app');
  const kind = useOrganisation()?.kind;
  const control = onMac ? '⌘' : 'Ctrl';
  const parts: { name: string; keys: { keys: string[]; what: string }[] }[] = [
    {
      name: t('keys.everywhere'),
      keys: [
        { keys: [control, 'K'], what: t('keys.palette') },
        { keys: ['/'], what: t('keys.palette') },
        { keys: ['?'], what: t('keys.help') },
        { keys: ['Esc'], what: t('keys.close') },
      ],
    },
    {
      name: t('keys.go'),
      keys: nav
        .filter((place) => place.letter && isFor(place, kind))
        .map(({ key, letter }) => ({ keys: ['G', (letter ?? '').toUpperCase()], what: t(`nav.${key}`) })),
    },
    {
      name: t('keys.inbox'),
      keys: [
        { keys: ['J'], what: t('keys.next') },
        { keys: ['K'], what: t('keys.before') },
        { keys: ['↵'], what: t('keys.open') },
        { keys: ['M'], what: t('keys.mark') },
      ],
    },
    { name: t('keys.messages'), keys: [{ keys: [control, '↵'], what: t('keys.send') }] },
  ];
  return (
    <Modal open onCancel={onClose} footer={null} title={t('keys.title')} width={640}>
      <div className="jx-keys">
        {parts.map((part) => (
          <section key={part.name} aria-label={part.name}>
            <h3>{part.name}</h3>
            <dl>
              {part.keys.map(({ keys, what }) => (
                <div key={keys.join()}>
                  <dt>
                    {keys.map((key, index) => (
                      <Fragment key={key}>
                        {index > 0 && ' '}
                        <kbd>{key}</kbd>
                      </Fragment>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
