//! How much a server lets us do, from its headers.

use std::time::Duration;

use jiff::Timestamp;

use crate::web::client::Answer;

/// What a server says about its limits; nothing where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// How many requests are left.
    pub remaining: Option<u64>,
    /// When there are more: ISO 8601 on Mastodon, seconds since 1970 elsewhere.
    pub reset: Option<Timestamp>,
    /// How long to wait before the next request, where it says so (RFC 9110 §10.2.3, in seconds).
    pub retry_after: Option<Duration>,
}

impl Rate {
    /// Reads the headers of an answer.
    pub fn of(answer: &Answer) -> Rate {
        Rate {
            remaining: answer.header("x-ratelimit-remaining").and_then(|left| left.trim().parse().ok()),
            reset: answer.header("x-ratelimit-reset").and_then(|at| reset(at.trim())),
            retry_after: answer
                .header("retry-after")
                .and_then(|seconds| seconds.trim().parse().ok())
                .map(Duration::from_secs),
        }
    }

    /// When there are more, where the server says it.
    pub fn until(&self, now: Timestamp) -> Option<Timestamp> {
        let after = |wait| now.checked_add(jiff::SignedDuration::try_from(wait).ok()?).ok();
        self.retry_after.and_then(after).or(self.reset)
    }

    /// How long to wait from `now`, where the server says it.
    pub fn wait(&self, now: Timestamp) -> Option<Duration> {
        let reset = || Some(Duration::try_from(now.duration_until(self.reset?)).unwrap_or_default());
        self.retry_after.or_else(reset)
    }
}

/// Until when a server wants no requests, in the words of a message: to the second.
pub fn until_words(until: Option<Timestamp>) -> String {
    let whole = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at);
    until.map_or_else(|| "for now".to_owned(), |at| format!("until {}", whole(at)))
}

fn reset(text: &str) -> Option<Timestamp> {
    match text.parse::<i64>() {
        Ok(seconds) => Timestamp::from_second(seconds).ok(),
        Err(_) => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(headers: &[(&str, &str)]) -> Rate {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Rate::of(&Answer { status: 429, headers, body: Vec::new() })
    }

    #[test]
    fn a_reset_is_read_as_iso_and_as_epoch() {
        let now = "2026-08-01T13:54:00Z".parse().expect("a time");
        for at in ["2026-08-01T13:55:00.000000Z", "1785592500"] {
            assert_eq!(rate(&[("x-ratelimit-reset", at)]).wait(now), Some(Duration::from_secs(60)), "{at}");
        }
    }

    #[test]
    fn retry_after_is_believed_first_and_silence_is_silence() {
        let now = "2026-08-01T13:54:00Z".parse().expect("a time");
        let both = rate(&[("retry-after", "5"), ("x-ratelimit-reset", "1785592500")]);
        assert_eq!(both.wait(now), Some(Duration::from_secs(5)));
        assert_eq!(rate(&[("x-ratelimit-reset", "soon")]).wait(now), None);
    }
}
