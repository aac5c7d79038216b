//! The part of `hearback.yaml` about the account that posts.

use crate::config::bound::at_least_one;
use crate::config::resolved::{Mastodon, UnknownRun};
use crate::config::rule;
use crate::model::vocabulary::Visibility;
use crate::yaml::fields::Fields;
use std::time::Duration;
use url::Url;

/// `mastodon:`, where there is one.
pub(super) fn read(fields: &Fields<'_>) -> Option<Mastodon> {
    let inner = fields.fields("mastodon")?;
    let account = inner.required("account").and_then(|written| account(&inner, &written));
    let mastodon = Mastodon {
        user: account.as_ref().map(|(user, _)| user.clone()).unwrap_or_default(),
        host: account.as_ref().map(|(_, host)| host.clone()).unwrap_or_default(),
        start: inner.day("start"),
        visibility: inner.word("visibility", Visibility::ALL, Visibility::word).unwrap_or(Visibility::Public),
        max_per_run: at_least_one(&inner, "max_per_run").unwrap_or(3),
        min_gap: duration(&inner, "min_gap").unwrap_or(Duration::from_secs(15 * 60)),
        settle: duration(&inner, "settle").unwrap_or(Duration::from_secs(2 * 60)),
        unknown: inner
            .word("unknown", &[UnknownRun::Retry, UnknownRun::Ask], |unknown| match unknown {
                UnknownRun::Retry => "retry",
                UnknownRun::Ask => "ask",
            })
            .unwrap_or(UnknownRun::Retry),
        max_hashtags: inner.count("max_hashtags").and_then(|n| usize::try_from(n).ok()).unwrap_or(3),
    };
    inner.finish();
    account.map(|_| mastodon)
}

/// `@user@host`.
fn account(fields: &Fields<'_>, written: &str) -> Option<(String, String)> {
    let bare = written.strip_prefix('@').unwrap_or(written);
    let fits = |(user, host): &(&str, &str)| {
        let user_fits = !user.is_empty()
            && user.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
        let address = Url::parse(&format!("https://{host}/")).ok();
        user_fits
            && address.is_some_and(|url| {
                url.path() == "/"
                    && url.username().is_empty()
                    && url.query().is_none()
                    && url.fragment().is_none()
            })
    };
    let parts = bare.split_once('@').filter(fits);
    if parts.is_none() {
        let hint = "write it as `\"@name@social.example\"`, with quotes";
        fields.error(rule::ADDRESS, "account", format!("`{written}` is not an account"), hint);
    }
    parts.map(|(user, host)| (user.to_owned(), host.to_ascii_lowercase()))
}

/// `90s`, `15m`, `2h`, `1d`.
pub(super) fn duration(fields: &Fields<'_>, name: &'static str) -> Option<Duration> {
    let written = fields.text(name)?;
    let split = written.len() - written.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let seconds = match written[split..].trim() {
        "s" => Some(1),
        "m" | "min" => Some(60),
        "h" => Some(3600),
        "d" => Some(86_400),
        _ => None,
    };
    let number = written[..split].parse::<u64>().ok();
    let duration = number
        .zip(seconds)
        .and_then(|(number, unit)| number.checked_mul(unit))
        .filter(|s| *s <= 366 * 86_400);
    if duration.is_none() {
        fields.error(
            rule::TYPE,
            name,
            format!("`{written}` is not a length of time"),
            "write it as `90s`, `15m`, `2h` or `1d`",
        );
    }
    duration.map(Duration::from_secs)
}
