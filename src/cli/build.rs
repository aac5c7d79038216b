//! `hearback build`: the site as files.

use super::arguments::{Build, Format, Selection};
use super::console::Console;
use super::ending::Ending;
use super::{clock, history, report, root};
use crate::config::Claim;
use crate::model::diagnostic::Diagnostic;
use crate::model::record::Record;
use crate::pipeline::{self, Built, Request, Unbuilt};
use crate::store;
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::Path;
use std::time::{Duration, Instant};

/// How many pages that are gone are named.
const GONE_AT_MOST: usize = 5;
/// A bar appears when a build takes longer.
const PATIENCE: Duration = Duration::from_secs(1);

/// What a build says and leaves beside the pages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    /// Whether warnings are told: not where `check` has just told them.
    pub(super) tells_warnings: bool,
    /// Whether the ledger gets what readers are told here for the first time.
    pub(super) remembers: bool,
}

/// Builds the site and says what came of it.
pub(super) fn run(named: &Path, build: &Build, console: &Console) -> Result<Ending> {
    made(named, build, Manner { tells_warnings: true, remembers: true }, console)
}

/// The same in a manner.
pub(super) fn made(named: &Path, build: &Build, manner: Manner, console: &Console) -> Result<Ending> {
    let root = root::find(named)?;
    let out = build.out.clone().unwrap_or_else(|| root.join("public"));
    let request = request(root, &build.selection)?;
    let begun = Instant::now();
    let bar = Bar::new(begun, console);
    let result = match pipeline::gather(&request) {
        Ok(mut gathered) => {
            history::hear(&request, &mut gathered, build.base.as_deref(), &out, console)?;
            let claim = gathered.config().claim.clone();
            let built = pipeline::build(&request, gathered, &out, &|done, all| bar.tell(done, all));
            built.map(|built| (built, claim))
        }
        Err(findings) => Err(Unbuilt::Content(findings)),
    };
    bar.clear();
    match result {
        Ok((built, claim)) => {
            if manner.tells_warnings {
                say_findings(&request.root, &built.diagnostics, console);
            }
            console.say(&summary(&built, &out, begun.elapsed(), manner));
            if manner.remembers && claim == Claim::Local && is_published(&build.selection) {
                remember(&request.root, &built.unremembered, console)?;
            }
            Ok(Ending::Fine)
        }
        Err(Unbuilt::Content(findings)) => {
            say_findings(&request.root, &findings, console);
            console.say(&format!("nothing was written: {}", report::count(&findings)));
            Ok(Ending::Content)
        }
        Err(Unbuilt::Disk(failure)) => Err(failure.into()),
    }
}

/// Whether this build is the one that readers get: in CI, of what was merged, under the site's own address.
fn is_published(selection: &Selection) -> bool {
    let is_whole = selection.base_url.is_none() && !selection.drafts && !selection.future;
    is_whole && history::is_published_here()
}

/// Writes into the ledger what was published for the first time, so that it does not change in silence.
fn remember(root: &Path, records: &[Record], console: &Console) -> Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    let path = root.join(pipeline::LEDGER_FILE);
    store::ledger::append(&path, records)
        .with_context(|| format!("cannot write `{}`", pipeline::LEDGER_FILE))?;
    let (mut promises, mut outcomes) = (0, 0);
    for record in records {
        match record {
            Record::Promised(_) => promises += 1,
            _ => outcomes += 1,
        }
    }
    let parts =
        [(promises, report::number(promises, "promise")), (outcomes, report::number(outcomes, "outcome"))];
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    console.say(&format!(
        "`{}` remembers {} from now on: commit it",
        pipeline::LEDGER_FILE,
        parts.join(" and ")
    ));
    Ok(())
}

/// What to make a site of, from the command line.
pub(super) fn request(root: std::path::PathBuf, selection: &Selection) -> Result<Request> {
    let now = clock::now(selection.now.as_deref(), &root)?;
    Ok(Request {
        root,
        base_url: selection.base_url.clone(),
        drafts: selection.drafts,
        future: selection.future,
        now,
    })
}

fn say_findings(root: &Path, findings: &[Diagnostic], console: &Console) {
    console.say_text(&report::findings(root, findings, Format::Human, console.colour(), false));
}

fn summary(built: &Built, out: &Path, took: Duration, manner: Manner) -> String {
    let pipeline::Built { summary, stories, drafts, future, diagnostics, .. } = built;
    let mut text = format!(
        "built {} into `{}` in {:.2} s: {} written, {} as they were, {} removed",
        report::number_of(*stories, "story", "stories"),
        out.display(),
        took.as_secs_f64(),
        report::number(summary.written, "file"),
        summary.unchanged,
        summary.removed,
    );
    let left_out =
        [(*drafts, report::number(*drafts, "draft")), (*future, format!("{future} of the future"))];
    let left_out: Vec<String> =
        left_out.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    if !left_out.is_empty() {
        text.push_str(&format!("\nleft out: {}", left_out.join(" and ")));
    }
    text.push_str(&gone(&summary.gone));
    if !manner.tells_warnings {
        return text;
    }
    if !diagnostics.is_empty() {
        text.push_str(&format!("\n{}; `hearback check` explains each of them", report::count(diagnostics)));
    }
    // Its links begin at the site's address, so that opening a file of it in a browser would not show them.
    text.push_str("\nlook at it with `hearback serve`");
    text
}

/// Pages of the last build that are not there any more: who has such an address finds nothing.
fn gone(pages: &[String]) -> String {
    let addresses: Vec<String> = pages
        .iter()
        .map(|path| format!("/{}", path.strip_suffix("index.html").unwrap_or(path)))
        .filter(|address| !is_of_a_list(address))
        .collect();
    let Some(first) = addresses.first() else { return String::new() };
    let mut named = addresses
        .iter()
        .take(GONE_AT_MOST)
        .map(|address| format!("`{address}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if addresses.len() > GONE_AT_MOST {
        named.push_str(&format!(" and {} more", addresses.len() - GONE_AT_MOST));
    }
    format!(
        "\nnot there any more: {named}\n  if it only moved, write its old address into its story: `aliases: [{first}]`"
    )
}

/// Whether an address is that of a list's page: those come and go with what is in them.
fn is_of_a_list(address: &str) -> bool {
    let parts: Vec<&str> = address.trim_matches('/').split('/').collect();
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts.as_slice(), [.., "tags", _])
        || matches!(parts.as_slice(), [.., "archive" | "page", number] if is_number(number))
}

/// A progress bar for what takes longer than a second, on a terminal only.
struct Bar {
    bar: ProgressBar,
    begun: Instant,
}

impl Bar {
    fn new(begun: Instant, console: &Console) -> Self {
        let bar = ProgressBar::new(0);
        if !console.is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len} files") {
            bar.set_style(style);
        }
        Self { bar, begun }
    }

    fn tell(&self, done: usize, all: usize) {
        // Every hundredth file is often enough to be seen, and seldom enough to cost nothing.
        if done.is_multiple_of(100) && self.begun.elapsed() > PATIENCE {
            self.bar.set_length(all as u64);
            self.bar.set_position(done as u64);
        }
    }

    fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
