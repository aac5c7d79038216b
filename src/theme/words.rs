//! The words of the interface in one language: texts by key, counted texts by plural form, dates.

use super::plural::Rules;
use crate::config::rule;
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::place::Place;
use crate::yaml::read;
use crate::yaml::value::{Data, Group, Value as Yaml};
use icu_plurals::PluralCategory;
use std::collections::BTreeMap;
use tera::Value;

/// The words of the interface in one language. Where a language has no word, the English one stands.
#[derive(Clone)]
pub struct Words {
    lang: Lang,
    texts: BTreeMap<String, Text>,
    value: Value,
}

/// A text, or its forms with the rules of the language that they are written in.
#[derive(Clone)]
enum Text {
    Plain(String),
    Counted(Forms, Rules),
}

/// The forms of a counted text; `other` is always among them.
type Forms = BTreeMap<PluralCategory, String>;

/// Texts by their whole key: `outcome.upheld`.
type Texts = BTreeMap<String, Text>;

impl Words {
    /// Reads the words of a language: YAML, nested as one likes, a text's key its path with dots. `beneath` are those
    /// that stand where this file says nothing.
    pub(super) fn parse(
        lang: Lang,
        yaml: &str,
        file: &str,
        beneath: Option<&Self>,
    ) -> Result<Self, Box<Diagnostic>> {
        let fault = |message: String| Box::new(rule::THEME.at(Place::whole(file), message));
        let document = read::list(yaml).map_err(|found| {
            let line = yaml[..found.range.start].matches('\n').count() + 1;
            fault(format!("cannot be read as YAML: line {line}: {}", found.message))
        })?;
        let mut texts = beneath.map(|words| words.texts.clone()).unwrap_or_default();
        flatten_group("", &document.fields, &Rules::of(&lang), &mut texts).map_err(fault)?;
        Ok(Self::new(lang, texts))
    }

    /// Words from texts.
    fn new(lang: Lang, texts: Texts) -> Self {
        let value = nest(&texts);
        Self { lang, texts, value }
    }

    /// The language of these words: the one that was asked for, even where English had to stand in.
    pub fn lang(&self) -> &Lang {
        &self.lang
    }

    /// A text by its key: `outcome.upheld`. A key that no file has is returned as it is.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        match self.texts.get(key) {
            Some(Text::Plain(text)) => text,
            Some(Text::Counted(forms, _)) => forms.get(&PluralCategory::Other).map_or(key, String::as_str),
            None => key,
        }
    }

    /// Whether there is a text by this key.
    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// The keys of all texts, in order.
    #[cfg(test)]
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// A text with a number in it, in the form that goes with the number; `{n}` in it is the number.
    pub fn count(&self, key: &str, n: u64) -> String {
        self.form(key, n).replace("{n}", &n.to_string())
    }

    /// The form of a text that goes with a number.
    fn form<'a>(&'a self, key: &'a str, n: u64) -> &'a str {
        match self.texts.get(key) {
            Some(Text::Counted(forms, rules)) => forms
                .get(&rules.category(n, |category| forms.contains_key(&category)))
                .or_else(|| forms.get(&PluralCategory::Other))
                .map_or(key, String::as_str),
            _ => self.text(key),
        }
    }

    /// A text with names in it filled in: `{who}`.
    pub fn fill(&self, key: &str, names: &[(&str, &str)]) -> String {
        fill(self.text(key), names)
    }

    /// How many of a hundred a part is, in words: `83 %`. Rounded, but what is not the whole is not said to be it, and what
    /// is there is not said to be nothing.
    pub fn share(&self, part: u64, whole: u64) -> String {
        let rounded = (part.saturating_mul(200) + whole) / whole.saturating_mul(2).max(1);
        let share = match part {
            0 => 0,
            _ if part >= whole => 100,
            _ => rounded.clamp(1, 99),
        };
        self.fill("share", &[("n", &share.to_string())])
    }

    /// Both: the form that goes with a number, and names filled in.
    pub fn count_fill(&self, key: &str, n: u64, names: &[(&str, &str)]) -> String {
        fill(&self.count(key, n), names)
    }

    /// All of them as one value for templates: `words.outcome.upheld`.
    pub fn value(&self) -> &Value {
        &self.value
    }
}

/// Fills names in. What is filled in stays as it is, braces and all.
fn fill(text: &str, names: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = cut(rest, b'{') {
        out.push_str(before);
        let known = cut(after, b'}').and_then(|(name, after)| {
            let (_, value) = names.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        rest = match known {
            Some((value, after)) => {
                out.push_str(value);
                after
            }
            None => {
                out.push('{');
                after
            }
        };
    }
    out.push_str(rest);
    out
}

/// What stands before and behind the first of an ASCII character; texts are too short for a faster search to pay.
fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == at)?;
    Some((&text[..at], &text[at + 1..]))
}

/// Turns nested YAML into texts by whole keys.
fn flatten(prefix: &str, yaml: &Yaml<'_>, rules: &Rules, texts: &mut Texts) -> Result<(), String> {
    match &yaml.data {
        Data::Group(group) => return flatten_group(prefix, group, rules, texts),
        Data::List(items) => {
            for (ix, value) in items.iter().enumerate() {
                flatten(&below(prefix, &(ix + 1).to_string()), value, rules, texts)?;
            }
        }
        Data::Text(text) => drop(texts.insert(prefix.to_owned(), Text::Plain(text.clone().into_owned()))),
        Data::Number(number) => {
            texts.insert(prefix.to_owned(), Text::Plain(number.written.clone().into_owned()));
        }
        Data::Null => {}
        Data::Bool(_) | Data::Tagged(_) => {
            return Err(format!("`{prefix}` is to be a text; put it in quotes"));
        }
    }
    Ok(())
}

/// The same for fields: they are texts of their own, or the forms of one.
fn flatten_group(prefix: &str, group: &Group<'_>, rules: &Rules, texts: &mut Texts) -> Result<(), String> {
    if let Some(forms) = forms(group) {
        texts.insert(prefix.to_owned(), Text::Counted(forms, rules.clone()));
        return Ok(());
    }
    group.fields.iter().try_for_each(|field| flatten(&below(prefix, &field.name), &field.value, rules, texts))
}

fn below(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
}

/// The forms of a counted text, where a group is one: plural categories only, `other` among them.
fn forms(group: &Group<'_>) -> Option<Forms> {
    let forms: Option<BTreeMap<_, _>> = group
        .fields
        .iter()
        .map(|field| match &field.value.data {
            Data::Text(text) => {
                Some((PluralCategory::get_for_cldr_string(&field.name)?, text.clone().into_owned()))
            }
            _ => None,
        })
        .collect();
    forms.filter(|forms| forms.contains_key(&PluralCategory::Other))
}

/// Texts as nested maps for templates.
fn nest(texts: &Texts) -> Value {
    let mut root = serde_json::Map::new();
    for (key, text) in texts {
        let mut at = &mut root;
        let mut parts = key.split('.').peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                at.insert(part.to_owned(), json(text));
                break;
            }
            let next = at.entry(part).or_insert_with(|| serde_json::Value::Object(serde_json::Map::new()));
            match next {
                serde_json::Value::Object(map) => at = map,
                _ => break,
            }
        }
    }
    Value::try_from_serializable(&root).unwrap_or_else(|_| Value::none())
}

/// One text for templates: a string, or its forms by category.
fn json(text: &Text) -> serde_json::Value {
    match text {
        Text::Plain(text) => text.as_str().into(),
        Text::Counted(forms, _) => {
            let name = |category: &PluralCategory| format!("{category:?}").to_lowercase();
            forms
                .iter()
                .map(|(category, form)| (name(category), serde_json::Value::from(form.as_str())))
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_filled_in_stays_as_it_is() {
        let names = [("tag", "{n} and {tag}"), ("n", "3")];
        assert_eq!(super::fill("About {tag}, {n} {more} {", &names), "About {n} and {tag}, 3 {more} {");
    }
}
