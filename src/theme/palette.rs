//! The accent colour in both colour schemes, darkened or lightened until text in it can be read (WCAG 2.2, 1.4.3: 4.5:1).

/// The page's background in light and dark, as the default style sheet has it.
const LIGHT: Rgb = Rgb(253, 252, 250);
const DARK: Rgb = Rgb(22, 24, 26);
/// The accent where the site names none.
const DEFAULT: Rgb = Rgb(11, 94, 107);
/// A little more than WCAG asks, since panels are a shade darker than the page.
const WANTED: f64 = 5.2;

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rgb(u8, u8, u8);

/// `accent.css`: the custom properties `--accent` and `--on-accent` for both schemes.
pub(super) fn css(accent: Option<&str>) -> String {
    let accent = accent.and_then(Rgb::parse).unwrap_or(DEFAULT);
    let light = accent.readable_on(LIGHT);
    let dark = accent.readable_on(DARK);
    format!(
        ":root{{--accent:{};--on-accent:{}}}\n@media (prefers-color-scheme:dark){{:root{{--accent:{};--on-accent:{}}}}}\n",
        light.hex(),
        light.ink().hex(),
        dark.hex(),
        dark.ink().hex()
    )
}

/// The accent as a colour for the browser's own surfaces (`theme-color`).
pub(super) fn theme_color(accent: Option<&str>) -> String {
    accent.and_then(Rgb::parse).unwrap_or(DEFAULT).readable_on(LIGHT).hex()
}

impl Rgb {
    /// Reads `#rrggbb`.
    fn parse(hex: &str) -> Option<Self> {
        let digits = hex.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    /// As `#rrggbb`.
    fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Contrast ratio between two colours, 1 to 21.
    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The nearest colour of this hue that can be read on a background.
    fn readable_on(self, background: Self) -> Self {
        let toward = if background.luminance() > 0.5 { Self(0, 0, 0) } else { Self(255, 255, 255) };
        let steps = (0..=20).map(|step| self.mix(toward, step, 20));
        let mut last = toward;
        for colour in steps {
            last = colour;
            if colour.contrast(background) >= WANTED {
                break;
            }
        }
        last
    }

    /// The text colour on this one.
    fn ink(self) -> Self {
        let (white, black) = (Self(255, 255, 255), Self(17, 17, 17));
        if self.contrast(white) >= self.contrast(black) { white } else { black }
    }

    /// A part of the way to another colour.
    fn mix(self, other: Self, step: u16, steps: u16) -> Self {
        let part = |a: u8, b: u8| {
            let mixed = (u16::from(a) * (steps - step) + u16::from(b) * step) / steps;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Self(part(self.0, other.0), part(self.1, other.1), part(self.2, other.2))
    }
}

#[cfg(test)]
mod tests {
    use super::{DARK, LIGHT, Rgb, WANTED, css};

    #[test]
    fn any_accent_can_be_read_in_both_schemes() {
        for hex in ["#000000", "#ffffff", "#ffff00", "#8a4b14", "#0b6e4f", "#7f7f7f", "#0000ff"] {
            let accent = Rgb::parse(hex).expect("a colour");
            for background in [LIGHT, DARK] {
                let colour = accent.readable_on(background);
                assert!(colour.contrast(background) >= WANTED, "{hex} became {colour:?}");
                assert!(colour.ink().contrast(colour) >= 4.5, "{hex}: the ink on {colour:?}");
            }
        }
    }

    #[test]
    fn an_accent_that_can_be_read_stays_as_it_is() {
        assert!(css(Some("#0b6e4f")).starts_with(":root{--accent:#0b6e4f;--on-accent:#ffffff}"));
    }

    #[test]
    fn what_is_no_colour_becomes_the_default() {
        assert_eq!(css(Some("#öäü")), css(None));
        assert_eq!(css(Some("red")), css(None));
    }
}
