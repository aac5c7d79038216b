//! The fields that a template asks for, against those that there are. The engine takes a field that is not there for false
//! in an `if`, so that `{% if story.sumary %}` would never be noticed by rendering.

use crate::model::nearest::nearest;
use crate::yaml::fields::listed;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use tera::Value;

/// What each name stands for: the values that specimens gave it.
pub(super) type Names = BTreeMap<String, Vec<Value>>;

/// A field that is not there: where it is asked for, and the sentence about it.
pub(super) struct Unknown {
    pub(super) range: Range<usize>,
    pub(super) message: String,
}

/// The words of the engine that are no names.
const KEYWORDS: [&str; 16] = [
    "if",
    "elif",
    "for",
    "in",
    "not",
    "and",
    "or",
    "is",
    "set",
    "set_global",
    "block",
    "else",
    "true",
    "false",
    "none",
    "defined",
];

/// Looks through a template.
pub(super) fn unknown(text: &str, names: &Names) -> Vec<Unknown> {
    let mut found = Vec::new();
    let mut scope = Scope { names, loops: Vec::new() };
    let mut at = 0;
    while let Some(open) = text[at..].find("{%").into_iter().chain(text[at..].find("{{")).min() {
        let start = at + open + 2;
        let close = if text[at + open..].starts_with("{%") { "%}" } else { "}}" };
        let Some(len) = text[start..].find(close) else { break };
        let tag = &text[start..start + len];
        scope.read(tag, start, &mut found);
        at = start + len + 2;
    }
    found
}

/// A name with its fields: `story.date.text`.
struct Path<'a> {
    range: Range<usize>,
    parts: Vec<&'a str>,
}

/// What names mean at a place: those of loops and `set`s stand above those of the page.
struct Scope<'a> {
    names: &'a Names,
    /// `None` is where a loop begins; a name without values can be anything.
    loops: Vec<Option<(String, Vec<Value>)>>,
}

impl Scope<'_> {
    /// Reads one tag: notes its unknown fields, and what it names.
    fn read(&mut self, tag: &str, start: usize, found: &mut Vec<Unknown>) {
        let inner = tag.trim_matches(['-', ' ', '\n', '\t']);
        if inner.starts_with("endfor") {
            while self.loops.pop().flatten().is_some() {}
            return;
        }
        let paths = paths(tag);
        for path in &paths {
            if let Err(message) = self.values(&path.parts) {
                let range = start + path.range.start..start + path.range.end;
                found.push(Unknown { range, message });
            }
        }
        let mut words = inner.split_whitespace();
        match words.next() {
            Some("for") => {
                self.loops.push(None);
                let of = paths.last().map(|path| self.values(&path.parts).unwrap_or_default());
                let items = of.unwrap_or_default().iter().flat_map(items).collect();
                let names: Vec<String> =
                    words.take_while(|word| *word != "in").map(|w| w.trim_matches(',').to_owned()).collect();
                match names.as_slice() {
                    [name] => self.loops.push(Some((name.clone(), items))),
                    names => self.loops.extend(names.iter().map(|name| Some((name.clone(), Vec::new())))),
                }
            }
            Some("set" | "set_global") => {
                let name = words.next().unwrap_or_default().trim_end_matches('=').to_owned();
                let right = inner.split_once('=').map(|(_, right)| right.trim()).unwrap_or_default();
                let whole = paths.iter().find(|path| path.parts.join(".") == right);
                let values = whole.and_then(|path| self.values(&path.parts).ok()).unwrap_or_default();
                self.loops.push(Some((name, values)));
            }
            _ => {}
        }
    }

    /// The values of a path; none where it cannot be known.
    fn values(&self, parts: &[&str]) -> Result<Vec<Value>, String> {
        let Some((name, fields)) = parts.split_first() else { return Ok(Vec::new()) };
        let set = self.loops.iter().rev().flatten().find(|(own, _)| own == name);
        let mut values = match set {
            Some((_, values)) => values.clone(),
            None => self.names.get(*name).cloned().unwrap_or_default(),
        };
        let mut so_far = (*name).to_owned();
        for field in fields {
            values.retain(|value| !value.is_none());
            if values.is_empty() || values.iter().any(|value| value.as_map().is_none()) {
                return Ok(Vec::new());
            }
            let next: Vec<Value> =
                values.iter().filter_map(|value| value.get_from_path(field)).cloned().collect();
            let next: Vec<Value> = next.into_iter().filter(|value| !value.is_undefined()).collect();
            if next.is_empty() {
                let keys = keys(&values);
                let hint = match nearest(field, keys.iter().copied()) {
                    Some(near) => format!("did you mean `{so_far}.{near}`?"),
                    None => format!("`{so_far}` has {}", listed(&keys)),
                };
                return Err(format!("`{so_far}.{field}` is no field; {hint}"));
            }
            so_far = format!("{so_far}.{field}");
            values = next;
        }
        Ok(values)
    }
}

/// The names of all fields.
fn keys(values: &[Value]) -> Vec<&str> {
    let keys: BTreeSet<&str> = values
        .iter()
        .filter_map(Value::as_map)
        .flat_map(|map| map.keys().filter_map(|key| key.as_str()))
        .collect();
    keys.into_iter().collect()
}

/// What a loop over a value sees.
fn items(value: &Value) -> Vec<Value> {
    value.as_array().map(<[Value]>::to_vec).unwrap_or_default()
}

/// The names with fields in a tag: texts, filters, functions and named arguments are none.
fn paths(tag: &str) -> Vec<Path<'_>> {
    let bytes = tag.as_bytes();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut paths = Vec::new();
    let (mut at, mut before) = (0, b' ');
    while at < bytes.len() {
        let byte = bytes[at];
        if matches!(byte, b'"' | b'\'' | b'`') {
            at += 1 + bytes[at + 1..].iter().position(|other| *other == byte).unwrap_or(bytes.len() - at - 1);
        } else if byte.is_ascii_alphabetic() || byte == b'_' {
            let start = at;
            while at < bytes.len() && (is_name(bytes[at]) || bytes[at] == b'.' || bytes[at] == b'?') {
                at += 1;
            }
            let parts: Vec<&str> = tag[start..at].split(['.', '?']).filter(|part| !part.is_empty()).collect();
            let rest = tag[at..].trim_start();
            let called = rest.starts_with('(') || (rest.starts_with('=') && !rest.starts_with("=="));
            let keyword = parts.len() == 1 && KEYWORDS.contains(&parts[0]);
            if !matches!(before, b'|' | b'<' | b'.') && !called && !keyword {
                paths.push(Path { range: start..at, parts });
            }
            before = b'a';
            continue;
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
        at += 1;
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::{Names, unknown};
    use tera::Value;

    fn said(template: &str) -> Vec<String> {
        let story = serde_json::json!({
            "title": "Wells", "date": {"iso": "2026"}, "tags": [{"title": "a"}], "none": null, "extra": {"own": 1}
        });
        let names = Names::from([("story".to_owned(), vec![Value::from_serializable(&story)])]);
        unknown(template, &names).into_iter().map(|found| found.message).collect()
    }

    #[test]
    fn a_field_that_is_there_is_not_mentioned() {
        let template = "{% if story.title and not story.date.iso %}{{ story.none.anything | default(value=\"story.x\") }}\
                        {% for tag in story.tags %}{{ tag.title }}{{ other.thing }}{{ loop.index }}{% endfor %}{% endif %}";
        assert_eq!(said(template), Vec::<String>::new());
    }

    #[test]
    fn a_field_that_is_not_there_is_said_with_those_that_are() {
        assert_eq!(
            said("{% if story.date.isa %}{% endif %}"),
            ["`story.date.isa` is no field; did you mean `story.date.iso`?"]
        );
        assert_eq!(
            said("{% for tag in story.tags %}{{ tag.url }}{% endfor %}{{ tag.url }}"),
            ["`tag.url` is no field; `tag` has `title`"]
        );
        assert_eq!(
            said("{% set date = story.date %}{{ date.text }}"),
            ["`date.text` is no field; `date` has `iso`"]
        );
    }

    #[test]
    fn a_template_of_any_shape_is_survived() {
        for template in [
            "{% if ",
            "{{",
            "{{ \" }}",
            "{{ ü.ö }}",
            "{% for %}{% endfor %}{% endfor %}{% set %}",
            "{{ a. }}",
        ] {
            let _ = said(template);
        }
    }
}
