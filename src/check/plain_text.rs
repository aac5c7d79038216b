//! Marks in fields that are plain text: the title, the summary and the toot are shown and posted as they are typed.

use crate::html::{self, Kind};
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::story::Story;

/// Marks in a field that is plain text.
pub(super) const RULE: Rule = Rule {
    name: "plain-text",
    severity: Severity::Warning,
    about: "marks in a field that is plain text",
    why: "Titles, summaries and toots are plain text, on the page, in feeds and on Mastodon: marks are shown as they are typed.",
    wrong: Example::Impact("summary: Two **new** wells &amp; a pump.\n"),
    right: Example::Impact("summary: Two new wells & a pump.\n"),
};

/// Looks at the title, the summary and the toot.
pub(super) fn look(story: &Story, found: &mut Vec<Diagnostic>) {
    let told = [
        ("title", Some(&story.title)),
        ("summary", story.summary.as_ref()),
        ("toot.text", story.toot.text.as_ref()),
    ];
    for (field, text) in told {
        if let Some(mark) = text.and_then(|text| mark(text)) {
            let name = field.rsplit('.').next().unwrap_or(field);
            let message = format!("`{mark}` is shown as it is typed: `{name}` is plain text");
            let place = Place::field(&story.path, field);
            found.push(RULE.at(place, message).hint("write the words alone; `’` and `&` need no code"));
        }
    }
}

/// The first mark of Markdown or HTML that somebody meant.
fn mark(text: &str) -> Option<String> {
    entity(text).or_else(|| tag(text)).or_else(|| emphasis(text)).or_else(|| link(text))
}

/// `&#8217;`, `&amp;`.
fn entity(text: &str) -> Option<String> {
    text.match_indices('&').find_map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';')?;
        let entity = &rest[..=end];
        (entity.len() > 3 && !html::text(entity).starts_with('&') || entity == "&amp;")
            .then(|| entity.to_owned())
    })
}

/// `<em>`, `</b>`, `<br>`.
fn tag(text: &str) -> Option<String> {
    const TAGS: [&str; 14] =
        ["a", "abbr", "b", "br", "code", "em", "i", "p", "s", "small", "span", "strong", "sub", "sup"];
    html::tokens(text).into_iter().find_map(|token| {
        let name = match &token.kind {
            Kind::Start(tag) => &tag.name,
            Kind::End(name) => name,
            _ => return None,
        };
        TAGS.contains(&name.as_str()).then(|| text[token.range].to_owned())
    })
}

/// `**bold**`, `__bold__`, `` `code` ``.
fn emphasis(text: &str) -> Option<String> {
    ["**", "__", "`"].into_iter().find_map(|mark| {
        let at = text.find(mark)?;
        let inside = text[at + mark.len()..].split(mark).next()?;
        let is_closed = text[at + mark.len() + inside.len()..].starts_with(mark);
        let is_meant = is_closed && !inside.is_empty() && inside.trim() == inside;
        is_meant.then(|| format!("{mark}{inside}{mark}"))
    })
}

/// `[words](https://…)`.
fn link(text: &str) -> Option<String> {
    let middle = text.find("](")?;
    let start = text[..middle].rfind('[')?;
    let end = middle + text[middle..].find(')')?;
    let is_address = text[middle + 2..end].contains(['/', '.', '#']);
    is_address.then(|| text[start..=end].to_owned())
}
