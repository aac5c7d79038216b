//! Links that tell who followed them.

use crate::model::body::Target;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::story::Story;

/// A link that tells who followed it.
pub(super) const RULE: Rule = Rule {
    name: "tracking",
    severity: Severity::Warning,
    about: "a link that tells who followed it",
    why: "What stands behind `utm_source` says nothing about the page and everything about the reader.",
    wrong: Example::Text("[The report](https://board.example/report?utm_source=toot)"),
    right: Example::Text("[The report](https://board.example/report)"),
};

/// Parameters that say nothing about the page and everything about the reader (those that browsers strip).
const NAMES: [&str; 14] = [
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "mc_cid",
    "mc_eid",
    "igshid",
    "yclid",
    "twclid",
    "vero_id",
    "_hsenc",
    "_hsmi",
    "mkt_tok",
    "oly_enc_id",
];

/// Looks at every link to another site.
pub(super) fn look(story: &Story, found: &mut Vec<Diagnostic>) {
    for link in &story.body.links {
        let Target::Outside(address) = &link.target else { continue };
        let Some((_, query)) = address.split_once('?') else { continue };
        let names = query.split(['&', ';', '#']).filter_map(|pair| pair.split('=').next());
        let tracker = names.into_iter().find(|name| name.starts_with("utm_") || NAMES.contains(name));
        if let Some(name) = tracker {
            let place = Place { file: story.path.clone(), spot: link.spot.clone() };
            let message = format!("the link has `{name}`, which tells who followed it");
            found.push(RULE.at(place, message).hint("take it out of the address"));
        }
    }
}
