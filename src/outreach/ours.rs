//! Whose toot is it? Pure: a toot and what we look for in, yes or no out. A toot that is ours and not recognised is posted
//! twice; one of another story that is taken for ours is never posted.

use std::collections::BTreeSet;

use url::Url;

use crate::html;
use crate::mastodon::entity::{ScheduledStatus, Status};
use crate::model::announcement::Announcement;
use crate::model::ledger::Ledger;
use crate::model::record::Action;
use crate::model::standing::before;
use crate::model::vocabulary::Visibility;

/// What is looked for.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) story: String,
    pub(super) action: Action,
    /// The story's addresses, comparable.
    addresses: BTreeSet<String>,
    /// The letters and digits of the text, where it is known.
    letters: Option<String>,
    pub(super) reply: Reply,
    /// The ids that our own toot before it has had: an edit between two runs can change them.
    replied: BTreeSet<String>,
    /// How public it is, or would be; none where nobody knows any more.
    pub(super) visibility: Option<Visibility>,
}

/// What the toot replies to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// Nothing.
    Nothing,
    /// The toot with this id.
    To(String),
    /// Something that cannot be found any more.
    Lost,
}

/// How sure it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// It is the one.
    Ours,
    /// It stands where ours would, and nobody knows it.
    Doubtful,
    /// It would be the one, and the ledger gives it to another story.
    Taken(String),
    /// It is none of it.
    Other,
}

impl Wanted {
    /// A toot of a story that is there.
    pub(super) fn of(what: &Announcement, ledger: &Ledger, reply: Reply, visibility: Visibility) -> Wanted {
        let pages = ledger.pages(&what.story).into_iter();
        let named = pages.chain(what.aliases.iter().map(String::as_str)).chain([what.page.as_str()]);
        Wanted {
            story: what.story.clone(),
            action: what.action.clone(),
            addresses: named.filter_map(comparable).collect(),
            letters: Some(letters(&what.text)),
            reply,
            replied: replied(&what.story, &what.action, ledger),
            visibility: Some(visibility),
        }
    }

    /// A toot of a story of which only the ledger knows.
    pub(super) fn withdrawn(story: &str, action: &Action, ledger: &Ledger, reply: Reply) -> Wanted {
        Wanted {
            story: story.to_owned(),
            action: action.clone(),
            addresses: ledger.pages(story).into_iter().filter_map(comparable).collect(),
            letters: None,
            reply,
            replied: replied(story, action, ledger),
            visibility: None,
        }
    }

    /// Whether a toot of our own list is the one.
    pub(super) fn judge(&self, status: &Status, ledger: &Ledger) -> Whose {
        let direct = self.visibility.is_none_or(|visibility| visibility == Visibility::Direct);
        if status.reblog.is_some() || (status.visibility == "direct" && !direct) {
            return Whose::Other;
        }
        let fits = match self.action {
            Action::Part(_) => self.judge_part(status),
            _ if self.replies_rightly(status) && self.links_to_it(status) => Whose::Ours,
            _ => Whose::Other,
        };
        match ledger.owner(&status.uri) {
            Some(_) if ledger.is_given_to(&status.uri, &self.story, &self.action) => fits,
            Some((story, action)) if fits == Whose::Ours && *action == self.action && story != self.story => {
                Whose::Taken(story.to_owned())
            }
            Some(_) => Whose::Other,
            None => fits,
        }
    }

    fn judge_part(&self, status: &Status) -> Whose {
        let is_there = |id: &String| matches!(self.reply, Reply::To(_)) && self.is_replied(id);
        if !status.in_reply_to_id.as_ref().is_some_and(is_there) {
            return Whose::Other;
        }
        let same = self.letters.as_deref() == Some(letters(&html::text(&status.content)).as_str());
        if same { Whose::Ours } else { Whose::Doubtful }
    }

    /// Whether a server that says that it stored our toot gave us that one. A server can write an address otherwise, so
    /// the same words are as good; another toot of ours has neither.
    pub(super) fn is_answered_by(&self, status: &Status, ledger: &Ledger) -> bool {
        let others = ledger.owner(&status.uri).is_some()
            && !ledger.is_given_to(&status.uri, &self.story, &self.action);
        let same = || self.letters.as_deref() == Some(letters(&html::text(&status.content)).as_str());
        !others && status.reblog.is_none() && (same() || self.links_to_it(status))
    }

    /// Whether a waiting toot is the one. Its text is as it was sent: plain, not HTML.
    pub(super) fn is_waiting_as(&self, waiting: &ScheduledStatus, key: &str) -> bool {
        let words = waiting.params.text.split_whitespace();
        let links = || words.clone().filter_map(comparable).any(|link| self.addresses.contains(&link));
        waiting.params.idempotency.as_deref() == Some(key) || links()
    }

    /// A server forgets what a toot replied to once that is deleted, so no reply at all always fits a first toot.
    fn replies_rightly(&self, status: &Status) -> bool {
        match (&status.in_reply_to_id, &self.reply) {
            (None, _) => matches!(self.action, Action::New),
            (Some(_), Reply::Nothing) => false,
            (Some(id), Reply::To(_)) => self.is_replied(id),
            (Some(_), Reply::Lost) => true,
        }
    }

    /// Whether this is, or was, the id of what it replies to.
    fn is_replied(&self, id: &String) -> bool {
        matches!(&self.reply, Reply::To(wanted) if id == wanted) || self.replied.contains(id)
    }

    pub(super) fn links_to_it(&self, status: &Status) -> bool {
        let card = status.card.as_ref().map(|card| card.url.clone());
        let mut links = html::links(&status.content).into_iter().chain(card);
        links.any(|link| comparable(&link).is_some_and(|link| self.addresses.contains(&link)))
    }
}

/// The ids that the toot of ours which another follows has had.
fn replied(story: &str, action: &Action, ledger: &Ledger) -> BTreeSet<String> {
    let before = before(action);
    before.iter().flat_map(|before| ledger.ids(story, before)).map(str::to_owned).collect()
}

/// An address as it is compared: without scheme, fragment, final `/` or `index.html`, its percent-encoding normalised
/// (RFC 3986 §6.2.2).
pub(super) fn comparable(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    let host = url.host_str()?;
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let path = normalised(url.path());
    let path = path.strip_suffix("/index.html").unwrap_or(&path).trim_end_matches('/');
    let query = url.query().map(|query| format!("?{}", normalised(query))).unwrap_or_default();
    Some(format!("{host}{port}{path}{query}"))
}

/// What needs no encoding is decoded, and the rest is in upper case.
fn normalised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    out.push(char::from(byte));
                } else {
                    out.push_str(&format!("%{byte:02X}"));
                }
                rest = &rest[2..];
            }
            None => out.push('%'),
        }
    }
    out + rest
}

/// The letters and digits of a text. A server shows `@user@host` as `@user`, so the host does not count.
fn letters(text: &str) -> String {
    let words = text.split_whitespace().map(|word| match word.strip_prefix('@') {
        Some(mention) => mention.split('@').next().unwrap_or(mention),
        None => word,
    });
    words.flat_map(str::chars).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
#[path = "ours_tests.rs"]
mod tests;
