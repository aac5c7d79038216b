//! The last part of an address, or the id of a heading, made from words.

use std::ops::RangeInclusive;
use unicode_segmentation::UnicodeSegmentation;

/// Above these letters come other scripts than Latin (Unicode 16, Blocks.txt) …
const LAST_LATIN: char = '\u{36F}';
/// … but for these blocks: phonetic letters, Latin with more marks, signs that look like letters, ligatures, full-width
/// and mathematical letters.
const ALSO_LATIN: [RangeInclusive<char>; 8] = [
    '\u{1D00}'..='\u{1DBF}',
    '\u{1E00}'..='\u{1EFF}',
    '\u{2000}'..='\u{2C7F}',
    '\u{A720}'..='\u{A7FF}',
    '\u{AB30}'..='\u{AB6F}',
    '\u{FB00}'..='\u{FB06}',
    '\u{FF00}'..='\u{FF60}',
    '\u{1D400}'..='\u{1F2FF}',
];

/// Small letters and digits with single `-` between them; empty where there is none. Latin letters lose their marks
/// (`Über` is `uber`), signs are spelled or parted at as they always were; words of other scripts stay as they are, since
/// nobody could read them in Latin letters.
pub fn slug(words: &str) -> String {
    if !words.chars().any(is_other_script) {
        return slug::slugify(words);
    }
    let mut out = String::with_capacity(words.len());
    let mut latin = String::new();
    for cluster in words.graphemes(true) {
        if cluster.starts_with(is_other_script) {
            add_latin(&mut out, &mut latin);
            // What joins letters in some scripts cannot be seen where there is nothing to join.
            out.extend(
                cluster.trim_end_matches(['\u{200c}', '\u{200d}']).chars().flat_map(char::to_lowercase),
            );
        } else {
            latin.push_str(cluster);
        }
    }
    add_latin(&mut out, &mut latin);
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Adds what stands between words of other scripts, parted from them where it was.
fn add_latin(out: &mut String, latin: &mut String) {
    let between = std::mem::take(latin);
    if between.is_empty() {
        return;
    }
    let slug = slug::slugify(&between);
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if !out.is_empty() && (!is_part(between.chars().next()) || slug.is_empty()) {
        out.push('-');
    }
    out.push_str(&slug);
    if !slug.is_empty() && !is_part(between.chars().next_back()) {
        out.push('-');
    }
}

fn is_other_script(c: char) -> bool {
    c > LAST_LATIN && c.is_alphabetic() && !ALSO_LATIN.iter().any(|block| block.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_of_other_scripts_stay_as_they_are() {
        let cases = [
            ("新しい記事", "新しい記事"),
            ("日本語 (2026): Wells, 水", "日本語-2026-wells-水"),
            ("日本2026年", "日本2026年"),
            ("Наши Колодцы", "наши-колодцы"),
            ("ما الذي تغيّر؟", "ما-الذي-تغيّر"),
            ("हिन्दी में", "हिन्दी-में"),
            ("ภาษาไทย ครั้งที่ ๑", "ภาษาไทย-ครั้งที่-1"),
            ("「井戸」、水", "井戸-水"),
            ("한국어 – 소식", "한국어-소식"),
            ("../../日本", "日本"),
        ];
        for (words, wanted) in cases {
            assert_eq!(slug(words), wanted, "{words}");
        }
    }

    #[test]
    fn latin_words_have_the_address_that_they_always_had() {
        for words in [
            "Über uns",
            "5 µm & more",
            "Wells 🎉",
            "½ price",
            "Łódź",
            "ﬁne",
            "Ｗｅｌｌｓ",
            "a–b…",
            "ĐẠI",
            "€ 5",
        ] {
            assert_eq!(slug(words), slug::slugify(words), "{words}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_slug_is_its_own_slug(words in "[a-zA-Z0-9 é日本жुाहिन्\u{200d}\u{301}/.#?-]{0,20}") {
            let made = slug(&words);
            prop_assert!(!made.starts_with('-') && !made.ends_with('-') && !made.contains("--"), "{}", made);
            prop_assert!(!made.contains(['/', '.', ' ', '#', '?']), "{}", made);
            prop_assert_eq!(slug(&made), made);
        }
    }
}
