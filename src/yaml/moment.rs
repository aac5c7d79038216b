//! Days, moments and periods as people write them, with an error that says what is wrong with one.

use crate::model::date::{Due, Period, When};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, ISOWeekDate, Weekday};
use jiff::tz::TimeZone;

/// What is wrong, in the words of a message, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoDate {
    /// What was found.
    pub(crate) message: String,
    /// What to do.
    pub(crate) hint: &'static str,
}

const WRITE_A_DAY: &str = "write a day as `2026-03-05`";
const WRITE_A_PERIOD: &str =
    "write a period as `2026`, `2026-Q2`, `2026-03`, `2026-W20`, `2026-03-05` or `2026-01-01/2026-03-31`";

fn no_date(message: String, hint: &'static str) -> NoDate {
    let curly = message.contains(['“', '”', '„', '‘', '’']);
    NoDate { message, hint: if curly { "take away the curly quotes: a date needs none" } else { hint } }
}

/// A number of exactly so many digits.
fn digits(text: &str, len: usize) -> Option<i16> {
    (text.len() == len && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Reads a day: `2026-03-05`.
pub(crate) fn day(text: &str) -> Result<Date, NoDate> {
    let mut parts = text.split('-');
    let numbers = (
        parts.next().and_then(|p| digits(p, 4)),
        parts.next().and_then(|p| digits(p, 2)),
        parts.next().and_then(|p| digits(p, 2)),
        parts.next(),
    );
    let (Some(year), Some(month), Some(number), None) = numbers else {
        return Err(no_date(format!("`{text}` is not a date"), WRITE_A_DAY));
    };
    if !(1..=12).contains(&month) {
        return Err(no_date(format!("`{text}` is not a date: there is no month {month}"), WRITE_A_DAY));
    }
    Date::new(year, month as i8, number as i8)
        .map_err(|_| no_date(format!("there is no {text}: {}", length_of(year, month as i8)), WRITE_A_DAY))
}

/// `February 2026 has 28 days`.
fn length_of(year: i16, month: i8) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let name =
        MONTHS.get(usize::from(month.unsigned_abs()).saturating_sub(1)).copied().unwrap_or("this month");
    let days = Date::new(year, month, 1).map_or(31, Date::days_in_month);
    format!("{name} {year} has {days} days")
}

/// Reads a day, or a moment on it: `2026-03-05T08:41+00:00`, `2026-03-05T08:41` in the site's time zone, and the forms in
/// which other generators write one: `2026-03-05 8:41:00 -0500`, `2026-03-05 08:41 UTC`.
pub(crate) fn when(text: &str, zone: &TimeZone) -> Result<When, NoDate> {
    let Some(split) = text.find(['T', 't', ' ']) else {
        return day(text).map(|day| When { day, at: None });
    };
    let head = &text[..split];
    if !head.contains('-') {
        return Err(no_date(format!("`{text}` is not a date"), WRITE_A_DAY));
    }
    day(head)?;
    let iso = format!("{head}T{}", iso_time(&text[split + 1..]));
    let at = match iso.parse::<Timestamp>() {
        Ok(at) => Some(at),
        Err(_) => iso.parse::<DateTime>().ok().and_then(|local| zone.to_timestamp(local).ok()),
    };
    match at {
        Some(at) => Ok(When { day: zone.to_datetime(at).date(), at: Some(at) }),
        None => Err(no_date(
            format!("`{text}` is not a date with a time"),
            "write it as `2026-03-05T08:41+00:00`, or the day alone",
        )),
    }
}

/// A time of the day with its offset as ISO 8601 writes them, where it is one: an hour of two digits, no white space, and
/// `Z` for the names of the offset 0. Anything else stays as it is, for the parser to refuse.
fn iso_time(written: &str) -> String {
    let written = written.trim();
    let (time, offset) = match written.find([' ', '\t', '\u{a0}']) {
        Some(space) => (&written[..space], written[space..].trim()),
        None => (written, ""),
    };
    let hour = if time.find(':') == Some(1) { "0" } else { "" };
    let offset = if matches!(offset, "UTC" | "GMT" | "utc") { "Z" } else { offset };
    format!("{hour}{time}{offset}")
}

/// Reads a day by which something is due, or `none`.
pub(crate) fn due(text: &str) -> Result<Due, NoDate> {
    if text == "none" {
        return Ok(Due::Open);
    }
    day(text).map(Due::On).map_err(|error| no_date(error.message, "write a day as `2026-03-05`, or `none`"))
}

/// Reads a period: `2026`, `2026-Q2`, `2026-03`, `2026-W20`, `2026-03-05`, `2026-01-01/2026-03-31`.
pub(crate) fn period(text: &str) -> Result<Period, NoDate> {
    let (first, last) = match text.split_once('/') {
        Some((from, to)) => {
            let (first, last) = (days_of(from.trim())?.0, days_of(to.trim())?.1);
            if last < first {
                return Err(no_date(format!("the period `{text}` ends before it begins"), WRITE_A_PERIOD));
            }
            (first, last)
        }
        None => days_of(text)?,
    };
    Ok(Period { first, last, written: text.to_owned() })
}

/// The first and the last day of a period without a slash.
fn days_of(text: &str) -> Result<(Date, Date), NoDate> {
    if text.len() == 10 && text.is_ascii() && !text.contains(['Q', 'W']) {
        return day(text).map(|day| (day, day)).map_err(|error| no_date(error.message, WRITE_A_PERIOD));
    }
    named_days(text).ok_or_else(|| no_date(format!("`{text}` is not a period"), WRITE_A_PERIOD))
}

/// The same for a year, a quarter, a month and a week.
fn named_days(text: &str) -> Option<(Date, Date)> {
    let (year, rest) = match text.split_once('-') {
        Some((year, rest)) => (digits(year, 4)?, Some(rest)),
        None => (digits(text, 4)?, None),
    };
    let months = |first: i8, last: i8| -> Option<(Date, Date)> {
        Some((Date::new(year, first, 1).ok()?, Date::new(year, last, 1).ok()?.last_of_month()))
    };
    let Some(rest) = rest else { return months(1, 12) };
    if let Some(quarter) = rest.strip_prefix('Q') {
        let quarter = digits(quarter, 1).filter(|q| (1..=4).contains(q))? as i8;
        return months(quarter * 3 - 2, quarter * 3);
    }
    if let Some(week) = rest.strip_prefix('W') {
        let monday = ISOWeekDate::new(year, digits(week, 2)? as i8, Weekday::Monday).ok()?.date();
        return Some((monday, (0..6).try_fold(monday, |date, _| date.tomorrow()).ok()?));
    }
    let month = digits(rest, 2).filter(|m| (1..=12).contains(m))? as i8;
    months(month, month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_does_not_exist_is_named_with_the_length_of_its_month() {
        let error = day("2026-02-30").expect_err("no such day");
        assert_eq!(error.message, "there is no 2026-02-30: February 2026 has 28 days");
        assert_eq!(
            day("2026-13-01").expect_err("no such month").message,
            "`2026-13-01` is not a date: there is no month 13"
        );
        assert_eq!(day("5 March").expect_err("no date").message, "`5 March` is not a date");
    }

    #[test]
    fn every_form_of_a_period_has_its_first_and_last_day() {
        let days: Vec<String> =
            ["2026", "2026-Q2", "2026-03", "2026-W20", "2026-03-05", "2026-01-01/2026-03-31", "2025/2026"]
                .iter()
                .map(|text| period(text).map_or_else(|e| e.message, |p| format!("{} {}", p.first, p.last)))
                .collect();
        assert_eq!(
            days,
            [
                "2026-01-01 2026-12-31",
                "2026-04-01 2026-06-30",
                "2026-03-01 2026-03-31",
                "2026-05-11 2026-05-17",
                "2026-03-05 2026-03-05",
                "2026-01-01 2026-03-31",
                "2025-01-01 2026-12-31"
            ]
        );
        for text in
            ["2026-Q5", "2026-W54", "26", "spring", "2026-03-31/2026-01-01", "", "2026-Q", "é026-W2000"]
        {
            assert!(period(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_moment_without_a_zone_is_in_the_sites() {
        let zone = TimeZone::get("Europe/London").expect("a zone");
        let local = when("2026-07-02T00:30", &zone).expect("a moment");
        assert_eq!(
            (local.day.to_string(), local.at.map(|at| at.to_string())),
            ("2026-07-02".into(), Some("2026-07-01T23:30:00Z".into()))
        );
        let utc = when("2026-07-01T23:30Z", &zone).expect("a moment");
        assert_eq!(utc, local);
        assert_eq!(when("2026-07-01 23:30Z", &zone).expect("a moment"), local);
        for as_others_write in [
            "2026-07-01 23:30:00 +0000",
            "2026-07-01 18:30:00 -0500",
            "2026-07-01 18:30 -05:00",
            "2026-07-02 0:30:00  +01:00",
            "2026-07-02 0:30",
            "2026-07-01T23:30:00.000Z",
            "2026-07-01 23:30:00 UTC",
            "2026-07-02 00:30:00+0100",
        ] {
            assert_eq!(when(as_others_write, &zone).expect(as_others_write), local, "{as_others_write}");
        }
        for none in
            ["2026-07-01Tlater", "2026-07-01 23:30 EST", "2026-07-01 23:30 5 PM", "2026-07-01 25:00 +0000"]
        {
            assert!(when(none, &zone).is_err(), "{none}");
        }
        let words = when("27 March 2026", &zone).expect_err("no date");
        assert_eq!(words.message, "`27 March 2026` is not a date");
    }
}
