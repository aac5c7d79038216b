//! Bytes become text: without a byte order mark, with one kind of line break, and with the way back to the bytes on disk.

use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::source::Source;
use crate::yaml::rule;
use std::borrow::Cow;
use std::ops::Range;
use std::str::Utf8Error;

/// The longest file of text that is read, in bytes.
const LONGEST: usize = 8 * 1024 * 1024;

/// A file's text.
#[derive(Debug)]
pub(crate) struct Text<'s> {
    /// The text with `\n` at the end of each line.
    pub(crate) text: Cow<'s, str>,
    /// The length of the byte order mark.
    mark: usize,
    /// Where a carriage return was taken out, in bytes of `text`.
    returns: Vec<usize>,
}

impl<'s> Text<'s> {
    /// Reads bytes.
    ///
    /// # Errors
    /// When they are not UTF-8.
    pub(crate) fn of(bytes: &'s [u8]) -> Result<Self, Utf8Error> {
        let whole = std::str::from_utf8(bytes)?;
        let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
        let mark = whole.len() - text.len();
        if memchr::memchr(b'\r', text.as_bytes()).is_none() {
            return Ok(Self { text: Cow::Borrowed(text), mark, returns: Vec::new() });
        }
        let mut returns = Vec::new();
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('\r') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if rest.starts_with('\n') {
                returns.push(out.len());
            } else {
                out.push('\n');
            }
        }
        out.push_str(rest);
        Ok(Self { text: Cow::Owned(out), mark, returns })
    }

    /// Reads a file, and says what is wrong with one that holds no text.
    pub(crate) fn read(source: &'s Source) -> Result<Self, Diagnostic> {
        let file = source.path.as_str();
        let fault = |range: Range<usize>, message: String| rule::FILE.at(Place::bytes(file, range), message);
        let bytes = &source.bytes;
        if bytes.len() > LONGEST {
            let message =
                format!("{} MB are more than the {} MB that are read", bytes.len() >> 20, LONGEST >> 20);
            return Err(rule::FILE
                .at(Place::whole(file), message)
                .hint("keep only text in it; put figures and pictures into files beside it"));
        }
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Err(fault(0..2, "this file is UTF-16 (some editors say \"Unicode\")".into())
                .hint("save it again as UTF-8"));
        }
        if let Some(at) = memchr::memchr(0, bytes) {
            return Err(fault(at..at + 1, "this is a binary file, not text".into())
                .hint("move it out of `content/`, or give it another ending"));
        }
        Self::of(bytes).map_err(|error| {
            let at = error.valid_up_to();
            let end = at + error.error_len().unwrap_or(bytes.len() - at);
            // Whoever prints this cannot show the line.
            let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            let shown: Vec<String> = bytes[at..end].iter().map(|b| format!("{b:02X}")).collect();
            fault(at..end, format!("the bytes {} on line {line} are not UTF-8", shown.join(" ")))
                .hint("save the file as UTF-8")
        })
    }

    /// A range of the text as bytes of the file on disk.
    pub(crate) fn to_disk(&self, range: Range<usize>) -> Range<usize> {
        let shift = |at: usize| at + self.mark + self.returns.partition_point(|gone| *gone < at);
        shift(range.start)..shift(range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_text_is_found_again_on_disk() {
        let disk = "\u{feff}a: 1\r\nb: 2\r\nc\rd".as_bytes();
        let text = Text::of(disk).expect("UTF-8");
        assert_eq!(text.text, "a: 1\nb: 2\nc\nd");
        for word in ["a: 1", "b: 2", "c", "d"] {
            let at = text.text.find(word).expect("it is there");
            assert_eq!(&disk[text.to_disk(at..at + word.len())], word.as_bytes());
        }
    }

    #[test]
    fn a_file_without_text_is_named_with_the_bytes_that_are_none() {
        let found = |bytes: &[u8]| {
            let source = Source { path: "content/a.md".into(), bytes: bytes.to_vec() };
            Text::read(&source)
                .map_or_else(|d| format!("{} {:?}", d.message, d.place.spot), |_| "text".into())
        };
        assert_eq!(found(b"caf\xe9 au lait"), "the bytes E9 on line 1 are not UTF-8 Bytes(3, 4)");
        assert_eq!(found(b"\x89PNG\0\0"), "this is a binary file, not text Bytes(4, 5)");
        assert_eq!(found(b"\xff\xfea\0"), "this file is UTF-16 (some editors say \"Unicode\") Bytes(0, 2)");
        assert_eq!(found(&vec![b'a'; LONGEST + 1]), "8 MB are more than the 8 MB that are read Whole");
        assert_eq!(found(b""), "text");
    }
}
