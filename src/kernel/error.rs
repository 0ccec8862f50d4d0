//! What can go wrong, as a table of codes, and the one error type that carries them.

use std::{borrow::Cow, fmt};

use serde::Serialize;
use utoipa::ToSchema;

/// `Result` of everything that can be refused.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One line of the error table. Clients branch on `name`; people read the translation of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable name, `snake_case`.
    pub name: &'static str,
    /// HTTP status (RFC 9110).
    pub status: u16,
    /// True when the same request may succeed later, unchanged.
    pub retryable: bool,
    /// What it means, in English; the text people see is translated where it is shown.
    pub title: &'static str,
}

/// Declares error codes and the `TABLE` that lists them.
#[macro_export]
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $status:literal $title:literal $(, retry = $retry:literal)?;)*) => {
        $(
            #[doc = $title]
            pub const $name: $crate::kernel::Code = $crate::kernel::Code {
                name: $crate::kernel::error::const_lower!($name),
                status: $status,
                retryable: false $(|| $retry)?,
                title: $title,
            };
        )*
        /// Every code above.
        pub const TABLE: &[$crate::kernel::Code] = &[$($name),*];
    };
}
/// The lower-case name of a constant, at compile time.
#[doc(hidden)]
#[macro_export]
macro_rules! const_lower {
    ($name:ident) => {{
        const UPPER: &str = stringify!($name);
        const LOWER: [u8; UPPER.len()] = $crate::kernel::error::lower(UPPER.as_bytes());
        match std::str::from_utf8(&LOWER) {
            Ok(name) => name,
            Err(_) => "internal",
        }
    }};
}
pub use crate::const_lower;

#[doc(hidden)]
pub const fn lower<const N: usize>(upper: &[u8]) -> [u8; N] {
    let mut out = [0u8; N];
    let mut i = 0;
    while i < N {
        out[i] = upper[i].to_ascii_lowercase();
        i += 1;
    }
    out
}

codes! {
    VALIDATION = 422 "Some fields are not acceptable; `errors` names each with its limit.";
    MALFORMED = 400 "The request could not be read.";
    UNAUTHENTICATED = 401 "Sign in first.";
    FORBIDDEN = 403 "You can see this, but not do that.";
    ORGANISATION_REQUIRED = 403 "Say which of your organisations you act for: header Jiaxiu-Organisation.";
    ORGANISATION_NOT_VERIFIED = 403 "Only a verified organisation may do this.";
    SECOND_FACTOR_REQUIRED = 403 "The operator's people need a second factor: set up TOTP at /me/totp, then sign in with a code.";
    NOT_FOUND = 404 "There is no such thing, or you may not see it.";
    GONE = 410 "It was here, and has been taken back.";
    METHOD_NOT_ALLOWED = 405 "This resource does not take that method.";
    CONFLICT = 409 "This clashes with something that exists.";
    STALE_VERSION = 409 "It changed since you read it; read it again.";
    NOT_ALLOWED_NOW = 409 "That action is not possible in the present state.";
    IDEMPOTENCY_IN_FLIGHT = 409 "The first request with this Idempotency-Key is still under way.", retry = true;
    IDEMPOTENCY_MISMATCH = 422 "This Idempotency-Key was used for another request.";
    IDEMPOTENCY_REQUIRED = 400 "This request needs an Idempotency-Key.";
    PRECONDITION_FAILED = 412 "It changed since you read it; read it again.";
    PRECONDITION_REQUIRED = 428 "Edits need If-Match with the version you read.";
    TOO_LARGE = 413 "The request is larger than this server takes.";
    UNSUPPORTED_MEDIA_TYPE = 415 "This kind of content is not taken here.";
    RATE_LIMITED = 429 "Too many requests; wait as long as Retry-After says.", retry = true;
    UNAVAILABLE = 503 "Not possible at the moment; try again.", retry = true;
    INTERNAL = 500 "Something broke here; it has been logged under request_id.";
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Path of the field, such as `price.minor` or `ipc[2]`.
    pub field: Cow<'static, str>,
    /// Stable name of the fault: `required`, `too_long`, `out_of_range`, `invalid`, …
    pub code: &'static str,
    /// What is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// What came, cut to 80 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl FieldError {
    /// Any other fault.
    pub fn new(field: impl Into<Cow<'static, str>>, code: &'static str) -> Self {
        Self { field: field.into(), code, limit: None, value: None }
    }

    /// Adds what came.
    pub fn value(mut self, value: impl fmt::Display) -> Self {
        self.value = Some(value.to_string().chars().take(80).collect());
        self
    }

    /// Adds what is accepted.
    pub fn limit(mut self, limit: impl fmt::Display) -> Self {
        self.limit = Some(limit.to_string());
        self
    }

    /// The field is missing or empty.
    pub fn required(field: impl Into<Cow<'static, str>>) -> Self {
        Self::new(field, "required")
    }

    /// The field does not parse; `limit` says what would.
    pub fn invalid(field: impl Into<Cow<'static, str>>, value: impl fmt::Display, limit: impl fmt::Display) -> Self {
        Self::new(field, "invalid").value(value).limit(limit)
    }

    /// A number outside its bounds.
    pub fn out_of_range(
        field: impl Into<Cow<'static, str>>,
        value: impl fmt::Display,
        min: impl fmt::Display,
        max: impl fmt::Display,
    ) -> Self {
        Self::new(field, "out_of_range").value(value).limit(format!("{min} to {max}"))
    }
}

/// Why something was refused or failed.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: Code,
    fields: Vec<FieldError>,
    detail: Option<Cow<'static, str>>,
    retry_after: Option<u64>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// A refusal with a code of the table.
    pub fn new(code: Code) -> Self {
        Self(Box::new(Inner { code, fields: Vec::new(), detail: None, retry_after: None, source: None }))
    }

    /// A refusal that adds a sentence for this case. It is shown to the caller: facts only, nothing internal.
    pub fn because(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        let mut error = Self::new(code);
        error.0.detail = Some(detail.into());
        error
    }

    /// A refusal that names fields.
    pub fn fields(code: Code, fields: Vec<FieldError>) -> Self {
        let mut error = Self::new(code);
        error.0.fields = fields;
        error
    }

    /// Too much of something: `limit` says how much is taken, `seconds` when there is room again.
    pub fn rate_limited(limit: impl fmt::Display, seconds: u64) -> Self {
        let mut error = Self::because(RATE_LIMITED, format!("at most {limit}"));
        error.0.retry_after = Some(seconds);
        error
    }

    /// A fault of ours. The cause is logged, never shown.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::caused(INTERNAL, cause)
    }

    /// A code together with the cause to log.
    pub fn caused(code: Code, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut error = Self::new(code);
        error.0.source = Some(cause.into());
        error
    }

    /// The thing is not there, or not for this reader.
    pub fn not_found() -> Self {
        Self::new(NOT_FOUND)
    }

    /// The code.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Seconds until the same request may succeed, where that is known.
    pub fn retry_after(&self) -> Option<u64> {
        self.0.retry_after
    }

    /// The faulty fields.
    pub fn field_errors(&self) -> &[FieldError] {
        &self.0.fields
    }

    /// The sentence about this case.
    pub fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// The cause, when it is of type `E`.
    pub fn cause<E: std::error::Error + 'static>(&self) -> Option<&E> {
        self.0.source.as_deref().and_then(|source| source.downcast_ref())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.code.name)?;
        for field in &self.0.fields {
            write!(f, " [{} {}", field.field, field.code)?;
            if let Some(value) = &field.value {
                write!(f, ", got {value}")?;
            }
            if let Some(limit) = &field.limit {
                write!(f, ", accepted: {limit}")?;
            }
            write!(f, "]")?;
        }
        if let Some(detail) = &self.0.detail {
            write!(f, ": {detail}")?;
        }
        if let Some(source) = &self.0.source {
            write!(f, ": {source}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl From<FieldError> for Error {
    fn from(field: FieldError) -> Self {
        Self::fields(VALIDATION, vec![field])
    }
}
