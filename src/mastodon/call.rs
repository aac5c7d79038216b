//! One call: a request to the account's server, and its answer as a value or as an error that says what was tried.

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use url::Url;

use crate::mastodon::rate::Rate;
use crate::web::client::{Answer, Failure, Method, Request};
use crate::web::session::{Elsewhere, Session};

/// A server of ours, with the session that opens it.
#[derive(Clone, Debug)]
pub struct Server {
    pub(super) session: Session,
}

/// Why a call has no value.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ApiError {
    /// There was no answer.
    #[error(transparent)]
    Failed(#[from] Failure),
    /// The server said no.
    #[error("{what} answered {status}{}", said(.message))]
    Refused {
        /// What was tried: `GET /api/v1/statuses/1`.
        what: String,
        /// The HTTP status.
        status: u16,
        /// What the server says about it, for a person; it is translated, so nothing is decided by it.
        message: Option<String>,
        /// How soon it may be tried again.
        rate: Rate,
    },
    /// The answer is not what the API promises.
    #[error("{what} answered what cannot be read: {why}")]
    Unreadable {
        /// What was tried.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// The server pointed to another host.
    #[error(transparent)]
    Elsewhere(#[from] Elsewhere),
}

fn said(message: &Option<String>) -> String {
    message.as_ref().map(|message| format!(": {message}")).unwrap_or_default()
}

impl ApiError {
    /// The HTTP status, where there was an answer that is one of failure.
    pub fn status(&self) -> Option<u16> {
        match self {
            ApiError::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }
}

impl Server {
    /// The server that a session is bound to.
    pub fn new(session: Session) -> Server {
        Server { session }
    }

    /// The server's address.
    pub fn base(&self) -> &Url {
        self.session.base()
    }

    /// Reads a path of the server.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<T, ApiError> {
        read(path, self.ask(self.session.request(Method::Get, path, query)).await?)
    }

    /// Sends a request, and gives the answer if it is one of success.
    pub(super) async fn ask(&self, request: Request) -> Result<Answer, ApiError> {
        let what = what(&request);
        let answer = self.session.send(request).await?;
        if (200..300).contains(&answer.status) { Ok(answer) } else { Err(refused(what, &answer)) }
    }
}

/// What is tried, without its query: that may hold what is not for a log.
fn what(request: &Request) -> String {
    let method = format!("{:?}", request.method).to_uppercase();
    format!("{method} {}", request.url.path())
}

fn refused(what: String, answer: &Answer) -> ApiError {
    ApiError::Refused { what, status: answer.status, message: message(&answer.body), rate: Rate::of(answer) }
}

/// The server's own words: `{"error": …}` on Mastodon; HTML or nothing elsewhere, which is not shown.
pub(super) fn message(body: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    if let Some(names) = unexpected(&value) {
        return Some(format!("it would mention {names}"));
    }
    let text = value.get("error_description").or_else(|| value.get("error"))?.as_str()?;
    Some(text.chars().filter(|c| !c.is_control()).take(300).collect())
}

/// Whom a toot would have mentioned that may not be (`allowed_mentions`).
fn unexpected(value: &serde_json::Value) -> Option<String> {
    let accounts = value.get("unexpected_accounts")?.as_array()?;
    let names = accounts.iter().filter_map(|account| account.get("acct")?.as_str());
    let shown = |name: &str| name.chars().filter(|c| !c.is_control()).take(100).collect::<String>();
    let names: Vec<String> = names.take(10).map(|name| format!("@{}", shown(name))).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The value that an answer holds.
pub(super) fn read<T: DeserializeOwned>(what: &str, answer: Answer) -> Result<T, ApiError> {
    parse(&answer.body).map_err(|why| ApiError::Unreadable { what: what.to_owned(), why })
}

/// Parses a body. A name that comes twice, as in the `params` of a scheduled status, is taken as it came last; a struct
/// that is parsed straight from the bytes would refuse it.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    let value: serde_json::Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    serde_json::from_value(value).map_err(|error| error.to_string())
}

/// The server's clock, from the `Date` header (RFC 9110 §6.6.1).
pub(super) fn date(answer: &Answer) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(answer.header("date")?).ok()
}
