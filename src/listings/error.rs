//! Error codes of listings.

crate::codes! {
    NOT_READY = 422 "The listing lacks something that publication takes; `errors` names it.";
    OWN_LISTING = 409 "That is for others: the listing is your own, or you are the operator.";
    NDA_OUTDATED = 409 "The agreement has another text by now; read it again.";
    NDA_REQUIRED = 403 "Accept the non-disclosure agreement of this listing first.";
    ACCESS_REQUIRED = 403 "The holder opens this document on request.";
    REQUEST_OPEN = 409 "Your organisation has a request or a grant for this listing already.";
    LISTING_NOT_OPEN = 409 "The listing is not open for this at the moment.";
}
