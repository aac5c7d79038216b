//! A text that is longer than one toot, in parts: cut between paragraphs where that keeps enough, else between
//! sentences, else between words, never inside a link, a mention or an emoji.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::toot::shorten::held;

/// The parts of a text. `fits` says whether a text has room in the part of this number, counted from 0. What has room in
/// no part at all (one mention that is longer than a toot) is left out.
pub(super) fn split(text: &str, fits: impl Fn(usize, &str) -> bool) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let at = cut(rest, |start| fits(parts.len(), start));
        if at > 0 {
            parts.push(rest[..at].trim_end().to_owned());
            rest = rest[at..].trim_start();
        } else if parts.is_empty() {
            // The first part can be the link alone.
            parts.push(String::new());
        } else {
            rest = rest[first_unit(rest)..].trim_start();
        }
    }
    parts
}

/// Where the text is cut, 0 where nothing fits.
fn cut(text: &str, fits: impl Fn(&str) -> bool) -> usize {
    if fits(text) {
        return text.len();
    }
    let held = held(text);
    let whole = |at: &usize| *at > 0 && !held.iter().any(|range| range.start < *at && *at < range.end);
    let longest = |cuts: Vec<usize>| longest(text, &cuts, &fits);

    let spaces = ends_before(text, char::is_whitespace).into_iter().filter(whole).collect();
    let bounds = text.split_word_bound_indices().map(|(at, _)| at).filter(whole).collect();
    let clusters = || text.grapheme_indices(true).map(|(at, _)| at).filter(whole).collect();
    let word = [spaces, bounds].into_iter().map(longest).find(|at| *at > 0);
    let word = word.unwrap_or_else(|| longest(clusters()));
    let paragraphs = text.match_indices("\n\n").map(|(at, _)| at).filter(whole).collect();
    let sentences = text.split_sentence_bound_indices().map(|(at, _)| at).filter(whole).collect();
    let better = [paragraphs, sentences].into_iter().map(longest);
    better.into_iter().find(|at| at * 2 >= word && *at > 0).unwrap_or(word)
}

/// The last of the cuts up to which the text fits, 0 where there is none.
fn longest(text: &str, cuts: &[usize], fits: impl Fn(&str) -> bool) -> usize {
    let start = |at: usize| text[..at].trim_end();
    let guess = cuts.partition_point(|at| fits(start(*at)));
    let fitting = cuts[..guess].iter().rev().find(|at| !start(**at).is_empty() && fits(start(**at)));
    fitting.copied().unwrap_or(0)
}

/// The places where a run of such characters begins.
fn ends_before(text: &str, which: impl Fn(char) -> bool) -> Vec<usize> {
    let mut before = true;
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        if which(c) && !before {
            found.push(at);
        }
        before = which(c);
    }
    found
}

/// How long what stands first is: something that stays whole, else one grapheme cluster.
fn first_unit(text: &str) -> usize {
    let cluster = text.graphemes(true).next().map_or(text.len(), str::len);
    let held: Option<Range<usize>> =
        held(text).into_iter().filter(|range| range.start == 0).max_by_key(|r| r.end);
    held.map_or(cluster, |range| range.end.max(cluster))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, room: usize) -> Vec<String> {
        split(text, |_, part| part.chars().count() <= room)
    }

    #[test]
    fn paragraphs_come_before_sentences_and_words() {
        assert_eq!(parts("One two.\n\nThree four.", 15), ["One two.", "Three four."]);
        assert_eq!(parts("One two. Three four.", 15), ["One two.", "Three four."]);
        assert_eq!(parts("one two three four", 15), ["one two three", "four"]);
        assert_eq!(parts("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn what_stays_whole_and_fits_nowhere_is_left_out() {
        assert_eq!(parts("one @ada@example.org two", 8), ["one", "two"]);
    }
}
