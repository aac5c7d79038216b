//! What templates see. Each struct here is a theme author's interface: a field that is not there is `null`, never missing,
//! so that a template may ask for it. Text is plain and is escaped by the engine; a field said to be HTML is safe and is
//! printed as it is.

pub(super) mod account;
pub(super) mod bar;
pub(super) mod card;
pub(super) mod conversation;
mod facts;
pub(super) mod frame;
pub(super) mod language;
pub(super) mod line;
pub(super) mod measure;
pub(super) mod promise;
pub(super) mod story;
pub(super) mod voice;

use crate::model::date::When;
use crate::model::safe_html::SafeHtml;
use crate::render::body::Base;
use crate::render::shared::Shared;
use crate::theme::Words;
use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

/// A date for people and for machines.
#[derive(Debug, Clone, Serialize)]
pub(super) struct DateView {
    /// As `<time datetime>` has it: `2026-03-27`, or a moment.
    iso: String,
    /// In the words of the page's language.
    text: String,
}

impl DateView {
    pub(super) fn of(when: &When, words: &Words) -> Self {
        let iso = when.at.map_or_else(|| when.day.to_string(), |moment| moment.to_string());
        Self { iso, text: words.when(when) }
    }

    pub(super) fn day(day: Date, words: &Words) -> Self {
        Self { iso: day.to_string(), text: words.day(day) }
    }
}

/// Words with an address; without one they are words only.
#[derive(Debug, Clone, Serialize)]
pub(super) struct LinkView {
    /// The words.
    pub(super) title: String,
    /// The address; `null` where it leads nowhere.
    pub(super) url: Option<String>,
}

/// A name with what stands behind it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FactView {
    /// What it is.
    pub(super) name: String,
    /// What it says.
    pub(super) text: String,
    /// Where more about it stands.
    pub(super) url: Option<String>,
}

/// Safe HTML as a value that is printed as it is.
pub(super) fn html(safe: &SafeHtml) -> Value {
    Value::safe_string(safe.as_str())
}

/// An address of this site as a page links it.
pub(super) fn here(shared: &Shared, address: &str) -> String {
    Base::Page(shared.config().base_path()).address(address)
}
