//! From values and days to places in a picture.

use crate::model::date::Period;
use jiff::civil::Date;

/// The upright axis: from a round number below the values, zero where all are above it, to one above them.
pub(super) struct Axis {
    low: f64,
    high: f64,
    step: f64,
    top: f64,
    bottom: f64,
}

impl Axis {
    /// The axis for some values between two heights; `None` without a finite value.
    pub(super) fn of(values: impl Iterator<Item = f64>, top: f64, bottom: f64) -> Option<Self> {
        // Beyond this a float no longer holds whole numbers, and the steps between them would vanish.
        let values = values.filter(|value| value.abs() < 1e15);
        // Zero is always there: a line that starts elsewhere makes a small change look large.
        let (low, high) = values.fold(None, |found: Option<(f64, f64)>, value| {
            let (low, high) = found.unwrap_or((0.0, 0.0));
            Some((low.min(value), high.max(value)))
        })?;
        let step = round_step(high - low);
        let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
        let high = if high > low { high } else { low + step };
        Some(Self { low, high, step, top, bottom })
    }

    /// The height of a value.
    pub(super) fn y(&self, value: f64) -> f64 {
        let share = (value.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        self.bottom - share * (self.bottom - self.top)
    }

    /// The round numbers on it, lowest first.
    pub(super) fn ticks(&self) -> impl Iterator<Item = f64> {
        let (low, high, step) = (self.low, self.high, self.step);
        let ticks = (0..16_u32)
            .map(move |n| low + f64::from(n) * step)
            .take_while(move |tick| *tick <= high + step / 2.0);
        // What is only nearly zero is zero.
        ticks.map(move |tick| if tick.abs() < step / 1e6 { 0.0 } else { tick })
    }

    /// A round number with as many decimals as the step has.
    pub(super) fn written(&self, tick: f64) -> String {
        let decimals = (0..6_usize).find(|&n| {
            let scaled = self.step * 10_f64.powi(i32::try_from(n).unwrap_or(0));
            (scaled - scaled.round()).abs() < 1e-6
        });
        format!("{tick:.*}", decimals.unwrap_or(6))
    }
}

/// 1, 2 or 5 times a power of ten, so that there are three to six steps.
fn round_step(range: f64) -> f64 {
    if range <= 0.0 {
        return 1.0;
    }
    let rough = range / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let times = [1.0, 2.0, 5.0, 10.0].into_iter().find(|times| times * power >= rough).unwrap_or(10.0);
    times * power
}

/// The level axis: the middle of each period, as far apart as they are in time.
pub(super) struct Days {
    first: f64,
    last: f64,
    left: f64,
    right: f64,
}

impl Days {
    /// The axis for some periods between two edges.
    pub(super) fn of<'a>(periods: impl Iterator<Item = &'a Period>, left: f64, right: f64) -> Self {
        let bounds = |(first, last): (f64, f64), day: f64| (first.min(day), last.max(day));
        let (first, last) = periods.map(middle).fold((f64::MAX, f64::MIN), bounds);
        Self { first, last, left, right }
    }

    /// Where a period is.
    pub(super) fn x(&self, period: &Period) -> f64 {
        if self.last <= self.first {
            return f64::midpoint(self.left, self.right);
        }
        let share = (middle(period) - self.first) / (self.last - self.first);
        self.left + share * (self.right - self.left)
    }

    /// Whether two periods are about as long as each other: a quarter and 62 days, a year and nine months.
    pub(super) fn is_as_long(one: &Period, other: &Period) -> bool {
        let (one, other) = (length(one), length(other));
        one.max(other) <= one.min(other) * 2.0
    }
}

/// How many days a period has, roughly.
fn length(period: &Period) -> f64 {
    days(period.last) - days(period.first) + 1.0
}

/// The middle of a period in days.
fn middle(period: &Period) -> f64 {
    f64::midpoint(days(period.first), days(period.last))
}

/// Days since the year 0, to less than one.
fn days(day: Date) -> f64 {
    f64::from(day.year()) * 365.25 + f64::from(day.day_of_year())
}
