//! One row a value of a measure: its baseline, its target and each result.

use super::{Row, origin, originals, url};
use crate::config::Config;
use crate::model::amount::Amount;
use crate::model::route::StoryIx;
use crate::model::site::Site;
use crate::model::story::{Matter, Measure, MeasureSource, Reading, Story};
use serde_json::{Value, json};

/// The rows, newest story first, each measure in the order in which it was written.
pub(super) fn rows(site: &Site, config: &Config) -> Vec<Row> {
    let mut rows = Vec::new();
    for (ix, story) in originals(site) {
        let Matter::Impact(impact) = &story.matter else { continue };
        for (number, measure) in impact.measures.iter().enumerate() {
            let of = |role, reading| row(site, config, ix, story, (number + 1, measure), (role, reading));
            rows.extend(measure.baseline.iter().filter_map(|reading| of("baseline", reading)));
            rows.extend(measure.target.iter().filter_map(|reading| of("target", reading)));
            rows.extend(measure.results.iter().filter_map(|reading| of("result", reading)));
        }
    }
    rows
}

fn row(
    site: &Site,
    config: &Config,
    ix: StoryIx,
    story: &Story,
    (number, measure): (usize, &Measure),
    (role, reading): (&str, &Reading),
) -> Option<Row> {
    let source = match &measure.source {
        Some(MeasureSource::Link(link)) => url(site, config, ix, *link),
        Some(MeasureSource::Words(words)) => Some(words.clone()),
        None => None,
    };
    let Value::Object(mut row) = json!({
        "measure": number,
        "indicator": measure.indicator,
        "level": measure.level.map(|level| level.word()),
        "unit": measure.unit,
        "better": measure.better.map(|better| better.word()),
        "role": role,
        "period": reading.period.written,
        "period_start": reading.period.first.to_string(),
        "period_end": reading.period.last.to_string(),
        "group": reading.group,
        "value": number_of(&reading.value),
        "value_text": reading.value.written(),
        "of": reading.of,
        "note": reading.note,
        "method": measure.method,
        "source": source,
        "codes": measure.codes,
    }) else {
        return None;
    };
    origin(&mut row, site, config, ix, story);
    Some(row)
}

/// The number, a whole one without a point: `11` and not `11.0`.
fn number_of(amount: &Amount) -> Value {
    match amount.number() {
        #[expect(clippy::cast_possible_truncation, reason = "whole and within what a float holds exactly")]
        Some(value) if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 => json!(value as i64),
        Some(value) => json!(value),
        None => Value::Null,
    }
}
