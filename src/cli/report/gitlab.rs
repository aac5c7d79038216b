//! Findings as GitLab shows them in a merge request: a code quality report, the part of the Code Climate format that GitLab
//! reads (`description`, `check_name`, `fingerprint`, `severity`, `location`).

use super::quoted::Quoted;
use crate::model::diagnostic::Severity;
use serde_json::{Value, json};

pub(super) fn text(findings: &[Quoted<'_>]) -> String {
    format!("{:#}\n", Value::Array(findings.iter().map(issue).collect()))
}

fn issue(quoted: &Quoted<'_>) -> Value {
    let finding = quoted.finding;
    let line = quoted.at.as_ref().map_or(1, |at| at.line);
    let hint = finding.hint.as_deref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    // GitLab tells by it what a change brought: the line is no part, since lines above it come and go.
    let print = format!("{}\n{}\n{}", finding.rule, finding.place.file, finding.message);
    json!({
        "description": format!("{}{hint}", finding.message),
        "check_name": finding.rule,
        "fingerprint": blake3::hash(print.as_bytes()).to_hex().as_str(),
        "severity": if finding.severity == Severity::Error { "critical" } else { "minor" },
        "location": { "path": finding.place.file, "lines": { "begin": line } },
    })
}
