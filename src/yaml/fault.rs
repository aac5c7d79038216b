//! What is wrong with a YAML text, in the words of somebody who does not know YAML.

use granit_parser::{ErrorKind, ScanError};
use std::ops::Range;

/// Why a text cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// What was found.
    pub(crate) message: String,
    /// Where, in bytes of the text.
    pub(crate) range: Range<usize>,
    /// What to do.
    pub(crate) hint: Option<String>,
}

impl Fault {
    fn new(message: impl Into<String>, range: Range<usize>, hint: &str) -> Self {
        Self { message: message.into(), range, hint: Some(hint.to_owned()) }
    }
}

/// There is text, but not a field.
pub(super) fn no_fields(text: &str) -> Fault {
    let first_line = text.find(['\n', '\r']).unwrap_or(text.len());
    Fault::new("these are no fields", 0..first_line, "write `name: value` lines")
}

/// A field that is there already.
pub(super) fn there_twice(name: &str, range: Range<usize>) -> Fault {
    Fault::new(format!("the field `{name}` is there twice"), range, "keep one of the two")
}

/// A second document.
pub(super) fn second_document(range: Range<usize>) -> Fault {
    Fault::new("a second `---` in one file", range, "remove it")
}

/// An alias of nothing.
pub(super) fn unknown_alias(range: Range<usize>) -> Fault {
    Fault::new("YAML takes this for an alias", range, "put text that begins with `*` into quotes")
}

/// Turns the parser's words into ours.
pub(super) fn of(text: &str, error: &ScanError) -> Fault {
    let at = match error.kind() {
        // The parser names the bracket that is open; what is missing is missing at the end.
        ErrorKind::UnclosedFlowCollection { .. } => text.len(),
        _ => error.marker().byte_offset().unwrap_or_default(),
    };
    let at = text.floor_char_boundary(at.min(text.trim_end().len()));
    let (line, line_end) = line_around(text, at);
    let tab = text[line..line_end].find('\t').map(|tab| line + tab);
    // A line that goes wrong because of its tab may begin behind the place where the parser noticed it.
    let next = (line_end + 1).min(text.len());
    let tab = tab.or_else(|| text[next..].starts_with('\t').then_some(next));
    if let Some(tab) =
        tab.filter(|tab| text[line_around(text, *tab).0..*tab].trim_matches([' ', '-']).is_empty())
    {
        return Fault::new("a tab where YAML wants spaces", tab..tab + 1, "indent with spaces");
    }
    if let Some(c) = text[at..].chars().next().filter(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Fault::new(
            format!("a character that nobody sees: U+{:04X}", u32::from(c)),
            at..at + c.len_utf8(),
            "take it out: such characters come along when text is pasted from Word or a PDF",
        );
    }
    match error.kind() {
        ErrorKind::MappingValueNotAllowed => colon(text, at),
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => not_closed(at..(at + 1).min(text.len())),
        ErrorKind::InvalidTrailingDoubleQuotedScalar | ErrorKind::InvalidTrailingSingleQuotedScalar => {
            behind_quotes(text, at)
        }
        kind => plainly(text, at, kind),
    }
}

/// A `:` where there can be none.
fn colon(text: &str, at: usize) -> Fault {
    let (line, _) = line_around(text, at);
    let name = text[line..at].trim_end_matches(':').trim_start_matches([' ', '-']);
    let colon = text[..at].rfind(':').filter(|colon| *colon >= line && text[*colon + 1..at].is_empty());
    let at = colon.unwrap_or(at);
    if is_a_name(name) {
        return Fault::new(
            format!("`{name}` does not begin where the field above it begins"),
            at - name.len()..at,
            "give both the same number of spaces in front; if it goes on with a text, put that below a `>-`",
        );
    }
    Fault::new(
        "YAML takes the text before this `:` for a name",
        at..(at + 1).min(text.len()),
        "put text that holds `: ` into quotes, or below a `>-`",
    )
}

/// Text behind a closing quote: either it closes one that was opened lines above, or the text should be in the quotes.
fn behind_quotes(text: &str, at: usize) -> Fault {
    let (line, line_end) = line_around(text, at);
    let before = text[line..at].trim_end();
    match opened_above(&text[..line], before) {
        Some(open) => not_closed(open..open + 1),
        None => Fault::new(
            "the text goes on behind its quotes or brackets",
            at..line_end,
            "put the whole text into quotes, or below a `>-`",
        ),
    }
}

const NOT_CLOSED: &str = "a quote is not closed";

fn not_closed(range: Range<usize>) -> Fault {
    Fault::new(NOT_CLOSED, range, "close the quote")
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

/// What the parser means elsewhere, and what to do.
fn plainly(text: &str, at: usize, kind: &ErrorKind) -> Fault {
    let found = text[at..].chars().next();
    let here = at..found.map_or(at, |c| at + c.len_utf8());
    match kind {
        ErrorKind::UnclosedFlowCollection { open: '{' }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowMappingSeparator => Fault::new(
            "the fields in `{…}` do not end here",
            here,
            "put a `}` behind them, or text with commas into quotes",
        ),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::InvalidColonPlacement => Fault::new(
            "the list in `[…]` does not end here",
            here,
            "put a `]` behind it, or text with commas into quotes",
        ),
        ErrorKind::MisplacedFlowCollectionEnd => {
            Fault::new("this bracket closes nothing", here, "remove it, or put the text into quotes")
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => Fault::new(
            "a line here or above has no `:`",
            here,
            "write `name: value`, with a space behind the `:`, or indent the line below its text",
        ),
        ErrorKind::ExpectedBlockSequenceEntry => Fault::new(
            "this line fits no item of the list above it",
            here,
            "begin it with `- `, or indent it like the list",
        ),
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedDocumentStart
        | ErrorKind::InvalidIndentation
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::ExpectedNodeContent => fits_nothing(text, at, here),
        ErrorKind::UnknownAnchor | ErrorKind::MissingAnchorOrAliasName => unknown_alias(here),
        ErrorKind::CommentInterceptedScalar => {
            Fault::new("the text goes on behind a comment", here, "put the text below a `>-`, or into quotes")
        }
        ErrorKind::RecursionLimitExceeded => {
            Fault::new("too many levels are nested here", here, "keep the fields short and flat")
        }
        ErrorKind::UnknownQuotedScalarEscape => Fault::new(
            "a `\\` in double quotes means something else",
            here,
            "use single quotes, or write `\\\\`",
        ),
        ErrorKind::UnexpectedCharacter { character } if !character.is_control() => {
            Fault::new(format!("a value cannot begin with `{character}`"), here, "put it into quotes")
        }
        other => Fault { message: format!("YAML: {other}"), range: here, hint: None },
    }
}

/// A line that belongs to nothing: what stands behind quotes or brackets, or an indentation that nothing above it has.
fn fits_nothing(text: &str, at: usize, here: Range<usize>) -> Fault {
    let (line, line_end) = line_around(text, at);
    if text[line..at].trim_end().ends_with(['"', '\'', ']', '}']) {
        return behind_quotes(text, line_end.min(at));
    }
    let hint = "look at its indentation, and at quotes on the line above";
    Fault::new("this line fits nothing above it", here, hint)
}

/// The first and the end byte of the line around a byte.
fn line_around(text: &str, at: usize) -> (usize, usize) {
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    (start, text[at..].find('\n').map_or(text.len(), |n| at + n))
}

#[cfg(test)]
mod tests {
    use crate::yaml::read::{LONGEST, fields};

    fn found(text: &str) -> String {
        fields(text).map_or_else(
            |f| format!("{} @{}", f.message, f.range.start),
            |document| format!("{} fields", document.fields.fields.len()),
        )
    }

    #[test]
    fn what_cannot_be_read_is_named_at_its_place() {
        let cases = [
            ("a: 1\n\tb: 2\n", "a tab where YAML wants spaces @5"),
            ("a: 1\nb: 2\na: 3\n", "the field `a` is there twice @10"),
            ("é: 1\nb: c: d\n", "YAML takes the text before this `:` for a name @10"),
            ("a: [b, c\nd: e\n", "the list in `[…]` does not end here @10"),
            ("a: {b: c\n", "the fields in `{…}` do not end here @8"),
            ("a: [b, c\n", "the list in `[…]` does not end here @8"),
            ("a: \"b\nc: d\n", "a quote is not closed @3"),
            ("a: \"b\nc: [\"d\"]\n", "a quote is not closed @3"),
            ("a: \"b\" c\n", "the text goes on behind its quotes or brackets @7"),
            ("a: @b\n", "a value cannot begin with `@` @3"),
            ("a: 1\nb\nc: 2\n", "a line here or above has no `:` @5"),
            ("a: 1\n   b: 2\n", "`b` does not begin where the field above it begins @8"),
            ("a:\n  b: 1\n c: 2\n", "this line fits nothing above it @11"),
            ("a: *b*\n", "YAML takes this for an alias @3"),
            ("a: 1\n---\nb: 2\n", "a second `---` in one file @5"),
            ("a: [b]]\n", "this bracket closes nothing @6"),
            ("a: b #c\n  d\n", "the text goes on behind a comment @5"),
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
        let mut doubling = "a0: &a0 [x]\n".to_owned();
        for level in 1..=30 {
            doubling += &format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1);
        }
        assert_eq!(found(&doubling), "the aliases stand for more than 10000 values @215");
        assert_eq!(
            found(&format!("a: {}", "x".repeat(LONGEST))),
            "64 KB of YAML are more than the 64 KB that are read @0"
        );
    }
}
