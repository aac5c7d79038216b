//! What the site decided about other people's replies, and what of them a page may show.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use crate::model::reply::{Opaque, Reply, Signal};

/// Why a reply is not shown. The list is fixed and neutral, since git keeps it for ever and the accountability page counts it:
/// for a public body, hiding by viewpoint can be unlawful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Advertising, or the same thing again and again.
    Spam,
    /// It threatens somebody.
    Threat,
    /// It holds somebody's personal data.
    PersonalData,
    /// It is about something else.
    OffTopic,
    /// It is against the law.
    Unlawful,
    /// Its author asked for it.
    AuthorAsked,
    /// None of these.
    Other,
}

impl Reason {
    /// Every reason, in the order in which they are listed.
    pub const ALL: [Reason; 7] = [
        Reason::Spam,
        Reason::Threat,
        Reason::PersonalData,
        Reason::OffTopic,
        Reason::Unlawful,
        Reason::AuthorAsked,
        Reason::Other,
    ];

    /// The word in `moderation.yaml` and in the data.
    pub fn word(self) -> &'static str {
        match self {
            Reason::Spam => "spam",
            Reason::Threat => "threat",
            Reason::PersonalData => "personal_data",
            Reason::OffTopic => "off_topic",
            Reason::Unlawful => "unlawful",
            Reason::AuthorAsked => "author_asked",
            Reason::Other => "other",
        }
    }

    /// The reason with that word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What was decided about one reply, about an account or about a server. In the order of their weight: where two were made
/// on one day, the heavier one holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// It may be shown. For an account: whatever its owner says may be (a trusted author).
    Show,
    /// It is not shown.
    Hide(Reason),
    /// It is not shown, and nothing shows it again.
    TakeDown(Reason),
}

/// Which replies a site shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Policy {
    /// None, and no count.
    None,
    /// How many there are and where, none of their words.
    Links,
    /// Those that somebody approved.
    #[default]
    Approved,
    /// All public ones that nobody hid and whose authors' profiles say nothing against it.
    Public,
}

impl Policy {
    /// Every policy, from the one that shows least.
    pub const ALL: [Policy; 4] = [Policy::None, Policy::Links, Policy::Approved, Policy::Public];

    /// The word in `hearback.yaml`.
    pub fn word(self) -> &'static str {
        match self {
            Policy::None => "none",
            Policy::Links => "links",
            Policy::Approved => "approved",
            Policy::Public => "public",
        }
    }
}

/// All decisions, by what they are about. Order means nothing, so that two branches can be merged line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moderation {
    decisions: BTreeMap<Opaque, (Date, Decision)>,
}

/// Where one reply stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A page may show it.
    Shown,
    /// Nobody decided yet.
    Waiting,
    /// Somebody decided that it is not shown.
    Hidden(Reason),
    /// Its author's profile says something against it, and nobody allowed it by name.
    Withheld(Signal),
    /// It is quiet-public, and nobody allowed it by name.
    Quiet,
}

impl Moderation {
    /// Adds a decision. A takedown holds for ever; of two others the later one does.
    pub fn add(&mut self, about: Opaque, on: Date, decision: Decision) {
        let new = (on, decision);
        let held = self.decisions.entry(about).or_insert(new);
        let is_final = |(_, decision): (Date, Decision)| matches!(decision, Decision::TakeDown(_));
        if (is_final(new), new) > (is_final(*held), *held) {
            *held = new;
        }
    }

    /// What was decided about something.
    pub fn about(&self, name: &Opaque) -> Option<Decision> {
        self.decisions.get(name).map(|(_, decision)| *decision)
    }

    /// Every decision: what it is about, on which day it was made, what it is.
    pub fn all(&self) -> impl Iterator<Item = (&Opaque, Date, Decision)> {
        self.decisions.iter().map(|(about, (on, decision))| (about, *on, *decision))
    }

    /// Where a reply stands. What was decided about itself comes first, then its author, then its server; a takedown of any of
    /// them holds whatever the others say.
    pub fn standing(&self, reply: &Reply, policy: Policy) -> Standing {
        let names = [
            Opaque::reply(&reply.uri),
            Opaque::account(&reply.author.handle),
            Opaque::server(reply.author.host()),
        ];
        let decided: Vec<Decision> = names.iter().filter_map(|name| self.about(name)).collect();
        let taken_down = decided.iter().find_map(|decision| match decision {
            Decision::TakeDown(reason) => Some(*reason),
            _ => None,
        });
        if let Some(reason) = taken_down {
            return Standing::Hidden(reason);
        }
        match decided.first() {
            Some(Decision::Show) => return Standing::Shown,
            Some(Decision::Hide(reason) | Decision::TakeDown(reason)) => return Standing::Hidden(*reason),
            None => {}
        }
        if reply.ours {
            return Standing::Shown;
        }
        match (reply.signals.first(), reply.quiet, policy) {
            (Some(signal), _, _) => Standing::Withheld(*signal),
            (None, true, _) => Standing::Quiet,
            (None, false, Policy::Public) => Standing::Shown,
            (None, false, _) => Standing::Waiting,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reply(signals: &[Signal], quiet: bool) -> Reply {
        Reply { quiet, signals: signals.to_vec(), ..Reply::example("https://garden.example/1") }
    }

    fn day(n: u8) -> Date {
        jiff::civil::date(2026, 11, i8::try_from(n).unwrap_or(1))
    }

    #[test]
    fn nothing_is_shown_that_nobody_approved_unless_the_site_says_so() {
        let none = Moderation::default();
        let plain = reply(&[], false);
        assert_eq!(none.standing(&plain, Policy::Approved), Standing::Waiting);
        assert_eq!(none.standing(&plain, Policy::Public), Standing::Shown);
        assert_eq!(none.standing(&reply(&[], true), Policy::Public), Standing::Quiet);
        let signalled = reply(&[Signal::NoBot], false);
        assert_eq!(none.standing(&signalled, Policy::Public), Standing::Withheld(Signal::NoBot));
    }

    #[test]
    fn what_is_allowed_by_name_is_shown_and_a_trusted_author_is_too() {
        let mut by_name = Moderation::default();
        by_name.add(Opaque::reply("https://garden.example/1"), day(1), Decision::Show);
        let signalled = reply(&[Signal::NotIndexable], true);
        assert_eq!(by_name.standing(&signalled, Policy::Approved), Standing::Shown);
        let mut trusted = Moderation::default();
        trusted.add(Opaque::account("rhea@garden.example"), day(1), Decision::Show);
        assert_eq!(trusted.standing(&reply(&[], false), Policy::Approved), Standing::Shown);
    }

    #[test]
    fn one_line_ends_a_storm_from_a_server_and_a_word_about_one_reply_comes_before_it() {
        let mut storm = Moderation::default();
        storm.add(Opaque::server("garden.example"), day(1), Decision::Hide(Reason::Spam));
        assert_eq!(storm.standing(&reply(&[], false), Policy::Public), Standing::Hidden(Reason::Spam));
        storm.add(Opaque::reply("https://garden.example/1"), day(1), Decision::Show);
        assert_eq!(storm.standing(&reply(&[], false), Policy::Public), Standing::Shown);
    }

    #[test]
    fn a_takedown_survives_every_later_decision() {
        let mut moderation = Moderation::default();
        let about = Opaque::reply("https://garden.example/1");
        moderation.add(about.clone(), day(1), Decision::TakeDown(Reason::AuthorAsked));
        moderation.add(about, day(9), Decision::Show);
        moderation.add(Opaque::account("rhea@garden.example"), day(9), Decision::Show);
        assert_eq!(
            moderation.standing(&reply(&[], false), Policy::Public),
            Standing::Hidden(Reason::AuthorAsked)
        );
    }

    fn decision() -> impl Strategy<Value = Decision> {
        prop_oneof![
            Just(Decision::Show),
            Just(Decision::Hide(Reason::Spam)),
            Just(Decision::Hide(Reason::OffTopic)),
            Just(Decision::TakeDown(Reason::AuthorAsked)),
            Just(Decision::TakeDown(Reason::Threat)),
        ]
    }

    proptest! {
        #[test]
        fn the_order_of_decisions_means_nothing(
            lines in prop::collection::vec((0..3u8, 1..5u8, decision()), 0..12),
            turn in 0..12usize,
        ) {
            let made = |lines: &[(u8, u8, Decision)]| {
                let mut moderation = Moderation::default();
                for (about, on, decision) in lines {
                    moderation.add(Opaque::reply(&about.to_string()), day(*on), *decision);
                }
                moderation
            };
            let mut turned = lines.clone();
            if !turned.is_empty() {
                let by = turn % turned.len();
                turned.rotate_left(by);
                turned.reverse();
            }
            prop_assert_eq!(made(&lines), made(&turned));
        }
    }
}
