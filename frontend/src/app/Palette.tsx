import Modal from 'antd/es/modal';
import { useDeferredValue, useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useEntries, type Entry } from './entries';
import './palette.css';

interface Props {
  onClose: () => void;
  onHelp: () => void;
}

/** Places, commands, offers, deals and listings by typing: arrows choose, Enter goes, Escape closes. */
export default function Palette({ onClose, onHelp }: Props) {
  const { t } = useTranslation('app');
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const entries = useEntries(useDeferredValue(text), onHelp);
  const chosen = Math.min(at, entries.length - 1);
  useEffect(() => {
    document.getElementById(`palette-${chosen}`)?.scrollIntoView?.({ block: 'nearest' });
  }, [chosen]);
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const last = entries.length - 1;
    if (event.key === 'ArrowDown') setAt(chosen === last ? 0 : chosen + 1);
    else if (event.key === 'ArrowUp') setAt(chosen <= 0 ? last : chosen - 1);
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
      width={600}
      style={{ top: 80 }}
      styles={{ container: { padding: 0 }, header: { margin: 0, padding: 0, position: 'absolute' } }}
      title={<span className="jx-hidden">{t('palette.open')}</span>}
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
            <span className="jx-soft">
              {entry.group}
              {entry.keys && <kbd>{entry.keys}</kbd>}
            </span>
          </li>
        ))}
        {entries.length === 0 && (
          <li className="jx-soft" role="presentation">
            {t('palette.none')}
          </li>
        )}
      </ul>
      <p className="jx-palette-foot jx-soft">{t('palette.foot')}</p>
    </Modal>
  );
}
