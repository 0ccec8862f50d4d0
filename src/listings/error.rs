//! Error codes of listings.

crate::codes! {
    NOT_READY = 422 "The listing lacks something that publication takes; `errors` names it.";
    LISTING_NOT_OPEN = 409 "The listing is not open for this at the moment.";
}
