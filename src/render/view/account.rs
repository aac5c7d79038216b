//! The accountability page's figures in words.

use super::bar::BarView;
use super::card::dir;
use super::promise::PromiseView;
use crate::model::route::{Edition, StoryIx};
use crate::model::site::{Received, Total};
use crate::model::vocabulary::Outcome;
use crate::render::shared::Seen;
use crate::theme::Words;
use serde::Serialize;
use tera::Value;

/// How we answer.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AccountView {
    /// What we promise about answering, in sentences.
    standard: Vec<String>,
    /// How much of what was received was answered in time; `null` where nothing is known.
    bar: Option<BarView>,
    /// The same as the share of a hundred: `83%`.
    share: Option<String>,
    /// The same in a sentence; `null` where no totals say what was received.
    received: Option<String>,
    /// How many of those that are published were answered in time, in a sentence; `null` where nothing was measured.
    published: Option<String>,
    /// How long answers took, in a sentence.
    median: Option<String>,
    /// How many answers took how long, the quickest first.
    times: Vec<TimeView>,
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
    /// How many of a hundred.
    share: String,
    /// How long its bar is, of 1000.
    length: u64,
}

/// How many answers took about as long.
#[derive(Debug, Clone, Serialize)]
struct TimeView {
    /// How long, in words: `up to 5 working days`.
    title: String,
    count: u32,
    /// How long its bar is, of 1000.
    length: u64,
    /// Whether that is within the standard; `null` where there is none.
    in_time: Option<bool>,
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
            bar: BarView::of_answers(seen.shared(), edition, words).map(BarView::without_page),
            share: account.answered().map(|all| words.share(u64::from(all.in_time), u64::from(all.all))),
            received: account.received.map(|all| in_time("account.received", all, words)),
            published: (account.measured > 0).then(|| {
                let all = Received { all: account.measured, in_time: account.in_time };
                in_time("account.published_only", all, words)
            }),
            median: sentence("account.median", account.median_days),
            times: times(&account.days, standard.and_then(|standard| standard.respond_within), words),
            outcomes: outcomes(&account.outcomes, words),
            open: account.open.iter().map(|(ix, days)| open(seen, *ix, *days, edition, words)).collect(),
            overdue: promises(&account.overdue),
            moved: promises(&account.moved),
            totals: totals(seen, words),
        }
    }
}

/// How many of a whole were answered in time, in a sentence.
fn in_time(key: &str, of: Received, words: &Words) -> String {
    let (all, in_time) = (u64::from(of.all), u64::from(of.in_time));
    words.count_fill(key, all, &[("in_time", &in_time.to_string()), ("share", &words.share(in_time, all))])
}

/// How long a bar of so many is beside one of the most.
fn length(count: u32, most: u32) -> u64 {
    u64::from(count) * 1000 / u64::from(most.max(1))
}

fn outcomes(ended: &[(Outcome, u32)], words: &Words) -> Vec<OutcomeView> {
    let most = ended.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let all: u64 = ended.iter().map(|(_, count)| u64::from(*count)).sum();
    let one = |(outcome, count): &(Outcome, u32)| OutcomeView {
        word: outcome.word(),
        name: words.text(&format!("outcome.{}", outcome.word())).to_owned(),
        count: *count,
        share: words.share(u64::from(*count), all),
        length: length(*count, most),
    };
    ended.iter().filter(|(_, count)| *count > 0).map(one).collect()
}

/// How many answers took how long: in thirds of what the standard allows, then up to its double, then the rest.
fn times(days: &[u32], standard: Option<u32>, words: &Words) -> Vec<TimeView> {
    let allowed = standard.unwrap_or(15).max(1);
    let mut ends = vec![allowed.div_ceil(3), (allowed * 2).div_ceil(3), allowed, allowed.saturating_mul(2)];
    ends.dedup();
    let up_to = |end: u32| days.partition_point(|took| *took <= end);
    let mut before = 0;
    let mut rows: Vec<(String, usize, u32)> = Vec::new();
    for end in &ends {
        rows.push((words.count("account.up_to", u64::from(*end)), up_to(*end) - before, *end));
        before = up_to(*end);
    }
    let last = ends.last().copied().unwrap_or_default();
    rows.push((words.count("account.more_than", u64::from(last)), days.len() - before, u32::MAX));
    let most = rows.iter().map(|(_, count, _)| *count).max().unwrap_or_default();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let row = |(title, count, end): (String, usize, u32)| TimeView {
        title,
        count: number(count),
        length: length(number(count), number(most)),
        in_time: standard.map(|allowed| end <= allowed),
    };
    if days.is_empty() { Vec::new() } else { rows.into_iter().map(row).collect() }
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
    let shares = ["received", "answered_in_time"].iter().all(|column| named.contains(column));
    let columns = columns.chain(shares.then(|| words.text("account.share").to_owned()));
    let share = |total: &Total| match (total.whole("answered_in_time"), total.whole("received")) {
        (Some(in_time), Some(all)) if all > 0 => words.share(u64::from(in_time), u64::from(all)),
        _ => String::new(),
    };
    let row = |total: &Total| {
        // A cell that was left empty stays empty: it is no 0, and the next one does not move into its place.
        let cell = |column: &&str| total.count(column).map_or_else(String::new, |it| it.written().to_owned());
        let cells = std::iter::once(words.period(&total.period)).chain(named.iter().map(cell));
        Value::from(cells.chain(shares.then(|| share(total))).collect::<Vec<_>>())
    };
    (!totals.is_empty())
        .then(|| TotalsView { columns: columns.collect(), rows: totals.iter().map(row).collect() })
}
