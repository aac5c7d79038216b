//! What became of each toot, as people and programs read it.

use super::arguments::PlanFormat;
use super::console::Console;
use super::ending::Ending;
use crate::outreach::{Line, Outcome, Report};
use anyhow::anyhow;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Says what became of each toot. For programs it is one document, whatever happened.
pub(super) fn tell(report: &Report, format: PlanFormat, console: &Console) -> Ending {
    for (line, why) in &report.skipped {
        console.say(&format!("warning: the ledger's line {line} is left out: {why}"));
    }
    match format {
        PlanFormat::Human => console.data(&words(report)),
        PlanFormat::Json => console.data(&document(report)),
        PlanFormat::Markdown => console.data(&list(report)),
    }
    if report.lines.iter().any(|line| matches!(line.outcome, Outcome::NotLive(_))) {
        console.say("a page is announced once everybody can read it: publish the site, or give it time with `--wait 10m`");
    }
    if let Some(stop) = &report.stopped {
        let hint = stop.hint().map(|hint| format!("\n  {hint}")).unwrap_or_default();
        console.failure(&anyhow!("{stop}{hint}"));
    } else if report.lines.is_empty() {
        console.say("nothing to do");
    }
    if report.is_fine() { Ending::Fine } else { Ending::Network }
}

/// A line a toot; of what only waits, one a reason.
fn words(report: &Report) -> String {
    let (mut text, mut later) = (String::new(), BTreeMap::<&str, Vec<&str>>::new());
    for line in &report.lines {
        match &line.outcome {
            Outcome::Later(why) => later.entry(why).or_default().push(&line.story),
            _ => text.push_str(&format!("{line}\n")),
        }
    }
    for (why, mut stories) in later {
        stories.dedup();
        text.push_str(&format!("later: `{}`: {why}\n", stories.join("`, `")));
    }
    text
}

/// A list for the summary of a CI job.
fn list(report: &Report) -> String {
    let mut text = String::from("## Toots\n\n");
    if report.lines.is_empty() {
        text.push_str("Nothing to do.\n");
    }
    for line in words(report).lines() {
        // What hangs below a line belongs to it.
        text.push_str(if line.starts_with("  ") { "" } else { "- " });
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// One JSON document, `{"version": 1, "toots": […], "stopped": …}`, ending in a line break.
fn document(report: &Report) -> String {
    let stopped = report.stopped.as_ref();
    let stopped = stopped.map(|stop| json!({ "message": stop.to_string(), "hint": stop.hint() }));
    let toots: Vec<Value> = report.lines.iter().map(toot).collect();
    format!("{:#}\n", json!({ "version": 1, "toots": toots, "stopped": stopped }))
}

fn toot(line: &Line) -> Value {
    let due = match &line.outcome {
        Outcome::Scheduled(due) => Some(due),
        _ => None,
    };
    let answer = match &line.outcome {
        Outcome::Ask(question) => Some(&question.answer),
        _ => None,
    };
    json!({
        "story": line.story,
        "action": line.action,
        "outcome": line.outcome.word(),
        "url": line.outcome.url().filter(|url| !url.is_empty()),
        "due": due,
        "why": line.outcome.why(),
        "answer": answer,
    })
}
