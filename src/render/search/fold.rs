//! What is the same for somebody who searches: capitals and accents, the forms of Arabic letters, wide and narrow ones.
//! `static/search.js` of the theme folds what is asked in the same way; a change here is one there.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// A text as it is compared: decomposed (NFKD, UAX #15), small letters, without accents, and put together again, so that
/// what is no accent stays on its letter (`が`, Hangul).
pub(super) fn fold(text: &str) -> String {
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let bare: String = apart.to_lowercase().chars().filter(|c| !is_left_out(*c)).collect();
    let whole = ComposingNormalizerBorrowed::new_nfc().normalize(&bare);
    let mut out = String::with_capacity(whole.len());
    for c in whole.chars() {
        match letters(c) {
            Some(letters) => out.push_str(letters),
            None => out.push(digit(c).unwrap_or(c)),
        }
    }
    out
}

/// Accents of Latin, Greek and Cyrillic letters, points of Hebrew and Arabic ones, the Arabic stroke that only makes a word
/// longer, and the hyphen that is seen at the end of a line only.
fn is_left_out(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}')
}

/// Letters that are written in two ways and have no accent that could be taken off.
fn letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        'ٱ' => "ا",
        'ى' | 'ی' => "ي",
        'ة' => "ه",
        'ک' => "ك",
        _ => return None,
    })
}

/// The digits of Arabic and Persian as those of everybody else.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        _ => return None,
    };
    char::from_digit(u32::from(c) - zero, 10)
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn what_a_reader_takes_for_the_same_is_the_same() {
        for (written, folded) in [
            ("Écoles, ÉCOLES", "ecoles, ecoles"),
            ("Straße in Łódź", "strasse in lodz"),
            ("Smørrebrød, encyclopædia", "smorrebrod, encyclopaedia"),
            ("İstanbul, ısı", "istanbul, isi"),
            ("ΟΔΟΣ, οδός", "οδοσ, οδοσ"),
            ("ещё, Київ", "еще, киів"),
            ("أَسْئِلَة إلى الآن", "اسيله الي الان"),
            ("کتابی ۲۰۲۶ ٢٠٢٦", "كتابي 2026 2026"),
            ("מָיִם", "מים"),
            ("ﾃｽﾄ ＡＢＣ１２", "テスト abc12"),
            ("ガス が カ", "ガス が カ"),
            ("각각", "각각"),
            ("up\u{ad}date ﬁne", "update fine"),
        ] {
            assert_eq!(fold(written), folded, "{written}");
            assert_eq!(fold(&fold(written)), folded, "{written}, twice");
        }
    }
}
