//! `hearback toot`: what would be announced, and with `--post` the announcing.

use super::arguments::{Format, PlanFormat, Toot, TootVerb};
use super::console::Console;
use super::ending::Ending;
use super::errand::{Errand, pictured};
use super::history::{self, REMOTE};
use super::{account, became, build, report, root, trust};
use crate::config::Claim;
use crate::git::Branch;
use crate::model::announcement::Announcement;
use crate::model::ledger::Ledger;
use crate::model::limits::Limits;
use crate::model::question::Question;
use crate::outreach::Outcome;
use crate::pipeline::{self, Assembled, LEDGER_FILE, Request};
use crate::render::Renderer;
use crate::store;
use crate::store::ledger::Skipped;
use crate::toot::plan::{Plan, Step, Wishes, key_of, plan};
use crate::toot::report::{human, json, markdown};
use anyhow::{Context, Result, anyhow, bail};
use std::collections::BTreeSet;
use std::path::Path;

/// Prints the plan, and carries it out where `--post` asks for it.
pub(super) fn run(named: &Path, toot: &Toot, console: &Console) -> Result<Ending> {
    let root = root::find(named)?;
    let request = build::request(root, &toot.selection)?;
    let press = match site_in(&request, findings(toot.format), console) {
        Some(press) => press,
        None => return Ok(Ending::Content),
    };
    let Some(mastodon) = &press.config().mastodon else {
        bail!(
            "`hearback.yaml` names no account to post from\n  add `mastodon: {{account: \"@you@your.server\"}}`"
        )
    };
    let ledger = ledger(&request.root, &press.config().claim, console)?;
    if toot.post || toot.verb.is_some() {
        let errand = match Errand::open(&request, &press, mastodon, toot, &ledger, console)? {
            Some(errand) => errand,
            None => return Ok(Ending::Network),
        };
        return match &toot.verb {
            Some(verb) => settle(&errand, verb, &press, ledger, toot.format, console),
            None => post(&errand, &request, &press, ledger, toot, console),
        };
    }
    if let Some(old) = trust::moved_from(mastodon, &ledger) {
        console
            .say(&format!("warning: all toots so far are of {old}, and these go out as {}", mastodon.name()));
    }
    let limits = store::limits::read(&request.root);
    let Some(planned) = planned(&request, &press, &ledger, &limits, toot, console) else {
        return Ok(Ending::Usage);
    };
    print(&planned, toot.format, console);
    let is_due = planned.entries.iter().any(|entry| matches!(entry.step, Step::Post | Step::Look));
    if is_due && toot.format == PlanFormat::Human {
        console.say(&format!("nothing is posted yet; to post it: `{}`", posting(toot)));
    }
    Ok(Ending::Fine)
}

/// The command that posts what was planned, and nothing else.
fn posting(toot: &Toot) -> String {
    let mut words = "hearback toot --post".to_owned();
    let named =
        [("--only", &toot.only), ("--again", &toot.again), ("--edit", &toot.edit), ("--plain", &toot.plain)];
    for (option, stories) in named {
        for story in stories {
            words.push_str(&format!(" {option} {story}"));
        }
    }
    if let Some(limit) = toot.limit {
        words.push_str(&format!(" --limit {limit}"));
    }
    words
}

/// The format of findings where a plan is asked for in this one.
fn findings(format: PlanFormat) -> Format {
    if format == PlanFormat::Json { Format::Json } else { Format::Human }
}

/// The site, unless it has errors: those are said, and nothing is planned.
pub(super) fn site(request: &Request, console: &Console) -> Option<Renderer> {
    site_in(request, Format::Human, console)
}

fn site_in(request: &Request, format: Format, console: &Console) -> Option<Renderer> {
    let wrong = |findings: &[_]| {
        let text = report::findings(&request.root, findings, format, console.colour(), false);
        match format {
            Format::Human => console.say_text(&text),
            _ => console.data(&text),
        }
        console.say(&format!("nothing is planned: {}", report::count(findings)));
    };
    match pipeline::gather(request) {
        Err(findings) => wrong(&findings),
        Ok(gathered) => {
            let assembled: Assembled = pipeline::assemble(request, &gathered, None);
            if assembled.is_sound() {
                return Some(assembled.press);
            }
            let errors: Vec<_> = assembled.diagnostics.into_iter().filter(is_error).collect();
            wrong(&errors);
        }
    }
    None
}

fn is_error(finding: &crate::model::diagnostic::Diagnostic) -> bool {
    finding.severity == crate::model::diagnostic::Severity::Error
}

/// The ledger where it counts: on the remote's branch, where claims are made there.
pub(super) fn ledger(root: &Path, claim: &Claim, console: &Console) -> Result<Ledger> {
    let (ledger, skipped) = match claim {
        Claim::Git(branch) => match account::wait(remote_ledger(root, branch)) {
            Ok(read) => read,
            Err(failure) => {
                console.say(&format!("warning: the plan goes by what is known here: {failure}"));
                known(root, branch)?
            }
        },
        Claim::Local => here(root)?,
    };
    for line in skipped {
        console.say(&format!("warning: `{LEDGER_FILE}`, line {} is left out: {}", line.line, line.why));
    }
    Ok(ledger)
}

fn here(root: &Path) -> Result<(Ledger, Vec<Skipped>)> {
    store::ledger::read(&root.join(LEDGER_FILE)).with_context(|| format!("cannot read `{LEDGER_FILE}`"))
}

/// What was fetched before, and the file here.
fn known(root: &Path, branch: &str) -> Result<(Ledger, Vec<Skipped>)> {
    let (mut ledger, skipped) = here(root)?;
    history::known_ledger(root, branch).records().cloned().for_each(|record| ledger.add(record));
    Ok((ledger, skipped))
}

async fn remote_ledger(root: &Path, branch: &str) -> Result<(Ledger, Vec<Skipped>)> {
    let branch = Branch::find(root, REMOTE, branch, LEDGER_FILE).await?;
    Ok(store::ledger::parse(&branch.fetch().await?.ledger))
}

/// The plan; `None` where the command line names what is not there.
fn planned(
    request: &Request,
    press: &Renderer,
    ledger: &Ledger,
    limits: &Limits,
    toot: &Toot,
    console: &Console,
) -> Option<Plan> {
    let set = |names: &[String]| names.iter().cloned().collect::<BTreeSet<String>>();
    let wishes = Wishes {
        // Bringing one toot up to date is no occasion to post others.
        only: set(if toot.only.is_empty() { &toot.edit } else { &toot.only }),
        limit: toot.limit,
        again: set(&toot.again),
        plain: set(&toot.plain),
        edit: set(&toot.edit),
    };
    let planned = plan(press.site(), press.config(), press.theme(), ledger, limits, request.now, &wishes);
    if planned.unknown.is_empty() {
        return Some(planned);
    }
    planned.unknown.iter().for_each(|name| unknown(name, console));
    None
}

fn print(plan: &Plan, format: PlanFormat, console: &Console) {
    console.data(&match format {
        PlanFormat::Human => human(plan),
        PlanFormat::Json => json(plan),
        PlanFormat::Markdown => markdown(plan),
    });
}

fn unknown(name: &str, console: &Console) {
    console.say(&format!(
        "error: there is no story `{name}`\n  a story is named by its id or the last part of its address"
    ));
}

/// Carries the plan out, and says what became of each toot.
fn post(
    errand: &Errand<'_>,
    request: &Request,
    press: &Renderer,
    ledger: Ledger,
    toot: &Toot,
    console: &Console,
) -> Result<Ending> {
    let Some(planned) = planned(request, press, &ledger, errand.limits(), toot, console) else {
        return Ok(Ending::Usage);
    };
    let is_new = errand.has_to_remember(press.site(), &ledger);
    // The errand reads its own, and a second one of many years would be most of the memory.
    drop(ledger);
    // What waits goes along: it is the errand that counts what went out, and a toot that turns out to be there already
    // makes room for the next.
    let due = |step: &Step| matches!(step, Step::Post | Step::Look | Step::Scheduled(_) | Step::Wait(_));
    let mut report = match toot.edit.is_empty() {
        true => errand.post(&pictured(&planned, due, press, &request.root)?, &planned),
        // The pictures of a toot stay as they are.
        false => errand.edit(&announcements(&planned, |step| matches!(step, Step::Edit(_)))),
    };
    for entry in &planned.entries {
        if let Step::Ask(known, answer) = &entry.step {
            let question = Question { known: known.clone(), answer: answer.clone() };
            report.add(&entry.story, &entry.action, Outcome::Ask(question));
        }
    }
    let mut ending = became::tell(&report, toot.format, console);
    if is_new && report.stopped.is_none() {
        match errand.remember(press.site(), &press.config().url) {
            Ok(0) => {}
            Ok(count) => {
                let what = report::number_of(count, "promise or outcome", "promises and outcomes");
                console.say(&format!("the ledger remembers {what} from now on"));
            }
            Err(stop) => {
                console.failure(&anyhow!(stop));
                ending = Ending::Network;
            }
        }
    }
    Ok(ending)
}

fn announcements(plan: &Plan, which: fn(&Step) -> bool) -> Vec<Announcement> {
    let due = plan.entries.iter().filter(|entry| which(&entry.step));
    due.filter_map(|entry| entry.toot.as_ref()).map(|toot| toot.with(None)).collect()
}

/// Takes up or takes back one story's toots.
fn settle(
    errand: &Errand<'_>,
    verb: &TootVerb,
    press: &Renderer,
    ledger: Ledger,
    format: PlanFormat,
    console: &Console,
) -> Result<Ending> {
    let (TootVerb::Adopt { slug, .. } | TootVerb::Retract { slug, .. }) = verb;
    let Some(story) = key_of(press.site(), &ledger, slug) else {
        unknown(slug, console);
        return Ok(Ending::Usage);
    };
    drop(ledger);
    let report = match verb {
        TootVerb::Adopt { url, .. } => {
            let there = press.site().stories.iter().find(|there| there.key() == story);
            errand.adopt(&story, url, there.map(|story| story.revision.as_str()))
        }
        TootVerb::Retract { reason, .. } => errand.retract(&story, reason),
    };
    Ok(became::tell(&report, format, console))
}
