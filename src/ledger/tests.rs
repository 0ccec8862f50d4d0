//! The machine of payments against a second list, and the book's own rules at its limits.

use uuid::Uuid;

use super::{
    bank::lifecycle::{Action, Party, State, TRANSITIONS},
    book::{Book, Decision},
    model::{AccountKind, LedgerAccount, MAX_AMOUNT, MAX_SUM, Movement, NewTransfer, Purpose},
};
use crate::kernel::{Currency, DateTime, Money, id::LedgerAccountId, id::TransferId, machine};

#[test]
fn only_what_waits_in_suspense_is_settled_and_only_by_a_clerk() {
    for state in [State::Suspense, State::Matched, State::Refunded] {
        for action in [Action::Resolve, Action::Refund] {
            let expected = (state == State::Suspense).then_some(match action {
                Action::Resolve => State::Matched,
                Action::Refund => State::Refunded,
            });
            let got = |parties: &[Party]| machine::step(TRANSITIONS, state, action, parties).ok().map(|arrow| arrow.to);
            assert_eq!(got(&[Party::Clerk]), expected, "{state:?} {action:?}");
            assert_eq!(got(&[]), None, "{state:?} {action:?}");
        }
    }
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn account(n: u128, kind: AccountKind, posted: (i64, i64)) -> LedgerAccount {
    LedgerAccount {
        id: LedgerAccountId(id(n)),
        kind,
        owner: String::new(),
        currency: Currency::CNY,
        side: kind.side(),
        debits_posted: posted.0,
        credits_posted: posted.1,
        debits_pending: 0,
        credits_pending: 0,
    }
}

fn book(settlement: (i64, i64), party: (i64, i64)) -> Book {
    let accounts = [account(1, AccountKind::Settlement, settlement), account(2, AccountKind::Party, party)];
    Book { accounts: accounts.into_iter().map(|account| (account.id, account)).collect(), ..Book::default() }
}

fn movement(debit: u128, credit: u128, minor: i64) -> Movement {
    Movement::Plain {
        debit: LedgerAccountId(id(debit)),
        credit: LedgerAccountId(id(credit)),
        amount: Money::cny(minor),
    }
}

fn new(n: u128, movement: Movement) -> NewTransfer {
    NewTransfer::new(TransferId(id(n)), movement, Purpose::Transfer)
}

fn decide(book: &mut Book, new: &NewTransfer) -> Result<bool, &'static str> {
    match book.decide(new, DateTime::UNIX_EPOCH) {
        Ok(Decision::Made(_)) => Ok(true),
        Ok(Decision::Repeated(_)) => Ok(false),
        Err(refusal) => Err(refusal.code().name),
    }
}

#[test]
fn amounts_and_sums_stay_within_what_can_be_counted() {
    let mut book = book((MAX_SUM - MAX_AMOUNT, 0), (0, MAX_SUM - MAX_AMOUNT));
    assert_eq!(decide(&mut book, &new(10, movement(1, 2, MAX_AMOUNT + 1))), Err("transfer_amount"));
    assert_eq!(decide(&mut book, &new(11, movement(1, 2, MAX_AMOUNT))), Ok(true));
    assert_eq!(decide(&mut book, &new(12, movement(1, 2, 1))), Err("balance_limit"));
}

#[test]
fn a_refusal_leaves_the_book_as_it_was() {
    let mut book = book((5, 0), (0, 5));
    let before = book.accounts.clone();
    for (refused, code) in [
        (movement(2, 1, 6), "insufficient_funds"),
        (movement(2, 3, 1), "transfer_accounts"),
        (movement(2, 2, 1), "transfer_accounts"),
        (Movement::Void { pending: TransferId(id(99)) }, "pending_unknown"),
    ] {
        assert_eq!(decide(&mut book, &new(20, refused)), Err(code));
        assert_eq!(book.accounts, before);
    }
    assert_eq!(decide(&mut book, &new(20, movement(2, 1, 5))), Ok(true));
    assert_eq!(decide(&mut book, &new(20, movement(2, 1, 5))), Ok(false));
    assert_eq!(decide(&mut book, &new(20, movement(1, 2, 5))), Err("transfer_id_taken"));
}

#[test]
fn what_is_reserved_cannot_be_spent() {
    let mut book = book((9, 0), (0, 9));
    let amount = Money::cny(7);
    let (debit, credit) = (LedgerAccountId(id(2)), LedgerAccountId(id(1)));
    let hold = new(30, Movement::Pending { debit, credit, amount, expires_at: None });
    // Reserved on the settlement account too: it may not be paid out twice.
    assert_eq!(decide(&mut book, &hold), Ok(true));
    assert_eq!(decide(&mut book, &new(31, movement(2, 1, 3))), Err("insufficient_funds"));
    let post = Movement::Post { pending: hold.id, amount: Some(Money::cny(4)) };
    assert_eq!(decide(&mut book, &new(32, post)), Ok(true));
    assert_eq!(book.accounts[&debit].available(), Money::cny(5));
    assert_eq!(book.accounts[&credit].available(), Money::cny(5));
    assert_eq!(decide(&mut book, &new(33, Movement::Void { pending: hold.id })), Err("pending_resolved"));
}
