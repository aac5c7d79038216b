//! One story's part of the plan: which of its toots are posted, looked for, left or asked about, and why.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use crate::config::Config;
use crate::model::account_name::AccountName;
use crate::model::announcement::{Announcement, ReplyTo};
use crate::model::date::Due;
use crate::model::ledger::Ledger;
use crate::model::limits::Limits;
use crate::model::question::Question;
use crate::model::record::{Action, Announced};
use crate::model::site::Site;
use crate::model::standing::{Posted, Standing};
use crate::model::story::{Change, Story};
use crate::model::vocabulary::{ChangeKind, Kind, Visibility};
use crate::theme::Theme;
use crate::toot::answered::pages;
use crate::toot::compose::{self, Composed};
use crate::toot::plan::{Entry, Step, Toot, Wishes};

/// What a decision looks at.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub(super) site: &'a Site,
    pub(super) config: &'a Config,
    pub(super) theme: &'a Theme,
    pub(super) ledger: &'a Ledger,
    pub(super) limits: &'a Limits,
    pub(super) now: Timestamp,
    pub(super) wishes: &'a Wishes,
}

impl Desk<'_> {
    /// Whether the command line means this story.
    pub(super) fn is_wanted(&self, ix: usize) -> bool {
        let only = &self.wishes.only;
        only.is_empty() || only.iter().any(|name| is_called(&self.site.stories[ix], name))
    }

    /// Names that no story has.
    pub(super) fn unknown(&self) -> Vec<String> {
        let Wishes { only, again, edit, plain, .. } = self.wishes;
        let named = only.iter().chain(again).chain(edit).chain(plain);
        let known = |name: &&String| self.site.stories.iter().any(|story| is_called(story, name));
        let mut unknown: Vec<String> = named.filter(|name| !known(name)).cloned().collect();
        unknown.dedup();
        unknown
    }

    /// The keys of the stories that are posted again.
    pub(super) fn again(&self) -> BTreeSet<String> {
        let asked = |story: &&Arc<Story>| self.wishes.again.iter().any(|name| is_called(story, name));
        self.site.stories.iter().filter(asked).map(|story| story.key()).collect()
    }

    /// Every entry of one story, its first toot first.
    pub(super) fn decide(&self, ix: usize) -> Vec<Entry> {
        let story: &Story = &self.site.stories[ix];
        let key = story.key();
        let again = self.wishes.again.iter().any(|name| is_called(story, name));
        let standing = self.standing(&key, &Action::New, None);
        let question = standing.question(&key);
        match standing {
            Standing::Free => match self.reason(ix) {
                Some(reason) => vec![self.entry(ix, Step::Skip(reason))],
                None => match self.announced_as(ix) {
                    Some(question) if !again => vec![self.entry(ix, ask(question))],
                    _ => self.first(ix, Step::Post, None),
                },
            },
            Standing::Open(_) => self.first(ix, Step::Look, None),
            Standing::TwoToots(..) => {
                question.map(|question| self.entry(ix, ask(question))).into_iter().collect()
            }
            _ if again => self.first(ix, Step::Post, Some("posted again, as asked")),
            Standing::Elsewhere(posted) => {
                let mut entry = self.entry(ix, Step::Done(posted.address().unwrap_or_default().to_owned()));
                entry.notes.push("under the account that was the site's then".to_owned());
                vec![entry]
            }
            Standing::Retracted(_, retract) => {
                let reason =
                    if retract.reason.is_empty() { String::new() } else { format!(": {}", retract.reason) };
                let words = format!("its toot was taken back{reason}; to post it again: `--again {key}`");
                vec![self.entry(ix, Step::Skip(words))]
            }
            // Whether it came out is the server's to say, so the errand looks at it with its words in hand.
            Standing::Waiting(posted) => self.first(ix, Step::Scheduled(self.schedule(&posted)), None),
            Standing::Out(posted) => self.afterwards(ix, &posted),
            Standing::GivenUp(_) | Standing::Refused(_) | Standing::OpenElsewhere(_) => {
                question.map(|question| self.entry(ix, ask(question))).into_iter().collect()
            }
        }
    }

    /// Where a toot stands for the account that the site names now.
    fn standing(&self, key: &str, action: &Action, words: Option<&str>) -> Standing<'_> {
        let account =
            self.config.mastodon.as_ref().map(|mastodon| AccountName::new(&mastodon.user, &mastodon.host));
        self.ledger.standing_of(key, action, account.as_ref(), words)
    }

    /// The question that follows where the story's page was announced as another story's, which is not on the site any
    /// more: its `id` changed, perhaps.
    fn announced_as(&self, ix: usize) -> Option<Question> {
        let key = self.site.stories[ix].key();
        if self.ledger.agains(&key, &Action::New) > 0 {
            return None;
        }
        let page = self.config.absolute(&self.site.ties[ix].address);
        let is_gone = |story: &&str| *story != key && !self.site.stories.iter().any(|s| s.key() == *story);
        let (story, url) = self.ledger.stories_at(&page).filter(is_gone).find_map(|story| {
            match self.standing(story, &Action::New, None) {
                Standing::Out(posted) => Some((story, posted.address()?.to_owned())),
                _ => None,
            }
        })?;
        Some(Question::former(&key, story, &url))
    }

    /// Why a story is not announced.
    fn reason(&self, ix: usize) -> Option<String> {
        let story: &Story = &self.site.stories[ix];
        let Some(mastodon) = &self.config.mastodon else {
            return Some("`hearback.yaml` names no account under `mastodon`".to_owned());
        };
        let says = |words: &str| Some(words.to_owned());
        if story.kind() == Kind::Page {
            return says("it is a page, and only impact stories, responses and answers are announced");
        }
        if story.toot.skip == Some(true) {
            return says("its front matter says `toot.skip`");
        }
        if story.draft {
            return says("it is a draft");
        }
        if story.changes.iter().any(|change| change.kind == ChangeKind::Retraction) {
            return says("it was withdrawn");
        }
        if story.edition.is_some() && !story.toot.written {
            return says(
                "it is an edition, and those are announced only where their front matter has `toot`",
            );
        }
        if story.date.day > self.site.today || story.date.at.is_some_and(|at| at > self.now) {
            return Some(format!("its date has not come: {}", story.date.day));
        }
        if let Some(start) = mastodon.start.filter(|start| story.date.day < *start) {
            return Some(format!("it is from {}, before `mastodon.start`, {start}", story.date.day));
        }
        if let Some(last) = story.expires.filter(|last| *last < self.site.today) {
            return Some(format!("it held until {last}"));
        }
        if story.id.is_none() {
            return says(
                "it has no `id`, by which its toot is remembered; `hearback check --fix` writes one",
            );
        }
        if compose::visibility(story, self.config) == Visibility::Direct {
            return says("its visibility is `direct`, which nobody would see");
        }
        None
    }

    /// The first toot and the parts of its thread, which go where it goes.
    fn first(&self, ix: usize, step: Step, note: Option<&str>) -> Vec<Entry> {
        let composed = match compose::compose(self.site, self.config, self.theme, ix, self.limits) {
            Ok(composed) => composed,
            Err(why) => return vec![self.entry(ix, Step::Skip(why))],
        };
        let actions = (2..).map(Action::Part);
        let actions = std::iter::once(Action::New).chain(actions).take(composed.parts.len());
        let mut entries: Vec<Entry> = actions
            .enumerate()
            .map(|(number, action)| self.toot(ix, action, step.clone(), &composed, number))
            .collect();
        if let Some(first) = entries.first_mut() {
            first.notes.extend(composed.notes.iter().cloned());
            first.notes.extend(self.thread_notes(ix, &composed));
            first.notes.extend(note.map(str::to_owned));
        }
        if step == Step::Post {
            entries.iter_mut().for_each(|entry| self.give_up_refused(entry));
        }
        entries
    }

    /// Words that the server refused too often are not sent again.
    fn give_up_refused(&self, entry: &mut Entry) {
        let Some(toot) = &entry.toot else { return };
        let standing = self.standing(&entry.story, &entry.action, Some(&toot.announcement.words()));
        if let (Standing::Refused(_), Some(question)) = (&standing, standing.question(&entry.story)) {
            entry.step = ask(question);
        }
    }

    fn thread_notes(&self, ix: usize, composed: &Composed) -> Vec<String> {
        let Some(answered) = &composed.answers else {
            let told = |page: &str| format!("`{page}` is taken for a page, so this stands in no thread");
            return pages(&self.site.stories[ix]).into_iter().map(told).collect();
        };
        let key = self.site.stories[ix].key();
        let lost = if self.wants_plain(ix) {
            "if the server cannot find it, this is posted as a plain toot, as asked".to_owned()
        } else {
            format!(
                "if the server cannot find it, this is not posted (`--plain {key}` posts it all the same)"
            )
        };
        vec![format!("a reply to {} and at most as public as that toot; {lost}", answered.url)]
    }

    fn wants_plain(&self, ix: usize) -> bool {
        self.wishes.plain.iter().any(|name| is_called(&self.site.stories[ix], name))
    }

    /// What is left to do for a story whose first toot is out.
    fn afterwards(&self, ix: usize, posted: &Posted<'_>) -> Vec<Entry> {
        let story: &Story = &self.site.stories[ix];
        let key = story.key();
        let url = posted.address().unwrap_or_default().to_owned();
        if self.wishes.edit.iter().any(|name| is_called(story, name)) {
            return self.first(ix, Step::Edit(url), None).into_iter().take(1).collect();
        }
        let mut entries = Vec::new();
        let current = self.is_current(story, &key, posted);
        entries.extend(self.rest_of_thread(ix, &key, posted));
        let corrections = self.corrections(ix, &key, posted);
        let step = if current || !corrections.is_empty() { Step::Done(url) } else { Step::Changed(url) };
        let mut first = self.entry(ix, step);
        if matches!(first.step, Step::Changed(_)) {
            first.notes.push(format!("to bring the toot up to date: `hearback toot --post --edit {key}`"));
        }
        entries.insert(0, first);
        entries.extend(corrections);
        entries
    }

    /// When the server posts a toot that it has, in the site's zone.
    fn schedule(&self, posted: &Posted<'_>) -> String {
        let due = posted.intent.and_then(|intent| intent.due);
        let Some(due) = due else { return "the server has it on its schedule".to_owned() };
        let shown = due.to_zoned_datetime(self.config.timezone.clone()).strftime("%Y-%m-%d %H:%M %Z");
        match due > self.now {
            true => format!("the server has it, and posts it on {shown}"),
            false => format!("the server had it, and was to post it on {shown}"),
        }
    }

    /// Whether a toot of the story says what the story says now. One that somebody wrote by hand has words of its own, which
    /// nobody compares.
    fn is_current(&self, story: &Story, key: &str, posted: &Posted<'_>) -> bool {
        let revision = Some(story.revision.as_str());
        let corrected = corrections(story).any(|(id, _)| {
            let standing = self.ledger.standing(key, &Action::Correction(id));
            let told = |posted: &Posted<'_>| posted.receipt.revision.as_deref() == revision;
            matches!(standing, Standing::Out(posted) | Standing::Waiting(posted) if told(&posted))
        });
        posted.revision.is_none() || posted.revision == revision || corrected
    }

    /// The parts of a thread that an earlier run did not come to: as they were cut when it began, whatever the server's
    /// limit is now.
    fn rest_of_thread(&self, ix: usize, key: &str, posted: &Posted<'_>) -> Vec<Entry> {
        let cut = posted.intent.map(|intent| intent.thread.as_slice()).filter(|thread| !thread.is_empty());
        let parts = match cut {
            Some(thread) => self.parts_as_cut(ix, thread),
            None => self.first(ix, Step::Post, None).into_iter().skip(1).collect(),
        };
        // The text changed since: its parts no longer follow from what is out.
        let same = posted.revision == Some(self.site.stories[ix].revision.as_str());
        parts
            .into_iter()
            .filter_map(|mut entry| {
                let words = entry.toot.as_ref().map(|toot| toot.announcement.words());
                let standing = self.standing(key, &entry.action, words.as_deref());
                match (&standing, standing.question(key)) {
                    (Standing::Open(_), _) => entry.step = Step::Look,
                    (Standing::Free, _) if same => {}
                    (_, Some(question)) if same => entry.step = ask(question),
                    _ => return None,
                }
                Some(entry)
            })
            .collect()
    }

    /// The parts of a thread whose texts are known.
    fn parts_as_cut(&self, ix: usize, thread: &[String]) -> Vec<Entry> {
        let composed = match compose::compose(self.site, self.config, self.theme, ix, self.limits) {
            Ok(composed) => composed,
            Err(why) => return vec![self.entry(ix, Step::Skip(why))],
        };
        let composed = composed.with_parts(thread, self.limits);
        let parts = (2..).map(Action::Part).enumerate().take(thread.len());
        parts.map(|(number, action)| self.toot(ix, action, Step::Post, &composed, number)).collect()
    }

    /// The corrections that were made after the toot and that no toot has told yet.
    fn corrections(&self, ix: usize, key: &str, posted: &Posted<'_>) -> Vec<Entry> {
        let story: &Story = &self.site.stories[ix];
        if posted.revision == Some(story.revision.as_str()) {
            return Vec::new();
        }
        let since = posted.receipt.at.to_zoned_datetime(self.config.timezone.clone()).date();
        let due = corrections(story).filter(|(_, change)| change.date.day >= since);
        due.filter_map(|(id, change)| self.correction(ix, key, id, change)).collect()
    }

    fn correction(&self, ix: usize, key: &str, id: String, change: &Change) -> Option<Entry> {
        let action = Action::Correction(id);
        let standing = self.standing(key, &action, None);
        let step = match (&standing, standing.question(key)) {
            (Standing::Free, _) => Step::Post,
            (Standing::Open(_), _) => Step::Look,
            (_, Some(question)) => ask(question),
            _ => return None,
        };
        Some(match compose::correction(self.site, self.config, ix, change, self.limits) {
            Ok(composed) => {
                let mut entry = self.toot(ix, action, step, &composed, 0);
                if entry.step == Step::Post {
                    self.give_up_refused(&mut entry);
                }
                entry.notes.push("a reply to our own toot, with the correction".to_owned());
                entry.notes.push(format!("to change the toot instead: `hearback toot --post --edit {key}`"));
                entry
            }
            Err(why) => Entry { action, ..self.entry(ix, Step::Skip(why)) },
        })
    }

    fn entry(&self, ix: usize, step: Step) -> Entry {
        let story: &Story = &self.site.stories[ix];
        Entry {
            story: story.key(),
            title: story.title.clone(),
            file: Some(story.path.clone()),
            action: Action::New,
            step,
            toot: None,
            notes: Vec::new(),
        }
    }

    fn toot(&self, ix: usize, action: Action, step: Step, composed: &Composed, number: usize) -> Entry {
        let story: &Story = &self.site.stories[ix];
        let text = &composed.parts[number];
        let is_first = action == Action::New;
        let reply = composed.answers.as_ref().filter(|_| is_first);
        let announcement = Announcement {
            story: story.key(),
            action: action.clone(),
            page: self.config.absolute(&self.site.ties[ix].address),
            aliases: story.aliases.iter().map(|alias| self.config.absolute(alias)).collect(),
            date: self.moment(story),
            revision: story.revision.clone(),
            text: text.words.clone(),
            warning: composed.warning.clone().unwrap_or_default(),
            language: Some(composed.language.as_str().to_owned()),
            visibility: composed.visibility,
            reply_to: reply.map(|toot| ReplyTo { url: toot.url.clone(), else_plain: self.wants_plain(ix) }),
            mentions: composed.mentions,
            image: None,
            commitments: if is_first { promises(story) } else { Vec::new() },
            thread: composed
                .parts
                .iter()
                .skip(1)
                .filter(|_| is_first)
                .map(|part| part.words.clone())
                .collect(),
        };
        let picture = composed.picture.clone().filter(|_| is_first);
        Entry {
            action,
            toot: Some(Toot { announcement, length: text.length, picture }),
            ..self.entry(ix, step)
        }
    }

    /// When the story was published: its hour, else the beginning of its day.
    fn moment(&self, story: &Story) -> Timestamp {
        let midnight =
            || self.config.timezone.to_ambiguous_zoned_datetime(story.date.day.at(0, 0, 0, 0)).compatible();
        story.date.at.or_else(|| midnight().ok().map(|zoned| zoned.timestamp())).unwrap_or(self.now)
    }
}

/// Whether a person means this story by this name.
pub(super) fn is_called(story: &Story, name: &str) -> bool {
    let key = story.key();
    key == name || story.path == name || (story.edition.is_none() && story.slug == name)
}

fn ask(question: Question) -> Step {
    Step::Ask(question.known, question.answer)
}

/// The changes that readers of the toot have to hear of, with what the ledger calls them: their day, numbered where it
/// has several.
fn corrections(story: &Story) -> impl Iterator<Item = (String, &Change)> {
    let told = |change: &&Change| matches!(change.kind, ChangeKind::Correction | ChangeKind::Retraction);
    let told: Vec<&Change> = story.changes.iter().filter(told).collect();
    let name = |(place, change): (usize, &Change)| {
        let before = told[..place].iter().filter(|earlier| earlier.date.day == change.date.day).count();
        let day = change.date.day;
        if before == 0 { day.to_string() } else { format!("{day}-{}", before + 1) }
    };
    let names: Vec<String> = told.iter().enumerate().map(|(place, change)| name((place, change))).collect();
    names.into_iter().zip(told)
}

fn promises(story: &Story) -> Vec<Announced> {
    let due = |due| match due {
        Due::On(day) => Some(format!("{day}")),
        Due::Open => None,
    };
    let announced = |c: &crate::model::commitment::Commitment| Announced {
        id: c.id.clone(),
        what: c.what.clone(),
        due: due(c.due),
    };
    story.commitments.iter().map(announced).collect()
}
