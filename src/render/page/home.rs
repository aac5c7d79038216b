//! The first page of a language: what was done, what was criticised and what was promised, first in figures, then the
//! newest of each, then the rest.

use super::{Printed, insert, others, page};
use crate::model::address;
use crate::model::diagnostic::Diagnostic;
use crate::model::route::{Edition, List, StoryIx};
use crate::model::vocabulary::Kind;
use crate::render::body::{self, Base};
use crate::render::json_ld;
use crate::render::part::Part;
use crate::render::shared::Shared;
use crate::render::view::bar::BarView;
use crate::render::view::card::{self, Shape};
use crate::render::view::promise::PromiseView;
use crate::render::view::{here, html};
use serde::Serialize;
use tera::Value;

/// How many stories of a kind the first page shows, the first of them at more length.
const HOME_STORIES: usize = 4;
/// How many promises the first page shows at its top, and below.
const HOME_PROMISES: (usize, usize) = (3, 4);

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
    let kinds = [Kind::Impact, Kind::Response, Kind::Answer].into_iter();
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
    let shown = |from: usize, count: usize| -> Vec<PromiseView> {
        let some = promises.iter().skip(from).take(count);
        some.filter_map(|ix| PromiseView::of(shared.on_page(), **ix, edition, words)).collect()
    };
    let bars = [BarView::of_promises(shared, edition, words), BarView::of_answers(shared, edition, words)];
    insert(&mut context, "intro", &intro(shared, edition));
    insert(&mut context, "sections", &sections);
    insert(&mut context, "promises", &shown(0, HOME_PROMISES.0));
    insert(&mut context, "more_promises", &shown(HOME_PROMISES.0, HOME_PROMISES.1));
    insert(&mut context, "bars", &bars.into_iter().flatten().collect::<Vec<_>>());
    shared.print("home.html", &context)
}

/// The newest stories of a kind; nothing where there are none.
fn section(shared: &Shared, edition: &Edition, kind: Kind) -> Result<Option<SectionView>, Diagnostic> {
    let list = List::Kind(kind);
    let Some(stories) = shared.site().lists.get(&(edition.clone(), list.clone())) else { return Ok(None) };
    let card = |ix: StoryIx, shape: Shape| Part::default().html(|| card::print(shared, ix, shape));
    let shown: Vec<StoryIx> = stories.iter().take(HOME_STORIES).copied().collect();
    let Some((first, rest)) = shown.split_first() else { return Ok(None) };
    let more = format!("kinds.{}.more", kind.word());
    Ok(Some(SectionView {
        kind: kind.word(),
        title: shared.list_title(edition, &list),
        more: shared.words(shared.edition_lang(edition)).text(&more).to_owned(),
        url: here(shared, &address::list(edition, &list, 1)),
        is_all: stories.len() <= HOME_STORIES,
        first: card(*first, Shape::Lead)?,
        cards: rest.iter().map(|ix| card(*ix, Shape::Small)).collect::<Result<_, _>>()?,
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
    /// Whether these are all of them.
    is_all: bool,
    /// HTML: the newest, as `card.html` prints it.
    first: Value,
    /// HTML: the others, each as `card.html` prints it.
    cards: Vec<Value>,
}
