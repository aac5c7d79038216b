//! The plan: what a run would post, in which order, and why it leaves the rest. Pure, so that it can be read and reviewed
//! before anything is public.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::config::Config;
use crate::model::account_name::AccountName;
use crate::model::announcement::{Announcement, Picture};
use crate::model::ledger::Ledger;
use crate::model::limits::Limits;
use crate::model::record::Action;
use crate::model::site::{Absent, LeftOut, Site};
use crate::model::standing::Standing;
use crate::theme::Theme;
use crate::toot::compose::TootPicture;
use crate::toot::decide::{Desk, is_called};

/// What somebody asked for on the command line. Stories are named by key, id or the last part of their address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Only these stories; all where it is empty.
    pub only: BTreeSet<String>,
    /// How many first toots at most, instead of the site's `max_per_run`.
    pub limit: Option<usize>,
    /// Post these again, whatever came of them before.
    pub again: BTreeSet<String>,
    /// Bring the toots of these up to date.
    pub edit: BTreeSet<String>,
    /// Post these as plain toots where what they answer cannot be found.
    pub plain: BTreeSet<String>,
}

/// What a run would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The account that posts: `@org@social.example`. `None` where the site names none.
    pub account: Option<String>,
    /// The server's limits that the texts were fitted to.
    pub limits: Limits,
    /// Every toot in the order of posting, then what is left out, by file.
    pub entries: Vec<Entry>,
    /// The keys of the stories that are posted again, as asked.
    pub again: BTreeSet<String>,
    /// Names on the command line that no story has.
    pub unknown: Vec<String>,
}

/// A toot of a story, or the reason why it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The story's key; its file where it has none.
    pub story: String,
    /// Its title; empty where the story could not be looked at.
    pub title: String,
    /// Its file; `None` where only the ledger knows it.
    pub file: Option<String>,
    /// Which of its toots.
    pub action: Action,
    /// What is done about it.
    pub step: Step,
    /// The toot, where there is one to show.
    pub toot: Option<Toot>,
    /// What a reviewer should know about it.
    pub notes: Vec<String>,
}

/// What is done about a toot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is posted once its page is live.
    Post,
    /// An earlier run may have posted it: it is looked for, and posted only if it is not there.
    Look,
    /// The server has it and posts it by its own schedule, in these words; it is looked at whether it is out.
    Scheduled(String),
    /// It comes with a later run, for this reason.
    Wait(String),
    /// The toot at this address is brought up to date.
    Edit(String),
    /// The toot at this address says what an earlier version of the story said; it is left as it is.
    Changed(String),
    /// It is out, at this address.
    Done(String),
    /// The toot at this address is out, and its story is gone, or is not published for this reason.
    Withdrawn(String, Option<String>),
    /// It is not announced, for this reason.
    Skip(String),
    /// A person has to decide: what is known, and how to say it.
    Ask(String, String),
}

/// A toot as it would be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toot {
    /// All that posting it needs to know, but for the picture's bytes.
    pub announcement: Announcement,
    /// How many characters the server counts.
    pub length: usize,
    /// The picture that is uploaded with it.
    pub picture: Option<TootPicture>,
}

impl Toot {
    /// The toot for the errand that posts it, with its picture's bytes.
    pub fn with(&self, picture: Option<Picture>) -> Announcement {
        Announcement { image: picture, ..self.announcement.clone() }
    }
}

/// How long a story is news.
const FRESH: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Plans a run: what `hearback toot` prints, and with `--post` carries out.
pub fn plan(
    site: &Site,
    config: &Config,
    theme: &Theme,
    ledger: &Ledger,
    limits: &Limits,
    now: Timestamp,
    wishes: &Wishes,
) -> Plan {
    let desk = Desk { site, config, theme, ledger, limits, now, wishes };
    let mut toots: Vec<Entry> = Vec::new();
    let mut others: Vec<Entry> = Vec::new();
    for ix in oldest_first(site).into_iter().filter(|ix| desk.is_wanted(*ix)) {
        for entry in desk.decide(ix) {
            let is_toot = matches!(
                entry.step,
                Step::Post | Step::Look | Step::Scheduled(_) | Step::Wait(_) | Step::Edit(_)
            );
            if is_toot { toots.push(entry) } else { others.push(entry) }
        }
    }
    let account = config.mastodon.as_ref().map(|mastodon| format!("@{}@{}", mastodon.user, mastodon.host));
    pace(&mut toots, config, wishes);
    if wishes.only.is_empty() {
        others.extend(withdrawn(site, config, ledger));
        others.extend(site.left_out.iter().map(left_out));
    }
    others.sort_by(|a, b| (weight(&a.step), &a.file, &a.action).cmp(&(weight(&b.step), &b.file, &b.action)));
    toots.extend(others);
    Plan { account, limits: limits.clone(), entries: toots, again: desk.again(), unknown: desk.unknown() }
}

/// The key of the story that somebody means by a name; a story that is gone is known by its key in the ledger.
pub fn key_of(site: &Site, ledger: &Ledger, name: &str) -> Option<String> {
    let there = site.stories.iter().find(|story| is_called(story, name)).map(|story| story.key());
    let gone = || ledger.actions().find(|(story, _)| *story == name).map(|(story, _)| story.to_owned());
    there.or_else(gone)
}

/// The stories in the order in which people hear of them: the oldest first, but those of this week before a backlog.
fn oldest_first(site: &Site) -> Vec<usize> {
    let week = site.today.saturating_sub(FRESH);
    let mut order: Vec<usize> = (0..site.stories.len()).collect();
    order.sort_by_key(|ix| {
        let story = &site.stories[*ix];
        (story.date.day < week, story.date.day, story.date.at, &story.path)
    });
    order
}

/// What asks for a person comes first, what needs nobody last.
fn weight(step: &Step) -> u8 {
    match step {
        Step::Ask(..) => 0,
        Step::Withdrawn(..) => 1,
        Step::Changed(_) => 2,
        Step::Done(_) => 4,
        _ => 3,
    }
}

/// Lets no more first toots through than a run may post. What may be out already is no new toot.
fn pace(toots: &mut [Entry], config: &Config, wishes: &Wishes) {
    let Some(mastodon) = &config.mastodon else { return };
    let most = wishes.limit.unwrap_or(mastodon.max_per_run);
    let mut posted = 0;
    let mut waiting: BTreeSet<String> = BTreeSet::new();
    let threads: BTreeSet<String> =
        toots.iter().filter(|e| matches!(e.action, Action::Part(_))).map(|e| e.story.clone()).collect();
    for entry in toots.iter_mut().filter(|entry| entry.step == Step::Post) {
        if entry.action == Action::New {
            posted += 1;
            if posted > most {
                waiting.insert(entry.story.clone());
            } else if posted > 1 && !mastodon.min_gap.is_zero() && !threads.contains(&entry.story) {
                let gap = mastodon.min_gap.as_secs().div_ceil(60);
                entry
                    .notes
                    .push(format!("{gap} minutes after the toot before it, by the server's own schedule"));
            }
        }
        if waiting.contains(&entry.story) && !matches!(entry.action, Action::Correction(_)) {
            entry.step = Step::Wait(format!("a run posts at most {most}; it comes with a later one"));
        }
    }
}

/// Toots that the ledger knows and whose stories are not on the site.
fn withdrawn(site: &Site, config: &Config, ledger: &Ledger) -> Vec<Entry> {
    let account = config.mastodon.as_ref().map(|mastodon| AccountName::new(&mastodon.user, &mastodon.host));
    let there: BTreeSet<String> = site.stories.iter().map(|story| story.key()).collect();
    let absent: BTreeMap<&str, LeftOut> =
        site.left_out.values().filter_map(|absent| Some((absent.key.as_deref()?, absent.why))).collect();
    let gone = ledger.actions().filter(|(story, _)| !there.contains(*story));
    gone.filter_map(|(story, action)| {
        let standing = ledger.standing_of(story, action, account.as_ref(), None);
        let step = match (&standing, standing.question(story)) {
            (Standing::Out(posted), _) => {
                let url = posted.address().unwrap_or_default().to_owned();
                Step::Withdrawn(url, absent.get(story).map(|why| reason(*why)))
            }
            (Standing::Open(_), _) => Step::Look,
            (Standing::TwoToots(..) | Standing::OpenElsewhere(_), Some(question)) => {
                Step::Ask(question.known, question.answer)
            }
            _ => return None,
        };
        let (story, action) = (story.to_owned(), action.clone());
        Some(Entry { story, title: String::new(), file: None, action, step, toot: None, notes: Vec::new() })
    })
    .collect()
}

fn reason(why: LeftOut) -> String {
    match why {
        LeftOut::Draft => "it is a draft".to_owned(),
        LeftOut::Future(day) => format!("its date has not come: {day}"),
        LeftOut::Broken => "it cannot be read".to_owned(),
    }
}

fn left_out((file, absent): (&String, &Absent)) -> Entry {
    let reason = reason(absent.why);
    Entry {
        story: file.clone(),
        title: String::new(),
        file: Some(file.clone()),
        action: Action::New,
        step: Step::Skip(reason),
        toot: None,
        notes: Vec::new(),
    }
}
