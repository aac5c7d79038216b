//! YAML values, each with the place where it stands.

use std::borrow::Cow;
use std::ops::Range;

/// A value, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Value<'t> {
    /// What it says.
    pub(crate) data: Data<'t>,
    /// Its bytes in the text, with quotes or brackets. Nested fields and items reach from the first to the end of the last,
    /// text below a `|` or `>` has its own lines only; where nothing is written it is empty.
    pub(crate) range: Range<usize>,
    /// How it is written.
    pub(crate) style: Style,
}

/// What a value says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Data<'t> {
    /// Nothing, `null` or `~`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number<'t>),
    /// Text.
    Text(Cow<'t, str>),
    /// A list.
    List(Vec<Value<'t>>),
    /// A group of fields.
    Group(Group<'t>),
    /// A value with a tag that is none of YAML's own.
    Tagged(Box<Value<'t>>),
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Without quotes.
    Plain,
    /// In quotes.
    Quoted,
    /// As lines below a `|` or `>`.
    Lines,
    /// In brackets.
    Brackets,
    /// As lines with `-` or `name:`.
    Nested,
}

/// A number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Number<'t> {
    /// The number as it is written: `1.50`.
    pub(crate) written: Cow<'t, str>,
    /// The nearest number that a computer has; may be infinite, or none at all.
    pub(crate) value: f64,
    /// The number exactly, where it is whole and not too large.
    pub(crate) whole: Option<i128>,
}

/// Fields, in their order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Group<'t> {
    /// The fields; no two have the same name.
    pub(crate) fields: Vec<Field<'t>>,
}

/// A field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field<'t> {
    /// Its name.
    pub(crate) name: Cow<'t, str>,
    /// Where the name stands, with its quotes.
    pub(crate) key: Range<usize>,
    /// Its value.
    pub(crate) value: Value<'t>,
}

impl Value<'_> {
    /// Whether it says nothing.
    pub(crate) fn is_null(&self) -> bool {
        self.data == Data::Null
    }

    /// Whether it is a number.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self.data, Data::Number(_))
    }
}

impl<'t> Group<'t> {
    /// The field of a name.
    pub(crate) fn field(&self, name: &str) -> Option<&Field<'t>> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The value of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&Value<'t>> {
        self.field(name).map(|field| &field.value)
    }
}

/// A plain text as YAML 1.2 understands it (core schema, §10.3.2): `no` is text. So is what has zeros in front, since it is
/// rather a telephone number.
pub(super) fn plain(text: Cow<'_, str>) -> Data<'_> {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => return Data::Null,
        "true" | "True" | "TRUE" => return Data::Bool(true),
        "false" | "False" | "FALSE" => return Data::Bool(false),
        _ => {}
    }
    match number(&text) {
        Some((value, whole)) => Data::Number(Number { written: text, value, whole }),
        None => Data::Text(text),
    }
}

/// The number that a plain text means.
fn number(text: &str) -> Option<(f64, Option<i128>)> {
    // Nearly every text begins with a letter, and no number does.
    if !text.starts_with(|c: char| matches!(c, '0'..='9' | '+' | '-' | '.')) {
        return None;
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign: i128 = if text.starts_with('-') { -1 } else { 1 };
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Some((if sign < 0 { f64::NEG_INFINITY } else { f64::INFINITY }, None));
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some((f64::NAN, None));
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = unsigned.strip_prefix(prefix) {
            let is_number = digits.chars().all(|c| c.is_digit(radix));
            let whole = is_number.then(|| i128::from_str_radix(digits, radix).ok())??;
            return Some(((sign * whole) as f64, Some(sign * whole)));
        }
    }
    let digits = unsigned.bytes().all(|b| b.is_ascii_digit());
    if digits && unsigned.len() > 1 && unsigned.starts_with('0') {
        return None;
    }
    if !unsigned.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'))
        || !unsigned.contains(|c: char| c.is_ascii_digit())
        || unsigned.starts_with(['+', '-'])
    {
        return None;
    }
    let value = text.parse::<f64>().ok()?;
    let whole = digits.then(|| unsigned.parse::<i128>().ok()).flatten().map(|whole| sign * whole);
    Some((value, whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_text_is_what_yaml_1_2_says_and_no_is_text() {
        let shown = |text: &'static str| match plain(Cow::Borrowed(text)) {
            Data::Null => "null".to_owned(),
            Data::Bool(flag) => flag.to_string(),
            Data::Number(number) => format!("{} {:?}", number.value, number.whole),
            Data::Text(text) => format!("`{text}`"),
            other => format!("{other:?}"),
        };
        for (text, wanted) in [
            ("~", "null"),
            ("no", "`no`"),
            ("on", "`on`"),
            ("True", "true"),
            ("12", "12 Some(12)"),
            ("-7", "-7 Some(-7)"),
            ("+7", "7 Some(7)"),
            ("0", "0 Some(0)"),
            ("007", "`007`"),
            ("0x1F", "31 Some(31)"),
            ("0o17", "15 Some(15)"),
            ("1.50", "1.5 None"),
            (".5", "0.5 None"),
            ("1e3", "1000 None"),
            ("1e999", "inf None"),
            (".inf", "inf None"),
            ("-.inf", "-inf None"),
            ("2026-03-05", "`2026-03-05`"),
            ("1,5", "`1,5`"),
            ("1_000", "`1_000`"),
            ("12:30", "`12:30`"),
            ("-", "`-`"),
            (".", "`.`"),
            ("+-1", "`+-1`"),
            ("e5", "`e5`"),
            ("0x", "`0x`"),
            ("0x+1", "`0x+1`"),
            ("18446744073709551615", "18446744073709552000 Some(18446744073709551615)"),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
    }
}
