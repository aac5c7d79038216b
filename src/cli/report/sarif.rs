//! Findings for code scanning: SARIF 2.1.0 (OASIS).

use super::quoted::Quoted;
use crate::check;
use serde_json::{Value, json};

pub(super) fn text(findings: &[Quoted<'_>]) -> String {
    let rules: Vec<Value> = check::RULES
        .iter()
        .map(|rule| json!({ "id": rule.name, "shortDescription": { "text": rule.summary } }))
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
    let mut location = json!({ "artifactLocation": { "uri": uri(&finding.place.file) } });
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

/// A relative URI reference: what RFC 3986 does not allow in a path is percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
