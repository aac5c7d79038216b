//! The bytes that a spot means, for whoever quotes them.

use crate::html;
use crate::model::place::Spot;
use crate::parse::front_matter::{self, Parts};
use crate::yaml::read;
use crate::yaml::text::Text;
use std::ops::Range;

/// The bytes of a file that a spot means: for a field its value, else its key, else the nearest field around it; for words
/// the first place in the text where they stand. `None` for the file as a whole, and where nothing fits.
pub fn locate(bytes: &[u8], spot: &Spot) -> Option<Range<usize>> {
    match spot {
        Spot::Whole => None,
        Spot::Bytes(start, end) => {
            let end = (*end).min(bytes.len());
            Some((*start).min(end)..end)
        }
        Spot::Field(path) => {
            let text = Text::of(bytes).ok()?;
            let yaml = match front_matter::split(&text.text) {
                Parts::Both { yaml, .. } => yaml,
                Parts::NoFrontMatter | Parts::Unclosed => 0..text.text.len(),
            };
            let fields = &text.text[yaml.clone()];
            let range = read::list(fields).ok()?.nearest(fields, path)?;
            Some(text.to_disk(range.start + yaml.start..range.end + yaml.start))
        }
        Spot::Words(words) => {
            let text = Text::of(bytes).ok()?;
            let Parts::Both { body, .. } = front_matter::split(&text.text) else { return None };
            let markdown = &text.text[body..];
            let mut places =
                markdown.char_indices().filter_map(|(at, _)| stand_at(&markdown[at..], words, at));
            let first = places.next()?;
            // The same letters may stand in a longer word before.
            let is_whole = |range: &Range<usize>| {
                let (before, after) =
                    (markdown[..range.start].chars().next_back(), markdown[range.end..].chars().next());
                !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
            };
            let range = if is_whole(&first) { first } else { places.find(is_whole).unwrap_or(first) };
            Some(text.to_disk(range.start + body..range.end + body))
        }
    }
}

/// Where words end that begin a Markdown text, as a range from `at`. The reader sees them without emphasis, with one space
/// for any white space, and with typographer's quotes.
fn stand_at(markdown: &str, words: &str, at: usize) -> Option<Range<usize>> {
    let plain = |c: char| match c {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    let mut wanted = words.chars().map(plain).peekable();
    let mut before = None;
    let mut offset = 0;
    while let Some((c, length)) = next_character(&markdown[offset..]) {
        let (Some(next), c) = (wanted.peek().copied(), plain(c)) else { return Some(at..at + offset) };
        if c == next {
            wanted.next();
        } else if offset == 0 || !matches!(c, '*' | '_' | '`' | '\\') && (c != ' ' || before != Some(' ')) {
            return None;
        }
        before = Some(c);
        offset += length;
    }
    wanted.peek().is_none().then(|| at..at + markdown.len())
}

/// The first character as a reader sees it, and how many bytes it takes: `&rsquo;` is one.
fn next_character(markdown: &str) -> Option<(char, usize)> {
    let first = markdown.chars().next()?;
    if first == '&'
        && let Some(end) = markdown.bytes().take(32).position(|byte| byte == b';')
        && let [c] = html::text(&markdown[..=end]).chars().collect::<Vec<_>>()[..]
    {
        return Some((c, end + 1));
    }
    Some((first, first.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_a_reader_sees_them() {
        let file = "---\ntitle: We are here\n---\nWe.\r\n\r\nNow **we\r\n  are** _here_, it\\'s \"so\".\r\n";
        let found = |words: &str| {
            locate(file.as_bytes(), &Spot::Words(words.to_owned())).map(|range| file[range].to_owned())
        };
        assert_eq!(found("we are here").as_deref(), Some("we\r\n  are** _here"));
        assert_eq!(found("it’s “so”.").as_deref(), Some("it\\'s \"so\"."));
        assert_eq!(found("We are"), None);
        assert_eq!(found("there"), None);
    }
}
