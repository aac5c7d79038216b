//! The pages: for each, its head, and what its template sees beside the frame.

use super::body::Base;
use super::part::Part;
use super::view::account::AccountView;
use super::view::card::{self, excerpt};
use super::view::frame::{Head, context};
use super::view::promise::PromiseView;
use super::view::story::{ChangeView, StoryView};
use super::view::{LinkView, here};
use super::{Press, json_ld, moment};
use crate::model::address;
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::route::{Edition, List, StoryIx};
use crate::model::vocabulary::Kind;
use serde::Serialize;
use tera::{Context, Value};

/// How many stories of a kind the first page shows.
const HOME_STORIES: usize = 4;
/// How many promises the first page shows.
const HOME_PROMISES: usize = 5;
/// How many changes the corrections page shows; older ones stand on their own pages.
const CORRECTIONS: usize = 500;

type Printed = Result<Vec<u8>, Diagnostic>;

/// A story's own page.
pub(super) fn story(press: &Press, ix: StoryIx) -> Printed {
    let (story, ties) = (press.story(ix), press.ties(ix));
    let lang = press.story_lang(ix).clone();
    let published = moment::of(&story.date, press.config());
    let modified = moment::of(&moment::updated(story), press.config());
    let head = Head {
        title: story.title.clone(),
        description: Some(story.summary.clone().unwrap_or_else(|| excerpt(&story.body.plain))),
        address: Some(ties.address.clone()),
        editions: ties
            .editions
            .iter()
            .map(|(lang, other)| (lang.clone(), press.ties(*other).address.clone()))
            .collect(),
        feeds: (story.kind() != Kind::Page).then(|| List::Kind(story.kind())),
        og_type: "article",
        picture: picture(press, ix),
        published: Some(published.to_string()),
        modified: Some(modified.to_string()),
        revision: story.revision.clone(),
        json_ld: Some(json_ld::story(press.site(), press.config(), ix)),
    };
    let view = StoryView::of(press, ix, press.words(&lang))?;
    let mut context = context(press, &story.edition, &lang, head)?;
    context.insert_value("story", Value::from_serializable(&view));
    press.print("story.html", &context)
}

/// A story's picture for cards elsewhere.
fn picture(press: &Press, ix: StoryIx) -> Option<(String, u32, u32, String)> {
    let card = press.ties(ix).card.as_ref()?;
    let alt = press.story(ix).image.as_ref().map(|image| image.alt.clone()).unwrap_or_default();
    Some((Base::Absolute(press.config().url.as_str()).address(&card.address), card.width, card.height, alt))
}

/// The first page of a language.
pub(super) fn home(press: &Press, edition: &Edition) -> Printed {
    let lang = press.edition_lang(edition).clone();
    let words = press.words(&lang);
    let editions = others(press, edition, address::home);
    let mut context = page(
        press,
        edition,
        &lang,
        String::new(),
        address::home(edition),
        editions,
        Some(json_ld::site(press.config())),
    )?;
    let sections: Vec<SectionView> = [Kind::Response, Kind::Answer, Kind::Impact]
        .into_iter()
        .filter_map(|kind| {
            let list = List::Kind(kind);
            Some((kind, press.site().lists.get(&(edition.clone(), list.clone()))?, list))
        })
        .map(|(kind, stories, list)| {
            Ok(SectionView {
                kind: kind.word(),
                title: press.list_title(edition, &list),
                more: words.text(&format!("kinds.{}.more", kind.word())).to_owned(),
                url: here(press, &address::list(edition, &list, 1)),
                cards: stories
                    .iter()
                    .take(HOME_STORIES)
                    .map(|ix| section_card(press, *ix))
                    .collect::<Result<_, _>>()?,
            })
        })
        .collect::<Result<_, Diagnostic>>()?;
    let mut promises: Vec<&usize> = press.site().account.overdue.iter().collect();
    let open = press
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
        .filter_map(|ix| PromiseView::of(press, *ix, words))
        .collect();
    insert(&mut context, "intro", &intro(press, edition));
    insert(&mut context, "sections", &sections);
    insert(&mut context, "promises", &promises);
    press.print("home.html", &context)
}

/// A story as the sections of the first page show it: HTML.
fn section_card(press: &Press, ix: StoryIx) -> Result<Value, Diagnostic> {
    Part::default().html(|| card::print(press, ix, card::IN_SECTIONS))
}

/// The text of the first page: `content/index.md`, which stands at its address.
fn intro(press: &Press, edition: &Edition) -> Option<IntroView> {
    let home = address::home(edition);
    let ix = press.site().ties.iter().position(|ties| ties.address == home)?;
    let (story, base) = (press.story(ix), Base::Page(press.config().base_path()));
    let text = super::body::html(story, press.ties(ix), base);
    Some(IntroView {
        title: story.title.clone(),
        summary: story.summary.clone(),
        text: super::view::html(&text),
    })
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
    cards: Vec<Value>,
}

/// A page of a list.
pub(super) fn list(press: &Press, edition: &Edition, list: &List, number: usize) -> Printed {
    let lang = press.edition_lang(edition).clone();
    let words = press.words(&lang);
    let stories = press.site().lists.get(&(edition.clone(), list.clone())).map_or(&[][..], Vec::as_slice);
    let size = press.config().paginate.max(1);
    let pages = stories.len().div_ceil(size).max(1);
    let title = press.list_title(edition, list);
    let shown = if number == 1 {
        title.clone()
    } else {
        format!("{title}, {}", words.fill("site.page", &[("n", &number.to_string())]))
    };
    let feed_page = !matches!(list, List::Year(_));
    let head = Head {
        title: shown,
        address: Some(address::list(edition, list, number)),
        editions: if number == 1 { same_list(press, edition, list) } else { Vec::new() },
        feeds: feed_page.then(|| list.clone()),
        ..Head::default()
    };
    let mut context = context(press, edition, &lang, head)?;
    let first = (number - 1) * size;
    let shown = stories.iter().skip(first).take(size);
    let cards = shown.map(|ix| press.card(*ix)).collect::<Result<Vec<Value>, Diagnostic>>()?;
    let url = |page: usize| here(press, &address::list(edition, list, page));
    let view = ListView {
        title,
        count: words.count("list.stories", stories.len() as u64),
        page: number,
        pages,
        page_of: words.fill("list.page_of", &[("page", &number.to_string()), ("pages", &pages.to_string())]),
        newer: (number > 1).then(|| url(number - 1)),
        older: (number < pages).then(|| url(number + 1)),
    };
    insert(&mut context, "list", &view);
    context.insert_value("cards", Value::from(cards));
    press.print("list.html", &context)
}

#[derive(Serialize)]
struct ListView {
    title: String,
    count: String,
    page: usize,
    pages: usize,
    page_of: String,
    newer: Option<String>,
    older: Option<String>,
}

/// The first page of the same list in other languages.
fn same_list(press: &Press, edition: &Edition, list: &List) -> Vec<(Lang, String)> {
    others(press, edition, |other| address::list(other, list, 1))
}

/// The same page in other languages, where it is there.
fn others(press: &Press, edition: &Edition, address: impl Fn(&Edition) -> String) -> Vec<(Lang, String)> {
    let site = press.site();
    let rest = site.editions.iter().filter(|other| *other != edition);
    rest.map(|other| (press.edition_lang(other).clone(), address(other)))
        .filter(|(_, address)| site.routes.contains_key(address))
        .collect()
}

/// All tags, by name.
pub(super) fn tags(press: &Press, edition: &Edition) -> Printed {
    let count = |list: &List| match list {
        List::Tag(slug) => Some((slug.clone(), press.site().tags.get(slug).unwrap_or(slug).clone())),
        _ => None,
    };
    register(press, edition, "list.tags", address::tags, count)
}

/// All years, newest first.
pub(super) fn archive(press: &Press, edition: &Edition) -> Printed {
    let count = |list: &List| match list {
        List::Year(year) => Some((format!("{:05}", 10_000 - i32::from(*year)), year.to_string())),
        _ => None,
    };
    register(press, edition, "list.archive", address::archive, count)
}

/// A page that lists lists: how each is sorted and called, and how many stories it has.
fn register(
    press: &Press,
    edition: &Edition,
    title: &str,
    address: impl Fn(&Edition) -> String,
    name: impl Fn(&List) -> Option<(String, String)>,
) -> Printed {
    let lang = press.edition_lang(edition).clone();
    let words = press.words(&lang);
    let mut rows: Vec<(String, RegisterView)> = Vec::new();
    for ((of, list), stories) in &press.site().lists {
        let Some((order, name)) = name(list).filter(|_| of == edition) else { continue };
        let url = here(press, &address::list(edition, list, 1));
        rows.push((
            order,
            RegisterView { name, url, count: words.count("list.stories", stories.len() as u64) },
        ));
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let title = words.text(title).to_owned();
    let editions = others(press, edition, &address);
    let mut context = page(press, edition, &lang, title, address(edition), editions, None)?;
    insert(&mut context, "rows", &rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>());
    press.print("register.html", &context)
}

#[derive(Serialize)]
struct RegisterView {
    name: String,
    url: String,
    count: String,
}

/// All commitments, the overdue ones first.
pub(super) fn commitments(press: &Press, edition: &Edition) -> Printed {
    let lang = press.edition_lang(edition).clone();
    let words = press.words(&lang);
    let all = press.site().promises.len();
    let mut groups: Vec<GroupView> = ["overdue", "open", "kept", "ended"]
        .into_iter()
        .map(|name| GroupView {
            name,
            title: words.text(&format!("promise.groups.{name}")).to_owned(),
            promises: Vec::new(),
        })
        .collect();
    // Overdue ones by how long, the rest newest first.
    let overdue = press.site().account.overdue.iter().copied();
    let rest = (0..all).rev().filter(|ix| press.site().promises[*ix].overdue_days.is_none());
    for ix in overdue.chain(rest) {
        if let Some(view) = PromiseView::of(press, ix, words) {
            groups
                .iter_mut()
                .filter(|group| group.name == view.group)
                .for_each(|group| group.promises.push(view.clone()));
        }
    }
    groups.retain(|group| !group.promises.is_empty());
    let title = words.text("promise.all").to_owned();
    let editions = others(press, edition, address::commitments);
    let mut context = page(press, edition, &lang, title, address::commitments(edition), editions, None)?;
    insert(&mut context, "groups", &groups);
    insert(&mut context, "count", &words.count("promise.count", all as u64));
    press.print("commitments.html", &context)
}

#[derive(Serialize)]
struct GroupView {
    name: &'static str,
    title: String,
    promises: Vec<PromiseView>,
}

/// One commitment.
pub(super) fn commitment(press: &Press, ix: usize) -> Printed {
    let promise = &press.site().promises[ix];
    let lang = press.story_lang(promise.story).clone();
    let edition = press.story(promise.story).edition.clone();
    let commitment = &press.story(promise.story).commitments[promise.index];
    let mut context =
        page(press, &edition, &lang, commitment.what.clone(), promise.address.clone(), Vec::new(), None)?;
    insert(&mut context, "promise", &PromiseView::of(press, ix, press.words(&lang)));
    press.print("commitment.html", &context)
}

/// How we answer.
pub(super) fn accountability(press: &Press, edition: &Edition) -> Printed {
    let lang = press.edition_lang(edition).clone();
    let words = press.words(&lang);
    let title = words.text("account.title").to_owned();
    let editions = others(press, edition, address::accountability);
    let mut context = page(press, edition, &lang, title, address::accountability(edition), editions, None)?;
    insert(&mut context, "account", &AccountView::of(press, words));
    press.print("accountability.html", &context)
}

/// Every change after publication, newest first. An update is news, not a mistake: it stands on its own page only.
pub(super) fn corrections(press: &Press, edition: &Edition) -> Printed {
    let lang = press.edition_lang(edition).clone();
    let words = press.words(&lang);
    let mut rows = Vec::new();
    for (ix, story) in press.site().stories.iter().enumerate().filter(|(_, story)| story.edition == *edition)
    {
        for change in
            story.changes.iter().filter(|change| change.kind != crate::model::vocabulary::ChangeKind::Update)
        {
            rows.push((change.date, ix, change));
        }
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let view = |(_, ix, change): (_, StoryIx, &crate::model::story::Change)| CorrectionView {
        story: LinkView {
            title: press.story(ix).title.clone(),
            url: Some(here(press, &press.ties(ix).address)),
        },
        change: ChangeView::of(change, words),
    };
    let rows: Vec<CorrectionView> = rows.into_iter().take(CORRECTIONS).map(view).collect();
    let title = words.text("corrections.title").to_owned();
    let editions = others(press, edition, address::corrections);
    let mut context = page(press, edition, &lang, title, address::corrections(edition), editions, None)?;
    insert(&mut context, "rows", &rows);
    press.print("corrections.html", &context)
}

#[derive(Serialize)]
struct CorrectionView {
    story: LinkView,
    change: ChangeView,
}

/// The answer to every address that is not there.
pub(super) fn not_found(press: &Press) -> Printed {
    let lang = press.config().language.clone();
    let head = Head { title: press.words(&lang).text("missing.title").to_owned(), ..Head::default() };
    press.print("404.html", &context(press, &None, &lang, head)?)
}

/// The frame of a page that is no story.
fn page(
    press: &Press,
    edition: &Edition,
    lang: &Lang,
    title: String,
    address: String,
    editions: Vec<(Lang, String)>,
    json_ld: Option<String>,
) -> Result<Context, Diagnostic> {
    let head = Head { title, address: Some(address), editions, json_ld, ..Head::default() };
    context(press, edition, lang, head)
}

fn insert<T: Serialize>(context: &mut Context, name: &'static str, value: &T) {
    context.insert_value(name, Value::from_serializable(value));
}
