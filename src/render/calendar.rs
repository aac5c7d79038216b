//! `due.ics` (RFC 5545): what is due, as whole days in anybody's calendar.

use super::body::Base;
use super::moment;
use super::shared::Shared;
use crate::config::Config;
use crate::model::date::{Due, When};
use crate::model::site::{Promise, Site};
use icalendar::{Calendar, Component, Event, Property, ValueType};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::fmt::Write;

/// The words of an entry in the site's language.
struct Words<'a> {
    /// The calendar's name, with `{site}` in it: `Promises of {site}`.
    name: &'a str,
    /// What is before a promise: `Due: {what}`.
    due: &'a str,
    /// What is before one that is looked at again: `Review: {what}`.
    review: &'a str,
}

/// The calendar in the site's language.
pub(super) fn write(shared: &Shared) -> Vec<u8> {
    let words = shared.words(&shared.config().language);
    let words = Words {
        name: words.text("calendar.name"),
        due: words.text("calendar.due"),
        review: words.text("calendar.review"),
    };
    written(shared.site(), shared.config(), &words)
}

/// The calendar: commitments that have not ended, at the day that counts now, else where they are looked at again.
fn written(site: &Site, config: &Config, words: &Words<'_>) -> Vec<u8> {
    let mut calendar = Calendar::empty();
    let name = line(&words.name.replace("{site}", &config.title));
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//hearback//due.ics//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("NAME", &name),
        ("X-WR-CALNAME", &name),
        ("REFRESH-INTERVAL;VALUE=DURATION", "P1D"),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    for promise in site.promises.iter().filter(|promise| !promise.status.is_ending()) {
        if let Some(event) = event(site, config, words, promise) {
            calendar.push(event);
        }
    }
    calendar.to_string().into_bytes()
}

fn event(site: &Site, config: &Config, words: &Words<'_>, promise: &Promise) -> Option<Event> {
    let story = site.stories.get(promise.story)?;
    let commitment = story.commitments.get(promise.index)?;
    let (day, label) = match (promise.due, commitment.review_on) {
        (Due::On(day), _) => (day, words.due),
        (Due::Open, Some(day)) => (day, words.review),
        (Due::Open, None) => return None,
    };
    let url = Base::Absolute(config.url.as_str()).address(&promise.address);
    let told = promise.timeline.last().map(|told| When { day: told.entry.date, at: None });
    let stamp = moment::of(&told.map_or(story.date, |told| told.max(story.date)), config).timestamp();
    let mut description = String::new();
    for part in [commitment.done_when.as_deref(), commitment.lead.as_deref(), Some(url.as_str())]
        .into_iter()
        .flatten()
    {
        // Writing to a string cannot fail.
        let _ = writeln!(description, "{}", line(part));
    }
    // As in feeds, the name stays when the site moves.
    let (host, path) = (config.authority.host_str().unwrap_or("localhost"), config.authority.path());
    let mut event = Event::new();
    event
        .uid(&format!("{}{}@{host}", path.trim_start_matches('/'), line(&commitment.id)))
        .add_property(
            "DTSTAMP",
            stamp.to_zoned_datetime(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string(),
        )
        .add_property("SEQUENCE", promise.moved.to_string())
        .append_property(whole_day("DTSTART", day))
        .append_property(whole_day("DTEND", day.tomorrow().ok()?))
        .summary(&label.replace("{what}", &line(&commitment.what)))
        .description(description.trim_end())
        .add_property("URL", url)
        .add_property("TRANSP", "TRANSPARENT");
    Some(event.done())
}

/// A day without an hour (RFC 5545 §3.3.4).
fn whole_day(key: &str, day: Date) -> Property {
    Property::new(key, day.strftime("%Y%m%d").to_string()).append_parameter(ValueType::Date).done()
}

/// A text on one line, without control characters, which end a property or are forbidden.
fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::vocabulary::Status;
    use crate::render::tests::{config, site};

    const WORDS: Words<'_> =
        Words { name: "Promises of {site}", due: "Due: {what}", review: "Review: {what}" };

    #[test]
    fn what_is_due_is_a_whole_day() {
        let out = String::from_utf8(written(&site(), &config(), &WORDS)).expect("UTF-8");
        assert!(out.lines().all(|line| line.len() <= 75), "a line is folded");
        assert_eq!(out.matches('\n').count(), out.matches("\r\n").count());
        insta::assert_snapshot!(out.replace('\r', ""));
    }

    #[test]
    fn what_has_ended_is_not_due() {
        let mut site = site();
        std::sync::Arc::make_mut(&mut site.promises)[0].status = Status::Complete;
        let out = String::from_utf8(written(&site, &config(), &WORDS)).expect("UTF-8");
        assert!(!out.contains("BEGIN:VEVENT"));
    }
}
