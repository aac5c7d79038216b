//! A value as YAML text: plain where nobody could take it for anything else, else in double quotes (YAML 1.2 §7.3.1).

use crate::yaml::value::{self, Data};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Where a value is to stand.
#[derive(Debug, Clone, Copy)]
pub(super) enum Around {
    /// Behind a name on a line of its own, whose name begins in this column.
    Line {
        /// The column, from 0.
        column: usize,
        /// The file's line break.
        line_break: &'static str,
    },
    /// In brackets.
    Brackets,
}

/// A value; lists and groups are in brackets.
pub(super) fn written(value: &Value, around: Around) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => match around {
            Around::Line { column, line_break } if has_lines(text) => lines(text, column + 2, line_break),
            _ => word(text),
        },
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| written(item, Around::Brackets)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| {
                format!("{}: {}", word(name), written(value, Around::Brackets))
            };
            let fields: Vec<String> = fields.iter().map(field).collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}

/// A text on one line, fit for brackets and for a name too.
pub(super) fn word(text: &str) -> String {
    let is_plain = text.starts_with(char::is_alphanumeric)
        && text.ends_with(|c: char| c.is_alphanumeric() || ".!?)%".contains(c))
        && text.chars().all(|c| c.is_alphanumeric() || " -_./()!?%+;&@'’“”–—…".contains(c))
        && matches!(value::plain(Cow::Borrowed(text)), Data::Text(_));
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// A text in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') =>
            {
                // Writing into a `String` cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a text can stand as lines below a `|`.
fn has_lines(text: &str) -> bool {
    text.trim_end_matches('\n').contains('\n')
        && !text.ends_with("\n\n")
        && !text.starts_with([' ', '\n'])
        && text.chars().all(|c| {
            c == '\n'
                || !c.is_control()
                    && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        })
}

/// A text as lines below a `|`; the last has no line break behind it, since the line that it replaces has one.
fn lines(text: &str, indent: usize, line_break: &str) -> String {
    let mut out = String::from(if text.ends_with('\n') { "|" } else { "|-" });
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        out.push_str(line_break);
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
    }
    out
}
