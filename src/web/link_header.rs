//! The `Link` header (RFC 8288 §3): addresses, each with what it is.

use crate::web::client::Answer;

/// The first address with that relation, as it was written: relative ones too, and an empty one.
pub fn link<'a>(answer: &'a Answer, relation: &str) -> Option<&'a str> {
    let headers = answer.headers.iter().filter(|(name, _)| name == "link");
    headers.flat_map(|(_, value)| links(value)).find_map(|(address, parameters)| {
        parameters.split(';').any(|parameter| is(parameter, relation)).then_some(address)
    })
}

/// Whether a parameter is a `rel` that has the relation among its words.
fn is(parameter: &str, relation: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return false };
    let mut words = value.trim().trim_matches('"').split_ascii_whitespace();
    name.trim().eq_ignore_ascii_case("rel") && words.any(|word| word.eq_ignore_ascii_case(relation))
}

/// Each address with its parameters. A comma or semicolon inside `<…>` is part of the address.
fn links(mut value: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    while let Some((_, rest)) = value.split_once('<') {
        let Some((address, rest)) = rest.split_once('>') else { break };
        let (parameters, next) = rest
            .split_once('<')
            .map_or((rest, ""), |(parameters, _)| (parameters, &rest[parameters.len()..]));
        found.push((address.trim(), parameters.trim_end().trim_end_matches(',')));
        value = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(headers: &[&str], relation: &str) -> Option<String> {
        let headers = headers.iter().map(|value| ("link".to_owned(), (*value).to_owned())).collect();
        let answer = Answer { status: 200, headers, body: Vec::new() };
        link(&answer, relation).map(str::to_owned)
    }

    #[test]
    fn an_address_is_found_by_its_relation_however_the_header_is_written() {
        let pages = "<https://s.example/x?max_id=3,4>; rel=\"next\", </x?min_id=9>; rel=prev";
        assert_eq!(found(&[pages], "next").as_deref(), Some("https://s.example/x?max_id=3,4"));
        assert_eq!(found(&[pages], "prev").as_deref(), Some("/x?min_id=9"));
        assert_eq!(found(&[pages], "first"), None);
        let several = ["<https://a.example/>; rel=self", "</m>; title=\"a, b\"; REL=\"pingback Webmention\""];
        assert_eq!(found(&several, "webmention").as_deref(), Some("/m"));
        assert_eq!(found(&["<>; rel=webmention"], "webmention").as_deref(), Some(""));
        assert_eq!(found(&["</m>; rel=\"not-webmention\", broken <"], "webmention"), None);
    }
}
