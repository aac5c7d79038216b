//! Which form of a word goes with a number (Unicode CLDR, "Language Plural Rules", cardinal, whole numbers).

use crate::model::lang::Lang;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};
use std::sync::Arc;

/// The rules of a language. They belong to the words that were written in it, so that English words which stand in for
/// another language's are counted as English is.
#[derive(Clone)]
pub(super) struct Rules(Option<Arc<PluralRules>>);

impl Rules {
    /// The rules of a language; of one that CLDR does not know, one is `one` and all else `other`.
    pub(super) fn of(lang: &Lang) -> Self {
        let rules = lang.identifier().and_then(|identifier| {
            PluralRules::try_new(identifier.into(), PluralRulesOptions::default()).ok()
        });
        Self(rules.map(Arc::new))
    }

    /// The form for a whole number, where there are these forms.
    pub(super) fn category(&self, n: u64, has: impl Fn(PluralCategory) -> bool) -> PluralCategory {
        use PluralCategory::{One, Other};
        match self.0.as_ref().map(|rules| rules.category_for(n)) {
            Some(Other) | None if n == 1 && has(One) && !self.tells_one() => One,
            Some(category) => category,
            None => Other,
        }
    }

    /// Whether the language has a form for one.
    fn tells_one(&self) -> bool {
        let mut categories = self.0.iter().flat_map(|rules| rules.categories());
        categories.any(|category| category == PluralCategory::One)
    }
}

#[cfg(test)]
mod tests {
    use super::{Lang, PluralCategory, Rules};
    use PluralCategory::{Few, Many, One, Other, Two, Zero};

    fn forms<const N: usize>(lang: &str, numbers: [u64; N]) -> [PluralCategory; N] {
        let rules = Rules::of(&Lang::parse(lang).unwrap());
        numbers.map(|n| rules.category(n, |_| true))
    }

    #[test]
    fn arabic_tells_six_forms_apart() {
        let told = forms("ar", [0, 1, 2, 3, 10, 11, 99, 100, 102, 103]);
        assert_eq!(told, [Zero, One, Two, Few, Few, Many, Many, Other, Other, Few]);
    }

    #[test]
    fn french_counts_nought_as_one_and_english_and_the_portuguese_of_portugal_do_not() {
        assert_eq!(forms("fr", [0, 1, 2]), [One, One, Other]);
        assert_eq!(forms("en", [0, 1, 2]), [Other, One, Other]);
        assert_eq!(forms("pt", [0, 1, 2]), [One, One, Other]);
        assert_eq!(forms("pt-PT", [0, 1, 2]), [Other, One, Other]);
    }

    #[test]
    fn languages_between_the_baltic_and_the_adriatic_each_have_their_own_rule() {
        assert_eq!(forms("pl", [1, 2, 5, 21, 22]), [One, Few, Many, Many, Few]);
        assert_eq!(forms("ru", [1, 2, 5, 21, 22]), [One, Few, Many, One, Few]);
        assert_eq!(forms("sl", [1, 2, 3, 5, 101]), [One, Two, Few, Other, One]);
        assert_eq!(forms("lt", [1, 2, 11, 21, 22]), [One, Few, Other, One, Few]);
        assert_eq!(forms("lv", [0, 1, 11, 21, 22]), [Zero, One, Zero, One, Other]);
    }

    #[test]
    fn one_is_one_in_a_language_that_nobody_has_rules_for() {
        assert_eq!(forms("qqq", [0, 1, 2]), [Other, One, Other]);
    }
}
