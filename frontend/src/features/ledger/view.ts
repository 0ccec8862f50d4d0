import type { Amount } from '@/shared/ui/money';
import type { Account, Transfer } from './api';

export interface Line {
  transfer: Transfer;
  /** What came in, or nothing. */
  in?: Amount;
  /** What went out, or nothing. */
  out?: Amount;
  /** What the account held afterwards; none where nothing moved. */
  balance?: Amount;
}

/** Does a transfer of this kind change what an account holds? One that is pending, or was given up, only reserves. */
export function moves(kind: Transfer['kind']): boolean {
  return kind === 'plain' || kind === 'post';
}

/** Does a transfer add to the account? The exchange's own bank account grows on the left, every other on the right. */
export function adds(account: Account, transfer: Transfer): boolean {
  return (transfer.side === 'debit') === (account.kind === 'settlement');
}

/** The statement: transfers newest first as the API gives them, reckoned back from what the account holds now. */
export function statement(account: Account, transfers: Transfer[]): Line[] {
  // Ids of one moment say nothing about their order, but no account falls below zero: what came in came first.
  const ordered = [...transfers].sort(
    (a, b) => b.created_at.localeCompare(a.created_at) || Number(adds(account, a)) - Number(adds(account, b)),
  );
  let held = account.balance.minor;
  const { currency } = account.balance;
  return ordered.map((transfer) => {
    if (!moves(transfer.kind)) return { transfer };
    const balance = { minor: held, currency };
    const plus = adds(account, transfer);
    held += plus ? -transfer.amount.minor : transfer.amount.minor;
    return { transfer, balance, ...(plus ? { in: transfer.amount } : { out: transfer.amount }) };
  });
}

/** What came in and went out, of the lines shown. */
export function totals(lines: Line[], currency: string): { in: Amount; out: Amount } {
  const sum = (side: 'in' | 'out') => lines.reduce((all, line) => all + (line[side]?.minor ?? 0), 0);
  return { in: { minor: sum('in'), currency }, out: { minor: sum('out'), currency } };
}
