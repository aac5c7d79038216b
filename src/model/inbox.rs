//! What waits for an answer: who said something to us, and nobody of us answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
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
    let answered = answered(&all, sources, &above);
    let first_answers = FirstAnswers::of(&all, &answered);
    let mut waiting = List::default();
    for reply in all.iter().copied().filter(|reply| !reply.ours) {
        let standing = moderation.standing(reply, Policy::Approved);
        let is_hidden = matches!(standing, Standing::Hidden(_));
        if answered.contains(reply.uri.as_str()) || is_hidden {
            continue;
        }
        // What needs no answer any more takes along what the same person said before it.
        if notes.done.contains_key(&Opaque::reply(&reply.uri)) {
            waiting.drop_before(reply);
        } else if !waiting.goes_on(reply) {
            let earlier = turns_above(reply, &above);
            let again = earlier.iter().any(|turn| turn.ours) || first_answers.came_before(reply);
            waiting.begin(
                reply,
                Waiting { first: Arc::clone(reply), more: Vec::new(), earlier, again, standing },
            );
        }
    }
    waiting.items.into_iter().flatten().collect()
}

/// The toots that have an answer: those that a story names or that we replied to, and what the same person said right above.
/// What somebody else said above has none by that.
fn answered<'a>(
    all: &[&'a Arc<Reply>],
    sources: &BTreeSet<&str>,
    above: &impl Fn(&Reply) -> Option<&'a Arc<Reply>>,
) -> BTreeSet<&'a str> {
    let is_source =
        |reply: &Reply| sources.contains(reply.uri.as_str()) || sources.contains(reply.url.as_str());
    let mut answered = BTreeSet::new();
    for reply in all.iter().copied() {
        let first = if reply.ours { above(reply) } else { Some(reply).filter(|reply| is_source(reply)) };
        let mut at = first;
        while let Some(turn) = at.filter(|turn| first.is_some_and(|first| is_of_one(turn, first))) {
            if !answered.insert(turn.uri.as_str()) {
                break;
            }
            at = above(turn);
        }
    }
    answered
}

fn is_of_one(one: &Reply, other: &Reply) -> bool {
    one.author.handle == other.author.handle
}

/// What waits while it is gathered: found again by what a toot answers and by the toots that are in it, since a storm has
/// tens of thousands.
#[derive(Default)]
struct List<'a> {
    items: Vec<Option<Waiting>>,
    by_parent: BTreeMap<(&'a str, &'a str), usize>,
    by_toot: BTreeMap<&'a str, usize>,
}

impl<'a> List<'a> {
    /// The place of what a toot goes on with: the same person said it in answer to the same toot, or to words of their own.
    fn place(&self, reply: &Reply) -> Option<usize> {
        let (handle, parent) = (reply.author.handle.as_str(), reply.parent.as_deref()?);
        let places = [self.by_toot.get(parent), self.by_parent.get(&(handle, parent))];
        let fits = |at: &&usize| {
            let item = self.items.get(**at).and_then(Option::as_ref);
            item.is_some_and(|item| is_of_one(&item.first, reply) && item.first.door == reply.door)
        };
        places.into_iter().flatten().find(fits).copied()
    }

    fn begin(&mut self, reply: &'a Reply, item: Waiting) {
        let at = self.items.len();
        self.by_toot.insert(&reply.uri, at);
        self.by_parent
            .extend(reply.parent.as_deref().map(|parent| ((reply.author.handle.as_str(), parent), at)));
        self.items.push(Some(item));
    }

    fn goes_on(&mut self, reply: &'a Arc<Reply>) -> bool {
        let place = self.place(reply);
        let Some((at, item)) = place.and_then(|at| Some((at, self.items.get_mut(at)?.as_mut()?))) else {
            return false;
        };
        item.more.push(Arc::clone(reply));
        self.by_toot.insert(&reply.uri, at);
        true
    }

    fn drop_before(&mut self, reply: &Reply) {
        if let Some(item) = self.place(reply).and_then(|at| self.items.get_mut(at)) {
            *item = None;
        }
    }
}

/// When each person first said something that was answered: anywhere, and about each toot of ours.
#[derive(Default)]
struct FirstAnswers<'a> {
    anywhere: BTreeMap<&'a str, Timestamp>,
    about: BTreeMap<(&'a str, Option<&'a str>), Timestamp>,
}

impl<'a> FirstAnswers<'a> {
    /// `all` is in order of time.
    fn of(all: &[&'a Arc<Reply>], answered: &BTreeSet<&str>) -> Self {
        let mut first = Self::default();
        for reply in all.iter().filter(|reply| answered.contains(reply.uri.as_str())) {
            let handle = reply.author.handle.as_str();
            first.anywhere.entry(handle).or_insert(reply.at);
            first.about.entry((handle, reply.about.as_deref())).or_insert(reply.at);
        }
        first
    }

    /// Whether the same person was answered before: in this thread, or in the one that it came from.
    fn came_before(&self, reply: &Reply) -> bool {
        let handle = reply.author.handle.as_str();
        let first = match reply.door {
            Door::Reply => self.anywhere.get(handle),
            _ => self.about.get(&(handle, reply.about.as_deref())),
        };
        first.is_some_and(|first| *first < reply.at)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::moderation::{Decision, Reason};
    use crate::model::reply::Author;

    const OURS: &str = "https://org.example/1";

    fn said(name: &str, who: &str, parent: &str, minute: i64) -> Arc<Reply> {
        let example = Reply::example(name);
        Arc::new(Reply {
            url: format!("https://garden.example/{name}"),
            about: Some(OURS.to_owned()),
            parent: Some(parent.to_owned()),
            at: Timestamp::from_second(minute * 60).unwrap_or_default(),
            ours: who == "us",
            author: Author { handle: format!("@{who}@garden.example"), ..example.author },
            ..example
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
    fn an_answer_to_one_person_answers_nobody_else_above() {
        let none = (Moderation::default(), Notes::default());
        let asked = [said("q", "rhea", OURS, 1), said("me-too", "io", "q", 2)];
        let ours = [&asked[..], &[said("a", "us", "me-too", 3)]].concat();
        assert_eq!(shown(&ours, &[], &none.0, &none.1), ["q+0"]);
        assert_eq!(shown(&asked, &["https://garden.example/me-too"], &none.0, &none.1), ["q+0"]);
    }

    #[test]
    fn a_storm_of_one_person_and_of_many_is_gathered_once_each() {
        let none = (Moderation::default(), Notes::default());
        let one = |n: i64| said(&format!("a{n}"), "rhea", &format!("x{n}"), n);
        let many = |n: i64| said(&format!("b{n}"), &format!("who{n}"), OURS, n);
        let heard: Vec<_> = (0..20_000).map(one).chain((0..20_000).map(many)).collect();
        assert_eq!(waiting(&heard, &BTreeSet::new(), &none.0, &none.1).len(), 40_000);
    }

    #[test]
    fn turns_that_answer_each_other_in_a_circle_end() {
        let none = (Moderation::default(), Notes::default());
        let heard = [said("a", "rhea", "b", 1), said("b", "io", "a", 2), said("c", "us", "a", 3)];
        // Ours answers the one; the other is of somebody else, and still waits.
        assert_eq!(shown(&heard, &[], &none.0, &none.1), ["b+0"]);
    }
}
