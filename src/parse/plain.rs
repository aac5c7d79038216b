//! A text without marks, its white space folded: what rules look for words in, and what stands in for a summary.

/// The text without marks, while it grows.
#[derive(Debug, Default)]
pub(crate) struct Plain(String);

impl Plain {
    /// An empty text with room for so many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// How long it is, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// What was added since it had a length, without white space around it.
    pub(crate) fn since(&self, len: usize) -> &str {
        self.0.get(len..).unwrap_or_default().trim()
    }

    /// Takes back what was added since it had a length.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    /// Parts words.
    pub(crate) fn space(&mut self) {
        if !self.is_parted() {
            self.0.push(' ');
        }
    }

    /// Whether the next word needs no space before it.
    fn is_parted(&self) -> bool {
        matches!(self.0.as_bytes().last(), None | Some(b' '))
    }

    /// Adds words.
    pub(crate) fn push(&mut self, words: &str) {
        let mut space = self.is_parted();
        // Most pieces are words with single spaces between them, which is seen many bytes at once.
        let bytes = words.as_bytes();
        let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
        let odd = pairs
            .fold(0, |odd, (a, b)| odd | u8::from(*a < b' ') | u8::from(*a <= b' ') & u8::from(*b <= b' '));
        if odd == 0 && bytes.last().is_some_and(|last| *last >= b' ') && !(space && bytes[0] <= b' ') {
            return self.0.push_str(words);
        }
        let mut from = 0;
        for (at, byte) in words.bytes().enumerate() {
            match byte {
                // A single space stays where it is, and the words around it are taken in one piece.
                b' ' if !space => space = true,
                b' ' | b'\n' | b'\t' | b'\r' => {
                    self.0.push_str(&words[from..at]);
                    if !space {
                        self.0.push(' ');
                    }
                    (space, from) = (true, at + 1);
                }
                _ => space = false,
            }
        }
        self.0.push_str(&words[from..]);
    }

    /// The whole text.
    pub(crate) fn into_text(mut self) -> String {
        self.0.truncate(self.0.trim_end().len());
        self.0
    }
}
