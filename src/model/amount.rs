//! A measured value: a number, or the words that stand for one.

/// A value as its author wrote it.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// A finite number, with how it was written (`11`, `6.50`).
    Number {
        /// The number.
        value: f64,
        /// As written.
        written: String,
    },
    /// Words: `fewer than 10`.
    Words(String),
}

impl Amount {
    /// The number, where it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number { value, .. } => Some(*value),
            Self::Words(_) => None,
        }
    }

    /// As written.
    pub fn written(&self) -> &str {
        match self {
            Self::Number { written, .. } | Self::Words(written) => written,
        }
    }
}
