//! The accent colour in both colour schemes, darkened or lightened until text in it can be read (WCAG 2.2, 1.4.6: 7:1).

use super::colour::Rgb;

/// The darkest panel of the light scheme and the lightest of the dark one, as the default style sheet has them.
const LIGHT: Rgb = Rgb(243, 240, 234);
const DARK: Rgb = Rgb(33, 37, 41);
/// The accent where the site names none.
const DEFAULT: Rgb = Rgb(11, 94, 107);
/// What WCAG asks at level AAA of text of any size.
const WANTED: f64 = 7.0;

/// The end of the style sheet: the custom properties `--accent` and `--on-accent` for both schemes.
pub(super) fn css(accent: Option<&str>) -> String {
    let [light, dark] = both(accent);
    format!(
        "\n:root{{--accent:{};--on-accent:{}}}\n@media screen and (prefers-color-scheme:dark){{:root{{--accent:{};--on-accent:{}}}}}\n",
        light.hex(),
        light.ink().hex(),
        dark.hex(),
        dark.ink().hex()
    )
}

/// The accent as a colour for the browser's own surfaces (`theme-color`), in the light and in the dark scheme.
pub(super) fn theme_colors(accent: Option<&str>) -> [String; 2] {
    both(accent).map(Rgb::hex)
}

/// The accent, or the theme's own, as it can be read in the light and in the dark scheme.
fn both(accent: Option<&str>) -> [Rgb; 2] {
    let accent = accent.and_then(Rgb::parse).unwrap_or(DEFAULT);
    [LIGHT, DARK].map(|ground| accent.readable_on(ground, WANTED))
}

#[cfg(test)]
mod tests {
    use super::{DARK, LIGHT, Rgb, WANTED, css};

    #[test]
    fn any_accent_can_be_read_in_both_schemes() {
        for hex in ["#000000", "#ffffff", "#ffff00", "#8a4b14", "#0b6e4f", "#7f7f7f", "#0000ff", "#ff0000"] {
            let accent = Rgb::parse(hex).expect("a colour");
            for ground in [LIGHT, DARK] {
                let colour = accent.readable_on(ground, WANTED);
                assert!(colour.contrast(ground) >= WANTED, "{hex} became {colour:?}");
                assert!(colour.ink().contrast(colour) >= WANTED, "{hex}: the ink on {colour:?}");
            }
        }
    }

    #[test]
    fn an_accent_that_can_be_read_stays_as_it_is() {
        assert!(css(Some("#0a4f3a")).starts_with("\n:root{--accent:#0a4f3a;--on-accent:#ffffff}"));
    }

    #[test]
    fn what_is_no_colour_becomes_the_default() {
        assert_eq!(css(Some("#öäü")), css(None));
        assert_eq!(css(Some("red")), css(None));
    }
}
