//! The accountability page's figures in words.

use super::card::dir;
use super::promise::PromiseView;
use crate::model::route::{Edition, StoryIx};
use crate::model::site::Total;
use crate::render::shared::Seen;
use crate::theme::Words;
use serde::Serialize;
use tera::Value;

/// How we answer.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AccountView {
    /// What we promise about answering, in sentences.
    standard: Vec<String>,
    /// `of the 106 that reached us`; `null` where no totals say so.
    received: Option<String>,
    /// How many of these were answered in time.
    received_in_time: Option<u32>,
    /// `of the 12 published here`; `null` where nothing was measured.
    published: Option<String>,
    measured: u32,
    in_time: u32,
    /// How long answers took, in a sentence.
    median: Option<String>,
    /// How criticisms ended, with how many of each.
    outcomes: Vec<OutcomeView>,
    open: Vec<OpenView>,
    overdue: Vec<PromiseView>,
    moved: Vec<PromiseView>,
    totals: Option<TotalsView>,
}

#[derive(Debug, Clone, Serialize)]
struct OutcomeView {
    word: &'static str,
    name: String,
    count: u32,
}

#[derive(Debug, Clone, Serialize)]
struct OpenView {
    /// The language of the title.
    lang: String,
    /// The direction of that language: `ltr` or `rtl`.
    dir: &'static str,
    title: String,
    url: String,
    for_days: String,
}

/// `totals.csv` as a table.
#[derive(Debug, Clone, Serialize)]
struct TotalsView {
    columns: Vec<String>,
    rows: Vec<Value>,
}

impl AccountView {
    pub(crate) fn of(seen: Seen<'_>, edition: &Edition, words: &Words) -> Self {
        let account = &seen.site().account;
        let standard = seen.config().service_standard;
        let sentence = |key: &str, days: Option<u32>| days.map(|days| words.count(key, u64::from(days)));
        let promises = |list: &[usize]| {
            list.iter().filter_map(|ix| PromiseView::of(seen, *ix, edition, words)).collect()
        };
        Self {
            standard: [
                sentence(
                    "account.acknowledge_within",
                    standard.and_then(|standard| standard.acknowledge_within),
                ),
                sentence("account.respond_within", standard.and_then(|standard| standard.respond_within)),
            ]
            .into_iter()
            .flatten()
            .collect(),
            received: account
                .received
                .map(|received| words.count("account.received", u64::from(received.all))),
            received_in_time: account.received.map(|received| received.in_time),
            published: (account.measured > 0)
                .then(|| words.count("account.published_only", u64::from(account.measured))),
            measured: account.measured,
            in_time: account.in_time,
            median: sentence("account.median", account.median_days),
            outcomes: account
                .outcomes
                .iter()
                .filter(|(_, count)| *count > 0)
                .map(|(outcome, count)| OutcomeView {
                    word: outcome.word(),
                    name: words.text(&format!("outcome.{}", outcome.word())).to_owned(),
                    count: *count,
                })
                .collect(),
            open: account.open.iter().map(|(ix, days)| open(seen, *ix, *days, edition, words)).collect(),
            overdue: promises(&account.overdue),
            moved: promises(&account.moved),
            totals: totals(seen, words),
        }
    }
}

fn open(seen: Seen<'_>, ix: StoryIx, days: u32, edition: &Edition, words: &Words) -> OpenView {
    let ix = seen.in_edition(ix, edition);
    let lang = seen.story_lang(ix);
    OpenView {
        lang: lang.to_string(),
        dir: dir(lang.is_right_to_left()),
        title: seen.story(ix).title.clone(),
        url: seen.here(&seen.ties(ix).address),
        for_days: words.count("voice.open_for", u64::from(days)),
    }
}

fn totals(seen: Seen<'_>, words: &Words) -> Option<TotalsView> {
    let totals = &seen.site().account.totals;
    let mut named: Vec<&str> = Vec::new();
    for (column, _) in totals.iter().flat_map(|total| &total.counts) {
        if !named.contains(&column.as_str()) {
            named.push(column);
        }
    }
    let name = |column: &&str| {
        let key = format!("totals.{column}");
        if words.has(&key) { words.text(&key).to_owned() } else { column.replace('_', " ") }
    };
    let columns = std::iter::once(words.text("account.period").to_owned()).chain(named.iter().map(name));
    let row = |total: &Total| {
        // A cell that was left empty stays empty: it is no 0, and the next one does not move into its place.
        let cell = |column: &&str| total.count(column).map_or_else(String::new, |it| it.written().to_owned());
        let cells = std::iter::once(words.period(&total.period)).chain(named.iter().map(cell));
        Value::from(cells.collect::<Vec<_>>())
    };
    (!totals.is_empty())
        .then(|| TotalsView { columns: columns.collect(), rows: totals.iter().map(row).collect() })
}
