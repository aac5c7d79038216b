//! Measures and their readings.

use crate::config::rule;
use crate::model::amount::Amount;
use crate::model::story::{Measure, MeasureSource, Reading};
use crate::model::vocabulary::{Better, Level};
use crate::parse::desk::Desk;
use crate::parse::number::{self, Spelled};
use crate::yaml::fields::Fields;
use crate::yaml::value::Data;

/// What a story measured.
pub(crate) fn measures(fields: &Fields<'_>, desk: &mut Desk<'_>) -> Vec<Measure> {
    fields.items("measures").iter().filter_map(|item| measure(item, desk)).collect()
}

fn measure(item: &Fields<'_>, desk: &mut Desk<'_>) -> Option<Measure> {
    let indicator = item.required("indicator");
    let (items, baseline, target) = (item.items("results"), item.fields("baseline"), item.fields("target"));
    let mut results: Vec<Reading> = items.iter().filter_map(reading).collect();
    thousands(&items.iter().chain(&baseline).chain(&target).collect::<Vec<_>>());
    results.sort_by_key(|reading| (reading.period.first, reading.period.last));
    let measure = Measure {
        level: item.word("level", Level::ALL, Level::word),
        unit: item.text("unit"),
        better: item.word("better", Better::ALL, Better::word),
        baseline: baseline.as_ref().and_then(reading),
        target: target.as_ref().and_then(reading),
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
    match &item.value("value")?.data {
        Data::Number(number) => {
            let value = Some(number.value).filter(|value| value.is_finite());
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
        _ => {
            let written = item.text("value")?;
            if number::is_plain(&written)
                && let Some(value) = written.parse().ok().filter(|value: &f64| value.is_finite())
            {
                return Some(Amount::Number { value, written });
            }
            if let Some(spelled) = number::spelled(&written) {
                let message = format!("`{written}` is text to YAML, so it is in no chart and no sum");
                item.warning(rule::NUMBER, "value", message, spelling(&spelled));
            }
            Some(Amount::Words(written))
        }
    }
}

/// How to write a number.
fn spelling(spelled: &Spelled) -> String {
    let Spelled { plain, or, unit } = spelled;
    let unit = unit.map(|unit| format!(", and `unit: \"{unit}\"` beside `indicator`")).unwrap_or_default();
    match or {
        Some(or) => format!("write `{plain}`{unit}; or `{or}` if the sign in it is a decimal one"),
        None => format!("write `{plain}`{unit}"),
    }
}

/// A point before three digits is a decimal sign to YAML, and parts thousands for half of the world: `1.212` is looked at
/// where no other value of its measure shows that decimals are meant.
fn thousands(readings: &[&Fields<'_>]) {
    let number =
        |item: &&Fields<'_>| item.value("value").filter(|value| value.is_number()).and(item.text("value"));
    let written: Vec<(&Fields<'_>, String)> =
        readings.iter().filter_map(|item| number(item).map(|written| (*item, written))).collect();
    let decimals = |written: &str| written.split_once('.').map(|(_, part)| part.len());
    if written.iter().any(|(_, written)| decimals(written).is_some_and(|many| many != 3)) {
        return;
    }
    for (item, written) in written {
        let whole = written.trim_start_matches('-').split('.').next().unwrap_or_default();
        if decimals(&written) == Some(3) && whole.len() <= 3 && !whole.starts_with('0') {
            let plain = written.replace('.', "");
            let message = format!("`{written}` has a decimal point, so it is not {plain}");
            let hint = format!(
                "write `{plain}` if the point parts thousands, or `{written}0` if it is a decimal sign"
            );
            item.warning(rule::NUMBER, "value", message, hint);
        }
    }
}
