//! `hearback publish`: the whole road from the files to readers, in one command that may be run again and again.

use super::arguments::{Build, DeployFormat};
use super::arguments::{Check, Deploy, Format, Listen, PlanFormat, Publish, Selection, Toot, Webmention};
use super::build::Manner;
use super::console::Console;
use super::ending::Ending;
use super::road::{Known, Taken, taken};
use super::step::Step;
use super::{account, build, check, deploy, listen, live, root, toot, webmention};
use anyhow::Result;
use std::path::Path;
use std::time::Duration;

/// Takes the road.
pub(super) fn run(named: &Path, asked: &Publish, console: &Console) -> Result<Ending> {
    let config = account::config(&root::find(named)?)?;
    let key = config.mastodon.as_ref().map(account::key).transpose()?.flatten();
    let known = Known { config: &config, is_logged_in: key.is_some() };
    let road = Road { named, asked, console, known };
    let mut ending = Ending::Fine;
    for step in Step::ALL {
        let is_shown = match taken(step, asked, known) {
            Taken::Left(why) => {
                why.into_iter().for_each(|why| console.say(&format!("== {step}: left out, {why}")));
                continue;
            }
            Taken::Shown => true,
            Taken::Done => false,
        };
        console.say(&format!("== {step}"));
        let came = road.take(step, is_shown).unwrap_or_else(|failure| {
            console.failure(&failure);
            Ending::of(&failure)
        });
        if came == Ending::Fine {
            continue;
        }
        if step.must_hold() {
            console.say(&format!(
                "the road ends at `{step}`; `hearback publish` goes on from here once that is mended"
            ));
            return Ok(came);
        }
        ending = came;
    }
    if ending != Ending::Fine {
        console.say("what is left is for the next `hearback publish`");
    }
    Ok(ending)
}

/// A road, and who takes it.
struct Road<'a> {
    named: &'a Path,
    asked: &'a Publish,
    console: &'a Console,
    known: Known<'a>,
}

impl Road<'_> {
    /// Takes one step by its own command; where it is only shown, nothing outside of this folder changes.
    fn take(&self, step: Step, is_shown: bool) -> Result<Ending> {
        let Self { named, asked, console, .. } = *self;
        match step {
            Step::Listen => listen::run(named, &Listen { wait: asked.wait, now: asked.now.clone() }, console),
            Step::Check => check::run(named, &self.check(), console),
            Step::Build => {
                let manner = Manner { tells_warnings: false, remembers: !asked.dry_run };
                build::made(
                    named,
                    &Build { out: None, base: None, selection: self.selection() },
                    manner,
                    console,
                )
            }
            Step::Deploy => {
                let (max_removals, format) = (asked.max_removals, DeployFormat::Human);
                let deploy = Deploy { out: None, dry_run: is_shown, max_removals, all: false, format };
                deploy::run(named, &deploy, console)
            }
            Step::Live => live::run(named, &self.selection(), self.patience(), console),
            Step::Toot => self.toot(is_shown),
            Step::Webmention => {
                let mention = Webmention { send: !is_shown, selection: self.selection() };
                webmention::run(named, &mention, console)
            }
        }
    }

    /// Nobody waits for what nothing has brought out.
    fn patience(&self) -> Duration {
        if self.known.config.deploy.is_some() { self.asked.wait } else { Duration::ZERO }
    }

    fn toot(&self, is_shown: bool) -> Result<Ending> {
        let toot = Toot {
            verb: None,
            post: !is_shown,
            only: Vec::new(),
            limit: None,
            wait: self.asked.wait,
            again: Vec::new(),
            edit: Vec::new(),
            plain: Vec::new(),
            format: PlanFormat::Human,
            selection: self.selection(),
        };
        let ending = toot::run(self.named, &toot, self.console)?;
        if let (false, Some(mastodon)) = (self.known.is_logged_in, &self.known.config.mastodon) {
            self.console.say(&account::nobody(mastodon));
        }
        Ok(ending)
    }

    fn check(&self) -> Check {
        Check {
            strict: false,
            fix: false,
            external: false,
            live: false,
            base: None,
            format: Format::Human,
            rules: false,
            explain: None,
            only: None,
            selection: self.selection(),
        }
    }

    fn selection(&self) -> Selection {
        Selection { drafts: false, future: false, now: self.asked.now.clone(), base_url: None }
    }
}
