//! Making a text fit: at a sentence where that keeps most of it, else at a word, never inside a link, a mention, a
//! hashtag or an emoji.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::model::limits::Limits;
use crate::toot::entity::entities;
use crate::toot::length::length;

/// What stands for the rest.
const REST: &str = "…";

/// More than a sign of any script or an emoji of a family takes, most of the time.
const BYTES_A_SIGN: usize = 16;
/// Room for a few long links, which count little.
const BYTES_BEFORE: usize = 4096;

/// The text, cut so that it counts at most `room`. A cut after a sentence is preferred where it keeps at least half of
/// what a cut after a word would; that one ends in `…`. Empty where nothing fits.
pub fn shorten(text: &str, room: usize, limits: &Limits) -> String {
    let text = text.trim();
    if length("", text, limits) <= room {
        return text.to_owned();
    }
    let text = beginning(text, room);
    let held = held(text);
    let whole = |at: &usize| before(&held, *at).is_none_or(|range| *at >= range.end);
    let fits = |shortened: &String| length("", shortened, limits) <= room;

    let words = text.split_word_bound_indices().map(|(at, _)| at).filter(whole).collect::<Vec<_>>();
    let word = longest(&words, |at| abridged(text, at), fits);
    let sentences: Vec<usize> = text.split_sentence_bound_indices().map(|(at, _)| at).filter(whole).collect();
    let sentence = longest(&sentences, |at| text[..at].trim_end().to_owned(), fits);
    let keeps_enough = sentence.chars().count() * 2 >= word.chars().count();
    if !sentence.is_empty() && keeps_enough { sentence } else { word }
}

/// The beginning of a text, to a space, which is far more than fits: where sentences end is looked for in quadratic time.
fn beginning(text: &str, room: usize) -> &str {
    let start = &text[..text.floor_char_boundary(BYTES_BEFORE + room * BYTES_A_SIGN)];
    match start.rfind(char::is_whitespace) {
        Some(space) if start.len() < text.len() => &start[..space],
        _ => start,
    }
}

/// The longest cut that fits. Longer cuts count more but for oddities, so the place is guessed by halving and then
/// walked down from.
fn longest(cuts: &[usize], cut: impl Fn(usize) -> String, fits: impl Fn(&String) -> bool) -> String {
    let guess = cuts.partition_point(|at| fits(&cut(*at)));
    cuts[..guess].iter().rev().map(|at| cut(*at)).find(|text| fits(text)).unwrap_or_default()
}

/// The text up to a place, with the sign that it goes on. After a link or a mention there is a space: a link would
/// swallow the sign.
fn abridged(text: &str, at: usize) -> String {
    let start = text[..at].trim_end();
    let kept = start.trim_end_matches([',', ';', ':', '–', '—', '-', '(', '[']).trim_end();
    let kept = if ends_held(start, kept.len()) { start } else { kept };
    if kept.is_empty() {
        return String::new();
    }
    let glue = if ends_held(text, kept.len()) { " " } else { "" };
    format!("{kept}{glue}{REST}")
}

/// Whether a link, a mention, a hashtag or an emoji ends here, or goes on.
fn ends_held(text: &str, at: usize) -> bool {
    before(&held(text), at).is_some_and(|range| at <= range.end)
}

/// The last part that begins before a place.
fn before(held: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    held[..held.partition_point(|range| range.start < at)].last()
}

/// The parts of a text that stay whole: links, mentions, hashtags, `:emoji:`, and any word with a protocol or an `@`, a
/// piece of which could be a link or a mention that was none. In order, and none reaches into the next.
pub(super) fn held(text: &str) -> Vec<Range<usize>> {
    let mut held: Vec<Range<usize>> = entities(text).into_iter().map(|entity| entity.range).collect();
    let mut start = 0;
    for token in text.split_inclusive(char::is_whitespace) {
        let word = token.trim_end();
        if word.contains("://") || word.contains('@') {
            held.push(start..start + word.len());
        } else {
            held.extend(signs(word).map(|range| start + range.start..start + range.end));
        }
        start += token.len();
    }
    held.sort_unstable_by_key(|range| range.start);
    held.dedup_by(|next, range| {
        let overlaps = next.start < range.end;
        if overlaps {
            range.end = range.end.max(next.end);
        }
        overlaps
    });
    held
}

/// The hashtags and `:emoji:` of one word.
fn signs(word: &str) -> impl Iterator<Item = Range<usize>> {
    word.match_indices(['#', ':']).filter_map(|(at, sign)| {
        let rest = &word[at + 1..];
        let run = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        match sign {
            "#" if run > 0 => Some(at..at + 1 + run),
            ":" if run > 0 && rest[run..].starts_with(':') => Some(at..at + run + 2),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str, room: usize) -> String {
        shorten(text, room, &Limits::default())
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        assert_eq!(cut(" We listened. ", 12), "We listened.");
    }

    #[test]
    fn a_sentence_is_preferred_where_it_keeps_enough() {
        assert_eq!(cut("We dug three wells. Two of them give water all year.", 40), "We dug three wells.");
        assert_eq!(
            cut("No. We had promised three wells by the end of the year.", 40),
            "No. We had promised three wells by the…"
        );
    }

    #[test]
    fn a_word_stays_whole_and_loses_its_comma() {
        assert_eq!(cut("One, two, three", 10), "One, two…");
    }

    #[test]
    fn a_link_a_mention_a_hashtag_and_an_emoji_stay_whole() {
        assert_eq!(
            cut("see https://example.org/a-very/long-path for more", 30),
            "see https://example.org/a-very/long-path …"
        );
        assert_eq!(
            cut("thanks @ada@example.org and all", 14),
            "thanks @ada …".replace("@ada", "@ada@example.org")
        );
        assert_eq!(cut("water #CleanWater", 12), "water…");
        assert_eq!(cut("water :blob_cat: here", 14), "water…");
        assert_eq!(cut("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 2), "👨‍👩‍👧‍👦…");
    }

    #[test]
    fn nothing_is_left_of_a_word_that_does_not_fit() {
        assert_eq!(cut("Donaudampfschifffahrt", 10), "");
    }

    /// Words as they meet in a summary: prose, other scripts, links, mentions, hashtags, emoji, punctuation.
    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-z]{1,12}[.,!?]?",
            "[a-zé]{1,8} ",
            "https://[a-z]{1,9}\\.(org|example|de)/[a-z0-9/()]{0,30}[.,…]?",
            "@[a-z]{1,8}@[a-z]{1,8}\\.org",
            "#[A-Za-z]{1,12}",
            ":[a-z_]{1,9}:",
            "[अ-हの-ん一-龠👩\u{200D}🏽🇩🇪]{1,6}",
            "\\PC{0,6}",
            Just(" ".to_owned()),
        ]
    }

    proptest! {
        #[test]
        fn no_text_is_longer_than_its_room(pieces in prop::collection::vec(piece(), 0..60), room in 30usize..5_000) {
            let text = pieces.concat();
            prop_assert!(length("", &cut(&text, room), &Limits::default()) <= room);
        }

        #[test]
        fn every_link_and_mention_that_is_left_was_there(pieces in prop::collection::vec(piece(), 1..40), room in 30usize..200) {
            let text = pieces.concat();
            let of = |text: &str| entities(text).into_iter().map(|e| text[e.range].to_owned()).collect::<Vec<_>>();
            let (before, after) = (of(text.trim()), of(&cut(&text, room)));
            prop_assert_eq!(&before[..after.len()], &after[..]);
        }
    }
}
