//! The address of a site, while it is still the one that `init` wrote.

use super::placeholder;
use crate::config::Config;
use crate::model::address::PLACEHOLDER;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;

/// Looks at the site's address.
pub(super) fn look(config: &Config, found: &mut Vec<Diagnostic>) {
    if config.url.as_str() == PLACEHOLDER {
        let message = format!("`{PLACEHOLDER}` is where nobody can visit a site");
        found.push(
            placeholder::RULE
                .at(Place::field("hearback.yaml", "url"), message)
                .hint("write the address that your site will have: feeds and toots carry it"),
        );
    }
}
