//! Error codes of mandates.

crate::codes! {
    NOT_AN_INTERMEDIARY = 422 "One side of a mandate is a verified intermediary, the other one is not an intermediary.";
    MANDATE_OVER = 409 "The mandate's last day has passed.";
}
