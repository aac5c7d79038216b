//! What the rest of a site can see of a story. Most saves change a text, and a text is nobody's business but its story's.

use crate::model::body::Body;
use crate::model::story::Story;
use std::sync::Arc;

/// Whether two lists of stories make the same site, but for their texts. Stories that are not one and the same are compared.
pub(super) fn same(before: &[Arc<Story>], now: &[Arc<Story>]) -> bool {
    before.len() == now.len()
        && before.iter().zip(now).all(|(one, other)| Arc::ptr_eq(one, other) || alike(one, other))
}

/// Whether a story could stand in the place of another and nothing in this room would come out otherwise. Every field is named,
/// so that a new one has to be put on one of the two sides.
fn alike(one: &Story, other: &Story) -> bool {
    let Story {
        path,
        id,
        guid,
        edition,
        lang,
        title: _,
        date,
        summary: _,
        updated: _,
        authors: _,
        tags,
        place: _,
        image,
        slug,
        aliases,
        draft,
        expires: _,
        follows,
        replaces,
        evidence: _,
        quotations: _,
        changes: _,
        progress,
        commitments,
        toot: _,
        replies: _,
        layout: _,
        matter,
        extra: _,
        body,
        revision: _,
    } = one;
    *path == other.path
        && *id == other.id
        && *guid == other.guid
        && *edition == other.edition
        && *lang == other.lang
        && *date == other.date
        && *tags == other.tags
        && *image == other.image
        && *slug == other.slug
        && *aliases == other.aliases
        && *draft == other.draft
        && *follows == other.follows
        && *replaces == other.replaces
        && *progress == other.progress
        && *commitments == other.commitments
        && *matter == other.matter
        && leads_alike(body, &other.body)
}

/// Whether two texts link to the same and show the same images, in the same order.
fn leads_alike(one: &Body, other: &Body) -> bool {
    let Body { html: _, holes: _, links, images, headings: _, anchors: _, plain: _, removed: _ } = one;
    links.iter().map(|link| &link.target).eq(other.links.iter().map(|link| &link.target))
        && images.iter().map(|image| &image.target).eq(other.images.iter().map(|image| &image.target))
}
