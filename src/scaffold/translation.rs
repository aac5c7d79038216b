//! The file of a translation: the story as it is, as a draft, for somebody to translate.

use crate::model::source::Source;

const DRAFT: &str = "draft: true   # take this line out when the translation may be seen";

/// A translation of a story to begin with: every byte of it, and a line that makes it a draft.
///
/// # Errors
/// When the file does not begin with front matter.
pub fn translation(original: &Source) -> Result<Vec<u8>, String> {
    let mark: &[u8] = b"\xef\xbb\xbf";
    let start = if original.bytes.starts_with(mark) { mark.len() } else { 0 };
    let text = &original.bytes[start..];
    let end = text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len());
    if text[..end].trim_ascii_end() != b"---" || end == text.len() {
        return Err(format!("`{}` does not begin with front matter", original.path));
    }
    let returns = if text[..end].ends_with(b"\r") { "\r\n" } else { "\n" };
    let lines = text[end + 1..].split(|byte| *byte == b'\n');
    let mut matter = lines.take_while(|line| !matches!(line.trim_ascii_end(), b"---" | b"..."));
    let is_draft = matter.any(|line| line.starts_with(b"draft:"));
    let (head, rest) = text.split_at(end + 1);
    let draft = if is_draft { String::new() } else { format!("{DRAFT}{returns}") };
    Ok([head, draft.as_bytes(), rest].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &str) -> Result<String, String> {
        let source = Source { path: "content/a.md".to_owned(), bytes: text.as_bytes().to_vec() };
        translation(&source).map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
    }

    #[test]
    fn a_translation_is_the_story_as_a_draft_with_its_line_ends() {
        assert_eq!(made("---\na: 1\n---\nText.\n"), Ok(format!("---\n{DRAFT}\na: 1\n---\nText.\n")));
        assert_eq!(made("\u{feff}---\r\na: 1\r\n---\r\n"), Ok(format!("---\r\n{DRAFT}\r\na: 1\r\n---\r\n")));
        let draft = "---\na: 1\ndraft: true\n---\nText.\n";
        assert_eq!(made(draft), Ok(draft.to_owned()));
        assert_eq!(made("---\na: 1\n---\ndraft: true\n").map(|text| text.matches("draft").count()), Ok(2));
        for none in ["Text.", "", "---"] {
            assert_eq!(made(none), Err("`content/a.md` does not begin with front matter".to_owned()));
        }
    }
}
