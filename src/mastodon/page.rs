//! The next page of a list: the `Link` header (RFC 8288), never an id that we would have to understand.

use url::Url;

use crate::web::client::Answer;

/// The address of the link with that relation, resolved against where the answer came from.
pub(super) fn link(answer: &Answer, from: &Url, relation: &str) -> Option<Url> {
    let header = answer.header("link")?;
    header.split(',').find_map(|link| {
        let (address, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        let named = parameters.split(';').any(|parameter| {
            parameter.trim().strip_prefix("rel=").is_some_and(|rel| rel.trim_matches('"') == relation)
        });
        named.then(|| from.join(address).ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_the_one_that_the_server_names() {
        let header = "<https://s.example/api/v1/x?max_id=3>; rel=\"next\", </api/v1/x?min_id=9>; rel=prev";
        let answer = Answer { status: 200, headers: vec![("link".into(), header.into())], body: Vec::new() };
        let from = Url::parse("https://s.example/api/v1/x").expect("a URL");
        let of = |relation| link(&answer, &from, relation).map(String::from);
        assert_eq!(of("next").as_deref(), Some("https://s.example/api/v1/x?max_id=3"));
        assert_eq!(of("prev").as_deref(), Some("https://s.example/api/v1/x?min_id=9"));
        assert_eq!(of("first"), None);
    }
}
