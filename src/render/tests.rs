//! Stories and sites for the tests of this room.

use crate::model::body::Body;
use crate::model::date::When;
use crate::model::story::{Matter, Story, TootWish};
use jiff::civil::date;

/// A page with a title and nothing else.
pub(crate) fn story() -> Story {
    Story {
        path: "content/impact/wells.md".to_owned(),
        id: None,
        edition: None,
        lang: None,
        title: "Wells".to_owned(),
        date: When { day: date(2026, 3, 5), at: None },
        summary: None,
        updated: None,
        authors: Vec::new(),
        tags: Vec::new(),
        place: None,
        image: None,
        slug: "wells".to_owned(),
        aliases: Vec::new(),
        draft: false,
        expires: None,
        follows: Vec::new(),
        replaces: Vec::new(),
        evidence: Vec::new(),
        quotations: Vec::new(),
        changes: Vec::new(),
        progress: Vec::new(),
        commitments: Vec::new(),
        toot: TootWish::default(),
        matter: Matter::Page,
        extra: serde_json::Value::Null,
        body: Body::default(),
        revision: "blake3:0".to_owned(),
    }
}
