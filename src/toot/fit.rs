//! The words of a toot put together so that the server takes them: link and mention whole, white space around the link,
//! hashtags last, the text shortened or continued in a thread.

use crate::model::limits::Limits;
use crate::toot::length::length;
use crate::toot::shorten::shorten;
use crate::toot::thread::split;

/// What a toot is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'a> {
    /// Who is answered, with the `@`; comes first.
    pub(super) mention: Option<&'a str>,
    /// What is said.
    pub(super) text: &'a str,
    /// The page.
    pub(super) link: &'a str,
    /// With their `#`; they come last.
    pub(super) hashtags: &'a [String],
    /// The content warning, which counts too; empty for none.
    pub(super) warning: &'a str,
    /// Whether a long text goes on in further toots, or is shortened.
    pub(super) goes_on: bool,
}

/// The toots, in order; the first has the link. Fails where the server's limit leaves no room even for the link.
pub(super) fn fit(words: &Words<'_>, limits: &Limits) -> Result<Vec<String>, String> {
    let text = tidy(words.text);
    let long = |toot: &str| length(words.warning, toot, limits);
    let fits = |toot: &str| long(toot) <= limits.max_characters;
    let bare = words.toot("", &[]);
    if !fits(&bare) {
        return Err(format!(
            "its link{}{} count {} of the {} characters that the server allows",
            if words.mention.is_some() { ", its mention" } else { "" },
            if words.warning.is_empty() { " alone" } else { " and its content warning" },
            long(&bare),
            limits.max_characters,
        ));
    }
    if links_itself(&text, words.link) && fits(&words.opened(&text)) {
        return Ok(vec![words.opened(&text)]);
    }
    let text = tidy(&text.replace(words.link, " "));
    let hashtags = words.affordable(&text, limits);
    let whole = words.toot(&text, hashtags);
    if fits(&whole) {
        return Ok(vec![whole]);
    }
    if words.goes_on {
        return Ok(words.thread(&text, &fits));
    }
    let mut room = limits.max_characters.saturating_sub(long(&words.toot("", hashtags)));
    loop {
        let toot = words.toot(&shorten(&text, room, limits), hashtags);
        let over = long(&toot).saturating_sub(limits.max_characters);
        if over == 0 {
            return Ok(vec![toot]);
        }
        if room == 0 {
            return Ok(vec![bare]);
        }
        room = room.saturating_sub(over);
    }
}

/// One toot in a site's own shape, which is given ever less of the text until the server takes it. A shape that is too
/// long by itself is cut like any text; the link stays whole.
pub(super) fn fit_shape<E>(
    words: &Words<'_>,
    limits: &Limits,
    shape: impl Fn(&str) -> Result<String, E>,
) -> Result<Result<Vec<String>, String>, E> {
    let mut text = words.text.trim().to_owned();
    let mut shaped = tidy(&shape(&text)?);
    loop {
        let toot = words.placed(&shaped);
        let over = length(words.warning, &toot, limits).saturating_sub(limits.max_characters);
        if over == 0 {
            return Ok(Ok(vec![toot]));
        }
        let room = length("", &text, limits).saturating_sub(over);
        text = shorten(&text, room, limits);
        let shorter = tidy(&shape(&text)?);
        if text.is_empty() || shorter == shaped {
            let rest = Words { text: &shorter, hashtags: &[], goes_on: false, ..*words };
            return Ok(fit(&rest, limits));
        }
        shaped = shorter;
    }
}

impl Words<'_> {
    /// One toot with this text, in which the link may stand already.
    fn placed(&self, text: &str) -> String {
        if links_itself(text, self.link) {
            return self.opened(text);
        }
        self.toot(&tidy(&text.replace(self.link, " ")), &[])
    }

    /// One toot with this text.
    fn toot(&self, text: &str, hashtags: &[String]) -> String {
        // A text that ends in a colon leads straight to what comes next.
        let glue = match text.chars().next_back() {
            None => "",
            Some(':' | '：') => "\n",
            Some(_) => "\n\n",
        };
        let link = format!("{text}{glue}{}", self.link);
        let opened = self.opened(&link);
        if hashtags.is_empty() { opened } else { format!("{opened}\n\n{}", hashtags.join(" ")) }
    }

    fn opened(&self, text: &str) -> String {
        self.mention.map_or_else(|| text.to_owned(), |mention| format!("{mention} {text}"))
    }

    /// The hashtags that leave at least half of the toot, or room for the whole text.
    fn affordable(&self, text: &str, limits: &Limits) -> &[String] {
        let long = |toot: String| length(self.warning, &toot, limits);
        let empty = long(self.toot("", &[]));
        let room = |hashtags: &[String]| limits.max_characters.saturating_sub(long(self.toot("", hashtags)));
        let enough = limits.max_characters.saturating_sub(empty) / 2;
        let affordable = |count: &usize| {
            let hashtags = &self.hashtags[..*count];
            long(self.toot(text, hashtags)) <= limits.max_characters || room(hashtags) > enough.max(20)
        };
        let count = (1..=self.hashtags.len()).rev().find(affordable).unwrap_or(0);
        &self.hashtags[..count]
    }

    fn thread(&self, text: &str, fits: &impl Fn(&str) -> bool) -> Vec<String> {
        let parts =
            split(text, |number, part| if number == 0 { fits(&self.toot(part, &[])) } else { fits(part) });
        let mut parts = parts.into_iter();
        let first = self.toot(&parts.next().unwrap_or_default(), &[]);
        std::iter::once(first).chain(parts).collect()
    }
}

/// The text without white space that nobody sees: at its ends, before a line's end, and of more than one empty line.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.trim().lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(line);
        }
    }
    out
}

/// Whether the author put the link into the text, with white space around it.
fn links_itself(text: &str, link: &str) -> bool {
    let apart = |at: usize| {
        let before = text[..at].chars().next_back();
        let after = text[at + link.len()..].chars().next();
        before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace)
    };
    text.match_indices(link).any(|(at, _)| apart(at))
}

#[cfg(test)]
#[path = "fit_tests.rs"]
mod tests;
