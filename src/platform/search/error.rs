//! What can go wrong.

/// Result of a call to a search engine.
pub type Result<T> = std::result::Result<T, SearchError>;

/// Why a search engine refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// A text or list is longer than its limit.
    #[error("{field} is {actual} long; at most {limit} is allowed")]
    TooLong { field: &'static str, limit: usize, actual: usize },
    /// A number is outside its range.
    #[error("{field} is {value}; it must be {limit}")]
    OutOfRange { field: &'static str, value: i64, limit: &'static str },
    /// The cursor is malformed or belongs to another query.
    #[error("cursor does not belong to this query")]
    BadCursor,
    /// A rebuild has begun and neither finished nor been dropped.
    #[error("a rebuild of the search index is already running")]
    RebuildRunning,
    /// Reading or writing the index's files failed.
    #[error("search index files: {0}")]
    Io(#[from] std::io::Error),
    /// The engine itself failed; retrying may help.
    #[error("search engine: {0}")]
    Engine(String),
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        SearchError::Engine(error.to_string())
    }
}
