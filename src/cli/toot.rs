//! `hearback toot`: what would be announced, and with `--post` the announcing.

use super::arguments::{Format, PlanFormat, Toot};
use super::console::Console;
use super::ending::Ending;
use super::{build, report, root, session};
use crate::config::{Config, Mastodon};
use crate::images;
use crate::model::announcement::{Announcement, Picture};
use crate::model::ledger::Ledger;
use crate::model::limits::Limits;
use crate::model::output::Output;
use crate::model::route::Route;
use crate::outreach::{self, Outreach, Settings, Steps};
use crate::pipeline::{self, Assembled, LEDGER_FILE, Request};
use crate::render::Press;
use crate::store;
use crate::toot::compose::TootPicture;
use crate::toot::plan::{Plan, Step, Wishes, plan};
use crate::toot::report::{human, json, markdown};
use crate::web::client::Client;
use anyhow::{Context, Result, anyhow, bail};
use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::Path;
use std::sync::Arc;

/// Prints the plan, and carries it out where `--post` asks for it.
pub fn run(named: &Path, toot: &Toot, console: &Console) -> Result<Ending> {
    let root = root::find(named)?;
    let request = build::request(root, &toot.selection)?;
    let press = match site(&request, console) {
        Some(press) => press,
        None => return Ok(Ending::Content),
    };
    let Some(mastodon) = &press.config().mastodon else {
        bail!(
            "`hearback.yaml` names no account to post from\n  add `mastodon: {{account: \"@you@your.server\"}}`"
        )
    };
    if toot.post {
        return post(&request, &press, mastodon, toot, console);
    }
    let ledger = ledger(&request.root, console)?;
    let limits = store::limits::read(&request.root);
    let Some(planned) = planned(&request, &press, &ledger, &limits, toot, console) else {
        return Ok(Ending::Usage);
    };
    print(&planned, toot.format, console);
    Ok(Ending::Fine)
}

/// The site, unless it has errors: those are said, and nothing is planned.
fn site(request: &Request, console: &Console) -> Option<Press> {
    let wrong = |findings: &[_]| {
        console.say_text(&report::findings(&request.root, findings, Format::Human, console.colour()));
        console.say(&format!("nothing is planned: {}", report::count(findings)));
    };
    match pipeline::gather(request) {
        Err(findings) => wrong(&findings),
        Ok(gathered) => {
            let assembled: Assembled = pipeline::assemble(request, &gathered);
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

fn ledger(root: &Path, console: &Console) -> Result<Ledger> {
    let (ledger, skipped) = store::ledger::read(&root.join(LEDGER_FILE))
        .with_context(|| format!("cannot read `{LEDGER_FILE}`"))?;
    for line in skipped {
        console.say(&format!("warning: `{LEDGER_FILE}`, line {} is left out: {}", line.line, line.why));
    }
    Ok(ledger)
}

/// The plan; `None` where the command line names what is not there.
fn planned(
    request: &Request,
    press: &Press,
    ledger: &Ledger,
    limits: &Limits,
    toot: &Toot,
    console: &Console,
) -> Option<Plan> {
    let set = |names: &[String]| names.iter().cloned().collect::<BTreeSet<String>>();
    let wishes = Wishes {
        only: set(&toot.only),
        limit: toot.limit,
        again: set(&toot.again),
        plain: set(&toot.plain),
        edit: BTreeSet::new(),
    };
    let planned = plan(press.site(), press.config(), ledger, limits, request.now, &wishes);
    if planned.unknown.is_empty() {
        return Some(planned);
    }
    for name in &planned.unknown {
        console.say(&format!(
            "error: there is no story `{name}`\n  a story is named by its id or the last part of its address"
        ));
    }
    None
}

fn print(plan: &Plan, format: PlanFormat, console: &Console) {
    console.data(&match format {
        PlanFormat::Human => human(plan),
        PlanFormat::Json => json(plan),
        PlanFormat::Markdown => markdown(plan),
    });
}

/// Carries the plan out, and says what became of each toot.
fn post(
    request: &Request,
    press: &Press,
    mastodon: &Mastodon,
    toot: &Toot,
    console: &Console,
) -> Result<Ending> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let client = Client::new()?;
    let server = session::open(mastodon, &client)?;
    let limits = match runtime.block_on(server.limits()) {
        Ok((limits, _)) => limits,
        Err(refusal) => {
            console.failure(&anyhow!(refusal).context("cannot ask the server what it allows"));
            return Ok(Ending::Network);
        }
    };
    // A cache that cannot be kept makes an offline plan less exact, not wrong.
    let _ = store::limits::save(&request.root, &limits);
    let ledger = ledger(&request.root, console)?;
    let Some(planned) = planned(request, press, &ledger, &limits, toot, console) else {
        return Ok(Ending::Usage);
    };
    let announcements = announcements(&planned, press, &request.root)?;
    let settings = settings(press.config(), mastodon, toot, &planned);
    let steps = Steps::new(None);
    let report = runtime.block_on(outreach::post(
        Outreach {
            root: &request.root,
            server: &server,
            client: &client,
            steps: &steps,
            random: &random,
            now: request.now,
            settings: &settings,
        },
        &announcements,
    ));
    tell(&report, &planned, console);
    let asked = planned.entries.iter().any(|entry| matches!(entry.step, Step::Ask(..)));
    Ok(if report.is_fine() && !asked { Ending::Fine } else { Ending::Network })
}

/// Everything that may be posted, with the bytes of its pictures. What waits goes along: it is the errand that counts
/// what went out, and one that turns out to be there already makes room for the next.
fn announcements(plan: &Plan, press: &Press, root: &Path) -> Result<Vec<Announcement>> {
    let due =
        plan.entries.iter().filter(|entry| matches!(entry.step, Step::Post | Step::Look | Step::Wait(_)));
    due.filter_map(|entry| entry.toot.as_ref())
        .map(|toot| {
            let picture = toot.picture.as_ref().map(|picture| bytes(picture, press, root)).transpose()?;
            Ok(toot.with(picture))
        })
        .collect()
}

/// The picture's variant, stripped of what cameras write into a file.
fn bytes(picture: &TootPicture, press: &Press, root: &Path) -> Result<Picture> {
    let address = &picture.address;
    let route = press.site().routes.get(address).with_context(|| format!("`{address}` is not there"))?;
    let Route::Variant(recipe) = route else { bail!("`{address}` is no picture") };
    let output = press.answer(address, route).map_err(|finding| anyhow!(finding.message))?;
    let bytes = match output {
        Output::Page(bytes) => bytes,
        Output::Copy(path) => std::fs::read(root.join(path))?,
        Output::Variant(_) => images::variant(root, recipe)?,
    };
    let name = address.rsplit('/').next().unwrap_or("picture").to_owned();
    let mime = match name.rsplit('.').next() {
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        _ => "image/jpeg",
    };
    Ok(Picture { mime: mime.to_owned(), name, bytes: Arc::from(bytes), alt: picture.alt.clone() })
}

fn settings(config: &Config, mastodon: &Mastodon, toot: &Toot, plan: &Plan) -> Settings {
    Settings {
        user: mastodon.user.clone(),
        claim: config.claim,
        remote: "origin".to_owned(),
        settle: mastodon.settle,
        unknown: mastodon.unknown,
        max_per_run: toot.limit.unwrap_or(mastodon.max_per_run),
        min_gap: mastodon.min_gap,
        wait: toot.wait,
        by: who_runs(),
        again: plan.again.clone(),
    }
}

/// Who runs, for the ledger. It is public, so a person's machine has no name.
fn who_runs() -> String {
    let run = |variable, name: &str| std::env::var(variable).ok().map(|id| format!("{name} {id}"));
    run("GITHUB_RUN_ID", "github run")
        .or_else(|| run("CI_PIPELINE_ID", "gitlab pipeline"))
        .or_else(|| run("CI_BUILD_NUMBER", "ci run"))
        .unwrap_or_else(|| "by hand".to_owned())
}

/// Fresh random bytes: the standard library seeds each of these from the system.
fn random() -> [u8; 8] {
    RandomState::new().build_hasher().finish().to_ne_bytes()
}

fn tell(report: &outreach::Report, plan: &Plan, console: &Console) {
    for (line, why) in &report.skipped {
        console.say(&format!("warning: the ledger's line {line} is left out: {why}"));
    }
    for line in &report.lines {
        console.data(&format!("{line}\n"));
    }
    for entry in &plan.entries {
        if let Step::Ask(known, answer) = &entry.step {
            console.data(&format!("not posted: `{}`: {known}\n  {answer}\n", entry.story));
        }
    }
    if let Some(stop) = &report.stopped {
        console.failure(&anyhow!(stop.clone()));
    } else if report.lines.is_empty() {
        console.say("nothing to post");
    }
}
