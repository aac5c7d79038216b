//! What every part of the front matter needs while it is read: the file, the site's time zone, and the links found so far.

use crate::config::fields::Fields;
use crate::config::rule;
use crate::model::body::Body;
use crate::model::place::Spot;
use crate::model::story::{Evidence, Lead};
use crate::model::vocabulary::ConsentFor;
use crate::model::voice::Consent;
use crate::parse::target;
use jiff::tz::TimeZone;
use serde_yaml::Value;

/// What is at hand while one file is read.
#[derive(Debug)]
pub(crate) struct Desk<'a> {
    /// The file's path.
    pub(crate) file: &'a str,
    /// The zone in which a date without one is meant.
    pub(crate) zone: &'a TimeZone,
    /// Collects the links and images of the front matter.
    pub(crate) body: Body,
}

impl Desk<'_> {
    /// The link that a field holds.
    pub(crate) fn link(&mut self, fields: &Fields<'_>, name: &'static str) -> Option<usize> {
        let written = fields.text(name)?;
        Some(target::add_link(&mut self.body, &written, self.file, Spot::Field(fields.path(name))))
    }

    /// A title and an address.
    pub(crate) fn lead(&mut self, fields: &Fields<'_>) -> Option<Lead> {
        let title = fields.required("title");
        let link = fields.needs("url", |fields| self.link(fields, "url"));
        fields.finish();
        Some(Lead { title: title?, link: link? })
    }

    /// What shows that something is true.
    pub(crate) fn evidence(&mut self, fields: &Fields<'_>) -> Vec<Evidence> {
        let mut evidence = Vec::new();
        for item in fields.items("evidence") {
            let title = item.required("title");
            let link = self.link(&item, "url");
            let archived = self.link(&item, "archived");
            item.finish();
            evidence.extend(title.map(|title| Evidence { title, link, archived }));
        }
        evidence
    }
}

/// Reads `consent`.
pub(crate) fn consent(fields: &Fields<'_>) -> Option<Consent> {
    if let Some(Value::String(word)) = fields.value("consent") {
        let only: fn(()) -> &'static str = |()| "public_record";
        return fields.word_of(word, &fields.path("consent"), &[()], only).map(|()| Consent::PublicRecord);
    }
    let inner = fields.fields("consent")?;
    let uses: Vec<ConsentFor> = inner
        .located_texts("for")
        .into_iter()
        .filter_map(|(word, path)| inner.word_of(&word, &path, ConsentFor::ALL, ConsentFor::word))
        .collect();
    if uses.is_empty() && inner.value("for").is_none() {
        inner.missing("for");
    }
    let until = inner.day("until");
    inner.finish();
    Some(Consent::Given { uses, until })
}

/// Refuses words of a person without consent, and warns about what looks like a name.
pub(crate) fn consented(
    fields: &Fields<'_>,
    words: Option<&str>,
    name: (&str, Option<&str>),
    consent: Option<&Consent>,
) {
    let covers = |wanted| consent.is_some_and(|consent| consent.covers(wanted));
    let hint = |wanted: &str| {
        format!(
            "add `consent: {{for: [{wanted}], until: …}}` if they agreed, or `consent: public_record`; else say it in your own words"
        )
    };
    if let Some(field) = words.filter(|_| !covers(ConsentFor::Quote)) {
        fields.error(rule::CONSENT, field, "words of a person without their consent", hint("quote"));
    }
    let (field, name) = name;
    if let Some(name) = name.filter(|name| looks_like_a_name(name) && !covers(ConsentFor::Name)) {
        let message = format!("`{name}` looks like a person's name, and there is no consent for it");
        fields.error(rule::CONSENT, field, message, hint("name"));
    }
}

/// Two to four words, each with a capital: `Maria van der Berg`. Organisations are known by their words.
fn looks_like_a_name(text: &str) -> bool {
    const SMALL: [&str; 14] =
        ["van", "von", "der", "den", "de", "del", "della", "di", "da", "la", "al", "bin", "ibn", "zu"];
    const MANY: [&str; 34] = [
        "group",
        "groups",
        "council",
        "association",
        "committee",
        "society",
        "union",
        "centre",
        "center",
        "network",
        "trust",
        "forum",
        "residents",
        "tenants",
        "neighbours",
        "parents",
        "street",
        "road",
        "lane",
        "house",
        "school",
        "college",
        "university",
        "club",
        "party",
        "city",
        "office",
        "board",
        "team",
        "foundation",
        "church",
        "library",
        "alliance",
        "campaign",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().skip(1).all(|c| {
                c.is_lowercase() || "-.'’".contains(c) || c.is_uppercase() && word.contains(['-', '\'', '’'])
            })
    };
    let bare = |word: &str| {
        word.trim_end_matches(|c: char| !c.is_alphanumeric())
            .trim_end_matches("'s")
            .trim_end_matches("’s")
            .to_lowercase()
    };
    let many = words.iter().any(|word| MANY.contains(&bare(word).as_str()));
    let first =
        words.first().is_some_and(|word| !["A", "An", "The", "One", "Two", "Some", "Several"].contains(word));
    let names = words.iter().filter(|word| capital(word)).count();
    (2..=5).contains(&words.len())
        && first
        && !many
        && names >= 2
        && words.iter().all(|word| capital(word) || SMALL.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_no_name() {
        for name in ["Maria Lopez", "Jan van der Berg", "Anne-Marie O'Brien", "J. Smith"] {
            assert!(looks_like_a_name(name), "{name}");
        }
        for other in [
            "somebody who rang eleven times",
            "a caller",
            "Ferrow Street Tenants' Group",
            "Anonymous",
            "The Mayor",
            "A Caller",
        ] {
            assert!(!looks_like_a_name(other), "{other}");
        }
    }
}
