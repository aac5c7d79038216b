//! `hearback serve`: the site in a browser, new at every save.

use super::arguments::{Format, Serve};
use super::console::Console;
use super::ending::Ending;
use super::{browser, build, clock, report, root};
use crate::model::diagnostic::Diagnostic;
use crate::serve::{self, Options, Voice, Watching};
use anyhow::{Context, Result};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Serves until the process is ended.
pub(super) fn run(named: &Path, serve: &Serve, console: &Console) -> Result<Ending> {
    let root = root::find(named)?.canonicalize().context("cannot open the site's folder")?;
    let mut request = build::request(root.clone(), &serve.selection)?;
    request.drafts = !serve.no_drafts;
    let loopback = serve.bind.is_loopback();
    if !loopback {
        console.say(&format!(
            "warning: `--bind {}` shows drafts and mistakes to everybody on this network",
            serve.bind
        ));
    }
    let options = Options { request, bind: serve.bind, port: serve.port, watching: watching(serve) };
    let terminal = Terminal { console: *console, root, now: serve.selection.now.clone(), open: serve.open };
    let runtime = tokio::runtime::Runtime::new().context("cannot start the server")?;
    runtime.block_on(serve::run(options, Arc::new(terminal)))?;
    Ok(Ending::Fine)
}

fn watching(serve: &Serve) -> Watching {
    match (serve.no_watch, serve.poll) {
        (true, _) => Watching::Off,
        (false, true) => Watching::Looking,
        (false, false) => Watching::Events,
    }
}

/// What the server says, on the terminal.
struct Terminal {
    console: Console,
    root: PathBuf,
    now: Option<String>,
    open: bool,
}

impl Voice for Terminal {
    fn ready(&self, url: &str) {
        self.console.say(&format!("the site is at {url}  (end with Ctrl-C)"));
        if self.open && !browser::open(url) {
            self.console.say("no browser could be opened; open the address yourself");
        }
    }

    fn findings(&self, new: &[Diagnostic], all: &[Diagnostic]) {
        if all.is_empty() {
            self.console.say("nothing is wrong");
            return;
        }
        self.console.say_text(&report::findings(
            &self.root,
            new,
            Format::Human,
            self.console.colour(),
            false,
        ));
        self.console.say(&report::count(all));
    }

    fn text(&self, finding: &Diagnostic) -> String {
        report::findings(&self.root, std::slice::from_ref(finding), Format::Human, false, false)
            .trim_end()
            .to_owned()
    }

    fn now(&self) -> Timestamp {
        // A `--now` that could not be read ended the command before the server began.
        clock::now(self.now.as_deref(), &self.root).unwrap_or_else(|_| Timestamp::now())
    }

    fn warn(&self, words: &str) {
        self.console.say(&format!("warning: {words}"));
    }
}
