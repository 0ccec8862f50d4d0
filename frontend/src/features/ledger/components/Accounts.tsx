import { useTranslation } from 'react-i18next';
import { useLanguage } from '@/shared/i18n/text';
import { full } from '@/shared/ui/money';
import type { Account } from '../api';

interface Props {
  accounts: Account[];
  chosen: string;
  onChoose: (id: string) => void;
}

/** What each account is for and what it holds; one of them is looked at. */
export function Accounts({ accounts, chosen, onChoose }: Props) {
  const { t } = useTranslation('ledger');
  const language = useLanguage();
  return (
    <ul className="jx-accounts" aria-label={t('accounts')}>
      {accounts.map((one) => (
        <li key={one.id}>
          <button
            type="button"
            className="jx-sheet jx-account"
            aria-pressed={one.id === chosen}
            onClick={() => onChoose(one.id)}
          >
            <span className="jx-account-kind">{t(`kind.${one.kind}`)}</span>
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
  );
}
