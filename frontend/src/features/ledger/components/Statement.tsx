import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLanguage, useText } from '@/shared/i18n/text';
import { paths } from '@/shared/routing/paths';
import { plain, type Amount } from '@/shared/ui/money';
import { exact } from '@/shared/ui/time';
import type { About, Transfer } from '../api';
import { totals, type Line } from '../view';

interface Props {
  lines: Line[];
  currency: string;
  about: Map<string, About> | undefined;
}

/** The account's lines, newest first, each with what was held after it. */
export function Statement({ lines, currency, about }: Props) {
  const { t } = useTranslation('ledger');
  const language = useLanguage();
  const sums = totals(lines, currency);
  const figure = (amount: Amount | undefined) => (amount ? plain(amount, language) : '');
  return (
    <table className="jx-statement jx-sheet">
      <caption className="jx-hidden">{t('statement')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('column.at')}</th>
          <th scope="col">{t('column.purpose')}</th>
          <th scope="col" className="jx-end">
            {t('column.in_currency', { currency })}
          </th>
          <th scope="col" className="jx-end">
            {t('column.out_currency', { currency })}
          </th>
          <th scope="col" className="jx-end">
            {t('column.balance_currency', { currency })}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.transfer.id}>
            <td className="jx-num jx-soft" data-label={t('column.at')}>
              <time dateTime={line.transfer.created_at}>{exact(new Date(line.transfer.created_at), language)}</time>
            </td>
            <td>
              <What transfer={line.transfer} about={about?.get(line.transfer.subject)} />
            </td>
            <td className="jx-end jx-num" data-label={t('column.in')}>
              {line.in && <>+{figure(line.in)}</>}
            </td>
            <td className="jx-end jx-num" data-label={t('column.out')}>
              {line.out && <>−{figure(line.out)}</>}
            </td>
            <td className="jx-end jx-num" data-label={t('column.balance')}>
              <strong>{figure(line.balance)}</strong>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            {t('sum', { count: lines.length })}
          </th>
          <td className="jx-end jx-num" data-label={t('column.in')}>
            {sums.in.minor > 0 && '+'}
            {figure(sums.in)}
          </td>
          <td className="jx-end jx-num" data-label={t('column.out')}>
            {sums.out.minor > 0 && '−'}
            {figure(sums.out)}
          </td>
          <td />
        </tr>
      </tfoot>
    </table>
  );
}

function What({ transfer, about }: { transfer: Transfer; about: About | undefined }) {
  const { t } = useTranslation('ledger');
  const text = useText();
  const deal = transfer.subject.startsWith('deal_');
  return (
    <>
      {t(`purpose.${transfer.purpose}`)}
      {transfer.kind !== 'plain' && <span className="jx-soft"> · {t(`transfer_kind.${transfer.kind}`)}</span>}
      <span className="jx-statement-about">
        {about?.open && (
          <Link to={paths.deal(transfer.subject)}>
            <span className="jx-mono">{about.number}</span> {text(about.title)}
          </Link>
        )}
        {about && !about.open && (
          <span className="jx-soft">
            <span className="jx-mono">{about.number}</span> {text(about.title)}
          </span>
        )}
        {!about && deal && <Link to={paths.deal(transfer.subject)}>{t('see_deal')}</Link>}
        {transfer.reason && <span className="jx-soft"> {t(`reason.${transfer.reason}`, transfer.reason)}</span>}
      </span>
    </>
  );
}
