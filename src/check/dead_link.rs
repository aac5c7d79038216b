//! Links of this site that lead nowhere.

use crate::model::body::{Link, Target};
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::site::{LeftOut, Resolved, Site};
use crate::model::story::Story;
use std::collections::BTreeMap;

/// Looks at every link of every story that is published.
pub(super) fn look(site: &Site, found: &mut Vec<Diagnostic>) {
    let by_address: BTreeMap<&str, &Story> =
        site.stories.iter().zip(&site.ties).map(|(story, ties)| (ties.address.as_str(), &**story)).collect();
    for (story, ties) in site.stories.iter().zip(&site.ties) {
        for (link, resolved) in story.body.links.iter().zip(&ties.links) {
            let place = Place { file: story.path.clone(), spot: link.spot.clone() };
            match resolved {
                Resolved::Dead => found.push(dead(site, link, place)),
                Resolved::Here(fragment) => found.extend(anchor(story, fragment, link, place)),
                Resolved::Inside(address) => {
                    let Some((page, fragment)) = address.split_once('#') else { continue };
                    if let Some(other) = by_address.get(page) {
                        found.extend(anchor(other, fragment, link, place));
                    }
                }
                Resolved::Outside(_) => {}
            }
        }
    }
}

fn dead(site: &Site, link: &Link, place: Place) -> Diagnostic {
    let written = &link.written;
    let left_out = match &link.target {
        Target::File { path, .. } => site.left_out.get(path),
        _ => None,
    };
    match left_out {
        Some(LeftOut::Draft) => Diagnostic::warning("dead-link", place, format!("`{written}` is a draft, which is not published"))
            .hint("publish it, or take the link out until then"),
        Some(LeftOut::Future(day)) => {
            Diagnostic::warning("dead-link", place, format!("`{written}` is published on {day}, and not there before"))
                .hint("take the link out until then")
        }
        None => Diagnostic::warning("dead-link", place, format!("`{written}` leads to nothing"))
            .hint("the words are shown without a link; link to a file as it lies beside this one: `../responses/phones.md`"),
    }
}

/// A fragment that is not on the page. The parts that a template adds (`#commitments`) are always allowed.
fn anchor(story: &Story, fragment: &str, link: &Link, place: Place) -> Option<Diagnostic> {
    // What stands behind `:~:` is words to look for, and no name (the text fragments of browsers).
    let fragment = fragment.split(":~:").next().unwrap_or_default();
    const PARTS: [&str; 6] = ["main", "criticisms", "commitments", "measures", "evidence", "changes"];
    let there = fragment.is_empty()
        || PARTS.contains(&fragment)
        || story.body.anchors.iter().any(|anchor| anchor == fragment)
        || fragment.strip_prefix("promise-").is_some_and(|id| story.commitments.iter().any(|c| c.id == id));
    (!there).then(|| {
        let finding = Diagnostic::warning(
            "dead-anchor",
            place,
            format!("there is no `#{fragment}` on the page that `{}` leads to", link.written),
        );
        let headings: Vec<&str> = story.body.headings.iter().map(|heading| heading.id.as_str()).collect();
        match crate::config::nearest::nearest(fragment, headings.iter().copied()) {
            Some(near) => finding.hint(format!("did you mean `#{near}`?")),
            None => finding,
        }
    })
}
