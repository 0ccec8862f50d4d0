//! Error codes of deals.

crate::codes! {
    NO_CONTRACT = 409 "There is no contract document to sign; add one of kind contract.";
    ALREADY_SIGNED = 409 "Your side signed this version of the contract.";
    NOT_FILED = 409 "Nobody has said yet under which number it was filed.";
    ALREADY_DELIVERED = 409 "The delivery was made; the buyer inspects it.";
    NOT_DELIVERED = 409 "The seller has not delivered yet.";
    NO_MORE_EXTENSIONS = 409 "The inspection period was extended as often as the rule pack allows.";
    DEADLINE_PASSED = 409 "The time for this is over.";
    NO_RULING = 409 "No ruling is proposed.";
    DEAL_FULL = 409 "The deal holds as many entries as it can.";
}
