//! A measure as a page shows it: a drawing, and every figure in a table.

use super::{LinkView, html};
use crate::model::route::StoryIx;
use crate::model::story::{Measure, MeasureSource, Reading};
use crate::model::vocabulary::Better;
use crate::render::chart;
use crate::render::shared::Seen;
use crate::theme::Words;
use serde::Serialize;
use tera::Value;

/// What was measured and what came out.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MeasureView {
    /// What.
    indicator: String,
    /// What kind of thing, in words.
    level: Option<String>,
    /// In what unit.
    unit: Option<String>,
    /// Which direction is better, in words.
    better: Option<String>,
    /// HTML: a drawing; empty where there is too little to draw.
    chart: Value,
    /// Every reading: before, aim, results.
    rows: Vec<RowView>,
    /// Whether any reading is of a group.
    has_groups: bool,
    /// Whether any reading says how many were counted.
    has_counts: bool,
    /// Whether any reading has a note.
    has_notes: bool,
    /// How it was measured.
    method: Option<String>,
    /// Where the figures are.
    source: Option<LinkView>,
    /// Codes of other vocabularies.
    codes: Vec<String>,
}

/// One value.
#[derive(Debug, Clone, Serialize)]
struct RowView {
    /// `baseline`, `target` or `result`.
    role: &'static str,
    /// What it is, where it is no result: `Before`.
    role_name: Option<String>,
    period: String,
    group: Option<String>,
    value: String,
    /// The same where no head of a column says the unit.
    value_with_unit: String,
    of: Option<u64>,
    note: Option<String>,
}

impl MeasureView {
    pub(crate) fn of(seen: Seen<'_>, ix: StoryIx, measure: &Measure, words: &Words) -> Self {
        let row = |role: &'static str, reading: &Reading| RowView {
            role,
            role_name: (role != "result").then(|| words.text(&format!("measure.{role}")).to_owned()),
            period: words.period(&reading.period),
            group: reading.group.clone(),
            value: value(reading, measure),
            value_with_unit: value_with_unit(reading, measure),
            of: reading.of,
            note: reading.note.clone(),
        };
        let mut rows: Vec<RowView> =
            measure.baseline.iter().map(|reading| row("baseline", reading)).collect();
        rows.extend(measure.results.iter().map(|reading| row("result", reading)));
        rows.extend(measure.target.iter().map(|reading| row("target", reading)));
        // A reader of feeds shows no drawing that it has no style for.
        let draw = || {
            chart::measure(
                measure,
                &chart::Words {
                    period: &|period| words.short_period(period),
                    baseline: words.text("measure.baseline"),
                    target: words.text("measure.target"),
                    everybody: words.text("measure.everyone"),
                },
            )
        };
        Self {
            indicator: measure.indicator.clone(),
            level: measure.level.map(|level| words.text(&format!("level.{}", level.word())).to_owned()),
            unit: measure.unit.clone(),
            better: match measure.better {
                Some(Better::Up) => Some(words.text("measure.better_up").to_owned()),
                Some(Better::Down) => Some(words.text("measure.better_down").to_owned()),
                Some(Better::Neither) | None => None,
            },
            chart: if seen.is_feed() { Value::from("") } else { html(&draw()) },
            has_groups: rows.iter().any(|row| row.group.is_some()),
            has_counts: rows.iter().any(|row| row.of.is_some()),
            has_notes: rows.iter().any(|row| row.note.is_some()),
            rows,
            method: measure.method.clone(),
            source: measure.source.as_ref().map(|source| source_view(seen, ix, source)),
            codes: measure.codes.clone(),
        }
    }
}

/// A value with its unit, where the unit is a sign and not a word: `58 %`.
fn value(reading: &Reading, measure: &Measure) -> String {
    let written = reading.value.written();
    match measure.unit.as_deref() {
        Some(sign @ ("%" | "€" | "£" | "$" | "°C")) if reading.value.number().is_some() => {
            format!("{written}\u{202f}{sign}")
        }
        _ => written.to_owned(),
    }
}

/// A value with its unit, whatever that is, where it is a number.
fn value_with_unit(reading: &Reading, measure: &Measure) -> String {
    let written = reading.value.written();
    match measure.unit.as_deref().filter(|_| reading.value.number().is_some()) {
        Some(unit) => format!("{written}\u{a0}{unit}"),
        None => written.to_owned(),
    }
}

fn source_view(seen: Seen<'_>, ix: StoryIx, source: &MeasureSource) -> LinkView {
    match source {
        MeasureSource::Words(words) => LinkView { title: words.clone(), url: None },
        MeasureSource::Link(at) => {
            let written =
                seen.story(ix).body.links.get(*at).map(|link| link.written.clone()).unwrap_or_default();
            let name = written.rsplit('/').find(|part| !part.is_empty()).unwrap_or(&written).to_owned();
            LinkView { title: name, url: seen.link(ix, *at) }
        }
    }
}
