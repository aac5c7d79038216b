//! A measure over its periods as a small picture: inline SVG, coloured by classes only, since the Content-Security-Policy
//! forbids style attributes. The figures themselves stand in the table beside it.

mod mark;
mod scale;

use super::xml;
use crate::html::escape;
use crate::model::date::Period;
use crate::model::safe_html::SafeHtml;
use crate::model::story::{Measure, Reading};
use mark::Mark;
use scale::{Axis, Days};
use std::collections::BTreeSet;
use std::fmt::Write;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 220.0;
/// The plot's upper and lower edge: room for values above it, for periods below it.
const TOP: f64 = 30.0;
const BOTTOM: f64 = 180.0;
/// How wide a letter may be: that of the larger letters which a phone gets, since there the picture is made small.
const LETTER: f64 = 9.5;
/// The least distance between two labels under each other.
const LINE: f64 = 19.0;
/// How many letters a name at the right has room for.
const NAME: usize = 17;
/// How many groups have a colour of their own; further ones have the same colours with other marks.
const COLOURS: usize = 4;

/// The words of a chart.
pub(super) struct Words<'a> {
    /// A period in words.
    pub(super) period: &'a dyn Fn(&Period) -> String,
    /// `before`.
    pub(super) baseline: &'a str,
    /// `target`.
    pub(super) target: &'a str,
    /// What the readings without a group are called where there are groups beside them: `everybody`.
    pub(super) everybody: &'a str,
}

/// A value that can be drawn.
struct Point<'a> {
    x: f64,
    y: f64,
    reading: &'a Reading,
}

/// Values that belong on one line, oldest first.
struct Series<'a> {
    /// The group; `None` is everybody.
    name: Option<&'a str>,
    /// Whether these are totals over periods that others of the group divide: a year among its quarters.
    is_total: bool,
    points: Vec<Point<'a>>,
}

/// A label at the right: its height, its classes and its words.
type Name = (f64, String, String);

/// The chart of a measure; empty where there are fewer than two numbers to compare.
pub(super) fn measure(measure: &Measure, words: &Words<'_>) -> SafeHtml {
    let numbers = measure.baseline.iter().chain(&measure.results);
    let drawn: Vec<_> = numbers.filter(|reading| number(reading).is_some()).collect();
    if drawn.len() < 2 {
        return SafeHtml::default();
    }
    let target = measure.target.as_ref().and_then(number);
    let values = drawn.iter().filter_map(|reading| number(reading)).chain(target);
    let Some(axis) = Axis::of(values, TOP, BOTTOM) else { return SafeHtml::default() };
    let many = measure.results.iter().map(|reading| &reading.group).collect::<BTreeSet<_>>().len() > 1;
    let (left, right) = edges(&axis, many || target.is_some());
    let days = Days::of(drawn.iter().map(|reading| &reading.period), left + 24.0, right - 24.0);
    let series = series(measure, |reading| Some((days.x(&reading.period), axis.y(number(reading)?))));
    let mut out = String::with_capacity(4096);
    open(&mut out, measure, &drawn, words);
    grid(&mut out, &axis, left, right);
    periods(&mut out, &drawn, &days, words);
    let mut names = Vec::new();
    if let Some((reading, value)) = measure.target.as_ref().zip(target) {
        let y = axis.y(value);
        let _ = write!(out, "<path class=\"chart-target\" d=\"M{left:.1} {y:.1}H{right:.1}\"/>");
        let words = format!("{} {}", reading.value.written(), words.target);
        names.push((y, "chart-label chart-target-label".to_owned(), words));
    }
    if let Some(reading) = &measure.baseline {
        baseline(&mut out, reading, &series, &axis, &days, words);
    }
    lines(&mut out, &series, many, words, &mut names);
    label(&mut out, names, right + 10.0);
    out.push_str("</svg>");
    SafeHtml::trusted(out)
}

/// The left edge, after the numbers of the axis, and the right one, before the names where there are some.
fn edges(axis: &Axis, has_names: bool) -> (f64, f64) {
    let longest = axis.ticks().map(|tick| axis.written(tick).chars().count()).max().unwrap_or(1);
    let letters = f64::from(u16::try_from(longest.clamp(2, 12)).unwrap_or(12));
    let name = f64::from(u16::try_from(NAME).unwrap_or(0)) * LETTER;
    (letters * LETTER + 14.0, if has_names { WIDTH - name - 10.0 } else { WIDTH - 16.0 })
}

/// The number of a reading, where it is one that can be drawn.
fn number(reading: &Reading) -> Option<f64> {
    reading.value.number().filter(|value| value.is_finite())
}

/// Everybody first, then each group in the order in which it is first named; a group's totals apart from what they are
/// totals of.
fn series<'a>(measure: &'a Measure, place: impl Fn(&'a Reading) -> Option<(f64, f64)>) -> Vec<Series<'a>> {
    let mut all: Vec<Series<'a>> = Vec::new();
    for reading in &measure.results {
        let Some((x, y)) = place(reading) else { continue };
        let name = reading.group.as_deref();
        let is_total = measure.results.iter().any(|other| is_within(other, reading));
        let point = Point { x, y, reading };
        match all.iter_mut().find(|series| series.name == name && series.is_total == is_total) {
            Some(series) => series.points.push(point),
            None => all.push(Series { name, is_total, points: vec![point] }),
        }
    }
    all.sort_by_key(|series| series.name.is_some());
    for series in &mut all {
        series.points.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    all
}

/// Whether a reading is of a part of another one's period, for the same group.
fn is_within(part: &Reading, whole: &Reading) -> bool {
    let (inner, outer) = (&part.period, &whole.period);
    part.group == whole.group
        && inner.first >= outer.first
        && inner.last <= outer.last
        && (inner.first, inner.last) != (outer.first, outer.last)
}

fn open(out: &mut String, measure: &Measure, drawn: &[&Reading], words: &Words<'_>) {
    // The direction is set so that `start` and `end` mean left and right on a page that is read from right to left, too.
    let _ = write!(
        out,
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" direction=\"ltr\"><title>"
    );
    push(out, &measure.indicator);
    out.push_str("</title><desc>");
    for (i, reading) in drawn.iter().enumerate() {
        let group = reading.group.as_deref().map_or(String::new(), |group| format!(" ({group})"));
        out.push_str(if i == 0 { "" } else { "; " });
        push(out, &format!("{}{group}: {}", (words.period)(&reading.period), reading.value.written()));
    }
    if let Some(target) = &measure.target {
        push(out, &format!("; {}: {}", words.target, target.value.written()));
    }
    out.push_str("</desc>");
}

/// Lines at round numbers, the lowest one stronger where it is zero.
fn grid(out: &mut String, axis: &Axis, left: f64, right: f64) {
    for tick in axis.ticks() {
        let y = axis.y(tick);
        let class = if tick == 0.0 { "chart-zero" } else { "chart-grid" };
        let _ = write!(out, "<path class=\"{class}\" d=\"M{left:.1} {y:.1}H{right:.1}\"/>");
        text(out, "chart-tick", left - 8.0, y + 4.0, "end", &axis.written(tick));
    }
}

/// The periods below. The newest always has its words, an older one where there is room.
fn periods(out: &mut String, drawn: &[&Reading], days: &Days, words: &Words<'_>) {
    let all: BTreeSet<_> = drawn.iter().map(|reading| &reading.period).collect();
    let mut free_to = f64::MAX;
    for period in all.into_iter().rev() {
        let name = (words.period)(period);
        let half = width(&name) / 2.0;
        // The words stay inside the picture, whatever stands at its edge.
        let x = days.x(period).min(WIDTH - half).max(half);
        if x + half <= free_to {
            text(out, "chart-period", x, BOTTOM + 25.0, "middle", &name);
            free_to = x - half - LETTER;
        }
    }
}

/// How it was before: a hollow dot, with a broken line to the first result that it can be compared with.
fn baseline(
    out: &mut String,
    reading: &Reading,
    series: &[Series<'_>],
    axis: &Axis,
    days: &Days,
    words: &Words<'_>,
) {
    let Some(value) = number(reading) else { return };
    let (x, y) = (days.x(&reading.period), axis.y(value));
    let everybody = || series.iter().filter(|series| series.name.is_none());
    let is_as_long = |series: &&Series<'_>| {
        series.points.first().is_some_and(|point| Days::is_as_long(&reading.period, &point.reading.period))
    };
    let comparable = match everybody().any(|series| series.is_total) {
        true => everybody().find(is_as_long),
        false => everybody().next(),
    };
    if let Some(first) = comparable.and_then(|series| series.points.first()) {
        let (to_x, to_y) = (first.x, first.y);
        let _ = write!(out, "<path class=\"chart-before\" d=\"M{x:.1} {y:.1}L{to_x:.1} {to_y:.1}\"/>");
    }
    let _ = write!(out, "<circle class=\"chart-baseline\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/>");
    let written = format!("{} {}", words.baseline, reading.value.written());
    text(out, "chart-value", x - 6.0, y - 12.0, "start", &written);
}

/// Each series in its colour; where there are groups, the names of their newest values go to the right.
fn lines(out: &mut String, all: &[Series<'_>], many: bool, words: &Words<'_>, names: &mut Vec<Name>) {
    let mut groups: Vec<&str> = Vec::new();
    for series in all {
        let (class, mark) = match series.name {
            None => ("chart-all".to_owned(), Mark::Circle),
            Some(name) => {
                let at = groups.iter().position(|group| *group == name).unwrap_or(groups.len());
                if at == groups.len() {
                    groups.push(name);
                }
                (format!("chart-group-{}", at % COLOURS + 1), Mark::of(at))
            }
        };
        line(out, series, &class, mark);
        match series.points.last() {
            Some(last) if many => {
                values(out, series, 1);
                let name = series.name.unwrap_or(words.everybody);
                let label = format!("{} {name}", last.reading.value.written());
                names.push((last.y, format!("chart-label {class}-label"), label));
            }
            _ => values(out, series, 0),
        }
    }
}

/// A line with a mark at each value.
fn line(out: &mut String, series: &Series<'_>, class: &str, mark: Mark) {
    if series.points.len() > 1 {
        let _ = write!(out, "<path class=\"chart-line {class}\" d=\"");
        for (i, point) in series.points.iter().enumerate() {
            let _ = write!(out, "{}{:.1} {:.1}", if i == 0 { 'M' } else { 'L' }, point.x, point.y);
        }
        out.push_str("\"/>");
    }
    for point in &series.points {
        mark.draw(out, class, point.x, point.y);
    }
}

/// The values of everybody above their dots, without the newest ones that are named at the right. A newer one comes first
/// where two are too near.
fn values(out: &mut String, series: &Series<'_>, without: usize) {
    if series.name.is_some() {
        return;
    }
    let mut free_to = f64::MAX;
    for point in series.points.iter().rev().skip(without) {
        let written = point.reading.value.written();
        let half = width(written) / 2.0;
        if point.x + half <= free_to {
            text(out, "chart-value", point.x, point.y - 12.0, "middle", written);
            free_to = point.x - half;
        }
    }
}

/// The names at the right, moved apart where they would stand on each other.
fn label(out: &mut String, mut names: Vec<Name>, x: f64) {
    names.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free_from = TOP - LINE;
    for (y, _, _) in &mut names {
        *y = (*y + 4.0).max(free_from);
        free_from = *y + LINE;
    }
    let mut free_to = HEIGHT - 6.0;
    for (y, _, _) in names.iter_mut().rev() {
        *y = y.min(free_to);
        free_to = *y - LINE;
    }
    for (y, class, name) in names {
        text(out, &class, x, y, "start", &shortened(&name));
    }
}

/// What fits at the right: the value, which comes first, and as much of the name; the whole one stands in the table.
fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    let start: String = name.chars().take(NAME - 1).collect();
    format!("{}…", start.trim_end())
}

/// How wide some words are at most.
fn width(words: &str) -> f64 {
    f64::from(u16::try_from(words.chars().count()).unwrap_or(u16::MAX)) * LETTER
}

fn text(out: &mut String, class: &str, x: f64, y: f64, anchor: &str, words: &str) {
    let _ = write!(out, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">");
    push(out, words);
    out.push_str("</text>");
}

fn push(out: &mut String, words: &str) {
    escape(out, &xml::clean(words));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::{measure as some_measure, reading};
    use jiff::civil::{Date, date};

    fn drawn(it: &Measure) -> String {
        let words = Words {
            period: &|period| period.written.clone(),
            baseline: "before",
            target: "target",
            everybody: "everybody",
        };
        measure(it, &words).as_str().replace("><", ">\n<")
    }

    #[test]
    fn a_measure_is_drawn_with_its_groups() {
        insta::assert_snapshot!(drawn(&some_measure()));
    }

    #[test]
    fn one_value_is_no_chart() {
        let results = vec![reading(2024, "61", None), reading(2025, "fewer than 10", None)];
        assert_eq!(drawn(&Measure { baseline: None, results, ..some_measure() }), "");
    }

    #[test]
    fn values_of_every_size_stay_inside() {
        for written in ["0", "-5", "1e300", "-1e300", "0.000001", "inf", "NaN", "123456789"] {
            let results = vec![
                reading(2024, written, None),
                reading(2025, "1", None),
                reading(2025, written, Some("x")),
            ];
            let out =
                drawn(&Measure { baseline: Some(reading(2024, written, None)), results, ..some_measure() });
            assert!(!out.contains("NaN\"") && !out.contains("inf\""), "{written}: {out}");
        }
    }

    #[test]
    fn a_total_is_not_on_the_line_of_its_parts() {
        let quarter = |first: Date, last: Date, written: &str| Reading {
            period: Period { first, last, written: written.to_owned() },
            ..reading(2025, "5", None)
        };
        let results = vec![
            quarter(date(2025, 1, 1), date(2025, 3, 31), "2025-Q1"),
            quarter(date(2025, 4, 1), date(2025, 6, 30), "2025-Q2"),
            reading(2025, "21", None),
        ];
        let baseline = Some(reading(2024, "20", None));
        insta::assert_snapshot!(drawn(&Measure { baseline, target: None, results, ..some_measure() }));
    }
}
