//! What every part of the front matter needs while it is read: the file, the site's time zone, and the links found so far.

use crate::config::rule;
use crate::model::body::Body;
use crate::model::place::Spot;
use crate::model::story::{Evidence, Lead};
use crate::model::vocabulary::ConsentFor;
use crate::model::voice::Consent;
use crate::parse::{person, target};
use crate::yaml::fields::Fields;
use crate::yaml::value::Data;
use jiff::tz::TimeZone;

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
    match &fields.value("consent")?.data {
        Data::Text(word) if word == "public_record" => return Some(Consent::PublicRecord),
        Data::Text(_) | Data::Bool(_) | Data::Number(_) | Data::List(_) => {
            fields.error(rule::CONSENT, "consent", "`consent` does not say what was agreed to", CONSENT_FORM);
            return None;
        }
        _ => {}
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

const CONSENT_FORM: &str = "write `consent: {for: [quote, name], until: 2027-12-31}` with what the person agreed to, or `consent: public_record`";

/// Words, and who said them, as they stand in one item.
pub(crate) struct Said<'a> {
    /// The field with the words and the words, where there are some.
    pub(crate) words: Option<&'static str>,
    /// The field that says who it was.
    pub(crate) who_field: &'static str,
    /// Who it was.
    pub(crate) who: Option<&'a str>,
}

/// Refuses words of a person, and a name, without consent for them.
pub(crate) fn consented(fields: &Fields<'_>, said: &Said<'_>, consent: Option<&Consent>) {
    // A consent that could not be read is an error already.
    if consent.is_none() && fields.value("consent").is_some() {
        return;
    }
    let covers = |wanted| consent.is_some_and(|consent| consent.covers(wanted));
    if let Some(field) = said.words.filter(|_| !covers(ConsentFor::Quote)) {
        let hint = consent_hint(consent, ConsentFor::Quote, "else say it in your own words");
        fields.error(rule::CONSENT, field, "words of a person without their consent", hint);
    }
    if let Some(name) = said.who.and_then(person::named).filter(|_| !covers(ConsentFor::Name)) {
        let message = format!("`{name}` looks like a person's name, and there is no consent for it");
        let hint =
            consent_hint(consent, ConsentFor::Name, "else describe them in small letters, as `a neighbour`");
        fields.error(rule::CONSENT, said.who_field, message, hint);
    }
}

/// How to note a consent: as a whole, or as one use more of the one that is there.
pub(crate) fn consent_hint(consent: Option<&Consent>, wanted: ConsentFor, otherwise: &str) -> String {
    let wanted = wanted.word();
    match consent {
        Some(_) => format!("add `{wanted}` to `consent.for` if they agreed to that, too; {otherwise}"),
        None => format!(
            "add `consent: {{for: [{wanted}], until: …}}` if they agreed, or `consent: public_record`; {otherwise}"
        ),
    }
}
