import { useQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '@/shared/i18n/text';
import { fieldText } from '@/shared/ui/ProblemAlert';
import { Problem } from '@/shared/api/problem';
import { patentQuery, type Patent } from '../api';
import { numberFault } from '../view';

interface Props {
  id?: string;
  value?: string[];
  onChange?: (numbers: string[]) => void;
  /** Takes over what a record says. */
  onTake: (patent: Patent) => void;
}

/** Patents by number: looked at as they are typed, and looked up when they are added. */
export function PatentNumbers({ id = 'patents', value = [], onChange, onTake }: Props) {
  const { t } = useTranslation('listings');
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState(false);
  const number = typed.trim();
  const fault = number === '' ? undefined : numberFault(number);
  // While somebody types there is always something missing; only a wrong check character is worth a word.
  const shown = fault && (asked || fault.code === 'check') ? fault : undefined;
  const words = shown && t(`patents.${shown.code}`, shown.code === 'check' ? { expected: shown.expected } : {});
  const add = () => {
    setAsked(true);
    if (number === '' || fault) return;
    if (!value.includes(number)) onChange?.([...value, number]);
    setTyped('');
    setAsked(false);
  };
  return (
    <div className="jx-stack jx-patents">
      {value.length > 0 && (
        <ul>
          {value.map((one) => (
            <Numbered
              key={one}
              number={one}
              onTake={onTake}
              onRemove={() => onChange?.(value.filter((other) => other !== one))}
            />
          ))}
        </ul>
      )}
      <div className="jx-row">
        <Input
          id={id}
          className="jx-mono jx-patent-input"
          value={typed}
          placeholder="ZL201810392222.0"
          aria-invalid={Boolean(shown)}
          aria-describedby={words ? `${id}-fault` : undefined}
          onChange={(event) => {
            setTyped(event.target.value);
            setAsked(false);
          }}
          onPressEnter={(event) => {
            event.preventDefault();
            add();
          }}
        />
        <Button onClick={add}>{t('patents.add')}</Button>
      </div>
      {words && (
        <p id={`${id}-fault`} className="jx-late" role="alert">
          {words}
        </p>
      )}
    </div>
  );
}

function Numbered({
  number,
  onTake,
  onRemove,
}: {
  number: string;
  onTake: (patent: Patent) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation('listings');
  const text = useText();
  const { data, error, isPending } = useQuery(patentQuery(number));
  const fault = error ? Problem.from(error).errors[0] : undefined;
  return (
    <li>
      <div>
        <span className="jx-mono">{data?.number ?? number}</span>
        <div className="jx-soft" role="status">
          {isPending && t('patents.looking')}
          {data && [text(data.title), data.legal_status].filter(Boolean).join(' · ')}
          {data === null && t('patents.none')}
          {error && (fault ? fieldText(fault.code, fault.limit) : t('patents.unknown'))}
        </div>
      </div>
      <div className="jx-row">
        {data && (
          <Button size="small" onClick={() => onTake(data)}>
            {t('patents.take')}
          </Button>
        )}
        <Button size="small" type="text" onClick={onRemove} aria-label={t('patents.remove', { number })}>
          {t('remove')}
        </Button>
      </div>
    </li>
  );
}
