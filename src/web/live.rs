//! Whether a page is there for everybody, as the revision that is about to be announced: a server looks at the link the
//! moment the toot exists, and keeps what it finds for two weeks.

use std::fmt;

use url::Url;

use crate::html;
use crate::web::client::{Client, Method, Request};

/// How much of a page a Mastodon server reads for the link card.
const READ: usize = 1024 * 1024;
/// How many redirects it follows.
const REDIRECTS: usize = 3;

/// Why a page cannot be announced yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotLive {
    /// Another status than 200.
    Status(u16),
    /// Not `text/html`, but this.
    NotHtml(String),
    /// It leads to another page: a login page, a parked domain, an error page.
    Redirected(String),
    /// It is there with another revision.
    OtherRevision(String),
    /// It says no revision: another page, or made by another program.
    NoRevision,
    /// It cannot be fetched.
    Failed(String),
}

impl fmt::Display for NotLive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotLive::Status(status) => write!(f, "the page answers {status}"),
            NotLive::NotHtml(mime) => write!(f, "the page is `{mime}`, not `text/html`"),
            NotLive::Redirected(to) => write!(f, "the page leads to `{to}`"),
            NotLive::OtherRevision(_) => f.write_str("the page is there, but in another revision"),
            NotLive::NoRevision => f.write_str("what is there is not the page that was built"),
            NotLive::Failed(why) => f.write_str(why),
        }
    }
}

/// Looks once whether `page` is there as `revision`.
pub async fn look(client: &Client, page: &Url, revision: &str) -> Result<(), NotLive> {
    let mut url = page.clone();
    for _ in 0..=REDIRECTS {
        let mut request = Request::new(Method::Get, url.clone());
        request.headers.push(("accept", "text/html".to_owned()));
        // A cache in between may hold the old page: the server that crawls the link may be given that, too.
        request.headers.push(("cache-control", "no-cache".to_owned()));
        (request.max_answer, request.cut) = (READ, true);
        let answer = client.send(request).await.map_err(|failure| NotLive::Failed(failure.to_string()))?;
        match answer.status {
            200 => {
                let mime = answer.header("content-type").unwrap_or("nothing");
                return judge(mime, &String::from_utf8_lossy(&answer.body), revision);
            }
            301 | 302 | 303 | 307 | 308 => {
                let to = answer.header("location").and_then(|to| url.join(to).ok());
                let Some(to) = to else { return Err(NotLive::Status(answer.status)) };
                if !same_page(page, &to) {
                    let mut shown = to.clone();
                    shown.set_query(None);
                    return Err(NotLive::Redirected(shown.to_string()));
                }
                url = to;
            }
            status => return Err(NotLive::Status(status)),
        }
    }
    Err(NotLive::Redirected(url.to_string()))
}

/// Whether an answer of 200 is the page.
fn judge(mime: &str, html: &str, revision: &str) -> Result<(), NotLive> {
    let mime = mime.split(';').next().unwrap_or_default().trim();
    if !mime.eq_ignore_ascii_case("text/html") {
        return Err(NotLive::NotHtml(mime.to_owned()));
    }
    match announced(html) {
        None => Err(NotLive::NoRevision),
        Some(found) if found == revision => Ok(()),
        Some(found) => Err(NotLive::OtherRevision(found)),
    }
}

/// The revision in `<meta name="hearback:revision" content="…">`.
fn announced(page: &str) -> Option<String> {
    html::tokens(page).into_iter().find_map(|token| match token.kind {
        html::Kind::Start(tag)
            if tag.name == "meta" && tag.attribute("name") == Some("hearback:revision") =>
        {
            tag.attribute("content").map(str::to_owned)
        }
        _ => None,
    })
}

/// Whether two addresses are one page: a server may add or take a final `/`, or turn to https.
fn same_page(one: &Url, other: &Url) -> bool {
    let path = |url: &Url| url.path().trim_end_matches("index.html").trim_end_matches('/').to_owned();
    let port = |url: &Url| url.port().filter(|_| one.scheme() == other.scheme());
    one.host() == other.host()
        && port(one) == port(other)
        && path(one) == path(other)
        && one.query() == other.query()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(html: &str) -> Result<(), NotLive> {
        judge("text/html; charset=utf-8", html, "blake3:ab")
    }

    #[test]
    fn the_announced_revision_is_live_however_the_tag_is_written() {
        for html in [
            r#"<head><meta charset="utf-8"><meta name="hearback:revision" content="blake3:ab">"#,
            r#"<meta content='blake3:ab' name='hearback:revision' />"#,
            "<meta name=hearback:revision content=blake3:ab>",
        ] {
            assert_eq!(judged(html), Ok(()), "{html}");
        }
    }

    #[test]
    fn another_page_is_not_live() {
        let old = r#"<meta name="hearback:revision" content="blake3:00">"#;
        assert_eq!(judged(old), Err(NotLive::OtherRevision("blake3:00".to_owned())));
        assert_eq!(judged("<title>Sign in</title>"), Err(NotLive::NoRevision));
        // A login page may repeat where one wanted to go.
        for html in [
            r#"<!-- <meta name="hearback:revision" content="blake3:ab"> --><title>Sign in</title>"#,
            r#"<script>"<meta name='hearback:revision' content='blake3:ab'>"</script>"#,
            r#"<textarea><meta name="hearback:revision" content="blake3:ab"></textarea>"#,
            r#"<p title='<meta name="hearback:revision" content="blake3:ab">'>"#,
        ] {
            assert_eq!(judged(html), Err(NotLive::NoRevision), "{html}");
        }
        assert_eq!(
            judge("application/json", "{}", "x"),
            Err(NotLive::NotHtml("application/json".to_owned()))
        );
    }

    #[test]
    fn a_slash_is_the_same_page_and_a_login_is_not() {
        let page = Url::parse("http://org.example/impact/wells").expect("a URL");
        for (to, same) in [
            ("https://org.example/impact/wells/", true),
            ("https://org.example/impact/wells/index.html", true),
            ("https://org.example/login?to=/impact/wells", false),
            ("https://other.example/impact/wells/", false),
        ] {
            assert_eq!(same_page(&page, &Url::parse(to).expect("a URL")), same, "{to}");
        }
    }
}
