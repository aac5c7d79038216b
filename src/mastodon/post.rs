//! Posting a toot, once, and what its answer means. Nothing is decided by what a server says in words.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::mastodon::call::{Server, message, parse};
use crate::mastodon::entity::{ScheduledStatus, Status};
use crate::mastodon::rate::Rate;
use crate::model::record::Why;
use crate::web::client::{Answer, Content, Failure, Method};

/// A toot to post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStatus {
    /// The text.
    pub text: String,
    /// The content warning; empty for none.
    pub warning: String,
    /// Whether the media are hidden.
    pub sensitive: bool,
    /// `public`, `unlisted`, `private` or `direct`: always sent, since the account's default may be another.
    pub visibility: String,
    /// The language.
    pub language: Option<String>,
    /// The toot that it replies to, by our server's id.
    pub reply_to: Option<String>,
    /// The media that were uploaded for it.
    pub media: Vec<String>,
    /// When the server is to post it; now where it is not said.
    pub scheduled_at: Option<Timestamp>,
    /// The account ids that may be mentioned; a mention of anybody else is refused. `None` leaves it to the server.
    pub allowed_mentions: Option<Vec<String>>,
}

/// What became of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posted {
    /// The server says that it has it. It is looked at, all the same: some say so and keep nothing.
    Stored(Box<Status>),
    /// It waits.
    Waiting(ScheduledStatus),
    /// It was not posted.
    Refused {
        /// Why, for the ledger.
        why: Why,
        /// What the server says, for a person.
        message: Option<String>,
        /// How soon it may be tried again.
        rate: Rate,
    },
    /// It may be there or not: our own list has to be read.
    Unknown(String),
}

impl Server {
    /// Sends a toot, once.
    pub async fn post(&self, status: &NewStatus, key: &str, timeout: Duration) -> Posted {
        let mut request = self.session.request(Method::Post, "/api/v1/statuses", &[]);
        request.headers.push(("idempotency-key", key.to_owned()));
        request.content = Content::Json(body(status));
        request.timeout = timeout;
        classify(self.session.send(request).await)
    }
}

fn body(status: &NewStatus) -> Value {
    let mut body = json!({
        "status": status.text,
        "visibility": status.visibility,
        "sensitive": status.sensitive,
    });
    let mut set = |name: &str, value: Option<Value>| {
        if let (Some(value), Some(fields)) = (value, body.as_object_mut()) {
            fields.insert(name.to_owned(), value);
        }
    };
    set("spoiler_text", (!status.warning.is_empty()).then(|| json!(status.warning)));
    set("language", status.language.as_ref().map(|language| json!(language)));
    set("in_reply_to_id", status.reply_to.as_ref().map(|id| json!(id)));
    set("media_ids", (!status.media.is_empty()).then(|| json!(status.media)));
    set("scheduled_at", status.scheduled_at.map(|at| json!(at)));
    set("allowed_mentions", status.allowed_mentions.as_ref().map(|ids| json!(ids)));
    body
}

/// What an answer to a post means, by its status and its shape alone.
pub fn classify(result: Result<Answer, Failure>) -> Posted {
    let answer = match result {
        Ok(answer) => answer,
        Err(
            failure @ (Failure::Unreachable { .. }
            | Failure::Insecure(_)
            | Failure::Private(_)
            | Failure::Unsendable { .. }),
        ) => {
            let message = Some(failure.to_string());
            return Posted::Refused { why: Why::Unreachable, message, rate: Rate::default() };
        }
        Err(failure @ (Failure::Broken { .. } | Failure::TooLong(_))) => {
            return Posted::Unknown(failure.to_string());
        }
    };
    match answer.status {
        200..300 => stored(&answer.body),
        status @ (400 | 401 | 403 | 404 | 410 | 413 | 418 | 422 | 429) => Posted::Refused {
            why: Why::Http(status),
            message: message(&answer.body),
            rate: Rate::of(&answer),
        },
        status => Posted::Unknown(format!("the server answered {status}")),
    }
}

/// A server may post at once what was to wait, so it is the shape that tells.
fn stored(body: &[u8]) -> Posted {
    if let Ok(status) = parse::<Status>(body) {
        return Posted::Stored(Box::new(status));
    }
    match parse::<ScheduledStatus>(body) {
        Ok(waiting) => Posted::Waiting(waiting),
        Err(why) => Posted::Unknown(format!("the server said yes, but its answer cannot be read: {why}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, body: &str) -> Posted {
        classify(Ok(Answer { status, headers: Vec::new(), body: body.as_bytes().to_vec() }))
    }

    fn failed(failure: Failure) -> Posted {
        classify(Err(failure))
    }

    #[test]
    fn only_these_refusals_mean_that_nothing_was_posted() {
        for status in 100..600 {
            let refused = matches!(answered(status, ""), Posted::Refused { .. });
            let expected = [400, 401, 403, 404, 410, 413, 418, 422, 429].contains(&status);
            assert_eq!(refused, expected, "{status}");
            assert!(refused || matches!(answered(status, "<html>"), Posted::Unknown(_)), "{status}");
        }
    }

    #[test]
    fn no_connection_means_nothing_posted_and_a_broken_one_means_unknown() {
        let (host, why) = ("s.example".to_owned(), "reset".to_owned());
        let unreachable = failed(Failure::Unreachable { host: host.clone(), why: why.clone() });
        assert!(matches!(unreachable, Posted::Refused { why: Why::Unreachable, .. }));
        assert!(matches!(failed(Failure::Broken { host: host.clone(), why }), Posted::Unknown(_)));
        assert!(matches!(failed(Failure::TooLong(host)), Posted::Unknown(_)));
    }

    #[test]
    fn a_toot_is_sent_whole_and_says_nothing_that_it_does_not_mean() {
        let status = NewStatus {
            text: "We listened".to_owned(),
            warning: String::new(),
            sensitive: false,
            visibility: "public".to_owned(),
            language: Some("en".to_owned()),
            reply_to: None,
            media: Vec::new(),
            scheduled_at: Some("2026-11-24T03:08:03Z".parse().expect("a time")),
            allowed_mentions: Some(Vec::new()),
        };
        let expected = json!({
            "status": "We listened", "visibility": "public", "sensitive": false, "language": "en",
            "scheduled_at": "2026-11-24T03:08:03Z", "allowed_mentions": [],
        });
        assert_eq!(body(&status), expected);
    }
}
