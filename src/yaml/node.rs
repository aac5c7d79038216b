//! One field or one item of a YAML text, and where it stands.

use std::ops::Range;

/// One field or one item.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// Its path: `measures[2].value`.
    pub(crate) path: String,
    /// The key, or an item's dash.
    pub(crate) key: Range<usize>,
    /// The value where it is a scalar or in flow style; empty where it is nested or missing.
    pub(crate) value: Range<usize>,
    /// Whether the value is a plain scalar: neither quoted nor a block.
    pub(crate) plain: bool,
    /// A comment right behind a value or behind a key without one.
    pub(crate) comment: Option<Range<usize>>,
}

impl Node {
    /// What to point at: the value, else the key.
    pub(crate) fn range(&self) -> Range<usize> {
        if self.value.is_empty() { self.key.clone() } else { self.value.clone() }
    }
}
