//! The site's own totals: a table that says how much there was besides what is published.

use crate::config::rule;
use crate::model::amount::Amount;
use crate::model::diagnostic::Diagnostic;
use crate::model::nearest::nearest;
use crate::model::place::Place;
use crate::model::site::Total;
use crate::model::source::Source;
use crate::yaml::moment;
use crate::yaml::text::Text;

const COLUMNS: [&str; 7] = [
    "period",
    "received",
    "acknowledged_in_time",
    "answered_in_time",
    "upheld",
    "partly_upheld",
    "not_upheld",
];

/// Reads the site's own totals (RFC 4180, with a line of names).
pub fn totals(source: &Source) -> (Vec<Total>, Vec<Diagnostic>) {
    let text = match Text::read(source) {
        Ok(text) => text,
        Err(found) => return (Vec::new(), vec![found]),
    };
    let (mut totals, mut found) = (Vec::new(), Vec::new());
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.text.as_bytes());
    let at = |byte: u64| {
        let start = usize::try_from(byte).unwrap_or(0).min(text.text.len());
        let end = text.text[text.text.floor_char_boundary(start)..]
            .find('\n')
            .map_or(text.text.len(), |n| start + n);
        Place::bytes(&source.path, text.to_disk(start..end))
    };
    let names: Vec<String> = match reader.headers() {
        Ok(names) => names.iter().map(str::to_owned).collect(),
        Err(error) => return (totals, vec![rule::SYNTAX.at(at(0), format!("CSV: {error}"))]),
    };
    for name in names.iter().filter(|name| !COLUMNS.contains(&name.as_str())) {
        let unknown = rule::UNKNOWN_KEY.at(at(0), format!("nobody reads a column `{name}`"));
        found.push(match nearest(name, COLUMNS) {
            Some(near) => unknown.hint(format!("did you mean `{near}`?")),
            None => unknown.hint(format!("the columns are {}", COLUMNS.join(", "))),
        });
    }
    let Some(period_column) = names.iter().position(|name| name == "period") else {
        found.push(
            rule::REQUIRED
                .at(at(0), "there is no column `period`")
                .hint("name the columns in the first line"),
        );
        return (totals, found);
    };
    for record in reader.records() {
        match record {
            Ok(record) => {
                let place = || at(record.position().map_or(0, csv::Position::byte));
                totals.extend(total(&names, period_column, &record, &place, &mut found));
            }
            Err(error) => found.push(rule::SYNTAX.at(at(0), format!("CSV: {error}"))),
        }
    }
    (totals, found)
}

fn total(
    names: &[String],
    period_column: usize,
    record: &csv::StringRecord,
    place: &impl Fn() -> Place,
    found: &mut Vec<Diagnostic>,
) -> Option<Total> {
    let period = match moment::period(record.get(period_column).unwrap_or_default()) {
        Ok(period) => period,
        Err(error) => {
            found.push(rule::DATE.at(place(), error.message).hint(error.hint));
            return None;
        }
    };
    let mut counts = Vec::new();
    for (name, written) in
        names.iter().zip(record.iter()).filter(|(name, written)| *name != "period" && !written.is_empty())
    {
        let amount = match written.parse::<f64>().ok().filter(|value| value.is_finite()) {
            Some(value) if value >= 0.0 => Amount::Number { value, written: written.to_owned() },
            Some(_) => {
                found.push(rule::TYPE.at(place(), format!("`{name}` is below 0")));
                continue;
            }
            None => Amount::Words(written.to_owned()),
        };
        counts.push((name.clone(), amount));
    }
    Some(Total { period, counts })
}
