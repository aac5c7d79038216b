//! Answers that took longer than the service standard promises.

use crate::config::Config;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::site::Site;

/// Looks at every story that was measured, and at those that are still open.
pub(super) fn look(site: &Site, config: &Config, found: &mut Vec<Diagnostic>) {
    let Some(limit) = config.service_standard.and_then(|standard| standard.respond_within) else { return };
    for (story, ties) in site.stories.iter().zip(&site.ties) {
        let message = match (ties.time.open_for, ties.time.to_respond) {
            (Some(days), _) if days > limit => {
                format!("this has been open for {days} working days; you promise {limit}")
            }
            (None, Some(days)) if days > limit => {
                format!("the answer took {days} working days; you promise {limit}")
            }
            _ => continue,
        };
        found.push(
            Diagnostic::warning("service-standard", Place::whole(&story.path), message)
                .hint("say in the text why"),
        );
    }
}
