//! What was said below a story's toots, in the order in which it is read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::moderation::{Moderation, Policy, Reason, Standing};
use crate::model::reply::Reply;
use crate::model::safe_html::SafeHtml;

/// A story's conversation: what may be shown of it, and how much is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversation {
    /// What a page shows, answers behind what they answer, siblings by time. Empty where the site shows none.
    pub turns: Vec<Turn>,
    /// How many replies of others there are, shown or not.
    pub count: u32,
    /// How many are not shown and why, in the order of [`Reason::ALL`]; none is left out.
    pub hidden: Vec<(Reason, u32)>,
    /// How many are not shown because nobody decided yet, or because their authors may not want it.
    pub undecided: u32,
    /// When the server was last asked for all of this.
    pub as_of: Option<Timestamp>,
}

/// One reply in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What was said.
    pub reply: Arc<Reply>,
    /// Its text, cleaned.
    pub words: SafeHtml,
    /// How deep it stands: 0 answers our toot, 1 answers that, and so on to [`DEEPEST`].
    pub depth: u8,
    /// Whether it answers something that is not shown here: deleted, hidden, or of somebody who is blocked.
    pub answers_missing: bool,
}

/// Deeper than this nothing is indented: a page has no room for it.
pub const DEEPEST: u8 = 6;

impl Conversation {
    /// Puts replies into the order in which they are read. Any list of replies has one: parents may be missing, name each
    /// other in a circle, or come after their children.
    pub fn of(
        replies: &[Arc<Reply>],
        moderation: &Moderation,
        policy: Policy,
        as_of: Option<Timestamp>,
        clean: &dyn Fn(&str) -> SafeHtml,
    ) -> Self {
        let mut hidden: BTreeMap<Reason, u32> = BTreeMap::new();
        let (mut count, mut undecided) = (0_u32, 0_u32);
        let mut shown: Vec<&Arc<Reply>> = Vec::new();
        let mut seen = BTreeSet::new();
        for reply in replies {
            if !seen.insert(reply.uri.as_str()) {
                continue;
            }
            count += u32::from(!reply.ours);
            match moderation.standing(reply, policy) {
                Standing::Shown => shown.push(reply),
                Standing::Hidden(reason) => *hidden.entry(reason).or_default() += 1,
                Standing::Waiting | Standing::Withheld(_) | Standing::Quiet => undecided += 1,
            }
        }
        if policy == Policy::None {
            return Self::default();
        }
        let turns = if policy == Policy::Links { Vec::new() } else { in_order(&shown, clean) };
        Self { turns, count, hidden: hidden.into_iter().collect(), undecided, as_of }
    }
}

/// Depth first, siblings by time. Our own turns are shown only where they answer somebody or somebody answers them.
fn in_order(shown: &[&Arc<Reply>], clean: &dyn Fn(&str) -> SafeHtml) -> Vec<Turn> {
    let mut by_time: Vec<&Arc<Reply>> = shown.to_vec();
    by_time.sort_by(|one, other| (one.at, &one.uri).cmp(&(other.at, &other.uri)));
    let names: BTreeMap<&str, usize> = by_time
        .iter()
        .enumerate()
        .flat_map(|(ix, reply)| [(reply.uri.as_str(), ix), (reply.url.as_str(), ix)])
        .collect();
    let parent_of = |ix: usize| {
        let parent = by_time[ix].parent.as_deref()?;
        names.get(parent).copied().filter(|parent| *parent != ix)
    };
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); by_time.len()];
    let mut roots = Vec::new();
    for ix in 0..by_time.len() {
        match parent_of(ix) {
            Some(parent) => children[parent].push(ix),
            None => roots.push(ix),
        }
    }
    let mut walk = Walk {
        by_time: &by_time,
        children: &children,
        clean,
        placed: vec![false; by_time.len()],
        turns: Vec::new(),
    };
    roots.into_iter().for_each(|root| walk.place(root));
    // What is left answers itself in a circle: the oldest of each begins it.
    (0..by_time.len()).for_each(|ix| walk.place(ix));
    walk.turns
}

struct Walk<'a> {
    by_time: &'a [&'a Arc<Reply>],
    children: &'a [Vec<usize>],
    clean: &'a dyn Fn(&str) -> SafeHtml,
    placed: Vec<bool>,
    turns: Vec<Turn>,
}

impl Walk<'_> {
    /// Places a reply and everything below it, without recursion: threads of thousands of turns exist.
    fn place(&mut self, root: usize) {
        let mut next = vec![(root, 0_u8)];
        while let Some((ix, depth)) = next.pop() {
            if std::mem::replace(&mut self.placed[ix], true) {
                continue;
            }
            let reply = self.by_time[ix];
            let is_direct = reply.about.is_none() || reply.parent == reply.about;
            let answers_missing = depth == 0 && reply.parent.is_some() && !is_direct;
            let words = (self.clean)(&reply.html);
            self.turns.push(Turn { reply: Arc::clone(reply), words, depth, answers_missing });
            let below = (depth + 1).min(DEEPEST);
            next.extend(self.children[ix].iter().rev().map(|child| (*child, below)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::moderation::Decision;
    use crate::model::reply::Opaque;
    use proptest::prelude::*;

    fn nothing(_: &str) -> SafeHtml {
        SafeHtml::default()
    }

    const OURS: &str = "https://org.example/toot";

    fn reply(name: &str, parent: &str, minute: i64) -> Arc<Reply> {
        let uri = |name: &str| {
            if name == OURS { OURS.to_owned() } else { format!("https://garden.example/{name}") }
        };
        Arc::new(Reply {
            id: name.to_owned(),
            url: format!("https://garden.example/@rhea/{name}"),
            about: Some(OURS.to_owned()),
            parent: Some(uri(parent)),
            at: Timestamp::from_second(minute * 60).unwrap_or_default(),
            ..Reply::example(&uri(name))
        })
    }

    fn read(replies: &[Arc<Reply>], moderation: &Moderation) -> Vec<String> {
        let conversation = Conversation::of(replies, moderation, Policy::Public, None, &nothing);
        let shown = |turn: &Turn| {
            let missing = if turn.answers_missing { " (answers what is not here)" } else { "" };
            format!("{}{}{missing}", "  ".repeat(turn.depth.into()), turn.reply.id)
        };
        conversation.turns.iter().map(shown).collect()
    }

    #[test]
    fn answers_stand_behind_what_they_answer_and_siblings_by_time() {
        let replies = [
            reply("late", OURS, 9),
            reply("early", OURS, 1),
            reply("to-early", "early", 10),
            reply("deeper", "to-early", 11),
            reply("also-to-early", "early", 4),
        ];
        let wanted = ["early", "  also-to-early", "  to-early", "    deeper", "late"];
        assert_eq!(read(&replies, &Moderation::default()), wanted);
    }

    #[test]
    fn an_answer_to_something_hidden_or_gone_stays_and_says_so() {
        let replies = [reply("rude", OURS, 1), reply("calm", "rude", 2), reply("orphan", "deleted", 3)];
        let mut moderation = Moderation::default();
        let about = Opaque::reply("https://garden.example/rude");
        moderation.add(about, jiff::civil::date(2026, 11, 26), Decision::Hide(Reason::Threat));
        let wanted = ["calm (answers what is not here)", "orphan (answers what is not here)"];
        assert_eq!(read(&replies, &moderation), wanted);
        let conversation = Conversation::of(&replies, &moderation, Policy::Public, None, &nothing);
        assert_eq!((conversation.count, conversation.hidden), (3, vec![(Reason::Threat, 1)]));
    }

    #[test]
    fn a_site_that_shows_links_only_shows_no_words_and_one_that_shows_none_does_not_even_count() {
        let replies = [reply("a", OURS, 1)];
        let links = Conversation::of(&replies, &Moderation::default(), Policy::Links, None, &nothing);
        assert_eq!((links.turns.len(), links.count), (0, 1));
        assert_eq!(
            Conversation::of(&replies, &Moderation::default(), Policy::None, None, &nothing),
            Conversation::default()
        );
    }

    #[test]
    fn a_thread_of_five_thousand_turns_is_one_list_and_no_deeper_than_a_page_can_show() {
        let mut replies = vec![reply("0", OURS, 0)];
        replies.extend((1..5000).map(|n| reply(&n.to_string(), &(n - 1).to_string(), n)));
        let conversation = Conversation::of(&replies, &Moderation::default(), Policy::Public, None, &nothing);
        assert_eq!(conversation.turns.len(), 5000);
        assert_eq!(conversation.turns.last().map(|turn| turn.depth), Some(DEEPEST));
    }

    proptest! {
        #[test]
        fn every_reply_is_placed_once_whoever_it_says_it_answers(parents in prop::collection::vec(0..12usize, 0..12)) {
            let replies: Vec<_> = parents
                .iter()
                .enumerate()
                .map(|(n, parent)| reply(&n.to_string(), &parent.to_string(), i64::try_from(n).unwrap_or(0)))
                .collect();
            let conversation = Conversation::of(&replies, &Moderation::default(), Policy::Public, None, &nothing);
            let mut placed: Vec<_> = conversation.turns.iter().map(|turn| turn.reply.id.clone()).collect();
            placed.sort();
            let mut wanted: Vec<_> = replies.iter().map(|reply| reply.id.clone()).collect();
            wanted.sort();
            prop_assert_eq!(placed, wanted);
        }
    }
}
