//! What time it is: the only place that asks the clock for a site's "today".

use super::ending::Misused;
use crate::config;
use crate::model::source::Source;
use anyhow::{Context, Result};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::Path;

/// The moment that counts as now: `--now`, else `SOURCE_DATE_EPOCH` (seconds since 1970, as reproducible-builds.org has
/// it), else the clock. A date without an hour means noon of that day in the zone of
/// the site in `root`.
///
/// # Errors
/// When the text is neither a date nor a moment.
pub(super) fn now(written: Option<&str>, root: &Path) -> Result<Timestamp> {
    if let Some(text) = written {
        return read(text, root);
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => {
            let seconds = seconds.parse::<i64>().with_context(|| {
                format!("`SOURCE_DATE_EPOCH` is `{seconds}`, but it must be a number of seconds since 1970")
            })?;
            Timestamp::from_second(seconds).context("`SOURCE_DATE_EPOCH` is outside of the calendar")
        }
        Err(_) => Ok(Timestamp::now()),
    }
}

fn read(text: &str, root: &Path) -> Result<Timestamp> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment);
    }
    if let Ok(day) = text.parse::<Date>() {
        let noon = day
            .at(12, 0, 0, 0)
            .to_zoned_datetime(zone(root))
            .context("the date is outside of the calendar")?;
        return Ok(noon.timestamp());
    }
    Err(Misused(format!(
        "`--now {text}` is neither a date (`2026-03-27`) nor a moment with its zone (`2026-03-27T09:00Z`)"
    ))
    .into())
}

/// The site's time zone. A configuration that cannot be read is no reason to stop here: `check` explains it.
pub(super) fn zone(root: &Path) -> TimeZone {
    let path = super::root::CONFIG_FILE.to_owned();
    let bytes = std::fs::read(root.join(&path)).unwrap_or_default();
    config::parse(&Source { path, bytes }).0.map_or(TimeZone::UTC, |config| config.timezone)
}

#[cfg(test)]
mod tests {
    use super::now;
    use std::path::Path;

    #[test]
    fn a_date_and_a_moment_are_both_understood() {
        let shown = |text| {
            now(Some(text), Path::new("no/site")).map(|t| t.to_string()).unwrap_or_else(|e| e.to_string())
        };
        assert_eq!(shown("2026-03-27"), "2026-03-27T12:00:00Z");
        assert_eq!(shown("2026-03-27T09:00+01:00"), "2026-03-27T08:00:00Z");
        assert!(shown("tomorrow").contains("neither a date"));
    }
}
