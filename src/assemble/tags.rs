//! Tags as written become the names of lists: `Waiting times` and `waiting-times` are one tag, `C++` and `C#` are two.

use super::safe_path::segment;
use crate::model::slug::slug;
use crate::model::story::Story;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// The tags of all stories.
pub(super) struct Tagged {
    /// The slugs of each story's tags, by its index, in the order written.
    pub(super) slugs: Vec<Vec<Arc<str>>>,
    /// How each tag is spelled most often; of two that are as frequent, the first in the alphabet.
    pub(super) spellings: BTreeMap<String, String>,
}

/// A tag as it is written somewhere.
struct Seen<'a> {
    tag: &'a str,
    times: usize,
}

/// Reads the tags of all stories, which come newest first.
pub(super) fn read(stories: &[Arc<Story>]) -> Tagged {
    // Making a slug costs more than looking it up, and the same few tags come again and again.
    let mut seen: Vec<Seen<'_>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut own = Vec::with_capacity(stories.len());
    for story in stories {
        let place = |tag| {
            let place = *places.entry(tag).or_insert_with(|| {
                seen.push(Seen { tag, times: 0 });
                seen.len() - 1
            });
            seen[place].times += 1;
            place
        };
        own.push(story.tags.iter().map(String::as_str).map(place).collect::<Vec<_>>());
    }
    let made = slugs(&seen);
    let mut best: BTreeMap<Arc<str>, (usize, &str)> = BTreeMap::new();
    for (Seen { tag, times }, slug) in seen.iter().zip(&made) {
        let held = best.entry(Arc::clone(slug)).or_insert((*times, tag));
        if (Reverse(*times), *tag) < (Reverse(held.0), held.1) {
            *held = (*times, tag);
        }
    }
    let spellings = best.into_iter().map(|(slug, (_, tag))| (slug.to_string(), tag.to_owned())).collect();
    let slugs = own.into_iter().map(|own| own.into_iter().map(|place| Arc::clone(&made[place])).collect());
    Tagged { slugs: slugs.collect(), spellings }
}

/// The slug of each tag. Where two tags would have one, the older keeps it, so that a new story never moves an old list;
/// the signs of the younger are spelled.
fn slugs(seen: &[Seen<'_>]) -> Vec<Arc<str>> {
    let mut by_meaning: HashMap<String, Arc<str>> = HashMap::new();
    let mut taken: HashSet<Arc<str>> = HashSet::new();
    let mut slugs = Vec::with_capacity(seen.len());
    for Seen { tag, .. } in seen.iter().rev() {
        let slug = by_meaning.entry(meaning(tag)).or_insert_with(|| free(tag, &taken));
        taken.insert(Arc::clone(slug));
        slugs.push(Arc::clone(slug));
    }
    slugs.reverse();
    slugs
}

/// A slug that no other tag has.
fn free(tag: &str, taken: &HashSet<Arc<str>>) -> Arc<str> {
    let plain = segment(tag);
    if !taken.contains(plain.as_str()) {
        return plain.into();
    }
    let spelled = segment(&spelled(tag));
    let numbered = (2..).map(|number| format!("{spelled}-{number}"));
    let mut candidates = std::iter::once(spelled.clone()).chain(numbered);
    candidates.find(|slug| !taken.contains(slug.as_str())).unwrap_or(plain).into()
}

/// A tag with its signs in words.
fn spelled(tag: &str) -> String {
    let mut out = String::with_capacity(tag.len());
    for c in tag.chars() {
        match c {
            '+' => out.push_str(" plus "),
            '#' => out.push_str(" sharp "),
            '&' => out.push_str(" and "),
            '/' => out.push_str(" or "),
            '@' => out.push_str(" at "),
            '%' => out.push_str(" percent "),
            '.' => out.push_str(" dot "),
            '!' => out.push_str(" bang "),
            c => out.push(c),
        }
    }
    out
}

/// What tells one tag from another: its words, and the signs that are more than white space. `Q & A` is `q&a`.
fn meaning(tag: &str) -> String {
    let is_sign = |c: char| {
        c.is_ascii_punctuation()
            && !matches!(c, '-' | '_' | '\'' | '"' | ',' | ';' | ':' | '(' | ')' | '[' | ']')
    };
    let mut out = String::with_capacity(tag.len());
    let mut rest = tag;
    while let Some(at) = rest.find(is_sign) {
        out.push_str(&slug(&rest[..at]));
        out.push_str(&rest[at..=at]);
        rest = &rest[at + 1..];
    }
    out + &slug(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(tags: &[&str]) -> Vec<String> {
        // The last is the oldest.
        let seen: Vec<Seen<'_>> = tags.iter().rev().map(|tag| Seen { tag, times: 1 }).collect();
        let mut made: Vec<String> = slugs(&seen).iter().map(ToString::to_string).collect();
        made.reverse();
        made
    }

    #[test]
    fn one_tag_may_be_spelled_in_many_ways() {
        assert_eq!(
            made(&["Waiting times", "waiting-times", "waiting_times", "WAITING  TIMES"]),
            ["waiting-times"; 4]
        );
        assert_eq!(made(&["Q&A", "q & a", "Q &A"]), ["q-a"; 3]);
        assert_eq!(made(&["Café", "cafe"]), ["cafe"; 2]);
    }

    #[test]
    fn different_tags_never_share_a_list() {
        assert_eq!(made(&["C", "C++", "C#", "c++"]), ["c", "c-plus-plus", "c-sharp", "c-plus-plus"]);
        assert_eq!(made(&["A&E", "A/E", "A+E"]), ["a-e", "a-or-e", "a-plus-e"]);
        assert_eq!(made(&["LGBTQ+", "LGBTQ"]), ["lgbtq", "lgbtq-2"]);
        assert_eq!(made(&["!", "?", "¿"]), ["u21", "u3f", "ubf"]);
        assert_eq!(made(&["水", "火", "Вода"]), ["水", "火", "вода"]);
    }
}
