//! Acknowledgements and answers that took longer than the service standard promises.

use crate::config::Config;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::site::Site;

/// Looks at every story that was measured, and at those that are still open.
pub(super) fn look(site: &Site, config: &Config, found: &mut Vec<Diagnostic>) {
    let Some(standard) = config.service_standard else { return };
    for (story, ties) in site.stories.iter().zip(site.ties.iter()) {
        let late =
            |days: Option<u32>, limit: Option<u32>| days.zip(limit).filter(|(days, limit)| days > limit);
        let time = &ties.time;
        let acknowledged = late(time.to_acknowledge, standard.acknowledge_within).map(|(days, limit)| {
            format!("the acknowledgement took {days} working days; you promise {limit}")
        });
        let answered = match time.open_for {
            Some(_) => late(time.open_for, standard.respond_within).map(|(days, limit)| {
                format!("this has been open for {days} working days; you promise {limit}")
            }),
            None => late(time.to_respond, standard.respond_within)
                .map(|(days, limit)| format!("the answer took {days} working days; you promise {limit}")),
        };
        for message in acknowledged.into_iter().chain(answered) {
            let place = Place::whole(&story.path);
            found.push(Diagnostic::warning("service-standard", place, message).hint("say in the text why"));
        }
    }
}
