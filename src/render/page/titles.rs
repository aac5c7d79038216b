//! All titles, by year and month: what a browser's own search can be used on.

use super::{Printed, insert, others, page};
use crate::model::address;
use crate::model::diagnostic::Diagnostic;
use crate::model::route::{Edition, List, StoryIx};
use crate::render::shared::Shared;
use crate::render::view::{here, line};
use crate::theme::Words;
use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

/// How many titles stand on one page for all years; where there are more, each year has its own.
const TITLES: usize = 500;

/// All years, newest first, with their titles where these are not too many.
pub(in crate::render) fn archive(shared: &Shared, edition: &Edition) -> Printed {
    let lang = shared.edition_lang(edition).clone();
    let title = shared.words(&lang).text("list.archive").to_owned();
    let editions = others(shared, edition, address::archive);
    let mut context = page(shared, edition, &lang, title, address::archive(edition), editions, None)?;
    insert(&mut context, "years", &years(shared, edition)?);
    shared.print("archive.html", &context)
}

/// All titles of a year.
pub(super) fn year(shared: &Shared, edition: &Edition, year: i16) -> Printed {
    let lang = shared.edition_lang(edition).clone();
    let list = List::Year(year);
    let editions = others(shared, edition, |other| address::list(other, &list, 1));
    let title = shared.list_title(edition, &list);
    let address = address::list(edition, &list, 1);
    let mut context = page(shared, edition, &lang, title, address, editions, None)?;
    let stories = shared.site().lists.get(&(edition.clone(), list)).map_or(&[][..], Vec::as_slice);
    insert(&mut context, "years", &[YearView::of(shared, edition, year, stories, true)?]);
    shared.print("year.html", &context)
}

/// The years of a language, newest first.
pub(super) fn years(shared: &Shared, edition: &Edition) -> Result<Vec<YearView>, Diagnostic> {
    let lists = shared.site().lists.iter().rev();
    let years = lists.filter_map(|((of, list), stories)| match list {
        List::Year(year) if of == edition => Some((*year, stories)),
        _ => None,
    });
    let years: Vec<(i16, &Vec<StoryIx>)> = years.collect();
    let all: usize = years.iter().map(|(_, stories)| stories.len()).sum();
    years
        .into_iter()
        .map(|(year, stories)| YearView::of(shared, edition, year, stories, all <= TITLES))
        .collect()
}

/// A year and what was published in it.
#[derive(Serialize)]
pub(super) struct YearView {
    name: String,
    url: String,
    count: String,
    /// Its months, newest first; none where the titles stand on the year's own page.
    months: Vec<MonthView>,
}

/// A month and what was published in it.
#[derive(Serialize)]
struct MonthView {
    name: String,
    /// HTML: each as `line.html` prints it, newest first.
    lines: Vec<Value>,
}

impl YearView {
    fn of(
        shared: &Shared,
        edition: &Edition,
        year: i16,
        stories: &[StoryIx],
        with_titles: bool,
    ) -> Result<Self, Diagnostic> {
        let words = shared.words(shared.edition_lang(edition));
        Ok(Self {
            name: year.to_string(),
            url: here(shared, &address::list(edition, &List::Year(year), 1)),
            count: words.count("list.stories", stories.len() as u64),
            months: if with_titles { months(shared, words, stories)? } else { Vec::new() },
        })
    }
}

fn months(shared: &Shared, words: &Words, stories: &[StoryIx]) -> Result<Vec<MonthView>, Diagnostic> {
    let mut months: Vec<(Date, MonthView)> = Vec::new();
    for ix in stories {
        let month = shared.story(*ix).date.day.first_of_month();
        if months.last().is_none_or(|(last, _)| *last != month) {
            months.push((month, MonthView { name: words.month_of_year(month), lines: Vec::new() }));
        }
        if let Some((_, view)) = months.last_mut() {
            view.lines.push(line::of(shared, *ix)?);
        }
    }
    Ok(months.into_iter().map(|(_, view)| view).collect())
}
