//! What may stand in XML: the writers of feeds pass control characters through, which no reader takes.

use std::borrow::Cow;

/// A text without the characters that XML 1.0 §2.2 `Char` leaves out. Most texts have none and are not copied.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    // Nearly all texts end here, after many bytes at once. U+FFFE and U+FFFF begin with EF in UTF-8.
    let doubtful = |byte: u8| matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 0xef);
    let fine = text
        .as_bytes()
        .chunks(128)
        .all(|some| !some.iter().fold(false, |found, byte| found | doubtful(*byte)));
    if fine || text.chars().all(is_char) {
        Cow::Borrowed(text)
    } else {
        text.chars().filter(|&c| is_char(c)).collect()
    }
}

/// XML 1.0 §2.2 `Char`; surrogates cannot occur in a string.
fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && c != '\u{fffe}' && c != '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_leaves_out_are_left_out() {
        assert_eq!(clean("a\u{0}\u{b}\t\u{fffe}\u{ffff}é\u{1f600}"), "a\té\u{1f600}");
        assert!(matches!(clean("plain\n"), Cow::Borrowed(_)));
    }
}
