//! What waits for an answer: who said something to us, and nobody of us answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::model::moderation::{Moderation, Policy, Standing};
use crate::model::reply::{Door, Opaque, Reply};
use crate::model::vocabulary::Channel;

/// What the organisation noted about its answers, in `inbox.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// What needs no answer, and since when.
    pub done: BTreeMap<Opaque, Date>,
    /// Who is to answer.
    pub teams: BTreeMap<Opaque, String>,
    /// Words beside it.
    pub notes: BTreeMap<Opaque, Vec<(Date, String)>>,
    /// What was said elsewhere than on Mastodon.
    pub noted: Vec<Noted>,
}

/// Something that was said in a letter, on the phone, in a meeting: in our words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// A permanent name.
    pub id: String,
    /// What was said, in our words.
    pub said: String,
    /// When it reached us.
    pub received: Date,
    /// How.
    pub channel: Channel,
    /// Who is to answer.
    pub team: Option<String>,
    /// When it was answered, or needed no answer any more.
    pub done: Option<Date>,
}

/// What waits: one person's words since ours, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The first of them: since then it waits.
    pub first: Arc<Reply>,
    /// What the same person said after it, before we said anything.
    pub more: Vec<Arc<Reply>>,
    /// What was said above it in the thread, the first turn first.
    pub earlier: Vec<Arc<Reply>>,
    /// Whether the person had an answer of ours before: a follow-up.
    pub again: bool,
    /// Where the first of them stands with the page.
    pub standing: Standing,
}

impl Waiting {
    /// The newest of them: what an answer answers.
    pub fn last(&self) -> &Arc<Reply> {
        self.more.last().unwrap_or(&self.first)
    }
}

/// What waits among everything that was heard, oldest first. `sources` are the addresses of toots that stories answer.
pub fn waiting(
    heard: &[Arc<Reply>],
    sources: &BTreeSet<&str>,
    moderation: &Moderation,
    notes: &Notes,
) -> Vec<Waiting> {
    let mut all: Vec<&Arc<Reply>> = Vec::new();
    let mut by_uri: BTreeMap<&str, &Arc<Reply>> = BTreeMap::new();
    for reply in heard {
        if !by_uri.contains_key(reply.uri.as_str()) {
            by_uri.insert(&reply.uri, reply);
            all.push(reply);
        }
    }
    all.sort_by(|one, other| (one.at, &one.uri).cmp(&(other.at, &other.uri)));
    let above = |reply: &Reply| reply.parent.as_deref().and_then(|parent| by_uri.get(parent).copied());
    // Everything that stands somewhere above a turn of ours, or that a story answers, has its answer.
    let mut answered: BTreeSet<&str> = BTreeSet::new();
    let is_source =
        |reply: &Reply| sources.contains(reply.uri.as_str()) || sources.contains(reply.url.as_str());
    for reply in &all {
        let is_end = reply.ours || is_source(reply);
        let mut at = if reply.ours { above(reply) } else { Some(*reply) };
        while let Some(turn) = at.filter(|_| is_end) {
            if !answered.insert(&turn.uri) {
                break;
            }
            at = above(turn);
        }
    }
    let mut waiting: Vec<Waiting> = Vec::new();
    for reply in all.iter().copied().filter(|reply| !reply.ours) {
        let standing = moderation.standing(reply, Policy::Approved);
        let is_hidden = matches!(standing, Standing::Hidden(_));
        if answered.contains(reply.uri.as_str()) || is_hidden {
            continue;
        }
        let before = waiting.iter().position(|before| goes_on(before, reply));
        // What needs no answer any more takes along what the same person said before it.
        if notes.done.contains_key(&Opaque::reply(&reply.uri)) {
            before.map(|at| waiting.remove(at));
            continue;
        }
        if let Some(before) = before.and_then(|at| waiting.get_mut(at)) {
            before.more.push(Arc::clone(reply));
            continue;
        }
        let earlier = turns_above(reply, &above);
        let again = earlier.iter().any(|turn| turn.ours) || was_answered(reply, &all, &answered);
        waiting.push(Waiting { first: Arc::clone(reply), more: Vec::new(), earlier, again, standing });
    }
    waiting
}

/// Whether a toot goes on with what its author said before: it answers the same, or the author's own words.
fn goes_on(before: &Waiting, reply: &Reply) -> bool {
    let own = || std::iter::once(&before.first).chain(&before.more);
    let is_below = own().any(|own| reply.parent.as_deref() == Some(own.uri.as_str()));
    before.first.author.handle == reply.author.handle
        && before.first.door == reply.door
        && reply.parent.is_some()
        && (reply.parent == before.first.parent || is_below)
}

/// What stands above a turn, the first first; at most as much as a person reads.
fn turns_above<'a>(reply: &'a Reply, above: &impl Fn(&Reply) -> Option<&'a Arc<Reply>>) -> Vec<Arc<Reply>> {
    let mut turns: Vec<Arc<Reply>> = Vec::new();
    let mut at = above(reply);
    while let Some(turn) =
        at.filter(|turn| turns.len() < 20 && turns.iter().all(|known| known.uri != turn.uri))
    {
        turns.push(Arc::clone(turn));
        at = above(turn);
    }
    turns.reverse();
    turns
}

/// Whether the same person said something before that was answered, in this thread or in the one it came from.
fn was_answered(reply: &Reply, all: &[&Arc<Reply>], answered: &BTreeSet<&str>) -> bool {
    all.iter().any(|before| {
        before.author.handle == reply.author.handle
            && before.at < reply.at
            && answered.contains(before.uri.as_str())
            && (before.about == reply.about || reply.door == Door::Reply)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::moderation::{Decision, Reason};
    use crate::model::reply::Author;
    use jiff::Timestamp;

    const OURS: &str = "https://org.example/1";

    fn said(name: &str, who: &str, parent: &str, minute: i64) -> Arc<Reply> {
        Arc::new(Reply {
            uri: name.to_owned(),
            id: name.to_owned(),
            url: format!("https://garden.example/{name}"),
            door: Door::Reply,
            about: Some(OURS.to_owned()),
            parent: Some(parent.to_owned()),
            at: Timestamp::from_second(minute * 60).unwrap_or_default(),
            edited: None,
            quiet: false,
            ours: who == "us",
            author: Author {
                id: who.to_owned(),
                name: who.to_owned(),
                handle: format!("@{who}@garden.example"),
                url: String::new(),
            },
            lang: None,
            warning: String::new(),
            html: String::new(),
            attached: Vec::new(),
            signals: Vec::new(),
        })
    }

    fn shown(heard: &[Arc<Reply>], sources: &[&str], moderation: &Moderation, notes: &Notes) -> Vec<String> {
        let sources = sources.iter().copied().collect();
        waiting(heard, &sources, moderation, notes)
            .iter()
            .map(|waiting| {
                let again = if waiting.again { " again" } else { "" };
                format!("{}+{}{again}", waiting.first.uri, waiting.more.len())
            })
            .collect()
    }

    #[test]
    fn an_answer_of_ours_answers_and_a_follow_up_reopens() {
        let none = (Moderation::default(), Notes::default());
        let mut heard = vec![said("q", "rhea", OURS, 1), said("other", "io", OURS, 2)];
        assert_eq!(shown(&heard, &[], &none.0, &none.1), ["q+0", "other+0"]);
        heard.push(said("a", "us", "q", 3));
        assert_eq!(shown(&heard, &[], &none.0, &none.1), ["other+0"]);
        heard.push(said("but", "rhea", "a", 4));
        assert_eq!(shown(&heard, &[], &none.0, &none.1), ["other+0", "but+0 again"]);
        heard.push(said("and", "rhea", "but", 5));
        assert_eq!(shown(&heard, &[], &none.0, &none.1), ["other+0", "but+1 again"]);
    }

    #[test]
    fn a_story_answers_the_toot_that_is_among_its_sources() {
        let none = (Moderation::default(), Notes::default());
        let heard = [said("q", "rhea", OURS, 1)];
        assert_eq!(shown(&heard, &["https://garden.example/q"], &none.0, &none.1), Vec::<String>::new());
    }

    #[test]
    fn what_is_done_or_hidden_does_not_wait() {
        let heard = [said("thanks", "rhea", OURS, 1), said("spam", "bot", OURS, 2)];
        let mut moderation = Moderation::default();
        let day = jiff::civil::date(2026, 11, 26);
        moderation.add(Opaque::reply("spam"), day, Decision::Hide(Reason::Spam));
        let mut notes = Notes::default();
        notes.done.insert(Opaque::reply("thanks"), day);
        assert_eq!(shown(&heard, &[], &moderation, &notes), Vec::<String>::new());
    }

    #[test]
    fn what_one_person_says_in_a_row_is_one_thing_and_done_with_its_last() {
        let heard = [said("q", "rhea", OURS, 1), said("and", "rhea", "q", 2), said("other", "rhea", "io", 3)];
        let mut notes = Notes::default();
        assert_eq!(shown(&heard, &[], &Moderation::default(), &notes), ["q+1", "other+0"]);
        notes.done.insert(Opaque::reply("and"), jiff::civil::date(2026, 11, 26));
        assert_eq!(shown(&heard, &[], &Moderation::default(), &notes), ["other+0"]);
    }

    #[test]
    fn turns_that_answer_each_other_in_a_circle_end() {
        let none = (Moderation::default(), Notes::default());
        let heard = [said("a", "rhea", "b", 1), said("b", "io", "a", 2), said("c", "us", "a", 3)];
        assert_eq!(shown(&heard, &[], &none.0, &none.1), Vec::<String>::new());
    }
}
