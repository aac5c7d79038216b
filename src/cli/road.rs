//! Which steps of its road a `publish` takes.

use super::arguments::Publish;
use super::step::Step;
use crate::config::Config;

/// What becomes of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Taken {
    /// It is done.
    Done,
    /// It says what it would do.
    Shown,
    /// It is left out, and why; said only where nobody asked for that.
    Left(Option<&'static str>),
}

/// What is known before the road begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    /// What `hearback.yaml` says.
    pub(super) config: &'a Config,
    /// Whether there is a token for its account.
    pub(super) is_logged_in: bool,
}

/// What becomes of a step of a road as it was asked for.
pub(super) fn taken(step: Step, asked: &Publish, known: Known<'_>) -> Taken {
    let wanted = asked.only.is_empty() || asked.only.contains(&step);
    if !wanted || asked.skip.contains(&step) {
        return Taken::Left(None);
    }
    let account = known.config.mastodon.is_some();
    match step {
        Step::Listen | Step::Toot if !account => Taken::Left(Some(
            "`hearback.yaml` names no account: add `mastodon: {account: \"@you@your.server\"}`",
        )),
        Step::Listen if !known.is_logged_in => Taken::Left(Some("nobody is logged in")),
        Step::Listen | Step::Live if asked.dry_run => Taken::Left(Some("a dry run asks nobody")),
        Step::Deploy if known.config.deploy.is_none() => Taken::Left(Some(
            "`hearback.yaml` does not say where the site goes: add `deploy: {to: \"s3://bucket\"}`, `folder`, `branch` or \
             `command`",
        )),
        Step::Deploy | Step::Webmention if asked.dry_run => Taken::Shown,
        Step::Toot if asked.dry_run || !known.is_logged_in => Taken::Shown,
        _ => Taken::Done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::model::source::Source;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        publish: Publish,
    }

    /// The road of a command line on a site, as words.
    fn road(config: &str, line: &str, is_logged_in: bool) -> String {
        let bytes = format!("title: T\nurl: https://org.example/\n{config}").into_bytes();
        let config =
            config::parse(&Source { path: "hearback.yaml".to_owned(), bytes }).0.expect("a configuration");
        let words = std::iter::once("publish").chain(line.split_whitespace());
        let asked = Line::try_parse_from(words).expect("a command line").publish;
        let known = Known { config: &config, is_logged_in };
        let sign = |step| match taken(step, &asked, known) {
            Taken::Done => format!("{step} "),
            Taken::Shown => format!("{step}? "),
            Taken::Left(Some(_)) => format!("({step}) "),
            Taken::Left(None) => String::new(),
        };
        Step::ALL.map(sign).concat()
    }

    const WHOLE: &str = "mastodon: {account: \"@org@social.example\"}\ndeploy: {folder: out}\n";

    #[test]
    fn the_whole_road_is_taken_where_the_site_says_everything() {
        assert_eq!(road(WHOLE, "", true), "listen check build deploy live toot webmention ");
    }

    #[test]
    fn a_dry_run_asks_nobody_and_changes_nothing_outside() {
        assert_eq!(road(WHOLE, "--dry-run", true), "(listen) check build deploy? (live) toot? webmention? ");
    }

    #[test]
    fn who_is_not_logged_in_sees_what_would_be_posted() {
        assert_eq!(road(WHOLE, "", false), "(listen) check build deploy live toot? webmention ");
    }

    #[test]
    fn a_site_without_an_account_and_without_a_host_is_checked_and_built() {
        assert_eq!(road("", "", false), "(listen) check build (deploy) live (toot) webmention ");
    }

    #[test]
    fn some_steps_can_be_asked_for_and_others_left_out() {
        assert_eq!(road(WHOLE, "--only toot --only webmention", true), "toot webmention ");
        assert_eq!(road(WHOLE, "--skip listen --skip deploy", true), "check build live toot webmention ");
    }
}
