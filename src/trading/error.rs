//! Error codes of offers.

crate::codes! {
    LISTING_TAKES_NO_OFFERS = 409 "The listing takes no negotiated offers now: it is not published, or is sold another way.";
    OFFER_EXPIRED = 409 "The offer has expired.";
    TOO_MANY_ROUNDS = 409 "The thread has as many rounds as one can have; accept, decline, or begin anew.";
    COUNTERPARTY_NOT_VERIFIED = 409 "The other side is not verified at present.";
    BOTH_SIDES = 403 "One intermediary does not act for both sides of an offer (Civil Code art. 168).";
    CONFLICTING_DEAL = 409 "A deal on a conflicting right in this listing is under way.";
}
