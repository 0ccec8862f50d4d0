//! Error codes of the ledger.

crate::codes! {
    INSUFFICIENT_FUNDS = 409 "The account does not hold that much.";
    TRANSFER_ID_TAKEN = 409 "This id names another transfer.";
    TRANSFER_ACCOUNTS = 422 "A transfer needs two different accounts of its own currency.";
    TRANSFER_AMOUNT = 422 "A transfer moves at least 1 and at most 10^15 minor units.";
    BALANCE_LIMIT = 409 "The account would hold more than the ledger can count.";
    PENDING_UNKNOWN = 404 "There is no such pending transfer.";
    PENDING_RESOLVED = 409 "That pending transfer was posted or voided before.";
    PENDING_EXPIRED = 409 "That pending transfer has lapsed.";
    PENDING_EXCEEDED = 422 "More would be posted than the pending transfer reserved.";
    REFERENCE_TAKEN = 409 "That payment reference is in use.";
    PAYMENT_NOT_EXPECTED = 409 "No payment is expected under that reference (any more).";
    PAYMENT_DIFFERS = 422 "The payment is not the amount expected under that reference.";
}
