//! A YAML text that could be read: its fields, and the comments behind them.

use crate::yaml::value::{Data, Group, Style, Value};
use std::ops::Range;

/// What a YAML text says, and where.
#[derive(Debug, Default)]
pub(crate) struct Document<'t> {
    /// The fields.
    pub(crate) fields: Group<'t>,
    /// The comments behind a plain value, and behind a name without a value: `#` to the end of the line. Some may be text
    /// that nobody meant as a comment.
    pub(crate) behind: Vec<Range<usize>>,
}

impl Document<'_> {
    /// What to point at for a path: the value, else the name, else the nearest field around it.
    pub(crate) fn nearest(&self, text: &str, path: &str) -> Option<Range<usize>> {
        let mut group = Some(&self.fields);
        let mut rest = path;
        let mut found = None;
        while let Some(fields) = group {
            // A name may hold dots itself: the longest that fits.
            let fits = |name: &str| {
                let behind = rest.strip_prefix(name);
                behind.is_some_and(|behind| behind.is_empty() || behind.starts_with(['.', '[']))
            };
            let Some(field) =
                fields.fields.iter().filter(|field| fits(&field.name)).max_by_key(|field| field.name.len())
            else {
                return found;
            };
            found = Some(shown(&field.value, &field.key));
            rest = &rest[field.name.len()..];
            let mut value = &field.value;
            while let Some((index, behind)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
                let Data::List(items) = &value.data else { return found };
                let Some(item) = index.parse::<usize>().ok().and_then(|index| items.get(index)) else {
                    return found;
                };
                found = Some(shown(item, &dash(text, item)));
                (value, rest) = (item, behind);
            }
            rest = rest.strip_prefix('.').unwrap_or(rest);
            group = match &value.data {
                Data::Group(fields) if !rest.is_empty() => Some(fields),
                _ => None,
            };
        }
        found
    }
}

/// What to point at for a value: itself, or what announces it where it spreads over lines or is not there.
fn shown(value: &Value<'_>, announced: &Range<usize>) -> Range<usize> {
    let spread = value.style == Style::Nested;
    if spread || value.range.is_empty() { announced.clone() } else { value.range.clone() }
}

/// The dash of an item; the item's beginning where it has none.
fn dash(text: &str, item: &Value<'_>) -> Range<usize> {
    let before = text[..item.range.start].trim_end();
    match before.strip_suffix('-') {
        Some(rest) => rest.len()..before.len(),
        None => item.range.start..item.range.start,
    }
}

#[cfg(test)]
mod tests {
    use crate::yaml::read::fields;

    #[test]
    fn every_field_of_every_style_is_found_by_its_path() {
        let text = "title: A title\nsummary: >-\n  one: two\n  # three\n\n  four\n\ntags: [a, \"b, c\"]\nmeasures:\n  - indicator: Days\n    baseline: {period: 2023-Q3, value: 6}\n    results:\n      - {period: 2024, value: 8}\n      -\n        value: 9\n  - indicator: 'It''s'\ncriticisms:\n- said: no indent\n  sources:\n  - https://a.example/x\n  - plain\n    over lines\nextra: {a.b: 1, a: {b: 2}}\nend:\n";
        let document = fields(text).expect("YAML");
        for (path, wanted) in [
            ("title", "A title"),
            ("summary", "one: two\n  # three\n\n  four"),
            ("tags", "[a, \"b, c\"]"),
            ("tags[1]", "\"b, c\""),
            ("tags[2]", "[a, \"b, c\"]"),
            ("measures", "measures"),
            ("measures[0]", "-"),
            ("measures[0].indicator", "Days"),
            ("measures[0].baseline", "{period: 2023-Q3, value: 6}"),
            ("measures[0].baseline.period", "2023-Q3"),
            ("measures[0].baseline.group", "{period: 2023-Q3, value: 6}"),
            ("measures[0].results", "results"),
            ("measures[0].results[0]", "{period: 2024, value: 8}"),
            ("measures[0].results[1].value", "9"),
            ("measures[1].indicator", "'It''s'"),
            ("measures[1].indicator.x.y", "'It''s'"),
            ("measures[7].indicator", "measures"),
            ("criticisms[0].said", "no indent"),
            ("criticisms[0].sources[1]", "plain\n    over lines"),
            ("extra.a.b", "1"),
            ("end", "end"),
            ("end.more", "end"),
        ] {
            let found = document.nearest(text, path).map(|range| &text[range]);
            assert_eq!(found, Some(wanted), "{path}");
        }
        assert_eq!(document.nearest(text, "nowhere.at.all"), None);
    }

    #[test]
    fn a_comment_is_kept_where_it_may_be_text_that_was_lost() {
        let text = "said: please fix the #accessibility of it\nx: # nothing\ny: \"a\" # quoted\nz: [b, c #d\n ]\nw: >- # lines\n  #e\n- #f\n".replace("- #f\n", "v:\n  - i #j\n# above\n");
        let document = fields(&text).expect("YAML");
        let behind: Vec<&str> = document.behind.iter().map(|range| &text[range.clone()]).collect();
        assert_eq!(behind, ["#accessibility of it", "# nothing", "#j"]);
    }
}
