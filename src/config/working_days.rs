//! The parts of `hearback.yaml` about days on which people work, and how many of them an answer may take.

use crate::config::resolved::{ServiceStandard, WorkingDays};
use crate::config::rule;
use crate::yaml::fields::Fields;
use crate::yaml::moment;
use crate::yaml::value::Data;
use jiff::civil::Weekday;
use std::collections::BTreeSet;

/// `service_standard:`, where there is one.
pub(super) fn standard(fields: &Fields<'_>) -> Option<ServiceStandard> {
    let inner = fields.fields("service_standard")?;
    let days = |name| {
        let count = inner.count(name)?;
        let days = u32::try_from(count).ok().filter(|days| *days <= 1000);
        if days.is_none() {
            inner.error(
                rule::TYPE,
                name,
                format!("`{count}` working days are too many"),
                "write a number up to 1000",
            );
        }
        days
    };
    let standard = ServiceStandard {
        acknowledge_within: days("acknowledge_within"),
        respond_within: days("respond_within"),
    };
    inner.finish();
    Some(standard)
}

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

fn weekday_word(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}

/// `calendar:`, Monday to Friday without holidays where there is none.
pub(super) fn calendar(fields: &Fields<'_>) -> WorkingDays {
    let usual = WEEK[..5].to_vec();
    let Some(inner) = fields.fields("calendar") else {
        return WorkingDays { week: usual, holidays: BTreeSet::new() };
    };
    let mut week: Vec<Weekday> = inner
        .located_texts("week")
        .into_iter()
        .filter_map(|(written, path)| inner.word_of(&written, &path, &WEEK, weekday_word))
        .collect();
    week.sort_by_key(|day| day.to_monday_zero_offset());
    week.dedup();
    if week.is_empty() {
        if inner.value("week").is_some_and(|week| week.data == Data::List(Vec::new())) {
            inner.error(
                rule::TYPE,
                "week",
                "a week without a working day",
                "name the days, as `[mon, tue, wed, thu, fri]`",
            );
        }
        week = usual;
    }
    let holidays = inner
        .located_texts("holidays")
        .into_iter()
        .filter_map(|(written, path)| inner.date_of(moment::day(&written), &path))
        .collect();
    inner.finish();
    WorkingDays { week, holidays }
}
