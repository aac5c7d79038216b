//! Hashtags from a story's tags: in CamelCase, so that a screen reader reads the words of them, and few.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation;

/// The hashtags of these tags with their `#`, at most so many. A tag of digits only is none on any server, and of two
/// that differ only in case the first is kept.
pub fn hashtags(tags: &[String], most: usize) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let found = tags.iter().filter_map(|tag| hashtag(tag));
    found.filter(|tag| seen.insert(tag.to_lowercase())).take(most).collect()
}

/// One tag as a hashtag, where it can be one.
fn hashtag(tag: &str) -> Option<String> {
    let name: String = words(tag).iter().map(|word| capitalised(word)).collect();
    let says_something = name.chars().any(|c| c.is_alphabetic());
    says_something.then(|| format!("#{name}"))
}

/// The words of a tag. An apostrophe is inside a word, anything else that is no letter, digit or a mark on one ends it.
fn words(tag: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for cluster in tag.graphemes(true) {
        let begins_well = cluster.chars().next().is_some_and(char::is_alphanumeric);
        match words.last_mut() {
            Some(word) if begins_well => word.extend(cluster.chars().filter(|c| belongs(*c))),
            _ if matches!(cluster, "'" | "’") => {}
            _ => words.push(String::new()),
        }
    }
    words
}

/// Marks on a letter stay with it; what joins emoji and hides in text does not.
fn belongs(c: char) -> bool {
    !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{20E3}')
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tags: &[&str], most: usize) -> Vec<String> {
        hashtags(&tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>(), most)
    }

    #[test]
    fn words_are_told_apart_by_their_capitals() {
        assert_eq!(
            of(&["clean water", "women's rights", "co-op", "NHS", "año nuevo", "पानी साफ़", "2026 report"], 9),
            ["#CleanWater", "#WomensRights", "#CoOp", "#NHS", "#AñoNuevo", "#पानीसाफ़", "#2026Report"]
        );
    }

    #[test]
    fn digits_signs_doubles_and_too_many_are_left_out() {
        assert_eq!(of(&["2026", "🎉", "", "water", "Water", "tools", "bikes"], 2), ["#Water", "#Tools"]);
    }
}
