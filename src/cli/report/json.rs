//! Findings for programs: one JSON document, `{"version": 1, "findings": […]}`.

use super::quoted::Quoted;
use serde_json::json;

pub(super) fn text(findings: &[Quoted<'_>]) -> String {
    let findings: Vec<_> = findings
        .iter()
        .map(|quoted| {
            let finding = quoted.finding;
            json!({
                "severity": finding.severity.word(),
                "rule": finding.rule,
                "message": finding.message,
                "hint": finding.hint,
                "file": finding.place.file,
                "line": quoted.at.as_ref().map(|at| at.line),
                "column": quoted.at.as_ref().map(|at| at.column),
                "end_line": quoted.at.as_ref().map(|at| at.end_line),
                "end_column": quoted.at.as_ref().map(|at| at.end_column),
                "fixable": finding.fix.is_some(),
            })
        })
        .collect();
    format!("{:#}\n", json!({ "version": 1, "findings": findings }))
}
