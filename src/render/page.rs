//! The pages: for each, its head, and what its template sees beside the frame.

mod commitments;
mod home;
mod list;
mod search;
mod service;
mod titles;

use super::body::Base;
use super::shared::Shared;
use super::view::account::AccountView;
use super::view::card::excerpt;
use super::view::frame::{Head, context};
use super::view::story::{ChangeView, StoryView};
use super::view::{LinkView, here};
use super::{json_ld, moment};
use crate::model::address;
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::route::{Edition, List, StoryIx};
use crate::model::story::Change;
use crate::model::vocabulary::{ChangeKind, Kind};
pub(super) use commitments::{commitment, commitments, teams};
pub(super) use home::home;
pub(super) use list::{list, tags};
pub(super) use search::search;
use serde::Serialize;
pub(super) use service::{not_found, our_data, subscribe};
use tera::{Context, Value};
pub(super) use titles::archive;

/// How many changes the corrections page shows; older ones stand on their own pages.
const CORRECTIONS: usize = 500;

type Printed = Result<Vec<u8>, Diagnostic>;

/// A story's own page.
pub(super) fn story(shared: &Shared, ix: StoryIx) -> Printed {
    let (story, ties) = (shared.story(ix), shared.ties(ix));
    let lang = shared.story_lang(ix).clone();
    let published = moment::of(&story.date, shared.config());
    let modified = moment::of(&moment::updated(story), shared.config());
    let head = Head {
        title: story.title.clone(),
        description: Some(story.summary.clone().unwrap_or_else(|| excerpt(&story.body.plain))),
        address: Some(ties.address.clone()),
        editions: ties
            .editions
            .iter()
            .map(|(lang, other)| (lang.clone(), shared.ties(*other).address.clone()))
            .collect(),
        section: address::folder(story.kind())
            .map(|_| address::list(&story.edition, &List::Kind(story.kind()), 1)),
        feeds: (story.kind() != Kind::Page).then(|| List::Kind(story.kind())),
        og_type: "article",
        picture: picture(shared, ix),
        published: Some(moment::written(&published)),
        modified: Some(moment::written(&modified)),
        revision: story.revision.clone(),
        policy: None,
        json_ld: Some(json_ld::story(shared.site(), shared.config(), ix)),
    };
    let view = StoryView::of(shared.on_page(), ix, shared.words(&lang))?;
    let mut context = context(shared, &story.edition, &lang, head)?;
    context.insert_value("story", Value::from_serializable(&view));
    let layout = story.layout.as_deref().and_then(|name| shared.theme().layout(name));
    shared.print(layout.as_deref().unwrap_or("story.html"), &context)
}

/// A story's picture for cards elsewhere.
fn picture(shared: &Shared, ix: StoryIx) -> Option<(String, u32, u32, String)> {
    let card = shared.ties(ix).card.as_ref()?;
    let url = Base::Absolute(shared.config().url.as_str()).address(&card.address);
    Some((url, card.width, card.height, card.alt.clone()))
}

/// The same page in other languages, where it is there.
fn others(shared: &Shared, edition: &Edition, address: impl Fn(&Edition) -> String) -> Vec<(Lang, String)> {
    let site = shared.site();
    let rest = site.editions.iter().filter(|other| *other != edition);
    rest.map(|other| (shared.edition_lang(other).clone(), address(other)))
        .filter(|(_, address)| site.routes.contains_key(address))
        .collect()
}

/// How we answer.
pub(super) fn accountability(shared: &Shared, edition: &Edition) -> Printed {
    let lang = shared.edition_lang(edition).clone();
    let words = shared.words(&lang);
    let title = words.text("account.title").to_owned();
    let editions = others(shared, edition, address::accountability);
    let mut context = page(shared, edition, &lang, title, address::accountability(edition), editions, None)?;
    insert(&mut context, "account", &AccountView::of(shared.on_page(), edition, words));
    shared.print("accountability.html", &context)
}

/// Every change after publication, newest first. An update is news, not a mistake: it stands on its own page only.
pub(super) fn corrections(shared: &Shared, edition: &Edition) -> Printed {
    let lang = shared.edition_lang(edition).clone();
    let words = shared.words(&lang);
    let mut rows = Vec::new();
    for (ix, story) in shared.site().stories.iter().enumerate().filter(|(_, story)| story.edition == *edition)
    {
        for change in story.changes.iter().filter(|change| change.kind != ChangeKind::Update) {
            rows.push((change.date, ix, change));
        }
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let view = |(_, ix, change): (_, StoryIx, &Change)| CorrectionView {
        story: LinkView {
            title: shared.story(ix).title.clone(),
            url: Some(here(shared, &shared.ties(ix).address)),
        },
        change: ChangeView::of(change, words),
    };
    let rows: Vec<CorrectionView> = rows.into_iter().take(CORRECTIONS).map(view).collect();
    let title = words.text("corrections.title").to_owned();
    let editions = others(shared, edition, address::corrections);
    let mut context = page(shared, edition, &lang, title, address::corrections(edition), editions, None)?;
    insert(&mut context, "rows", &rows);
    shared.print("corrections.html", &context)
}

#[derive(Serialize)]
struct CorrectionView {
    story: LinkView,
    change: ChangeView,
}

/// The frame of a page that is no story.
fn page(
    shared: &Shared,
    edition: &Edition,
    lang: &Lang,
    title: String,
    address: String,
    editions: Vec<(Lang, String)>,
    json_ld: Option<String>,
) -> Result<Context, Diagnostic> {
    let head = Head { title, address: Some(address), editions, json_ld, ..Head::default() };
    context(shared, edition, lang, head)
}

fn insert<T: Serialize>(context: &mut Context, name: &'static str, value: &T) {
    context.insert_value(name, Value::from_serializable(value));
}
