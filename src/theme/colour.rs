//! A colour: how it reads on another (WCAG 2.2), and how it looks when it becomes lighter or darker (OKLCH).

/// A colour of sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rgb(pub(super) u8, pub(super) u8, pub(super) u8);

/// How much lighter or darker a step towards a readable colour is, of 1 for white.
const STEP: f64 = 0.01;
/// How much of its chroma a colour loses at a time until a screen can show it.
const FADE: f64 = 0.97;

impl Rgb {
    /// Reads `#rrggbb`.
    pub(super) fn parse(hex: &str) -> Option<Self> {
        let digits = hex.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    /// As `#rrggbb`.
    pub(super) fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Contrast ratio between two colours, 1 to 21 (WCAG 2.2).
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The nearest colour of this hue that has a contrast on a background: lighter on a dark one, darker on a light one, and
    /// as colourful as it was, where a screen can show that. Mixing it with white would make mud of it.
    pub(super) fn readable_on(self, background: Self, wanted: f64) -> Self {
        let step = if background.luminance() > 0.5 { -STEP } else { STEP };
        let mut colour = self;
        let mut hue = Oklab::of(self);
        while colour.contrast(background) < wanted && (0.0..=1.0).contains(&hue.lightness) {
            hue.lightness += step;
            colour = hue.shown();
        }
        colour
    }

    /// The text colour on this one.
    pub(super) fn ink(self) -> Self {
        let (white, black) = (Self(255, 255, 255), Self(17, 17, 17));
        if self.contrast(white) >= self.contrast(black) { white } else { black }
    }
}

/// A colour as people see it (Björn Ottosson, 2020; CSS Color 4 §9.2): its lightness, and two axes of hue whose length is the
/// chroma.
#[derive(Debug, Clone, Copy)]
struct Oklab {
    lightness: f64,
    a: f64,
    b: f64,
}

impl Oklab {
    fn of(colour: Rgb) -> Self {
        let (r, g, b) = (linear(colour.0), linear(colour.1), linear(colour.2));
        let long = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let medium = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let short = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        Self {
            lightness: 0.210_454_255_3 * long + 0.793_617_785_0 * medium - 0.004_072_046_8 * short,
            a: 1.977_998_495_1 * long - 2.428_592_205_0 * medium + 0.450_593_709_9 * short,
            b: 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766_0 * short,
        }
    }

    /// The three parts of sRGB without its curve; outside of 0 to 1 where no screen shows it.
    fn linear(self) -> [f64; 3] {
        let long = (self.lightness + 0.396_337_777_4 * self.a + 0.215_803_757_3 * self.b).powi(3);
        let medium = (self.lightness - 0.105_561_345_8 * self.a - 0.063_854_172_8 * self.b).powi(3);
        let short = (self.lightness - 0.089_484_177_5 * self.a - 1.291_485_548_0 * self.b).powi(3);
        [
            4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
            -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
            -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701_0 * short,
        ]
    }

    /// The colour, with as much of its chroma as a screen shows at this lightness.
    fn shown(mut self) -> Rgb {
        let fits = |parts: [f64; 3]| parts.iter().all(|part| (-0.001..=1.001).contains(part));
        while !fits(self.linear()) && self.a.hypot(self.b) > 0.001 {
            self.a *= FADE;
            self.b *= FADE;
        }
        let [r, g, b] = self.linear().map(curved);
        Rgb(r, g, b)
    }
}

/// A part of sRGB without its curve, 0 to 1.
fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

/// The other way.
fn curved(part: f64) -> u8 {
    let part = part.clamp(0.0, 1.0);
    let curved = if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 };
    // In range: 0 to 255.
    (curved * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::{Oklab, Rgb};

    #[test]
    fn a_colour_is_itself_after_it_was_looked_at() {
        for hex in ["#000000", "#ffffff", "#8a4b14", "#0b6e4f", "#ff0000", "#0000ff", "#7f7f80"] {
            let colour = Rgb::parse(hex).expect("a colour");
            assert_eq!(Oklab::of(colour).shown().hex(), hex);
        }
    }

    #[test]
    fn brown_on_a_dark_ground_becomes_orange_and_not_mud() {
        let brown = Rgb::parse("#8a4b14").expect("a colour");
        let light = brown.readable_on(Rgb(33, 37, 41), 7.0);
        let (before, after) = (Oklab::of(brown), Oklab::of(light));
        assert!(after.a.hypot(after.b) > 0.95 * before.a.hypot(before.b), "{}", light.hex());
    }
}
