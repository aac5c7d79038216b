//! Layouts that the theme does not have, and files of the site's own look that are not there.

use crate::config::{Config, rule};
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::nearest::nearest;
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::site::Site;

/// A layout that the theme does not have.
pub(super) const RULE: Rule = Rule {
    name: "unknown-layout",
    severity: Severity::Error,
    about: "a layout that the theme does not have",
    why: "The page would look as every other one does, and nobody would say so.",
    wrong: Example::Impact("layout: landing\n"),
    right: Example::Files(&[
        (
            "content/impact/wells.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\nlayout: landing\n---\n\nText.\n",
        ),
        (
            "themes/default/templates/layouts/landing.html",
            "{% extends \"base.html\" %}\n{% block main %}\n<h1>{{ story.title }}</h1>\n{{ story.body }}\n{% endblock main %}\n",
        ),
    ]),
};

/// Looks at `layout` of every story, and at `styles` and `fonts` of the site.
pub(super) fn look(site: &Site, config: &Config, layouts: &[&str], found: &mut Vec<Diagnostic>) {
    for story in &site.stories {
        let Some(name) = story.layout.as_deref().filter(|name| !layouts.contains(name)) else { continue };
        let message = format!("the theme has no layout `{name}`");
        let hint = match nearest(name, layouts.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                format!("make `themes/{}/templates/layouts/{name}.html`, or take out the line", config.theme)
            }
        };
        found.push(RULE.at(Place::field(&story.path, "layout"), message).hint(hint));
    }
    for (field, files) in [("styles", &config.styles), ("fonts", &config.fonts)] {
        for (at, file) in files.iter().enumerate() {
            if site.routes.contains_key(&format!("/{file}")) {
                continue;
            }
            let place = Place::field("hearback.yaml", format!("{field}[{at}]"));
            let message = format!("there is no `static/{file}`");
            found.push(
                rule::ADDRESS.at(place, message).hint("put the file there, or take it out of the list"),
            );
        }
    }
}
