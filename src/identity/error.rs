//! Error codes of identity.

crate::codes! {
    WRONG_CREDENTIALS = 401 "E-mail address, password or code is wrong.";
    EMAIL_NOT_VERIFIED = 403 "Confirm your e-mail address first: the link is in the mail.";
    LINK_NOT_VALID = 422 "This link was used, has expired, or never existed.";
    SESSION_OVER = 401 "This session is over; sign in again.";
    SECOND_FACTOR_REQUIRED = 403 "The operator's people sign in with a second factor (TOTP).";
    NO_SUCH_MEMBERSHIP = 403 "You are not a member of the organisation named in Jiaxiu-Organisation.";
}
