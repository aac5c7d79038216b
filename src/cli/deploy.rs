//! `hearback deploy`: the built site to where readers find it.

use super::arguments::{Deploy, DeployFormat};
use super::console::Console;
use super::ending::Ending;
use super::{account, report, root};
use crate::config;
use crate::deploy::{self, Event, Plan, Receipt, Request};
use crate::store;
use anyhow::{Context, Result, anyhow};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So often a line says how far a deploy is, where there is no terminal.
const NEWS: Duration = Duration::from_secs(5);

/// Deploys, or prints what it would do.
pub(super) fn run(named: &Path, deploy: &Deploy, console: &Console) -> Result<Ending> {
    let root = root::find(named)?;
    let config = account::config(&root)?;
    let settings = config.deploy.as_ref().with_context(|| {
        format!(
            "`{}` does not say where the site goes\n  add `deploy: {{to: \"s3://bucket\"}}`, or `folder`, `branch` or \
             `command` in its place",
            root::CONFIG_FILE
        )
    })?;
    let folder = deploy.out.clone().unwrap_or_else(|| root.join("public"));
    let key = std::path::absolute(&folder).unwrap_or_else(|_| folder.clone());
    let built = store::manifest::read(&root, &key);
    let variables = variables();
    let request = Request {
        root: &root,
        folder: &folder,
        built: &built,
        deploy: settings,
        variables: &variables,
        max_removals: deploy.max_removals,
        all: deploy.all,
        pass: &|| {},
    };
    let json = deploy.format == DeployFormat::Json;
    if deploy.dry_run {
        return match account::wait(async { Ok(deploy::plan(&request).await) })? {
            Ok(plan) => {
                console.data(&if json { document(&plan)? } else { planned(&plan, settings) });
                Ok(Ending::Fine)
            }
            Err(failure) => Ok(explain(&failure, console)),
        };
    }
    let progress = Progress::new(*console);
    let ended = account::wait(async { Ok(deploy::run(&request, &|event| progress.tell(event)).await) })?;
    progress.clear();
    let receipt = match ended {
        Ok(receipt) => receipt,
        Err(failure) => return Ok(explain(&failure, console)),
    };
    console.data(&if json { document(&receipt)? } else { summary(&receipt, progress.begun.elapsed()) });
    if receipt.unguarded {
        console.say(
            "warning: this store cannot write on a condition, so that nothing keeps two deploys apart\n  see to it that \
             only one runs at a time",
        );
    }
    Ok(Ending::Fine)
}

/// Says why a deploy ended before its end, and what to do about it.
pub(super) fn explain(failure: &deploy::Failure, console: &Console) -> Ending {
    let hint = failure.hint().map(|hint| format!("\n  {hint}")).unwrap_or_default();
    console.failure(&anyhow!("{failure}{hint}"));
    if failure.is_of_the_site() { Ending::Content } else { Ending::Network }
}

/// The environment as text; a variable that is none is nobody's key.
pub(super) fn variables() -> BTreeMap<String, String> {
    let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(text).collect()
}

fn document(value: &impl serde::Serialize) -> Result<String> {
    Ok(format!("{}\n", serde_json::to_string_pretty(value)?))
}

/// The plan, a file a line.
fn planned(plan: &Plan, settings: &config::Deploy) -> String {
    if let config::Target::Command(line) = &settings.target {
        return format!("would run `{line}`\n");
    }
    let mut text = String::new();
    for (sign, paths) in [('+', &plan.new), ('~', &plan.changed), ('-', &plan.removed)] {
        for path in paths {
            text.push_str(&format!("{sign} {path}\n"));
        }
    }
    let counts = format!(
        "{} new, {} changed ({}), {} to remove, {} as they are: {}\n",
        report::number(plan.new.len(), "file"),
        plan.changed.len(),
        size(plan.bytes),
        plan.removed.len(),
        plan.unchanged,
        plan.to
    );
    text + &counts
}

fn summary(receipt: &Receipt, took: Duration) -> String {
    let Receipt { to, uploaded, bytes, removed, unchanged, .. } = receipt;
    if to.starts_with("the command") {
        return format!("deployed by {to} in {:.1} s\n", took.as_secs_f64());
    }
    if *uploaded == 0 && *removed == 0 {
        return format!("nothing to deploy: {to} has all {}\n", report::number(*unchanged, "file"));
    }
    format!(
        "deployed to {to} in {:.1} s: {} put ({}), {unchanged} as they were, {removed} removed\n",
        took.as_secs_f64(),
        report::number(*uploaded, "file"),
        size(*bytes)
    )
}

/// Bytes as people say them.
fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}

/// How far it is: a bar on a terminal, lines that can be read in a log elsewhere.
pub(super) struct Progress {
    console: Console,
    bar: ProgressBar,
    pub(super) begun: Instant,
    told: Mutex<Instant>,
}

impl Progress {
    pub(super) fn new(console: Console) -> Self {
        let bar = ProgressBar::new(0);
        if !console.is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {elapsed}") {
            bar.set_style(style);
        }
        Self { console, bar, begun: Instant::now(), told: Mutex::new(Instant::now()) }
    }

    pub(super) fn tell(&self, event: &Event) {
        let since = self.begun.elapsed().as_secs();
        match event {
            Event::Waits => self.say("another deploy is at work; this one waits until it has ended"),
            Event::StartsAgain => {
                self.say("the site that is out changed meanwhile: starting again from there")
            }
            Event::Stage(what, files) => self.say(&format!("{what}: {}", report::number(*files, "file"))),
            Event::Removes(files) => self.say(&format!("removing {}", report::number(*files, "file"))),
            Event::Line(line) => self.say(line),
            Event::Put { files, of_files, bytes, of_bytes } => {
                self.bar.set_length(*of_bytes);
                self.bar.set_position(*bytes);
                let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
                if !self.console.is_terminal() && told.elapsed() > NEWS {
                    *told = Instant::now();
                    let (done, all) = (size(*bytes), size(*of_bytes));
                    self.console.say(&format!("  {files} of {of_files} files, {done} of {all}, {since} s"));
                }
            }
        }
    }

    fn say(&self, line: &str) {
        self.bar.suspend(|| self.console.say(line));
    }

    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
