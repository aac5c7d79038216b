//! Counting working days without walking through them.

use crate::config::WorkingDays;
use crate::model::story::Pause;
use jiff::civil::{Date, Weekday};

/// The working days after `from` up to and including `to`, those in a pause left out. Nothing where `to` is before `from`.
pub fn between(from: Date, to: Date, calendar: &WorkingDays, paused: &[Pause]) -> Option<u32> {
    if to < from {
        return None;
    }
    let whole = count(from, to, calendar);
    let mut pauses: Vec<(Date, Date)> = paused.iter().map(|pause| (pause.from, pause.to)).collect();
    pauses.sort();
    // Pauses that overlap stop the clock once: each begins where the last one ended.
    let mut reached = from;
    let mut stopped = 0;
    for (first, last) in pauses {
        let begin = first.yesterday().unwrap_or(first).max(reached);
        let end = last.min(to);
        if begin < end {
            stopped += count(begin, end, calendar);
            reached = end;
        }
    }
    Some(whole.saturating_sub(stopped))
}

/// The day on which so many working days after `from` have passed: by then something is due. A calendar without working
/// days has none.
pub fn due(from: Date, days: u32, calendar: &WorkingDays) -> Option<Date> {
    // A week has one working day at least, and a year of holidays is no calendar.
    let longest = 7 * i64::from(days) + 366;
    let mut left = days;
    let mut day = from;
    for _ in 0..longest {
        if left == 0 {
            return Some(day);
        }
        day = day.tomorrow().ok()?;
        left -= u32::from(calendar.week.contains(&day.weekday()) && !calendar.holidays.contains(&day));
    }
    None
}

/// The working days after `from` up to and including `to`.
fn count(from: Date, to: Date, calendar: &WorkingDays) -> u32 {
    let days = days_between(from, to).unwrap_or(0);
    let works = |day: Weekday| calendar.week.contains(&day);
    let in_week = u32::try_from(calendar.week.len()).unwrap_or(7);
    let mut working = days / 7 * in_week;
    let mut day = from.weekday();
    for _ in 0..days % 7 {
        day = day.next();
        working += u32::from(works(day));
    }
    let after = (std::ops::Bound::Excluded(from), std::ops::Bound::Included(to));
    let free = if from < to {
        calendar.holidays.range::<Date, _>(after).filter(|day| works(day.weekday())).count()
    } else {
        0
    };
    working.saturating_sub(u32::try_from(free).unwrap_or(u32::MAX))
}

/// The days from one to another; `None` where the second is before the first.
pub(super) fn days_between(from: Date, to: Date) -> Option<u32> {
    u32::try_from(from.duration_until(to).as_hours() / 24).ok().filter(|_| from <= to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn calendar() -> WorkingDays {
        use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
        WorkingDays {
            week: vec![Monday, Tuesday, Wednesday, Thursday, Friday],
            holidays: [date(2026, 12, 25), date(2026, 12, 26)].into(),
        }
    }

    #[test]
    fn what_is_due_falls_on_a_working_day_and_between_counts_as_much() {
        let from = date(2026, 12, 23);
        assert_eq!(due(from, 2, &calendar()), Some(date(2026, 12, 28)));
        assert_eq!(between(from, date(2026, 12, 28), &calendar(), &[]), Some(2));
        assert_eq!(due(from, 0, &calendar()), Some(from));
        let none = WorkingDays { week: Vec::new(), holidays: Default::default() };
        assert_eq!(due(from, 1, &none), None);
    }

    #[test]
    fn a_weekend_and_a_holiday_do_not_count() {
        // Thursday to Monday: Friday is Christmas, Saturday would be free anyhow.
        assert_eq!(between(date(2026, 12, 24), date(2026, 12, 28), &calendar(), &[]), Some(1));
        assert_eq!(between(date(2026, 3, 2), date(2026, 3, 2), &calendar(), &[]), Some(0));
        assert_eq!(between(date(2026, 3, 2), date(2026, 3, 1), &calendar(), &[]), None);
        assert_eq!(between(date(2026, 3, 2), date(2026, 3, 27), &calendar(), &[]), Some(19));
    }

    #[test]
    fn pauses_stop_the_clock_once_even_where_they_overlap() {
        let pause = |from, to| Pause { from, to, why: None };
        let paused =
            [pause(date(2026, 3, 10), date(2026, 3, 12)), pause(date(2026, 3, 9), date(2026, 3, 11))];
        assert_eq!(between(date(2026, 3, 2), date(2026, 3, 27), &calendar(), &paused), Some(15));
    }

    #[test]
    fn counting_by_weeks_is_counting_day_by_day() {
        let calendar = calendar();
        let start = date(2026, 12, 1);
        let mut day = start;
        let mut slow = 0;
        for _ in 0..60 {
            day = day.tomorrow().unwrap();
            slow += u32::from(calendar.week.contains(&day.weekday()) && !calendar.holidays.contains(&day));
            assert_eq!(between(start, day, &calendar, &[]), Some(slow));
        }
    }
}
