//! How long a toot is, counted by the server's own rules: what it counts too long it refuses, and nothing is posted.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::limits::Limits;
use crate::toot::entity::{Kind, entities};

/// How many characters a toot counts: the grapheme clusters of its content warning and its text, where in the text
/// a link counts as the server says and `@user@domain` as `@user`. In the warning everything counts as it is written; on
/// some servers it does so everywhere.
pub fn length(warning: &str, text: &str, limits: &Limits) -> usize {
    if limits.as_written {
        return warning.chars().count() + text.chars().count();
    }
    let mut counted = warning.to_owned();
    if !text.trim().is_empty() {
        let mut at = 0;
        for entity in entities(text) {
            counted.push_str(&text[at..entity.range.start]);
            match entity.kind {
                Kind::Url => counted.extend(std::iter::repeat_n('x', limits.url_characters)),
                Kind::Mention(shown) => counted.push_str(&text[entity.range.start..][..shown]),
            }
            at = entity.range.end;
        }
        counted.push_str(&text[at..]);
    }
    counted.graphemes(true).map(clusters).sum()
}

/// How many clusters the server sees in one of ours. Ours join the consonants of an Indic conjunct (UAX #29 rule GB9c,
/// new in Unicode 15.1); the server's do not yet.
fn clusters(grapheme: &str) -> usize {
    1 + grapheme.chars().skip(1).filter(|c| indic_consonant(*c)).count()
}

fn indic_consonant(c: char) -> bool {
    matches!(
        c,
        '\u{915}'..='\u{939}' | '\u{958}'..='\u{95F}' | '\u{978}'..='\u{97F}' // Devanagari
            | '\u{995}'..='\u{9B9}' | '\u{9DC}'..='\u{9DF}' | '\u{9F0}' | '\u{9F1}' // Bengali
            | '\u{A95}'..='\u{AB9}' | '\u{AF9}' // Gujarati
            | '\u{B15}'..='\u{B39}' | '\u{B5C}'..='\u{B5F}' | '\u{B71}' // Oriya
            | '\u{C15}'..='\u{C39}' | '\u{C58}'..='\u{C5A}' // Telugu
            | '\u{D15}'..='\u{D3A}' // Malayalam
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Vector {
        name: String,
        text: String,
        #[serde(default)]
        cw: String,
        count: usize,
    }

    /// The vectors were counted by the server's own validator; `LENGTH_VECTORS` names another file of them.
    #[test]
    fn length_vectors() {
        let own = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/mastodon/length_vectors.json");
        let path = std::env::var_os("LENGTH_VECTORS").unwrap_or_else(|| own.into());
        let vectors: Vec<Vector> = serde_json::from_slice(&std::fs::read(path).expect("the file is there"))
            .expect("a list of vectors");
        let wrong: Vec<String> = vectors
            .iter()
            .map(|vector| (vector, length(&vector.cw, &vector.text, &Limits::default())))
            .filter(|(vector, count)| *count != vector.count)
            .map(|(vector, count)| format!("{}: {count}, not {}", vector.name, vector.count))
            .collect();
        assert_eq!(wrong, Vec::<String>::new());
        assert!(!vectors.is_empty());
    }

    #[test]
    fn a_link_counts_what_the_server_says() {
        let limits = Limits { url_characters: 32, ..Limits::default() };
        assert_eq!(length("", "see https://example.org/", &limits), 36);
    }

    #[test]
    fn a_server_that_counts_everything_counts_links_mentions_and_accents_as_they_are_written() {
        let limits = Limits { as_written: true, ..Limits::default() };
        for text in ["see https://example.org/", "@ada@social.example hello", "e\u{301}", "👩‍👩‍👧"]
        {
            assert_eq!(length("w", text, &limits), 1 + text.chars().count(), "{text}");
        }
    }

    #[test]
    fn an_address_that_nobody_else_can_reach_counts_as_it_is_written() {
        for text in
            ["http://localhost:8000/impact/", "http://127.0.0.1/impact/wells/", "https://example.nosuchtld/a"]
        {
            assert_eq!(length("", text, &Limits::default()), text.len(), "{text}");
        }
    }
}
