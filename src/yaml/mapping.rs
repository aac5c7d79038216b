//! YAML becomes a mapping, within caps that a hostile text cannot exceed, and with the place of what cannot be read.

use crate::yaml::outline::Outline;
use serde_yaml::{Mapping, Value};
use std::ops::Range;

/// Why a text is no mapping.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// What was found.
    pub(crate) message: String,
    /// Where, in bytes of the text.
    pub(crate) range: Range<usize>,
    /// What to do.
    pub(crate) hint: Option<String>,
}

/// The longest text that is read, in bytes.
pub(crate) const LONGEST: usize = 64 * 1024;
/// How many brackets or dashes may be open: 40 KB of nested brackets cost the parser two seconds.
const DEEPEST: usize = 32;
/// How many aliases may stand in a text that has anchors: a few dozen can stand for a billion values.
const MOST_ALIASES: usize = 64;

/// Reads a mapping; an empty text is an empty one.
pub(crate) fn mapping(text: &str) -> Result<Mapping, Fault> {
    bounded(text, LONGEST)?;
    parsed(text)
}

/// Reads the mapping of a file that programs write and that grows: it may be as long as any text.
pub(crate) fn list(text: &str) -> Result<Mapping, Fault> {
    bounded(text, usize::MAX)?;
    parsed(text)
}

fn parsed(text: &str) -> Result<Mapping, Fault> {
    match serde_yaml::from_str::<Value>(text) {
        Ok(Value::Mapping(mapping)) => Ok(mapping),
        Ok(Value::Null) => Ok(Mapping::new()),
        Ok(_) => Err(Fault {
            message: "these are no fields".into(),
            range: 0..first_line(text),
            hint: Some("write `name: value` lines".into()),
        }),
        Err(error) => Err(fault(text, &error)),
    }
}

fn first_line(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

/// Refuses what would cost the parser more than it is worth.
fn bounded(text: &str, longest: usize) -> Result<(), Fault> {
    let refused = |message: String, at: usize| {
        let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        Err(Fault {
            message,
            range: at..end,
            hint: Some("keep the fields short and flat; long text belongs below the second `---`".into()),
        })
    };
    if text.len() > longest {
        return refused(
            format!("{} KB of YAML are more than the {} KB that are read", text.len() / 1024, longest / 1024),
            0,
        );
    }
    let bytes = text.as_bytes();
    // Hardly a text has so many brackets, dashes or stars in all, which is seen many bytes at once.
    let brackets = bytes.iter().filter(|byte| matches!(byte, b'[' | b'{')).count();
    let indicators = bytes.iter().filter(|byte| matches!(byte, b'-' | b'?' | b':')).count();
    let stars = bytes.iter().filter(|byte| matches!(byte, b'*')).count();
    if brackets <= DEEPEST && indicators <= 4 * DEEPEST && stars <= MOST_ALIASES {
        return Ok(());
    }
    let (mut depth, mut dashes, mut anchors, mut aliases) = (0_usize, 0_usize, 0_usize, 0_usize);
    for (at, byte) in bytes.iter().enumerate() {
        let next_is_name = bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphanumeric());
        let starts = at == 0 || matches!(bytes[at - 1], b' ' | b'\n' | b'[' | b'{' | b',');
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'-' | b'?' | b':' if bytes.get(at + 1) == Some(&b' ') => dashes += 1,
            b'\n' => dashes = 0,
            b'&' if starts && next_is_name => anchors += 1,
            b'*' if starts && next_is_name => aliases += 1,
            _ => {}
        }
        if depth > DEEPEST || dashes > 4 * DEEPEST {
            return refused(format!("more than {DEEPEST} levels are nested here"), at);
        }
        if anchors > 0 && aliases > MOST_ALIASES {
            return refused(format!("more than {MOST_ALIASES} aliases"), at);
        }
    }
    Ok(())
}

/// Turns the parser's words into ours.
fn fault(text: &str, error: &serde_yaml::Error) -> Fault {
    let said = error.to_string();
    let message = said.split(" at line ").next().unwrap_or(&said).to_owned();
    if message.contains("duplicate")
        && let Some(node) = Outline::of(text).duplicate()
    {
        let name = node.path.rsplit('.').next().unwrap_or(&node.path);
        return Fault {
            message: format!("the field `{name}` is there twice"),
            range: node.key.clone(),
            hint: Some("keep one of the two".into()),
        };
    }
    let at = error
        .location()
        .map_or(0, |place| text.floor_char_boundary(place.index().min(text.trim_end().len())));
    let (line, line_end) = line_around(text, at);
    let tab = text[line..line_end].find('\t').map(|tab| line + tab);
    if let Some(tab) = tab.filter(|tab| text[line..*tab].trim_matches([' ', '-']).is_empty()) {
        return Fault {
            message: "a tab where YAML wants spaces".into(),
            range: tab..tab + 1,
            hint: Some("indent with spaces".into()),
        };
    }
    let name = text[line..at].trim_start_matches([' ', '-']);
    if message.contains("mapping values are not allowed") && is_a_name(name) {
        return Fault {
            message: format!("`{name}` does not begin where the field above it begins"),
            range: at - name.len()..at,
            hint: Some("give both the same number of spaces in front; if it goes on with a text, put that below a `>-`".into()),
        };
    }
    let before = text[line..at].trim_end();
    if message.contains("expected key") && before.ends_with(['"', '\'', ']', '}']) {
        if let Some(open) = opened_above(&text[..line], before) {
            return not_closed(open..open + 1);
        }
        return Fault {
            message: "the text goes on behind its quotes or brackets".into(),
            range: at..line_end,
            hint: Some("put the whole text into quotes, or below a `>-`".into()),
        };
    }
    let found = text[at..].chars().next();
    let range = at..found.map_or(at, |c| at + c.len_utf8());
    let (message, hint) = plainly(&message, found);
    let range = if message == NOT_CLOSED { open_quote(text).unwrap_or(range) } else { range };
    Fault { message, range, hint }
}

fn not_closed(range: Range<usize>) -> Fault {
    Fault { message: NOT_CLOSED.into(), range, hint: Some("close the quote".into()) }
}

/// The quote in the lines above that a quote at the end of a text closes, since none in its own line opened it.
fn opened_above(above: &str, before: &str) -> Option<usize> {
    let quote = before.chars().next_back().filter(|c| matches!(c, '"' | '\''))?;
    let is_closing = !before.matches(quote).count().is_multiple_of(2);
    above.rfind(quote).filter(|_| is_closing)
}

/// Whether a text could be the name of a field, and is no beginning of a sentence.
fn is_a_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

const NOT_CLOSED: &str = "a quote is not closed";

/// The quote that runs to the end of a text.
fn open_quote(text: &str) -> Option<Range<usize>> {
    let outline = Outline::of(text);
    let start = outline.nodes.last().map(|node| node.value.start)?;
    text[start..].starts_with(['"', '\'']).then(|| start..start + 1)
}

/// What the parser means, in the words of somebody who does not know YAML, and what to do.
fn plainly(said: &str, found: Option<char>) -> (String, Option<String>) {
    let known = [
        (
            "mapping values are not allowed",
            "YAML takes the text before this `:` for a name",
            "put text that holds `: ` into quotes, or below a `>-`",
        ),
        (
            "expected ',' or ']'",
            "the list in `[…]` does not end here",
            "put a `]` behind it, or text with commas into quotes",
        ),
        (
            "expected ',' or '}'",
            "the fields in `{…}` do not end here",
            "put a `}` behind them, or text with commas into quotes",
        ),
        ("while scanning a quoted scalar", NOT_CLOSED, "close the quote"),
        ("unexpected end of stream", NOT_CLOSED, "close the quote"),
        (
            "expected ':'",
            "a line here or above has no `:`",
            "write `name: value`, with a space behind the `:`, or indent the line below its text",
        ),
        (
            "expected key",
            "this line fits nothing above it",
            "look at its indentation, and at quotes on the line above",
        ),
        (
            "expected '-' indicator",
            "this line fits no item of the list above it",
            "begin it with `- `, or indent it like the list",
        ),
        (
            "alphabetic or numeric character",
            "YAML takes this for an alias",
            "put text that begins with `*` into quotes",
        ),
        ("unknown anchor", "YAML takes this for an alias", "put text that begins with `*` into quotes"),
        ("more than one document", "a second `---` in one file", "remove it"),
    ];
    if let Some((_, message, hint)) = known.iter().find(|(part, ..)| said.contains(part)) {
        return ((*message).to_owned(), Some((*hint).to_owned()));
    }
    match found {
        Some(c) if said.contains("cannot start any token") => {
            (format!("a value cannot begin with `{c}`"), Some("put it into quotes".to_owned()))
        }
        _ => (format!("YAML: {said}"), None),
    }
}

/// The first and the end byte of the line around a byte.
fn line_around(text: &str, at: usize) -> (usize, usize) {
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    (start, text[at..].find('\n').map_or(text.len(), |n| at + n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        mapping(text)
            .map_or_else(|f| format!("{} @{}", f.message, f.range.start), |m| format!("{} fields", m.len()))
    }

    #[test]
    fn what_cannot_be_read_is_named_at_its_place() {
        let cases = [
            ("a: 1\n\tb: 2\n", "a tab where YAML wants spaces @5"),
            ("a: 1\nb: 2\na: 3\n", "the field `a` is there twice @10"),
            ("é: 1\nb: c: d\n", "YAML takes the text before this `:` for a name @10"),
            ("a: [b, c\nd: e\n", "the list in `[…]` does not end here @10"),
            ("a: {b: c\n", "the fields in `{…}` do not end here @8"),
            ("a: \"b\nc: d\n", "a quote is not closed @3"),
            ("a: \"b\nc: [\"d\"]\n", "a quote is not closed @3"),
            ("a: \"b\" c\n", "the text goes on behind its quotes or brackets @7"),
            ("a: @b\n", "a value cannot begin with `@` @3"),
            ("a: 1\nb\nc: 2\n", "a line here or above has no `:` @7"),
            ("a: 1\n   b: 2\n", "`b` does not begin where the field above it begins @8"),
            ("a:\n  b: 1\n c: 2\n", "this line fits nothing above it @11"),
            ("a: *b*\n", "YAML takes this for an alias @5"),
            ("- a\n", "these are no fields @0"),
            ("", "0 fields"),
        ];
        let wanted: Vec<&str> = cases.iter().map(|(_, wanted)| *wanted).collect();
        assert_eq!(cases.map(|(text, _)| found(text)).to_vec(), wanted);
    }

    #[test]
    fn a_text_that_would_cost_seconds_is_refused_before_it_is_parsed() {
        let nested = format!("a: {}", "[".repeat(40_000));
        assert_eq!(found(&nested), "more than 32 levels are nested here @35");
        let mut bomb = "a: &a [x]\n".to_owned();
        for name in 'b'..='k' {
            let before = char::from_u32(name as u32 - 1).expect("a letter");
            bomb += &format!("{name}: &{name} [{}]\n", vec![format!("*{before}"); 9].join(", "));
        }
        assert_eq!(found(&bomb), "more than 64 aliases @322");
        assert_eq!(
            found(&format!("a: {}", "x".repeat(LONGEST))),
            "64 KB of YAML are more than the 64 KB that are read @0"
        );
    }
}
