//! Pages that our toots link to and that are not there any more.

use crate::config::Config;
use crate::model::diagnostic::{Diagnostic, Fix, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::said::{Said, TootedPage};
use crate::model::site::{LeftOut, Site};
use crate::model::story::Story;
use std::collections::BTreeMap;

/// A page that a toot links to is not there any more.
pub(super) const LOST: Rule = Rule {
    name: "lost-page",
    severity: Severity::Warning,
    about: "a page that a toot links to is not there any more",
    why: "The toot stays, and so do the links of everybody who passed it on.",
    wrong: Example::Words("A story that was tooted and was given another `slug`."),
    right: Example::Words("The same story with its old address in `aliases`."),
};
/// Where the ledger is, for a toot whose story is gone.
const LEDGER: &str = "ledger.jsonl";

/// Looks for the page of every toot that is out.
pub(super) fn look(site: &Site, said: &Said, config: &Config, found: &mut Vec<Diagnostic>) {
    if said.toots.is_empty() {
        return;
    }
    let stories: BTreeMap<String, &Story> =
        site.stories.iter().map(|story| (story.key(), story.as_ref())).collect();
    let is_there = |address: &str| {
        let forms =
            [address.to_owned(), format!("{address}/"), address.trim_end_matches("index.html").to_owned()];
        forms.iter().any(|form| site.routes.contains_key(form))
    };
    let mut named: Vec<&str> = Vec::new();
    for toot in &said.toots {
        // What stands on another host, or stood on one, is not ours to keep.
        let Some(address) = address(config, &toot.page) else { continue };
        if !is_there(&address) && !named.contains(&toot.page.as_str()) {
            named.push(&toot.page);
            found.push(finding(site, stories.get(&toot.story).copied(), toot, &address));
        }
    }
}

/// The address on this site of a whole one, as its files are named: decoded.
fn address(config: &Config, page: &str) -> Option<String> {
    let rest = page.strip_prefix(config.url.as_str())?;
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    Some(format!("/{path}"))
}

fn finding(site: &Site, story: Option<&Story>, toot: &TootedPage, address: &str) -> Diagnostic {
    let message = format!("a toot leads to `{address}`, and nothing is there any more: {}", toot.toot);
    let Some(story) = story else {
        let hidden = site.left_out.values().any(|absent| absent.why == LeftOut::Broken);
        let hint = match hidden {
            true => "mend what cannot be read; its story may be among it".to_owned(),
            false => format!(
                "give the story that took its place `aliases: [{address}]`, or take the toot back: `hearback toot retract {}`",
                toot.story
            ),
        };
        return LOST.at(Place::whole(LEDGER), message).hint(hint);
    };
    let (line, fix) = match story.aliases.is_empty() {
        true => {
            let line = format!("aliases: [{address}]");
            (
                format!("add the line `{line}`, or run `hearback check --fix`"),
                Some(Fix::line(&story.path, line)),
            )
        }
        false => (format!("add `{address}` to its `aliases`"), None),
    };
    let place = match story.aliases.is_empty() {
        true => Place::whole(&story.path),
        false => Place::field(&story.path, "aliases"),
    };
    Diagnostic { fix, ..LOST.at(place, message).hint(line) }
}
