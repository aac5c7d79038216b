//! A language by its BCP 47 tag.

use icu_locale::{Direction, LanguageIdentifier, Locale, LocaleCanonicalizer, LocaleDirectionality};
use std::fmt;
use std::sync::Arc;

/// A language tag, kept as written: `en`, `en-GB`, `ar`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(Arc<str>);

impl Lang {
    /// English, the language of a site that names none.
    pub fn english() -> Self {
        Self("en".into())
    }

    /// Reads a well-formed tag (RFC 5646 §2.1, the shape only): two or three letters first, since
    /// no longer ones were ever registered, then subtags of one to eight letters or digits.
    pub fn parse(tag: &str) -> Option<Self> {
        let mut parts = tag.split('-');
        let primary = parts.next()?;
        let fits = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
        let rest = parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
        (fits && rest).then(|| Self(tag.into()))
    }

    /// The tag as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary subtag, in lower case: `en` of `en-GB`.
    pub fn primary(&self) -> String {
        self.0.split('-').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// The country or region of the tag, in capitals: `BR` of `pt-br`, `419` of `es-419`.
    pub fn region(&self) -> Option<String> {
        self.identifier()?.region.map(|region| region.to_string())
    }

    /// Whether the language is written from right to left: the script that the tag names decides, else the likely one of
    /// its language and country (CLDR, likelySubtags).
    pub fn is_right_to_left(&self) -> bool {
        let Some(identifier) = self.identifier() else { return false };
        let direction = LocaleDirectionality::new_extended();
        let known = direction.get(&identifier).or_else(|| {
            // Some tags are called otherwise now: `prs` is `fa-AF` (CLDR, languageAlias).
            let mut locale = Locale::from(identifier);
            LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
            direction.get(&locale.id)
        });
        known == Some(Direction::RightToLeft)
    }

    /// The tag as Unicode takes one apart; `None` where a subtag is none that it knows the place of.
    pub(crate) fn identifier(&self) -> Option<LanguageIdentifier> {
        LanguageIdentifier::try_from_str(&self.0).ok()
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn a_script_subtag_decides_which_way_a_language_is_written_and_else_its_country_does() {
        let is_right_to_left = |tag: &str| Lang::parse(tag).unwrap().is_right_to_left();
        let right = [
            "ar", "he", "ur", "fa-AF", "prs", "sd", "syr", "ug", "pa-PK", "az-Arab", "ff-Adlm", "uz-AF",
            "nqo",
        ];
        let left = [
            "en",
            "ha",
            "pa",
            "pa-IN",
            "ur-Latn",
            "az",
            "ku",
            "sd-IN",
            "ff",
            "zh-Hans",
            "qqq",
            "ar-Latn-x-y",
        ];
        assert_eq!(right.iter().filter(|tag| !is_right_to_left(tag)).collect::<Vec<_>>(), [&""; 0]);
        assert_eq!(left.iter().filter(|tag| is_right_to_left(tag)).collect::<Vec<_>>(), [&""; 0]);
    }
}
