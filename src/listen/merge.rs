//! A thread as it is kept, and what a server tells of it now. What is told replaces; what is not told stays: absence from a
//! list is no deletion, since lists leave out whom somebody blocks, and what another server does not answer for.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::reply::Reply;

/// What became of a thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Replies of others that were not there before.
    pub new: usize,
    /// Replies that say something else now.
    pub edited: usize,
    /// Replies that are gone, or that not everybody may read any more.
    pub gone: usize,
}

impl std::ops::AddAssign for Change {
    fn add_assign(&mut self, other: Change) {
        self.new += other.new;
        self.edited += other.edited;
        self.gone += other.gone;
    }
}

/// Takes in what was told. Replies are known by their permanent address; the server's id may change with an edit.
pub(super) fn told(kept: &mut Vec<Reply>, told: Vec<Reply>) -> Change {
    let mut places: BTreeMap<String, usize> =
        kept.iter().enumerate().map(|(at, reply)| (reply.uri.clone(), at)).collect();
    let mut change = Change::default();
    for mut reply in told {
        match places.get(&reply.uri) {
            Some(at) => {
                let before = &mut kept[*at];
                // A parent that was known by its address is not forgotten because it is gone now.
                let forgot = reply.parent.as_deref().is_none_or(|parent| parent.starts_with("id:"));
                if forgot && before.parent.is_some() {
                    reply.parent.clone_from(&before.parent);
                }
                reply.about = reply.about.or_else(|| before.about.clone());
                reply.door = reply.door.min(before.door);
                let is_edit = (&before.html, &before.warning) != (&reply.html, &reply.warning);
                change.edited += usize::from(is_edit);
                *before = reply;
            }
            None => {
                change.new += usize::from(!reply.ours);
                places.insert(reply.uri.clone(), kept.len());
                kept.push(reply);
            }
        }
    }
    change
}

/// Takes out the replies with these permanent addresses.
pub(super) fn gone(kept: &mut Vec<Reply>, uris: &[String]) -> Change {
    let before = kept.len();
    let uris: BTreeSet<&str> = uris.iter().map(String::as_str).collect();
    kept.retain(|reply| !uris.contains(reply.uri.as_str()));
    Change { gone: before - kept.len(), ..Change::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(uri: &str, html: &str, parent: Option<&str>) -> Reply {
        Reply { html: html.to_owned(), parent: parent.map(str::to_owned), ..Reply::example(uri) }
    }

    #[test]
    fn an_edit_replaces_and_absence_removes_nothing() {
        let mut kept = vec![reply("a", "Why?", Some("ours")), reply("b", "Yes.", Some("a"))];
        let change = told(&mut kept, vec![reply("a", "Why not?", Some("id:9")), reply("c", "New.", None)]);
        assert_eq!(change, Change { new: 1, edited: 1, gone: 0 });
        let shown: Vec<_> = kept.iter().map(|reply| (reply.uri.as_str(), reply.html.as_str())).collect();
        assert_eq!(shown, [("a", "Why not?"), ("b", "Yes."), ("c", "New.")]);
        assert_eq!(kept[0].parent.as_deref(), Some("ours"));
        assert_eq!(told(&mut kept, vec![reply("a", "Why not?", None)]), Change::default());
    }

    #[test]
    fn what_is_gone_is_taken_out_by_its_own_address() {
        let mut kept = vec![reply("a", "Why?", None), reply("b", "Yes.", Some("a"))];
        assert_eq!(gone(&mut kept, &["a".to_owned(), "z".to_owned()]).gone, 1);
        assert_eq!(kept.len(), 1);
    }
}
