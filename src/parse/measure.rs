//! Measures and their readings.

use crate::config::fields::Fields;
use crate::config::rule;
use crate::model::amount::Amount;
use crate::model::story::{Measure, MeasureSource, Reading};
use crate::model::vocabulary::{Better, Level};
use crate::parse::desk::Desk;
use serde_yaml::Value;

/// What a story measured.
pub(crate) fn measures(fields: &Fields<'_>, desk: &mut Desk<'_>) -> Vec<Measure> {
    fields.items("measures").iter().filter_map(|item| measure(item, desk)).collect()
}

fn measure(item: &Fields<'_>, desk: &mut Desk<'_>) -> Option<Measure> {
    let indicator = item.required("indicator");
    let mut results: Vec<Reading> = item.items("results").iter().filter_map(reading).collect();
    results.sort_by_key(|reading| (reading.period.first, reading.period.last));
    let measure = Measure {
        level: item.word("level", Level::ALL, Level::word),
        unit: item.text("unit"),
        better: item.word("better", Better::ALL, Better::word),
        baseline: item.fields("baseline").as_ref().and_then(reading),
        target: item.fields("target").as_ref().and_then(reading),
        results,
        method: item.text("method"),
        source: source(item, desk),
        codes: item.texts("codes"),
        indicator: indicator.clone().unwrap_or_default(),
    };
    item.finish();
    indicator.map(|_| measure)
}

/// A file, a page, or words.
fn source(item: &Fields<'_>, desk: &mut Desk<'_>) -> Option<MeasureSource> {
    let written = item.text("source")?;
    let address = !written.contains(char::is_whitespace) && written.contains(['/', '.', '#']);
    if address {
        desk.link(item, "source").map(MeasureSource::Link)
    } else {
        Some(MeasureSource::Words(written))
    }
}

fn reading(item: &Fields<'_>) -> Option<Reading> {
    let period = item.needs("period", |item| item.period("period"));
    let value = item.needs("value", amount);
    let (group, of, note) = (item.text("group"), item.count("of"), item.text("note"));
    item.finish();
    Some(Reading { period: period?, group, value: value?, of, note })
}

/// A number, or words for it.
fn amount(item: &Fields<'_>) -> Option<Amount> {
    match item.value("value")? {
        Value::Number(number) => {
            let value = number.as_f64().filter(|value| value.is_finite());
            let written = item.text("value");
            if value.is_none() {
                item.error(
                    rule::TYPE,
                    "value",
                    "`value` is not a number that can be shown",
                    "write it in words",
                );
            }
            value.zip(written).map(|(value, written)| Amount::Number { value, written })
        }
        _ => item.text("value").map(Amount::Words),
    }
}
