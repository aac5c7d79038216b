//! The typed walk over a YAML mapping: it hands out values, and collects everything that is wrong with them under the path
//! of their field. `hearback.yaml` and the front matter of stories are both read by it.

use crate::model::date::{Due, Period, When};
use crate::model::nearest::nearest;
use crate::model::rule::Rule;
use crate::yaml::findings::Findings;
use crate::yaml::json::json;
use crate::yaml::moment::{self, NoDate};
use crate::yaml::rule;
use crate::yaml::value::{Data, Group, Value};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The fields of one mapping.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    findings: &'a Findings<'a>,
    map: &'a Group<'a>,
    path: String,
    known: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    /// The fields of the whole text.
    pub(crate) fn new(findings: &'a Findings<'a>, map: &'a Group<'a>) -> Self {
        Self::inside(findings, map, String::new())
    }

    fn inside(findings: &'a Findings<'a>, map: &'a Group<'a>, path: String) -> Self {
        Self { findings, map, path, known: RefCell::default() }
    }

    /// The path of one of these fields; of the mapping itself for an empty name.
    pub(crate) fn path(&self, name: &str) -> String {
        match (self.path.is_empty(), name.is_empty()) {
            (true, _) => name.to_owned(),
            (_, true) => self.path.clone(),
            _ => format!("{}.{name}", self.path),
        }
    }

    /// Where findings go.
    pub(crate) fn findings(&self) -> &'a Findings<'a> {
        self.findings
    }

    /// An error at one of these fields.
    pub(crate) fn error(&self, rule: Rule, name: &str, message: impl Into<String>, hint: impl Into<String>) {
        self.error_at(rule, &self.path(name), message, hint);
    }

    /// A warning at one of these fields.
    pub(crate) fn warning(
        &self,
        rule: Rule,
        name: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let place = self.findings.at(&self.path(name));
        self.findings.add(rule.at(place, message).hint(hint));
    }

    fn error_at(&self, rule: Rule, path: &str, message: impl Into<String>, hint: impl Into<String>) {
        let (found, hint) = (rule.at(self.findings.at(path), message), hint.into());
        self.findings.add(if hint.is_empty() { found } else { found.hint(hint) });
    }

    fn wrong_type(&self, path: &str, value: &Value<'_>, wanted: &str, hint: &str) {
        let name = path.rsplit('.').next().unwrap_or(path);
        self.error_at(rule::TYPE, path, format!("`{name}` is {}, not {wanted}", kind(value)), hint);
    }

    /// A value that is there and not null. Asking makes the name known.
    pub(crate) fn value(&self, name: &'static str) -> Option<&'a Value<'a>> {
        self.known.borrow_mut().push(name);
        self.map.get(name).filter(|value| !value.is_null())
    }

    /// Whether a field is there at all.
    pub(crate) fn has(&self, name: &'static str) -> bool {
        self.known.borrow_mut().push(name);
        self.map.field(name).is_some()
    }

    /// Text on one or more lines, trimmed; a number is text too. Empty text is none.
    pub(crate) fn text(&self, name: &'static str) -> Option<String> {
        let value = self.value(name)?;
        self.text_of(value, &self.path(name))
    }

    /// Text that must be there.
    pub(crate) fn required(&self, name: &'static str) -> Option<String> {
        let before = self.findings.count();
        let text = self.text(name);
        if text.is_none() && self.findings.count() == before {
            self.missing(name);
        }
        text
    }

    /// Says that a field must be there.
    pub(crate) fn missing(&self, name: &str) {
        let is_there = self.map.field(name).is_some();
        let message = format!("`{name}` is {}", if is_there { "empty" } else { "missing" });
        let hint = match (is_there, self.path.is_empty()) {
            (true, _) => format!("write it behind `{name}:`"),
            (false, true) => format!("add a line `{name}: …`"),
            (false, false) => format!("add `{name}` to this item"),
        };
        let place = if is_there { self.path(name) } else { self.path.clone() };
        let place = if place.is_empty() { self.findings.at_range(0..0) } else { self.findings.at(&place) };
        self.findings.add(rule::REQUIRED.at(place, message).hint(hint));
    }

    fn text_of(&self, value: &Value<'_>, path: &str) -> Option<String> {
        match &value.data {
            Data::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Data::Number(number) => Some(number.written.clone().into_owned()),
            _ => {
                self.wrong_type(path, value, "text", "put it into quotes, or below a `>-`");
                None
            }
        }
    }

    /// `true` or `false`.
    pub(crate) fn flag(&self, name: &'static str) -> Option<bool> {
        let value = self.value(name)?;
        match value.data {
            Data::Bool(flag) => Some(flag),
            _ => {
                self.wrong_type(&self.path(name), value, "`true` or `false`", "write `true` or `false`");
                None
            }
        }
    }

    /// A whole number that is not negative.
    pub(crate) fn count(&self, name: &'static str) -> Option<u64> {
        let value = self.value(name)?;
        let count = match &value.data {
            Data::Number(number) => number.whole.and_then(|whole| whole.try_into().ok()),
            _ => None,
        };
        if count.is_none() {
            self.wrong_type(&self.path(name), value, "a whole number", "write digits only");
        }
        count
    }

    /// A list of texts; a single text is a list of one.
    pub(crate) fn texts(&self, name: &'static str) -> Vec<String> {
        self.located_texts(name).into_iter().map(|(text, _)| text).collect()
    }

    /// The same, each with its path.
    pub(crate) fn located_texts(&self, name: &'static str) -> Vec<(String, String)> {
        let path = self.path(name);
        let Some(value) = self.value(name) else { return Vec::new() };
        match &value.data {
            Data::List(items) => items
                .iter()
                .enumerate()
                .filter(|(_, item)| !item.is_null())
                .filter_map(|(at, item)| {
                    let path = format!("{path}[{at}]");
                    self.text_of(item, &path).map(|text| (text, path))
                })
                .collect(),
            Data::Text(_) | Data::Number(_) => {
                self.text_of(value, &path).map(|text| (text, path)).into_iter().collect()
            }
            _ => {
                self.wrong_type(&path, value, "a list", "write one `- …` line for each");
                Vec::new()
            }
        }
    }

    /// The fields of a mapping.
    pub(crate) fn fields(&self, name: &'static str) -> Option<Fields<'a>> {
        let value = self.value(name)?;
        match &value.data {
            Data::Group(map) => Some(Self::inside(self.findings, map, self.path(name))),
            _ => {
                self.wrong_type(
                    &self.path(name),
                    value,
                    "a group of fields",
                    "write the fields indented below it",
                );
                None
            }
        }
    }

    /// The fields of each item of a list; a single mapping is a list of one.
    pub(crate) fn items(&self, name: &'static str) -> Vec<Fields<'a>> {
        let path = self.path(name);
        let Some(value) = self.value(name) else { return Vec::new() };
        match &value.data {
            Data::List(items) => items
                .iter()
                .enumerate()
                .filter_map(|(at, item)| match &item.data {
                    Data::Group(map) => Some(Self::inside(self.findings, map, format!("{path}[{at}]"))),
                    _ => {
                        let hint = "write its fields as `name: value` lines below the `-`";
                        self.wrong_type(&format!("{path}[{at}]"), item, "a group of fields", hint);
                        None
                    }
                })
                .collect(),
            Data::Group(map) => vec![Self::inside(self.findings, map, path)],
            _ => {
                self.wrong_type(&path, value, "a list", "write one `- …` item for each");
                Vec::new()
            }
        }
    }

    /// A word of a vocabulary.
    pub(crate) fn word<T: Copy>(
        &self,
        name: &'static str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let written = self.text(name)?;
        self.word_of(&written, &self.path(name), all, word)
    }

    /// The same for a text that was read before.
    pub(crate) fn word_of<T: Copy>(
        &self,
        written: &str,
        path: &str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.iter().copied().find(|value| word(*value) == written);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|value| word(*value)).collect();
            let hint = match nearest(written, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`? There are {}", listed(&words)),
                None => format!("use one of {}", listed(&words)),
            };
            let field = path.rsplit('.').next().unwrap_or(path);
            self.error_at(rule::VOCABULARY, path, format!("`{written}` is no word for `{field}`"), hint);
        }
        found
    }

    fn dated<T>(&self, name: &'static str, read: impl Fn(&str) -> Result<T, NoDate>) -> Option<T> {
        let written = self.text(name)?;
        self.date_of(read(&written), &self.path(name))
    }

    /// Reports what is wrong with a date that was read.
    pub(crate) fn date_of<T>(&self, read: Result<T, NoDate>, path: &str) -> Option<T> {
        read.map_err(|error| self.error_at(rule::DATE, path, error.message, error.hint)).ok()
    }

    /// A day.
    pub(crate) fn day(&self, name: &'static str) -> Option<Date> {
        self.dated(name, moment::day)
    }

    /// A day, or a moment on it.
    pub(crate) fn when(&self, name: &'static str, zone: &TimeZone) -> Option<When> {
        self.dated(name, |text| moment::when(text, zone))
    }

    /// A day, or `none`.
    pub(crate) fn due(&self, name: &'static str) -> Option<Due> {
        self.dated(name, moment::due)
    }

    /// A period.
    pub(crate) fn period(&self, name: &'static str) -> Option<Period> {
        self.dated(name, moment::period)
    }

    /// A field that must be there and is read by one of the other methods.
    pub(crate) fn needs<T>(&self, name: &'static str, read: impl FnOnce(&Self) -> Option<T>) -> Option<T> {
        let before = self.findings.count();
        let value = read(self);
        if value.is_none() && self.findings.count() == before {
            self.missing(name);
        }
        value
    }

    /// Anything, as JSON; keys become text.
    pub(crate) fn free(&self, name: &'static str) -> serde_json::Value {
        self.value(name).map_or(serde_json::Value::Null, json)
    }

    /// Every key with its value, for a mapping whose keys are free.
    pub(crate) fn entries(&self) -> Vec<(String, &'a Value<'a>)> {
        self.map.fields.iter().map(|field| (field.name.to_string(), &field.value)).collect()
    }

    /// Reports every field that nobody asked for.
    pub(crate) fn finish(&self) {
        self.finish_with(|_| None);
    }

    /// The same, with a better hint for some of them.
    pub(crate) fn finish_with(&self, better: impl Fn(&str) -> Option<String>) {
        let known = self.known.borrow();
        for field in &self.map.fields {
            let written = &*field.name;
            if known.contains(&written) {
                continue;
            }
            let place = self.findings.at_range(field.key.clone());
            let shown: String = written.chars().take(60).collect();
            let found = self.findings.unknown.at(place, format!("nobody reads a field `{shown}` here"));
            self.findings.add(match nearest(written, known.iter().copied()) {
                _ if better(written).is_some() => found.hint(better(written).unwrap_or_default()),
                Some(near) => found.hint(format!("did you mean `{near}`?")),
                None if self.path.is_empty() => found.hint("remove it, or put it below `extra`"),
                None => {
                    let names: BTreeSet<&str> = known.iter().copied().collect();
                    let names: Vec<&str> = names.into_iter().collect();
                    found.hint(format!("what can be said here: {}", listed(&names)))
                }
            });
        }
    }
}

/// `` `a`, `b` and `c` ``.
pub(crate) fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn kind(value: &Value<'_>) -> &'static str {
    match value.data {
        Data::Null => "empty",
        Data::Bool(_) => "`true` or `false`",
        Data::Number(_) => "a number",
        Data::Text(_) => "text",
        Data::List(_) => "a list",
        Data::Group(_) => "a group of fields",
        Data::Tagged(_) => "a value with a YAML tag",
    }
}
