//! Numbers as people write them: with separators, a unit, other digits. YAML takes all of these for text, and a text is in
//! no chart.

/// Signs that stand beside a number and belong into `unit`.
const UNITS: [char; 8] = ['%', '‰', '€', '£', '$', '¥', '₹', '₺'];

/// A number that a text spells in another way than YAML does.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Spelled {
    /// As YAML reads it: `1212`, `3.5`.
    pub(crate) plain: String,
    /// The other number that it can be: a lone separator before three digits may be a decimal sign.
    pub(crate) or: Option<String>,
    /// The sign of a unit beside it.
    pub(crate) unit: Option<char>,
}

/// Whether a text is a number as YAML and JSON write one, such as stands in quotes by mistake.
pub(crate) fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    all(whole) && all(part)
}

/// The number that a text spells; `None` for a plain number and for words.
pub(crate) fn spelled(text: &str) -> Option<Spelled> {
    let text = text.trim();
    let unit = text
        .chars()
        .next()
        .filter(|c| UNITS.contains(c))
        .or_else(|| text.chars().next_back().filter(|c| UNITS.contains(c)));
    let bare = text.trim_matches(|c: char| UNITS.contains(&c) || c.is_whitespace());
    let (sign, digits) = match bare.strip_prefix(['-', '−', '–']) {
        Some(rest) => ("-", rest),
        None => ("", bare.strip_prefix('+').unwrap_or(bare)),
    };
    let mut groups: Vec<(Option<char>, String)> = vec![(None, String::new())];
    for c in digits.chars() {
        match digit(c) {
            Some(digit) => groups.last_mut()?.1.push(digit),
            None if matches!(c, ',' | '.' | '\'' | '’' | '_' | '٬' | '٫') || c.is_whitespace() => {
                groups.push((Some(c), String::new()));
            }
            None => return None,
        }
    }
    if groups.iter().any(|(_, digits)| digits.is_empty()) {
        return None;
    }
    let (plain, or) = value(&groups)?;
    let (plain, or) = (format!("{sign}{plain}"), or.map(|or| format!("{sign}{or}")));
    (plain != text).then_some(Spelled { plain, or, unit })
}

/// The value of digits between separators: a separator that comes twice, or stands before three digits, parts thousands;
/// the last of several kinds is the decimal sign.
fn value(groups: &[(Option<char>, String)]) -> Option<(String, Option<String>)> {
    let separators: Vec<char> = groups.iter().filter_map(|(separator, _)| *separator).collect();
    let all: String = groups.iter().map(|(_, digits)| digits.as_str()).collect();
    let (Some(first), Some(last)) = (separators.first().copied(), separators.last().copied()) else {
        return Some((all, None));
    };
    let (_, end) = groups.last()?;
    let whole = &all[..all.len() - end.len()];
    let inner_are_thousands =
        |groups: &[(Option<char>, String)]| groups.iter().skip(1).all(|(_, digits)| digits.len() == 3);
    let decimal = format!("{whole}.{end}");
    if separators.iter().all(|separator| *separator == first) {
        let thousands = inner_are_thousands(groups) && groups[0].1.len() <= 3;
        let is_decimal_sign = separators.len() == 1 && matches!(first, ',' | '.' | '٫');
        return match (thousands, is_decimal_sign) {
            (true, true) if first == '.' => Some((decimal, None)),
            (true, true) => Some((all, Some(decimal))),
            (true, false) => Some((all, None)),
            (false, true) => Some((decimal, None)),
            (false, false) => None,
        };
    }
    let is_parted =
        separators[..separators.len() - 1].iter().all(|separator| *separator == first) && first != last;
    (is_parted && matches!(last, ',' | '.' | '٫') && inner_are_thousands(&groups[..groups.len() - 1]))
        .then_some((decimal, None))
}

/// A digit of any script that has ten of its own in the first plane: Arabic, Persian, Devanagari, Bengali, full width.
fn digit(c: char) -> Option<char> {
    const ZEROS: [char; 6] = ['0', '٠', '۰', '०', '০', '０'];
    let value =
        ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero as u32).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_however_it_is_written() {
        let shown = |text: &str| {
            spelled(text).map(|s| {
                let or = s.or.map(|or| format!(" or {or}")).unwrap_or_default();
                let unit = s.unit.map(|unit| format!(" in {unit}")).unwrap_or_default();
                format!("{}{or}{unit}", s.plain)
            })
        };
        let cases = [
            ("1,212", "1212 or 1.212"),
            ("12 %", "12 in %"),
            ("12%", "12 in %"),
            ("3,5", "3.5"),
            ("12 000", "12000"),
            ("12\u{202f}000", "12000"),
            ("1’212’000", "1212000"),
            ("1.212.000", "1212000"),
            ("1.212,5", "1212.5"),
            ("1,212.50", "1212.50"),
            ("12,34,567", ""),
            ("£1,200,000", "1200000 in £"),
            ("−5", "-5"),
            ("٤٠", "40"),
            ("٣٫٥", "3.5"),
            ("+7", "7"),
            ("40", ""),
            ("3.5", ""),
            ("-3.5", ""),
            ("fewer than 10", ""),
            ("about 40", ""),
            ("10-20", ""),
            ("2026-03", ""),
            ("1:30", ""),
            ("%", ""),
            ("", ""),
            ("1,", ""),
        ];
        for (text, wanted) in cases {
            assert_eq!(shown(text).unwrap_or_default(), wanted, "{text}");
        }
    }
}
