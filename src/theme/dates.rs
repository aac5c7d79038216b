//! Days and periods in the words of a language. The order of day, month and year is the words file's.

use super::words::Words;
use crate::model::date::{Due, Period, When};
use jiff::civil::Date;

impl Words {
    /// A day in words: `27 March 2026`.
    pub fn day(&self, day: Date) -> String {
        let year = day.year().to_string();
        let number = day.day().to_string();
        self.fill("dates.day", &[("day", &number), ("month", self.month(day)), ("year", &year)])
    }

    /// A month of a year in words: `March 2026`.
    pub fn month_of_year(&self, day: Date) -> String {
        self.fill("dates.month", &[("month", self.month(day)), ("year", &day.year().to_string())])
    }

    /// A day or moment; the hour is left out.
    pub fn when(&self, when: &When) -> String {
        self.day(when.day)
    }

    /// A due date, or the words for none.
    pub fn due(&self, due: Due) -> String {
        match due {
            Due::On(day) => self.day(day),
            Due::Open => self.text("promise.no_date").to_owned(),
        }
    }

    /// A period in words: `2026`, `March 2026`, `quarter 2 of 2026`, `January 2026 to March 2026`.
    pub fn period(&self, period: &Period) -> String {
        let year = period.first.year().to_string();
        match Shape::of(period) {
            Shape::Year => year,
            Shape::Quarter(quarter) => self.fill("dates.quarter", &[("quarter", quarter), ("year", &year)]),
            Shape::Week(year, week) => self.fill("dates.week", &[("week", week), ("year", year)]),
            Shape::Day => self.day(period.first),
            Shape::Month => self.month_of_year(period.first),
            Shape::Months => {
                let (first, last) = (self.month_of_year(period.first), self.month_of_year(period.last));
                self.fill("dates.months_range", &[("first", &first), ("last", &last)])
            }
            Shape::Days => {
                let (first, last) = (self.day(period.first), self.day(period.last));
                self.fill("dates.range", &[("first", &first), ("last", &last)])
            }
        }
    }

    /// A period where there is little room: `2026`, `Q2 2026`, `Mar 2026`, `Jul–Aug 2026`.
    pub fn short_period(&self, period: &Period) -> String {
        let year = period.first.year().to_string();
        match Shape::of(period) {
            Shape::Quarter(quarter) => {
                self.fill("dates.short.quarter", &[("quarter", quarter), ("year", &year)])
            }
            Shape::Month => self.short_month(period.first),
            Shape::Months | Shape::Days => {
                let last = self.short_month(period.last);
                let first = if period.first.year() == period.last.year() {
                    self.month_key("dates.short_months", period.first)
                } else {
                    self.short_month(period.first)
                };
                if period.first.first_of_month() == period.last.first_of_month() {
                    return last;
                }
                self.fill("dates.short.range", &[("first", &first), ("last", &last)])
            }
            Shape::Year | Shape::Week(..) | Shape::Day => self.period(period),
        }
    }

    /// `Mar 2026`.
    fn short_month(&self, day: Date) -> String {
        let month = self.month_key("dates.short_months", day);
        self.fill("dates.short.month", &[("month", &month), ("year", &day.year().to_string())])
    }

    /// A month's name.
    fn month(&self, day: Date) -> &str {
        const KEYS: [&str; 12] = [
            "dates.months.1",
            "dates.months.2",
            "dates.months.3",
            "dates.months.4",
            "dates.months.5",
            "dates.months.6",
            "dates.months.7",
            "dates.months.8",
            "dates.months.9",
            "dates.months.10",
            "dates.months.11",
            "dates.months.12",
        ];
        let ix = usize::from(day.month().unsigned_abs()).saturating_sub(1);
        KEYS.get(ix).map_or("", |key| self.text(key))
    }

    /// A month's name from another list.
    fn month_key(&self, list: &str, day: Date) -> String {
        self.text(&format!("{list}.{}", day.month())).to_owned()
    }
}

/// How a period was written, as far as words differ by it.
enum Shape<'a> {
    Year,
    Quarter(&'a str),
    /// The week's own year, which may differ from its first day's, and its number.
    Week(&'a str, &'a str),
    Month,
    Day,
    /// From the first day of a month to the last of another.
    Months,
    Days,
}

impl<'a> Shape<'a> {
    fn of(period: &'a Period) -> Self {
        let written = period.written.as_str();
        if let Some((_, quarter)) = written.split_once("-Q") {
            return Self::Quarter(quarter);
        }
        if let Some((year, week)) = written.split_once("-W") {
            return Self::Week(year, week.trim_start_matches('0'));
        }
        let (first, last) = (period.first, period.last);
        let whole_months = first.day() == 1 && last == last.last_of_month();
        match (first == last, whole_months) {
            (true, _) => Self::Day,
            (_, true) if first.first_of_month() == last.first_of_month() => Self::Month,
            (_, true) if first.month() == 1 && last.month() == 12 && first.year() == last.year() => {
                Self::Year
            }
            (_, true) => Self::Months,
            _ => Self::Days,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::date::Period;
    use crate::model::lang::Lang;
    use crate::theme::tests::theme;
    use jiff::civil::{Date, date};

    fn said(lang: &str, first: Date, last: Date, written: &str) -> [String; 2] {
        let theme = theme();
        let words = theme.words(&Lang::parse(lang).expect("a language"));
        let period = Period { first, last, written: written.to_owned() };
        [words.period(&period), words.short_period(&period)]
    }

    #[test]
    fn each_form_of_a_period_has_its_words() {
        let (january, june, july) = (date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1));
        let cases = [
            (said("en", january, date(2026, 12, 31), "2026"), ["2026", "2026"]),
            (said("en", date(2026, 4, 1), june, "2026-Q2"), ["quarter 2 of 2026", "Q2 2026"]),
            (said("en", date(2026, 3, 1), date(2026, 3, 31), "2026-03"), ["March 2026", "Mar 2026"]),
            (said("en", date(2025, 12, 29), date(2026, 1, 4), "2026-W01"), ["week 1 of 2026"; 2]),
            (said("en", july, july, "2026-07-01"), ["1 July 2026"; 2]),
            (
                said("en", july, date(2026, 8, 31), "2026-07-01/2026-08-31"),
                ["July 2026 to August 2026", "Jul–Aug 2026"],
            ),
            (
                said("en", july, date(2026, 8, 15), "2026-07-01/2026-08-15"),
                ["1 July 2026 to 15 August 2026", "Jul–Aug 2026"],
            ),
            (said("es", date(2026, 3, 1), date(2026, 3, 31), "2026-03"), ["marzo de 2026", "mar 2026"]),
        ];
        for (found, wanted) in cases {
            assert_eq!(found, wanted);
        }
    }
}
