//! Numbers with their nouns.

/// A number with its noun: `1 file`, `2 files`.
pub(in crate::cli) fn number(count: usize, noun: &str) -> String {
    number_of(count, noun, &format!("{noun}s"))
}

/// A number with a noun whose plural is its own: `1 story`, `2 stories`.
pub(in crate::cli) fn number_of(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
