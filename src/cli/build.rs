//! `hearback build`: the site as files.

use super::arguments::{Build, Format, Selection};
use super::console::Console;
use super::ending::Ending;
use super::{clock, report, root};
use crate::model::diagnostic::Diagnostic;
use crate::pipeline::{self, Built, Request, Unbuilt};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::Path;
use std::time::{Duration, Instant};

/// A bar appears when a build takes longer.
const PATIENCE: Duration = Duration::from_secs(1);

/// Builds the site and says what came of it.
pub(super) fn run(named: &Path, build: &Build, console: &Console) -> Result<Ending> {
    let root = root::find(named)?;
    let out = build.out.clone().unwrap_or_else(|| root.join("public"));
    let request = request(root, &build.selection)?;
    let begun = Instant::now();
    let bar = Bar::new(begun, console);
    let result = pipeline::build(&request, &out, &|done, all| bar.tell(done, all));
    bar.clear();
    match result {
        Ok(built) => {
            say_findings(&request.root, &built.diagnostics, console);
            console.say(&summary(&built, &out, begun.elapsed()));
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

/// What to make a site of, from the command line.
pub(super) fn request(root: std::path::PathBuf, selection: &Selection) -> Result<Request> {
    Ok(Request {
        root,
        base_url: selection.base_url.clone(),
        drafts: selection.drafts,
        future: selection.future,
        now: clock::now(selection.now.as_deref())?,
    })
}

fn say_findings(root: &Path, findings: &[Diagnostic], console: &Console) {
    console.say_text(&report::findings(root, findings, Format::Human, console.colour()));
}

fn summary(built: &Built, out: &Path, took: Duration) -> String {
    let pipeline::Built { summary, stories, drafts, future, diagnostics } = built;
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
    if !diagnostics.is_empty() {
        text.push_str(&format!("\n{}; `hearback check` explains each of them", report::count(diagnostics)));
    }
    // Its links begin at the site's address, so that opening a file of it in a browser would not show them.
    text.push_str("\nlook at it with `hearback serve`");
    text
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
