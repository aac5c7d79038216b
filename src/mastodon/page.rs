//! The next page of a list: the `Link` header (RFC 8288), never an id that we would have to understand.

use url::Url;

use crate::web::client::Answer;
use crate::web::link_header;

/// The address of the link with that relation, resolved against where the answer came from.
pub(super) fn link(answer: &Answer, from: &Url, relation: &str) -> Option<Url> {
    from.join(link_header::link(answer, relation)?).ok()
}
