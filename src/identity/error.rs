//! Error codes of identity.

crate::codes! {
    WRONG_CREDENTIALS = 401 "E-mail address, password or code is wrong.";
    EMAIL_NOT_VERIFIED = 403 "Confirm your e-mail address first: the link is in the mail.";
    LINK_NOT_VALID = 422 "This link was used, has expired, or never existed.";
    SESSION_OVER = 401 "This session is over; sign in again.";
    TOTP_REQUIRED = 401 "This account signs in with a code as well: send it as `totp`.";
    TOTP_ENABLED = 409 "A second factor is set up already; remove it first.";
    PASSKEY_REFUSED = 401 "This passkey does not sign in here: it is not known, or the attempt took too long.";
    PASSKEY_NOT_MADE = 422 "The passkey could not be set up: the attempt took too long, or what the device sent does not check.";
    PASSKEY_KNOWN = 409 "This passkey is set up already.";
    PASSKEYS_UNAVAILABLE = 409 "Passkeys are bound to a host name; this exchange is reached by a bare address.";
    LAST_OWNER = 409 "An organisation keeps an owner: make somebody else owner first.";
    ALREADY_A_MEMBER = 409 "This account is a member already.";
    OPERATOR_EXISTS = 409 "This exchange has its operator already.";
    NO_SUCH_MEMBERSHIP = 403 "You are not a member of the organisation named in Jiaxiu-Organisation.";
}
