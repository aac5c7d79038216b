//! What fields say.

use crate::model::diagnostic::Severity;
use crate::model::rule::{Example, Rule};

/// An address cannot be read.
pub(crate) const ADDRESS: Rule = Rule {
    name: "address",
    severity: Severity::Error,
    about: "an address cannot be read",
    why: "An address that is none leads nowhere, and a toot would carry it.",
    wrong: Example::Impact("aliases: [news/wells]\n"),
    right: Example::Impact("aliases: [/news/wells/]\n"),
};

/// A number that YAML takes for text or for another number.
pub(crate) const NUMBER: Rule = Rule {
    name: "number",
    severity: Severity::Warning,
    about: "a number that YAML takes for text or for another number",
    why: "`1,212` is text to YAML and would be in no chart; `1.212` is a little more than one.",
    wrong: Example::Impact(
        r#"measures:
  - indicator: Calls answered
    unit: calls
    results: [{period: 2026-02, value: "1,212"}]
"#,
    ),
    right: Example::Impact(
        "measures:\n  - indicator: Calls answered\n    unit: calls\n    results: [{period: 2026-02, value: 1212}]\n",
    ),
};

/// A `slug` that is written otherwise in the address.
pub(crate) const SLUG: Rule = Rule {
    name: "slug",
    severity: Severity::Warning,
    about: "a `slug` that is written otherwise in the address",
    why: "Addresses are for ever: whoever reads the file should see the address that it has.",
    wrong: Example::Impact("slug: New-Wells\n"),
    right: Example::Impact("slug: new-wells\n"),
};
