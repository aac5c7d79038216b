//! `hearback check`: everything that is wrong, and nothing written but what `--fix` was asked for.

use super::arguments::{Check, Format};
use super::console::Console;
use super::ending::Ending;
use super::{build, explain, external, fix, history, report, root};
use crate::check::RULES;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::pipeline::{self, Assembled, Request};
use anyhow::Result;
use std::fmt::Write;
use std::path::Path;

/// Checks the site and says what was found.
pub(super) fn run(named: &Path, check: &Check, console: &Console) -> Result<Ending> {
    if check.rules {
        console.data(&rules());
        return Ok(Ending::Fine);
    }
    if let Some(name) = &check.explain {
        let Some(text) = explain::rules(name) else {
            console.failure(&anyhow::anyhow!(explain::unknown(name)));
            return Ok(Ending::Usage);
        };
        console.data(&text);
        return Ok(Ending::Fine);
    }
    if let Some(name) = check.only.as_deref().filter(|name| RULES.iter().all(|rule| rule.name != *name)) {
        console.failure(&anyhow::anyhow!(explain::unknown(name)));
        return Ok(Ending::Usage);
    }
    let root = root::find(named)?;
    let request = build::request(root, &check.selection)?;
    let (mut findings, mut assembled) = look(&request, check, console)?;
    if check.fix {
        let mended = fix::fix(&request.root, &findings)?;
        for file in &mended {
            console.say(&format!("mended `{file}`"));
        }
        if !mended.is_empty() {
            (findings, assembled) = look(&request, check, console)?;
        }
    }
    if let (true, Some(assembled)) = (check.external, &assembled) {
        findings.extend(external::look(&request, &assembled.press, console)?);
        findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        findings.dedup();
    }
    if check.strict {
        findings.iter_mut().for_each(|finding| finding.severity = Severity::Error);
    }
    if let Some(name) = &check.only {
        findings.retain(|finding| finding.rule == name);
    }
    print(&request, check, &findings, console);
    let wrong = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if wrong { Ending::Content } else { Ending::Fine })
}

/// All findings, and the site where there is enough to assemble one.
///
/// # Errors
/// When what it is to be compared with cannot be read.
fn look(request: &Request, check: &Check, console: &Console) -> Result<(Vec<Diagnostic>, Option<Assembled>)> {
    match pipeline::gather(request) {
        Ok(mut gathered) => {
            history::hear(
                request,
                &mut gathered,
                check.base.as_deref(),
                &request.root.join("public"),
                console,
            )?;
            if check.live {
                history::hear_live(&mut gathered)?;
            }
            let assembled = pipeline::assemble(request, &gathered, None);
            let mut findings = assembled.diagnostics.clone();
            findings.extend(pipeline::look_into_files(request, &assembled));
            findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
            findings.dedup();
            Ok((findings, Some(assembled)))
        }
        Err(findings) => Ok((findings, None)),
    }
}

fn print(request: &Request, check: &Check, findings: &[Diagnostic], console: &Console) {
    let whole = check.only.is_some();
    let text = report::findings(&request.root, findings, check.format, console.colour(), whole);
    if check.format != Format::Human {
        console.data(&text);
        return;
    }
    console.say_text(&text);
    if findings.is_empty() {
        console.say("nothing is wrong");
        return;
    }
    let fixable = findings.iter().filter(|finding| finding.fix.is_some()).count();
    let hint = if fixable > 0 { format!("; `--fix` mends {fixable} of them") } else { String::new() };
    console.say(&format!("{}{hint}", report::count(findings)));
}

/// Every rule with what it counts as and what it is about.
fn rules() -> String {
    let mut out = String::new();
    for rule in RULES {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{:<22} {:<8} {}", rule.name, rule.severity.word(), rule.about);
    }
    out
}
