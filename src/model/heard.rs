//! What listening knows: our toots and when each was read last, and how the last runs went. The replies themselves lie
//! beside it, a file a thread. All of it is a cache in `.hearback/`: without it listening begins again from the ledger.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The state of listening.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Whose ears they are: `https://org.example/@org`. What another account heard is not ours.
    pub account: String,
    /// The newest notification that was taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<Seen>,
    /// Our toots, by their permanent addresses.
    #[serde(default)]
    pub threads: BTreeMap<String, Thread>,
    /// The newest toot of our own that was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<String>,
    /// The newest toot that was seen under each hashtag.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hashtags: BTreeMap<String, String>,
    /// When what was said outside of our threads was last looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub others_looked: Option<Timestamp>,
    /// How many conversations that nobody else may read have news in them. Their words are never kept.
    #[serde(default)]
    pub private: u32,
    /// When the last run ended in which everything could be read that was to be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub good: Option<Timestamp>,
    /// When the last run ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Timestamp>,
    /// What could not be read in the last run, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deaf: Vec<String>,
}

/// A notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The server's id for it.
    pub id: String,
    /// When it was made.
    pub at: Timestamp,
}

/// What is known about the thread of one of our toots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// The key of the story that the toot announces.
    pub story: String,
    /// The server's id for the toot.
    pub id: String,
    /// When it was posted, or taken up.
    pub at: Timestamp,
    /// When something was last said in it: the toot itself, or the newest reply.
    pub stirred: Timestamp,
    /// When it was read last; none where it never was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<Timestamp>,
    /// When its replies were last looked at by their ids: whether they are still there, and as they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looked: Option<Timestamp>,
    /// Whether a notification says that it moved since it was read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub moved: bool,
    /// How many replies are kept.
    #[serde(default)]
    pub replies: usize,
}

impl Heard {
    /// Takes a toot of ours in; what is known about its thread stays.
    pub fn take(&mut self, uri: &str, story: &str, id: &str, at: Timestamp) {
        let thread = self.threads.entry(uri.to_owned()).or_insert_with(|| Thread {
            story: story.to_owned(),
            id: id.to_owned(),
            at,
            stirred: at,
            read: None,
            looked: None,
            moved: false,
            replies: 0,
        });
        story.clone_into(&mut thread.story);
        id.clone_into(&mut thread.id);
    }

    /// Whether nothing good was heard for longer than that, on a site that has something to hear.
    pub fn is_deaf_for(&self, longest: jiff::SignedDuration, now: Timestamp) -> bool {
        !self.threads.is_empty() && self.good.is_none_or(|good| now.duration_since(good) > longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_told_apart_from_deafness() {
        let at = |hours: i64| Timestamp::from_second(hours * 3600).unwrap_or_default();
        let longest = jiff::SignedDuration::from_hours(26);
        let mut heard = Heard::default();
        assert!(!heard.is_deaf_for(longest, at(100)), "nothing to hear");
        heard.take("https://org.example/1", "wells", "1", at(0));
        assert!(heard.is_deaf_for(longest, at(100)), "never heard");
        heard.good = Some(at(80));
        assert!(!heard.is_deaf_for(longest, at(100)));
        assert!(heard.is_deaf_for(longest, at(107)));
    }
}
