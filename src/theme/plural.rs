//! Which form of a word goes with a number (Unicode CLDR, "Language Plural Rules", cardinal, whole numbers).

/// The forms that a language may tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Category {
    /// None at all, where a language has a form for it.
    Zero,
    /// One.
    One,
    /// Two.
    Two,
    /// A few.
    Few,
    /// Many.
    Many,
    /// All else; every language has it.
    Other,
}

impl Category {
    /// The category of a word in a words file.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        match word {
            "zero" => Some(Self::Zero),
            "one" => Some(Self::One),
            "two" => Some(Self::Two),
            "few" => Some(Self::Few),
            "many" => Some(Self::Many),
            "other" => Some(Self::Other),
            _ => None,
        }
    }

    /// The category of a whole number in a language (its primary subtag).
    pub(super) fn of(language: &str, n: u64) -> Self {
        match language {
            "ja" | "ko" | "zh" | "vi" | "th" | "id" | "ms" | "my" => Self::Other,
            "fr" | "hy" => one_if(n < 2),
            "pt" => one_if(n < 2),
            "fa" | "hi" | "bn" | "gu" | "am" | "zu" => one_if(n < 2),
            "ar" => arabic(n),
            "he" => match n {
                1 => Self::One,
                2 => Self::Two,
                _ => Self::Other,
            },
            "ru" | "uk" | "be" | "sr" | "hr" | "bs" => slavic(n),
            "pl" => polish(n),
            "cs" | "sk" => match n {
                1 => Self::One,
                2..=4 => Self::Few,
                _ => Self::Other,
            },
            "ro" => match n {
                1 => Self::One,
                _ if n == 0 || (1..=19).contains(&(n % 100)) => Self::Few,
                _ => Self::Other,
            },
            "cy" => match n {
                0 => Self::Zero,
                1 => Self::One,
                2 => Self::Two,
                3 => Self::Few,
                6 => Self::Many,
                _ => Self::Other,
            },
            "ga" => match n {
                1 => Self::One,
                2 => Self::Two,
                3..=6 => Self::Few,
                7..=10 => Self::Many,
                _ => Self::Other,
            },
            _ => one_if(n == 1),
        }
    }
}

/// One or other.
fn one_if(one: bool) -> Category {
    if one { Category::One } else { Category::Other }
}

/// Arabic has all six.
fn arabic(n: u64) -> Category {
    match (n, n % 100) {
        (0, _) => Category::Zero,
        (1, _) => Category::One,
        (2, _) => Category::Two,
        (_, 3..=10) => Category::Few,
        (_, 11..=99) => Category::Many,
        _ => Category::Other,
    }
}

/// Russian, Ukrainian, Serbian and their neighbours.
fn slavic(n: u64) -> Category {
    match (n % 10, n % 100) {
        (1, tens) if tens != 11 => Category::One,
        (2..=4, tens) if !(12..=14).contains(&tens) => Category::Few,
        _ => Category::Many,
    }
}

/// Polish says `one` for one only.
fn polish(n: u64) -> Category {
    match (n, n % 10, n % 100) {
        (1, ..) => Category::One,
        (_, 2..=4, tens) if !(12..=14).contains(&tens) => Category::Few,
        _ => Category::Many,
    }
}

#[cfg(test)]
mod tests {
    use super::Category;

    #[test]
    fn arabic_tells_six_forms_apart() {
        let forms: Vec<_> = [0, 1, 2, 3, 10, 11, 99, 100, 102, 103].map(|n| Category::of("ar", n)).to_vec();
        use Category::{Few, Many, One, Other, Two, Zero};
        assert_eq!(forms, [Zero, One, Two, Few, Few, Many, Many, Other, Other, Few]);
    }

    #[test]
    fn french_counts_nought_as_one_and_english_does_not() {
        assert_eq!(Category::of("fr", 0), Category::One);
        assert_eq!(Category::of("en", 0), Category::Other);
    }

    #[test]
    fn polish_and_russian_differ_at_twenty_one() {
        assert_eq!(Category::of("pl", 21), Category::Many);
        assert_eq!(Category::of("ru", 21), Category::One);
    }
}
