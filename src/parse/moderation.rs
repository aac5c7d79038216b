//! `moderation.yaml` and `inbox.yaml`: what the organisation decided about what other people said, and noted about its
//! answers. Both are flat lists, one decision a line, so that two branches can be merged line by line, and both name
//! replies, accounts and servers by opaque names only: git keeps them for ever.

use crate::config::rule;
use crate::model::diagnostic::Diagnostic;
use crate::model::inbox::{Noted, Notes};
use crate::model::moderation::{Decision, Moderation, Reason};
use crate::model::place::Place;
use crate::model::reply::Opaque;
use crate::model::source::Source;
use crate::model::vocabulary::Channel;
use crate::yaml::fields::Fields;
use crate::yaml::findings::{Findings, Origin};
use crate::yaml::read;
use crate::yaml::text::Text;

/// Reads `moderation.yaml`.
pub fn moderation(source: &Source) -> (Moderation, Vec<Diagnostic>) {
    let mut moderation = Moderation::default();
    let found = items(source, "decisions", |item| {
        let about = about(item);
        let on = item.needs("on", |item| item.day("on"));
        let verb = item.needs("do", |item| item.word("do", &Verb::ALL, Verb::word));
        let reason = item.word("reason", &Reason::ALL, Reason::word);
        if matches!(verb, Some(Verb::Hide | Verb::TakeDown)) && reason.is_none() && !item.has("reason") {
            let words: Vec<&str> = Reason::ALL.iter().map(|reason| reason.word()).collect();
            let hint = format!("add `reason`, one of {}", words.join(", "));
            item.error(rule::REQUIRED, "do", "a decision against a reply needs its reason", hint);
        }
        let decision = match (verb?, reason) {
            (Verb::Show, _) => Decision::Show,
            (Verb::Hide, reason) => Decision::Hide(reason?),
            (Verb::TakeDown, reason) => Decision::TakeDown(reason?),
        };
        moderation.add(about?, on?, decision);
        Some(())
    });
    (moderation, found)
}

/// What a line of `moderation.yaml` does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Show,
    Hide,
    TakeDown,
}

impl Verb {
    const ALL: [Verb; 3] = [Verb::Show, Verb::Hide, Verb::TakeDown];

    fn word(self) -> &'static str {
        match self {
            Verb::Show => "show",
            Verb::Hide => "hide",
            Verb::TakeDown => "takedown",
        }
    }
}

/// Reads `inbox.yaml`.
pub fn inbox(source: &Source) -> (Notes, Vec<Diagnostic>) {
    let mut notes = Notes::default();
    let found = items(source, "entries", |item| {
        if item.has("said") {
            let said = item.required("said");
            let received = item.needs("received", |item| item.day("received"));
            let id = item.required("id");
            let channel = item.word("channel", Channel::ALL, Channel::word).unwrap_or(Channel::Other);
            let (team, done) = (item.text("team"), item.day("done"));
            notes.noted.push(Noted { id: id?, said: said?, received: received?, channel, team, done });
            return Some(());
        }
        let about = about(item);
        let on = item.needs("on", |item| item.day("on"));
        let (done, team, note) = (item.flag("done"), item.text("team"), item.text("note"));
        let (about, on) = (about?, on?);
        if done == Some(true) {
            notes.done.insert(about.clone(), on);
        }
        if let Some(team) = team {
            notes.teams.insert(about.clone(), team);
        }
        if let Some(note) = note {
            notes.notes.entry(about).or_default().push((on, note));
        }
        Some(())
    });
    (notes, found)
}

fn about(item: &Fields<'_>) -> Option<Opaque> {
    let written = item.required("about")?;
    let name = Opaque::read(&written);
    if name.is_none() {
        let message = format!("`{}` is no opaque name", written.chars().take(60).collect::<String>());
        let hint = "write no address or handle here: `hearback inbox show URL` and its like write the line";
        item.error(rule::ADDRESS, "about", message, hint);
    }
    name
}

/// Reads each item of the one list of a file.
fn items(
    source: &Source,
    list: &'static str,
    mut read: impl FnMut(&Fields<'_>) -> Option<()>,
) -> Vec<Diagnostic> {
    let text = match Text::read(source) {
        Ok(text) => text,
        Err(found) => return vec![found],
    };
    let document = match read::list(&text.text) {
        Ok(document) => document,
        Err(fault) => {
            let place = Place::bytes(&source.path, text.to_disk(fault.range));
            return vec![Diagnostic { hint: fault.hint, ..rule::SYNTAX.at(place, fault.message) }];
        }
    };
    let origin = Origin { text: &text, offset: 0 };
    let findings = Findings::new(&source.path, &text.text, origin, rule::UNKNOWN_KEY);
    let fields = Fields::new(&findings, &document.fields);
    for item in fields.items(list) {
        read(&item);
        item.finish();
    }
    fields.finish();
    findings.lost_to_comments(&document);
    findings.into_list()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn source(text: &str) -> Source {
        Source { path: "moderation.yaml".to_owned(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn a_decision_is_read_and_a_name_is_refused() {
        let name = Opaque::reply("https://garden.example/1");
        let text = format!(
            "decisions:\n  - {{about: {name}, on: 2026-11-26, do: hide, reason: spam}}\n  - {{about: \"@rhea@garden.example\", on: 2026-11-26, do: show}}\n  - {{about: {name}, on: 2026-11-26, do: takedown}}\n"
        );
        let (moderation, found) = moderation(&source(&text));
        assert_eq!(moderation.about(&name), Some(Decision::Hide(Reason::Spam)));
        let told: Vec<_> = found.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(
            told,
            ["`@rhea@garden.example` is no opaque name", "a decision against a reply needs its reason"]
        );
    }

    #[test]
    fn a_storm_of_decisions_is_one_file() {
        let line = |n: usize| {
            format!(
                "  - {{about: {}, on: 2026-11-26, do: hide, reason: spam}}\n",
                Opaque::reply(&n.to_string())
            )
        };
        let text: String = std::iter::once("decisions:\n".to_owned()).chain((0..3000).map(line)).collect();
        let (moderation, found) = moderation(&source(&text));
        assert_eq!((moderation.all().count(), found.len()), (3000, 0));
    }

    #[test]
    fn a_letter_is_noted_in_our_words() {
        let name = Opaque::reply("https://garden.example/1");
        let text = format!(
            "entries:\n  - {{about: {name}, on: 2026-11-26, done: true, note: thanked us}}\n  - {{id: letter-1, said: The lift is broken, received: 2026-11-20, channel: letter}}\n"
        );
        let (notes, found) = inbox(&source(&text));
        assert_eq!(found, []);
        assert_eq!(notes.done.get(&name), Some(&date(2026, 11, 26)));
        assert_eq!(notes.noted.len(), 1);
        assert_eq!(notes.noted[0].channel, Channel::Letter);
    }
}
