//! From each story to the next newer and the next older of its kind and language.

use crate::model::route::{Edition, List, StoryIx};
use crate::model::site::Ties;
use std::collections::BTreeMap;

/// Ties each story to its neighbours in the list of its kind.
pub(super) fn tie(lists: &BTreeMap<(Edition, List), Vec<StoryIx>>, ties: &mut [Ties]) {
    for ((_, list), members) in lists {
        if !matches!(list, List::Kind(_)) {
            continue;
        }
        for pair in members.windows(2) {
            ties[pair[0]].older = Some(pair[1]);
            ties[pair[1]].newer = Some(pair[0]);
        }
    }
}
