//! Where one searches. It alone has a script; without one it is a list of all titles.

use super::titles::years;
use super::{Printed, insert};
use crate::model::address;
use crate::model::route::{Edition, StoryIx};
use crate::model::search::Document;
use crate::model::vocabulary::Kind;
use crate::render::json_ld::script_safe;
use crate::render::policy;
use crate::render::search::{COMMITMENT, Index};
use crate::render::shared::Shared;
use crate::render::view::frame::{Head, context};
use crate::render::view::here;
use crate::theme::Words;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use tera::Value;

/// The theme's script of this page, in its `static/`.
const SCRIPT: &str = "search.js";

/// Where one searches in a language.
pub(in crate::render) fn search(shared: &Shared, edition: &Edition, index: &Index) -> Printed {
    let lang = shared.edition_lang(edition).clone();
    let words = shared.words(&lang);
    let head = Head {
        title: words.text("search.title").to_owned(),
        description: Some(words.text("search.intro").to_owned()),
        address: Some(address::search(edition)),
        editions: super::others(shared, edition, address::search),
        policy: Some(policy::SEARCH),
        ..Head::default()
    };
    let mut context = context(shared, edition, &lang, head)?;
    insert(&mut context, "search", &SearchView::of(shared, edition, index, words));
    insert(&mut context, "years", &years(shared, edition)?);
    shared.print("search.html", &context)
}

/// What the page of a search has.
#[derive(Serialize)]
struct SearchView {
    /// The kinds of what can be found.
    kinds: Vec<KindView>,
    /// The years, newest first.
    years: Vec<i16>,
    /// The script.
    script: String,
    /// HTML: what the script has to know, as JSON that is safe inside a script element.
    index: Value,
}

/// A kind of what can be found.
#[derive(Serialize)]
struct KindView {
    word: &'static str,
    name: String,
}

impl SearchView {
    fn of(shared: &Shared, edition: &Edition, index: &Index, words: &Words) -> Self {
        let day = |document: &Document| match document {
            Document::Story(ix) => shared.story(*ix).date.day,
            Document::Promise(ix) => shared.story(shared.site().promises[*ix].said_in(edition).0).date.day,
        };
        // Documents stand in the order of their days: a year is where its first one stands.
        let mut years: Vec<(i16, usize)> = Vec::new();
        for (at, document) in index.documents.iter().enumerate() {
            let year = day(document).year();
            if years.last().is_none_or(|(last, _)| *last != year) {
                years.push((year, at));
            }
        }
        let kinds = kinds(shared, index, words);
        let names: BTreeMap<&str, &str> = kinds.iter().map(|kind| (kind.word, kind.name.as_str())).collect();
        let say = |name: &str| words.text(&format!("search.{name}")).to_owned();
        let known = json!({
            "folder": here(shared, &address::search(edition)),
            "version": index.version,
            "documents": index.documents.len(),
            "first": index.first,
            "years": years,
            "kinds": names,
            "say": { "count": say("count"), "none": say("none"), "failed": say("failed") },
        });
        Self {
            years: years.iter().rev().map(|(year, _)| *year).collect(),
            kinds,
            script: here(shared, &address::theme_file(SCRIPT)),
            index: Value::safe_string(&script_safe(&known)),
        }
    }
}

/// The kinds of which there is something, in the order in which the site names them.
fn kinds(shared: &Shared, index: &Index, words: &Words) -> Vec<KindView> {
    let is_story = |kind: Kind| {
        let is_kind = |ix: StoryIx| shared.story(ix).kind() == kind;
        index.documents.iter().any(|document| matches!(document, Document::Story(ix) if is_kind(*ix)))
    };
    let stories = [Kind::Impact, Kind::Response, Kind::Answer, Kind::Page].into_iter();
    let stories = stories.filter(|kind| is_story(*kind)).map(|kind| KindView {
        word: kind.word(),
        name: words.text(&format!("kinds.{}.one", kind.word())).to_owned(),
    });
    let has_promises = index.documents.iter().any(|document| matches!(document, Document::Promise(_)));
    let promises = KindView { word: COMMITMENT, name: words.text("promise.one").to_owned() };
    stories.chain(has_promises.then_some(promises)).collect()
}
