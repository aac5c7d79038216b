//! Counts that make a whole: a bar with its key, in which nothing is said by colour alone.

use super::here;
use crate::model::address;
use crate::model::route::Edition;
use crate::model::site::Received;
use crate::render::shared::Shared;
use crate::render::view::promise::group;
use crate::theme::Words;
use serde::Serialize;

/// How long a bar is, in the units of its parts.
const LENGTH: u64 = 1000;
/// How short a part may be and still be seen.
const SHORTEST: u64 = 8;

/// A whole and its parts.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct BarView {
    /// The whole in words: `16 commitments`.
    title: String,
    /// The page that says more about it; `null` where there is none.
    url: Option<String>,
    /// Its parts, those of which there are none left out.
    parts: Vec<PartView>,
}

/// A part of a whole.
#[derive(Debug, Clone, Serialize)]
struct PartView {
    /// What it is, as the data's word: `kept`, `open`, `overdue`, `ended`, `in_time`, `late`.
    name: &'static str,
    /// The same in words.
    title: String,
    /// How many.
    count: u32,
    /// How many of a hundred: `83 %`.
    share: String,
    /// Where it begins, of 1000.
    start: u64,
    /// How long it is, of 1000.
    length: u64,
    /// Where exactly these stand; `null` where they stand nowhere together.
    url: Option<String>,
}

impl BarView {
    /// A whole of these parts: its name, its words, how many, and where they stand. `None` where there is nothing.
    pub(crate) fn of(
        title: String,
        url: Option<String>,
        parts: Vec<(&'static str, String, u32, Option<String>)>,
        words: &Words,
    ) -> Option<Self> {
        let all: u64 = parts.iter().map(|(_, _, count, _)| u64::from(*count)).sum();
        let there: Vec<_> = parts.into_iter().filter(|(_, _, count, _)| *count > 0).collect();
        let lengths = lengths(&there.iter().map(|(_, _, count, _)| u64::from(*count)).collect::<Vec<_>>());
        let mut start = 0;
        let part = |((name, title, count, url), length): (_, u64)| {
            start += length;
            PartView {
                name,
                title,
                count,
                share: words.share(u64::from(count), all),
                start: start - length,
                length,
                url,
            }
        };
        let parts: Vec<PartView> = there.into_iter().zip(lengths).map(part).collect();
        (all > 0).then_some(Self { title, url, parts })
    }

    /// The same without a page that says more, as that page shows it.
    pub(crate) fn without_page(self) -> Self {
        Self { url: None, ..self }
    }

    /// What became of all promises of a site.
    pub(crate) fn of_promises(shared: &Shared, edition: &Edition, words: &Words) -> Option<Self> {
        let promises = &shared.site().promises;
        let url = here(shared, &address::commitments(edition));
        let part = |name: &'static str| {
            let count = promises.iter().filter(|promise| group(promise) == name).count();
            let title = words.text(&format!("promise.groups.{name}")).to_owned();
            (name, title, u32::try_from(count).unwrap_or(u32::MAX), Some(format!("{url}#group-{name}")))
        };
        let title = words.count("promise.count", promises.len() as u64);
        let parts = ["kept", "open", "overdue", "ended"].map(part).into();
        Self::of(title, Some(url.clone()), parts, words)
    }

    /// How much of what was received was answered in time: of everything, where the totals say so, else of what is
    /// published.
    pub(crate) fn of_answers(shared: &Shared, edition: &Edition, words: &Words) -> Option<Self> {
        let Received { all, in_time } = shared.site().account.answered()?;
        let title = words.count("account.asked", u64::from(all));
        let page = address::accountability(edition);
        let url = shared.site().routes.contains_key(&page).then(|| here(shared, &page));
        let word = |key: &str| words.text(key).to_owned();
        let parts = vec![
            ("in_time", word("account.answered_in_time"), in_time, None),
            ("late", word("account.late_or_open"), all.saturating_sub(in_time), None),
        ];
        Self::of(title, url, parts, words)
    }
}

/// How long the parts of a whole are. Each can be seen, and together they are as long as the bar.
fn lengths(counts: &[u64]) -> Vec<u64> {
    let all: u64 = counts.iter().sum::<u64>().max(1);
    let mut lengths: Vec<u64> = counts.iter().map(|count| (count * LENGTH / all).max(SHORTEST)).collect();
    // What rounding left over, or what the shortest were given, is the longest one's.
    let others: u64 = lengths.iter().sum();
    if let Some(longest) = lengths.iter_mut().max() {
        *longest = (*longest + LENGTH).saturating_sub(others);
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::lengths;

    #[test]
    fn parts_fill_the_bar_and_none_is_too_short_to_be_seen() {
        assert_eq!(lengths(&[6, 4, 1, 5]), [376, 250, 62, 312]);
        assert_eq!(lengths(&[88, 18]), [831, 169]);
        assert_eq!(lengths(&[100_000, 1]), [992, 8]);
        assert_eq!(lengths(&[7]), [1000]);
        assert_eq!(lengths(&[]), Vec::<u64>::new());
    }
}
