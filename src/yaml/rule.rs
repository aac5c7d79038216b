//! The names of the rules that a YAML text can break, whoever wrote it. They are stable: `hearback.yaml` sets their weights.

/// The file is too large, binary, or not UTF-8.
pub(crate) const FILE: &str = "file";
/// The YAML cannot be read.
pub(crate) const SYNTAX: &str = "syntax";
/// A field holds the wrong kind of value.
pub(crate) const TYPE: &str = "type";
/// A field that must be there is missing or empty.
pub(crate) const REQUIRED: &str = "required";
/// A field that nobody reads.
pub(crate) const UNKNOWN_FIELD: &str = "unknown-field";
/// A word that is not in the vocabulary.
pub(crate) const VOCABULARY: &str = "vocabulary";
/// A date or period that is none.
pub(crate) const DATE: &str = "date";
/// Text that YAML takes for a comment.
pub(crate) const LOST_TO_COMMENT: &str = "lost-to-comment";
