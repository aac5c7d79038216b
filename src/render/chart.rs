//! A measure over its periods as a small picture: inline SVG, coloured by classes only, since the Content-Security-Policy
//! forbids style attributes. The figures themselves stand in the table beside it.

mod scale;

use super::body::escape_into;
use super::xml;
use crate::model::date::Period;
use crate::model::safe_html::SafeHtml;
use crate::model::story::{Measure, Reading};
use scale::{Axis, Days};
use std::fmt::Write;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 220.0;
/// The frame of the plot: room for the numbers at the left, names at the right, values above, periods below.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 496.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 182.0;
/// The least distance between two labels under each other.
const LINE: f64 = 15.0;
/// The least distance between two labels beside each other.
const GAP: f64 = 84.0;
/// How many groups have a colour of their own.
const COLOURS: usize = 3;

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

/// A group's values, oldest first.
struct Series<'a> {
    name: Option<&'a str>,
    points: Vec<Point<'a>>,
}

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
    let days = Days::of(drawn.iter().map(|reading| &reading.period), LEFT + 24.0, RIGHT - 24.0);
    let place = |reading: &&'_ Reading| days.x(&reading.period);
    let series = series(measure, |reading| {
        let y = axis.y(number(reading)?);
        Some((place(&reading), y))
    });
    let mut out = String::with_capacity(4096);
    open(&mut out, measure, &drawn, words);
    grid(&mut out, &axis);
    periods(&mut out, &drawn, &days, words);
    let mut names = Vec::new();
    if let Some((reading, value)) = measure.target.as_ref().zip(target) {
        let y = axis.y(value);
        let _ = write!(out, "<path class=\"chart-target\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/>");
        names.push((
            y,
            "chart-label chart-target-label".to_owned(),
            format!("{} {}", words.target, reading.value.written()),
        ));
    }
    if let Some(reading) = &measure.baseline {
        baseline(&mut out, reading, &series, &axis, &days, words);
    }
    let many = series.len() > 1;
    let mut colour = 0;
    for one in &series {
        let class = match one.name {
            None => "chart-all".to_owned(),
            Some(_) => {
                colour = colour % COLOURS + 1;
                format!("chart-group-{colour}")
            }
        };
        draw(&mut out, one, &class, !many);
        if let (true, Some(last)) = (many, one.points.last()) {
            let name = one.name.unwrap_or(words.everybody);
            let label = format!("{name} {}", last.reading.value.written());
            names.push((last.y, format!("chart-label {class}-label"), label));
        }
    }
    label(&mut out, names);
    out.push_str("</svg>");
    SafeHtml::trusted(out)
}

/// The number of a reading, where it is one that can be drawn.
fn number(reading: &Reading) -> Option<f64> {
    reading.value.number().filter(|value| value.is_finite())
}

/// Everybody first, then each group in the order in which it is first named.
fn series<'a>(measure: &'a Measure, place: impl Fn(&'a Reading) -> Option<(f64, f64)>) -> Vec<Series<'a>> {
    let mut all: Vec<Series<'a>> = Vec::new();
    for reading in &measure.results {
        let Some((x, y)) = place(reading) else { continue };
        let name = reading.group.as_deref();
        let point = Point { x, y, reading };
        match all.iter_mut().find(|series| series.name == name) {
            Some(series) => series.points.push(point),
            None => all.push(Series { name, points: vec![point] }),
        }
    }
    all.sort_by_key(|series| series.name.is_some());
    for series in &mut all {
        series.points.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    all
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
fn grid(out: &mut String, axis: &Axis) {
    for tick in axis.ticks() {
        let y = axis.y(tick);
        let class = if tick == 0.0 { "chart-zero" } else { "chart-grid" };
        let _ = write!(out, "<path class=\"{class}\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/>");
        text(out, "chart-tick", LEFT - 8.0, y + 4.0, "end", &axis.written(tick));
    }
}

/// The periods below, those left out that would touch the one before.
fn periods(out: &mut String, drawn: &[&Reading], days: &Days, words: &Words<'_>) {
    let mut all: Vec<_> = drawn.iter().map(|reading| &reading.period).collect();
    all.sort();
    all.dedup();
    let mut free_from = f64::MIN;
    for period in all {
        let x = days.x(period);
        if x >= free_from {
            text(out, "chart-period", x, BOTTOM + 24.0, "middle", &(words.period)(period));
            free_from = x + GAP;
        }
    }
}

/// How it was before: a hollow dot, with a broken line to the first result.
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
    let everybody = series.iter().find(|series| series.name.is_none());
    if let Some(first) = everybody.and_then(|series| series.points.first()) {
        let _ =
            write!(out, "<path class=\"chart-before\" d=\"M{x:.1} {y:.1}L{:.1} {:.1}\"/>", first.x, first.y);
    }
    let _ = write!(out, "<circle class=\"chart-baseline\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/>");
    let written = format!("{} {}", words.baseline, reading.value.written());
    text(out, "chart-value", x, y - 11.0, "middle", &written);
}

/// A line with a dot at each value; the values are written above the dots where nothing else is drawn.
fn draw(out: &mut String, series: &Series<'_>, class: &str, with_values: bool) {
    if series.points.len() > 1 {
        let _ = write!(out, "<path class=\"chart-line {class}\" d=\"");
        for (i, point) in series.points.iter().enumerate() {
            let _ = write!(out, "{}{:.1} {:.1}", if i == 0 { 'M' } else { 'L' }, point.x, point.y);
        }
        out.push_str("\"/>");
    }
    let last = series.points.len().saturating_sub(1);
    let mut free_from = f64::MIN;
    for (i, point) in series.points.iter().enumerate() {
        let (x, y) = (point.x, point.y);
        let _ = write!(out, "<circle class=\"chart-dot {class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"/>");
        let is_last_named_at_the_side = !with_values && i == last;
        if x >= free_from && !is_last_named_at_the_side && (with_values || series.name.is_none()) {
            text(out, "chart-value", x, y - 11.0, "middle", point.reading.value.written());
            free_from = x + GAP / 2.0;
        }
    }
}

/// The names at the right, moved apart where they would stand on each other.
fn label(out: &mut String, mut names: Vec<(f64, String, String)>) {
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
        text(out, &class, RIGHT + 8.0, y, "start", &shortened(&name));
    }
}

/// What fits at the right; the whole name stands in the table.
fn shortened(name: &str) -> String {
    const FITS: usize = 22;
    if name.chars().count() <= FITS {
        return name.to_owned();
    }
    // The value comes last and is kept.
    let (words, value) = name.rsplit_once(' ').unwrap_or((name, ""));
    let room = FITS.saturating_sub(value.chars().count() + 2).max(6);
    let start: String = words.chars().take(room).collect();
    format!("{}… {value}", start.trim_end())
}

fn text(out: &mut String, class: &str, x: f64, y: f64, anchor: &str, words: &str) {
    let _ = write!(out, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">");
    push(out, words);
    out.push_str("</text>");
}

fn push(out: &mut String, words: &str) {
    escape_into(out, &xml::clean(words));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::{measure as some_measure, reading};

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
}
