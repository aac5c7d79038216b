//! Findings for code scanning: SARIF 2.1.0 (OASIS).

use super::quoted::Quoted;
use crate::check;
use crate::model::percent;
use serde_json::{Value, json};

pub(super) fn text(findings: &[Quoted<'_>]) -> String {
    let rules: Vec<Value> = check::RULES
        .iter()
        .map(|rule| json!({ "id": rule.name, "shortDescription": { "text": rule.about } }))
        .collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "hearback",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

fn result(quoted: &Quoted<'_>) -> Value {
    let finding = quoted.finding;
    let mut location = json!({ "artifactLocation": { "uri": percent::path(&finding.place.file) } });
    if let Some(at) = &quoted.at {
        location["region"] = json!({
            "startLine": at.line, "startColumn": at.column, "endLine": at.end_line, "endColumn": at.end_column,
        });
    }
    let text = match &finding.hint {
        Some(hint) => format!("{}. {hint}", finding.message),
        None => finding.message.clone(),
    };
    json!({
        "ruleId": finding.rule,
        "level": finding.severity.word(),
        "message": { "text": text },
        "locations": [{ "physicalLocation": location }],
    })
}
