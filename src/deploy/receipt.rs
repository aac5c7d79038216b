//! What came of a deploy.

use serde::Serialize;

/// What a deploy came to. As JSON it is a document with the fields below.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Receipt {
    /// Where to, in people's words.
    pub to: String,
    /// How many files were put.
    pub uploaded: usize,
    /// Their bytes.
    pub bytes: u64,
    /// How many files were removed.
    pub removed: usize,
    /// How many files stayed as they were.
    pub unchanged: usize,
    /// Whether others may deploy at the same time without either noticing: the store cannot write on a condition.
    pub unguarded: bool,
}
