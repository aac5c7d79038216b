//! The first page of a language: its text, what was promised, and the newest stories of each kind.

use super::{Printed, insert, others, page};
use crate::model::address;
use crate::model::diagnostic::Diagnostic;
use crate::model::route::{Edition, List, StoryIx};
use crate::model::vocabulary::Kind;
use crate::render::body::{self, Base};
use crate::render::json_ld;
use crate::render::part::Part;
use crate::render::shared::Shared;
use crate::render::view::promise::PromiseView;
use crate::render::view::{card, here, html};
use serde::Serialize;
use tera::Value;

/// How many stories of a kind the first page shows.
const HOME_STORIES: usize = 4;
/// How many promises the first page shows.
const HOME_PROMISES: usize = 5;

/// The first page of a language.
pub(in crate::render) fn home(shared: &Shared, edition: &Edition) -> Printed {
    let lang = shared.edition_lang(edition).clone();
    let words = shared.words(&lang);
    let editions = others(shared, edition, address::home);
    let mut context = page(
        shared,
        edition,
        &lang,
        String::new(),
        address::home(edition),
        editions,
        Some(json_ld::site(shared.config())),
    )?;
    let kinds = [Kind::Response, Kind::Answer, Kind::Impact].into_iter();
    let sections = kinds.filter_map(|kind| section(shared, edition, kind).transpose());
    let sections = sections.collect::<Result<Vec<SectionView>, Diagnostic>>()?;
    let mut promises: Vec<&usize> = shared.site().account.overdue.iter().collect();
    let open = shared
        .site()
        .promises
        .iter()
        .enumerate()
        .filter(|(_, p)| p.overdue_days.is_none() && !p.status.is_ending());
    let open: Vec<usize> = open.map(|(ix, _)| ix).rev().collect();
    promises.extend(&open);
    let promises: Vec<PromiseView> = promises
        .into_iter()
        .take(HOME_PROMISES)
        .filter_map(|ix| PromiseView::of(shared.on_page(), *ix, edition, words))
        .collect();
    insert(&mut context, "intro", &intro(shared, edition));
    insert(&mut context, "sections", &sections);
    insert(&mut context, "promises", &promises);
    shared.print("home.html", &context)
}

/// The newest stories of a kind; nothing where there are none.
fn section(shared: &Shared, edition: &Edition, kind: Kind) -> Result<Option<SectionView>, Diagnostic> {
    let list = List::Kind(kind);
    let Some(stories) = shared.site().lists.get(&(edition.clone(), list.clone())) else { return Ok(None) };
    let card = |ix: &StoryIx| Part::default().html(|| card::print(shared, *ix, card::IN_SECTIONS));
    let more = format!("kinds.{}.more", kind.word());
    Ok(Some(SectionView {
        kind: kind.word(),
        title: shared.list_title(edition, &list),
        more: shared.words(shared.edition_lang(edition)).text(&more).to_owned(),
        url: here(shared, &address::list(edition, &list, 1)),
        cards: stories.iter().take(HOME_STORIES).map(card).collect::<Result<_, _>>()?,
    }))
}

/// The text of the first page: `content/index.md`, which stands at its address.
fn intro(shared: &Shared, edition: &Edition) -> Option<IntroView> {
    let home = address::home(edition);
    let ix = shared.site().ties.iter().position(|ties| ties.address == home)?;
    let (story, base) = (shared.story(ix), Base::Page(shared.config().base_path()));
    let text = body::html(story, shared.ties(ix), base);
    Some(IntroView { title: story.title.clone(), summary: story.summary.clone(), text: html(&text) })
}

/// The text of the first page.
#[derive(Serialize)]
struct IntroView {
    title: String,
    summary: Option<String>,
    /// HTML.
    text: Value,
}

/// The stories of a kind on the first page.
#[derive(Serialize)]
struct SectionView {
    kind: &'static str,
    title: String,
    more: String,
    url: String,
    /// HTML: each as `card.html` prints it.
    cards: Vec<Value>,
}
