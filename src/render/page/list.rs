//! Lists of stories, page by page, and the pages that list the lists.

use super::{Printed, insert, others, page, titles};
use crate::model::address;
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::route::{Edition, List};
use crate::render::shared::Shared;
use crate::render::view::frame::{Head, context};
use crate::render::view::{card, here};
use serde::Serialize;
use tera::Value;

/// A page of a list.
pub(in crate::render) fn list(shared: &Shared, edition: &Edition, list: &List, number: usize) -> Printed {
    if let List::Year(year) = list {
        return titles::year(shared, edition, *year);
    }
    let lang = shared.edition_lang(edition).clone();
    let words = shared.words(&lang);
    let stories = shared.site().lists.get(&(edition.clone(), list.clone())).map_or(&[][..], Vec::as_slice);
    let size = shared.config().paginate.max(1);
    let pages = stories.len().div_ceil(size).max(1);
    let title = shared.list_title(edition, list);
    let shown = if number == 1 {
        title.clone()
    } else {
        format!("{title}, {}", words.fill("site.page", &[("n", &number.to_string())]))
    };
    let head = Head {
        title: shown,
        address: Some(address::list(edition, list, number)),
        editions: if number == 1 { same_list(shared, edition, list) } else { Vec::new() },
        section: Some(address::list(edition, list, 1)),
        feeds: Some(list.clone()),
        ..Head::default()
    };
    let mut context = context(shared, edition, &lang, head)?;
    let first = (number - 1) * size;
    let shown = stories.iter().skip(first).take(size);
    let cards = shown.map(|ix| card::in_lists(shared, *ix)).collect::<Result<Vec<Value>, Diagnostic>>()?;
    let url = |page: usize| here(shared, &address::list(edition, list, page));
    let view = ListView {
        title,
        is_kind: matches!(list, List::Kind(_)),
        count: words.count("list.stories", stories.len() as u64),
        page: number,
        pages,
        page_of: words.fill("list.page_of", &[("page", &number.to_string()), ("pages", &pages.to_string())]),
        newer: (number > 1).then(|| url(number - 1)),
        older: (number < pages).then(|| url(number + 1)),
    };
    insert(&mut context, "list", &view);
    context.insert_value("cards", Value::from(cards));
    shared.print("list.html", &context)
}

#[derive(Serialize)]
struct ListView {
    title: String,
    /// Whether all of it is of one kind.
    is_kind: bool,
    count: String,
    page: usize,
    pages: usize,
    page_of: String,
    newer: Option<String>,
    older: Option<String>,
}

/// The first page of the same list in other languages.
fn same_list(shared: &Shared, edition: &Edition, list: &List) -> Vec<(Lang, String)> {
    others(shared, edition, |other| address::list(other, list, 1))
}

/// All tags, by name.
pub(in crate::render) fn tags(shared: &Shared, edition: &Edition) -> Printed {
    let count = |list: &List| match list {
        List::Tag(slug) => Some((slug.clone(), shared.site().tags.get(slug).unwrap_or(slug).clone())),
        _ => None,
    };
    register(shared, edition, "list.tags", address::tags, count)
}

/// A page that lists lists: how each is sorted and called, and how many stories it has.
fn register(
    shared: &Shared,
    edition: &Edition,
    title: &str,
    address: impl Fn(&Edition) -> String,
    name: impl Fn(&List) -> Option<(String, String)>,
) -> Printed {
    let lang = shared.edition_lang(edition).clone();
    let words = shared.words(&lang);
    let mut rows: Vec<(String, RegisterView)> = Vec::new();
    for ((of, list), stories) in &shared.site().lists {
        let Some((order, name)) = name(list).filter(|_| of == edition) else { continue };
        let url = here(shared, &address::list(edition, list, 1));
        rows.push((
            order,
            RegisterView { name, url, count: words.count("list.stories", stories.len() as u64) },
        ));
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let title = words.text(title).to_owned();
    let editions = others(shared, edition, &address);
    let mut context = page(shared, edition, &lang, title, address(edition), editions, None)?;
    insert(&mut context, "rows", &rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>());
    shared.print("register.html", &context)
}

#[derive(Serialize)]
struct RegisterView {
    name: String,
    url: String,
    count: String,
}
