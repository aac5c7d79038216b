//! Telling a page that another one links to it (Webmention, W3C Recommendation of 12 January 2017, §3.1).

use std::fmt;
use std::time::Duration;

use url::Url;

use crate::html;
use crate::web::client::{Answer, Client, Content, Failure, Method, Request, host};
use crate::web::link_header;

/// How many redirects of the page are followed.
const REDIRECTS: usize = 10;
/// How much of the page is read.
const READ: usize = 1024 * 1024;
/// The longest that one answer may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// What came of telling a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Its receiver took the message.
    Taken {
        /// Where it was sent.
        endpoint: Url,
        /// How it was answered: 200, 201 or 202 (§3.1.4).
        status: u16,
    },
    /// Its receiver does not want it, and will not want it again.
    Refused {
        /// Where it was sent.
        endpoint: Url,
        /// How it was answered.
        status: u16,
    },
    /// The page names no receiver, or is not there.
    Nobody,
    /// Not now: another run may have more luck.
    Later(String),
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Told::Taken { .. } => f.write_str("told"),
            Told::Refused { status, .. } => write!(f, "it does not want to be told ({status})"),
            Told::Nobody => f.write_str("it takes no webmentions"),
            Told::Later(why) => write!(f, "not told: {why}"),
        }
    }
}

/// Tells the page `target` that `source` links to it. `client` is one for pages of anybody: it asks no private address.
pub async fn tell(client: &Client, source: &Url, target: &Url) -> Told {
    let endpoint = match discover(client, target).await {
        Ok(Some(endpoint)) => endpoint,
        Ok(None) => return Told::Nobody,
        Err(why) => return Told::Later(why),
    };
    let mut request = Request::new(Method::Post, endpoint.clone());
    let fields = [("source", source), ("target", target)];
    request.content =
        Content::Form(fields.iter().map(|(name, url)| ((*name).to_owned(), url.to_string())).collect());
    (request.timeout, request.max_answer, request.cut) = (PATIENCE, 0, true);
    match client.send(request).await.map(|answer| answer.status) {
        Ok(status @ 200..=299) => Told::Taken { endpoint, status },
        Ok(status @ (408 | 425 | 429 | 500..)) => {
            Told::Later(format!("`{}` answers {status}", host(&endpoint)))
        }
        Ok(status) => Told::Refused { endpoint, status },
        // Where no request may go, none goes the next time either.
        Err(Failure::Private(_)) => Told::Refused { endpoint, status: 0 },
        Err(failure) => Told::Later(failure.to_string()),
    }
}

/// The receiver that a page names (§3.1.2): the first `Link` header, else the first `<link>` or `<a>` with `webmention`
/// among its relations, resolved against where the page was found.
async fn discover(client: &Client, target: &Url) -> Result<Option<Url>, String> {
    let mut at = target.clone();
    for _ in 0..=REDIRECTS {
        let mut request = Request::new(Method::Get, at.clone());
        request.headers.push(("accept", "text/html, */*;q=0.8".to_owned()));
        (request.timeout, request.max_answer, request.cut) = (PATIENCE, READ, true);
        let answer = match client.send(request).await {
            Ok(answer) => answer,
            Err(Failure::Private(_)) => return Ok(None),
            Err(failure) => return Err(failure.to_string()),
        };
        match answer.status {
            200..=299 => return Ok(receiver(&answer).and_then(|written| at.join(&written).ok())),
            301 | 302 | 303 | 307 | 308 => {
                let Some(to) = answer.header("location").and_then(|to| at.join(to).ok()) else {
                    return Ok(None);
                };
                at = to;
            }
            status @ (408 | 425 | 429 | 500..) => return Err(format!("`{}` answers {status}", host(&at))),
            _ => return Ok(None),
        }
    }
    Ok(None)
}

/// The receiver's address as an answer writes it; an empty one is the page itself.
fn receiver(answer: &Answer) -> Option<String> {
    if let Some(written) = link_header::link(answer, "webmention") {
        return Some(written.to_owned());
    }
    let is_html = answer.header("content-type").is_none_or(|mime| mime.to_lowercase().contains("html"));
    if !is_html {
        return None;
    }
    html::tokens(&String::from_utf8_lossy(&answer.body)).into_iter().find_map(|token| match token.kind {
        html::Kind::Start(tag) if matches!(tag.name.as_str(), "link" | "a") => {
            let mut relations = tag.attribute("rel")?.split_ascii_whitespace();
            let is_receiver = relations.any(|word| word.eq_ignore_ascii_case("webmention"));
            tag.attribute("href").filter(|_| is_receiver).map(|href| href.trim().to_owned())
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(headers: &[(&str, &str)], body: &str) -> Option<String> {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        receiver(&Answer { status: 200, headers: headers.collect(), body: body.as_bytes().to_vec() })
    }

    /// The ways in which <https://webmention.rocks> hides a receiver, in our words.
    #[test]
    fn the_receiver_is_the_first_that_the_page_names() {
        let html = ("content-type", "text/html; charset=utf-8");
        for (body, wanted) in [
            ("<link rel=webmention href=/m>", Some("/m")),
            ("<a rel='nofollow WebMention' href='m?a=1&amp;b=2'>us</a>", Some("m?a=1&b=2")),
            ("<a rel=webmention href=/first></a><link rel=webmention href=/second>", Some("/first")),
            ("<link rel=webmention href=''>", Some("")),
            ("<link rel=webmention><a rel=webmention href=/m></a>", Some("/m")),
            ("<!-- <link rel=webmention href=/no> --><link rel=webmention href=/m>", Some("/m")),
            ("<p>&lt;link rel=webmention href=/no&gt;</p>", None),
            ("<script>'<link rel=webmention href=/no>'</script>", None),
            ("<link rel=not-webmention href=/no>", None),
        ] {
            assert_eq!(found(&[html], body).as_deref(), wanted, "{body}");
        }
        let header = ("link", "</head>; rel=\"webmention\"");
        assert_eq!(found(&[html, header], "<link rel=webmention href=/m>").as_deref(), Some("/head"));
        assert_eq!(found(&[("content-type", "text/plain")], "<link rel=webmention href=/m>"), None);
    }
}
