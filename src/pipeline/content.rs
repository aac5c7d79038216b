//! What an output consists of: the one road from an answer to bytes, for building, serving and posting.

use crate::config::rule;
use crate::images::{self, Darkroom, ImageFailure, Unpublishable};
use crate::model::content::Content;
use crate::model::diagnostic::Diagnostic;
use crate::model::output::Output;
use crate::model::place::Place;

/// The content of what answers an address. Nothing that leaves this machine says where a photograph was taken: whatever is an
/// author's file, or a theme's, comes without the notes of cameras.
///
/// # Errors
/// When a file has gone, an image cannot be used, or a picture cannot be cleaned.
pub fn content(darkroom: &Darkroom, address: &str, output: Output) -> Result<Content, Diagnostic> {
    match output {
        Output::Page(bytes) => images::without_notes(bytes)
            .map(Content::Bytes)
            .map_err(|why| refused(Place::whole("hearback.yaml"), address, &why)),
        Output::Copy(path) => images::publishable(&darkroom.root().join(&path))
            .map_err(|why| refused(Place::whole(&path), &path, &why)),
        Output::Variant(recipe) => darkroom.variant(&recipe).map(Content::Bytes).map_err(unusable),
    }
}

/// What is wrong with an image of which no variant can be made.
pub(super) fn unusable(failure: ImageFailure) -> Diagnostic {
    rule::BROKEN_IMAGE
        .at(Place::whole(failure.path.clone()), failure.to_string())
        .hint("save it again with an image editor, or take it out")
}

fn refused(place: Place, name: &str, why: &Unpublishable) -> Diagnostic {
    match why {
        Unpublishable::Unread(cause) => rule::UNREADABLE.at(place, format!("cannot read `{name}`: {cause}")),
        Unpublishable::Unclean(_) => rule::TOLD_PLACE
            .at(place, format!("`{name}`: {why}"))
            .hint("save it again with an image editor as JPEG or PNG, or take it out"),
        Unpublishable::Film => rule::TOLD_PLACE
            .at(place, format!("`{name}`: {why}"))
            .hint("take that out with a film editor, or with `exiftool -all= FILE`"),
    }
}
