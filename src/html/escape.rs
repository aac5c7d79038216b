//! Text is written into HTML.

/// Adds text, escaped so that it can stand in an element and in an attribute between double quotes (HTML Living Standard
/// §13.3). Control characters, which HTML does not allow in either, are left away.
pub fn escape(out: &mut String, text: &str) {
    // Most pieces of text have nothing to escape, which is seen many bytes at once.
    let special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | 0..=8 | 11 | 12 | 14..=31 | 127);
    if !text.bytes().fold(false, |found, byte| found | special(byte)) {
        return out.push_str(text);
    }
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            0..=8 | 11 | 12 | 14..=31 | 127 => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(escaped);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// Text as [`escape`] writes it.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_stand_in_an_element_and_in_an_attribute() {
        let text = "a < b && \"c\" > 'd'\u{0}\u{b}\u{1b}\u{7f}\r\n\té";
        assert_eq!(escaped(text), "a &lt; b &amp;&amp; &quot;c&quot; &gt; 'd'\r\n\té");
        assert_eq!(escaped("nothing to do"), "nothing to do");
    }
}
