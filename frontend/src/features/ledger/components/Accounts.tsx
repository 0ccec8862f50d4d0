import { useQuery } from '@tanstack/react-query';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { full } from '@/shared/ui/money';
import { ownersQuery, type About, type Account } from '../api';

interface Props {
  accounts: Account[];
  chosen: string;
  onChoose: (id: string) => void;
  about: Map<string, About> | undefined;
}

/** So many accounts stand side by side; of more, as the exchange has them, one is looked for. */
const FEW = 4;

/** What each account is for and what it holds; one of them is looked at. */
export function Accounts({ accounts, chosen, onChoose, about }: Props) {
  const { t } = useTranslation('ledger');
  const language = useLanguage();
  const many = accounts.length > FEW;
  const shown = many ? accounts.filter(({ id }) => id === chosen) : accounts;
  return (
    <>
      {many && <Choice accounts={accounts} chosen={chosen} onChoose={onChoose} about={about} />}
      <ul className="jx-accounts" aria-label={t('accounts')}>
        {shown.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className="jx-sheet jx-account"
              aria-pressed={one.id === chosen}
              onClick={() => onChoose(one.id)}
            >
              <span className="jx-account-kind">{t(`${many ? 'kind_all' : 'kind'}.${one.kind}`)}</span>
              <strong className="jx-num">{full(one.balance, language)}</strong>
              <span className="jx-soft jx-account-note">
                {one.reserved.minor > 0
                  ? t('reserved', { amount: full(one.reserved, language), available: full(one.available, language) })
                  : t(`kind_teach.${one.kind}`)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Accounts by what they are for and whose they are, to be found by typing. */
function Choice({ accounts, chosen, onChoose, about }: Props) {
  const { t } = useTranslation('ledger');
  const text = useText();
  const language = useLanguage();
  const { data: owners } = useQuery(ownersQuery);
  const whose = ({ owner }: Account) => about?.get(owner)?.number ?? text(owners?.get(owner));
  const label = (one: Account) =>
    [t(`kind_all.${one.kind}`), whose(one), full(one.balance, language)].filter(Boolean).join(' · ');
  return (
    <Select
      className="jx-account-choice"
      showSearch={{ optionFilterProp: 'label' }}
      value={chosen}
      onChange={onChoose}
      options={accounts.map((one) => ({ value: one.id, label: label(one) }))}
      aria-label={t('accounts')}
    />
  );
}
