//! What a story owes to the people in it, and to those who read it.

use crate::model::diagnostic::Severity;
use crate::model::rule::{Example, Rule};

/// Words, a name or a photograph of a person without consent.
pub(crate) const CONSENT: Rule = Rule {
    name: "consent",
    severity: Severity::Error,
    about: "words, a name or a photograph of a person without consent",
    why: "Nobody is quoted, named or shown without having agreed to it, and git cannot forget what was committed once. Say in `consent` what was agreed to, and until when.",
    wrong: Example::Impact("quotations:\n  - text: The water is clear.\n    who: a mother of two\n"),
    right: Example::Impact(
        "quotations:\n  - text: The water is clear.\n    who: a mother of two\n    consent: {for: [quote]}\n",
    ),
};

/// A commitment ended otherwise than kept, without a note.
pub(crate) const ENDING_NOTE: Rule = Rule {
    name: "ending-note",
    severity: Severity::Error,
    about: "a commitment ended otherwise than kept, without a note",
    why: "Whoever waited for a promise that was not kept is owed the reason.",
    wrong: Example::Impact(
        "commitments:\n  - id: call-back\n    what: We call back within a day\n    due: 2026-12-01\n    timeline:\n      - date: 2026-04-01\n        status: cancelled\n",
    ),
    right: Example::Impact(
        "commitments:\n  - id: call-back\n    what: We call back within a day\n    due: 2026-12-01\n    timeline:\n      - date: 2026-04-01\n        status: cancelled\n        note: The phone line was closed.\n",
    ),
};

/// Partners without a word about our own part.
pub(crate) const OUR_PART: Rule = Rule {
    name: "our-part",
    severity: Severity::Error,
    about: "partners without a word about our own part",
    why: "Where several worked on it, readers ask who did what. Contribution is said, and not claimed.",
    wrong: Example::Impact("partners: [{name: Water Board}]\n"),
    right: Example::Impact("partners: [{name: Water Board}]\nour_part: We dug, the board paid.\n"),
};

/// An answer that is partly, refused or not held, without a word why.
pub(crate) const REASONS: Rule = Rule {
    name: "reasons",
    severity: Severity::Error,
    about: "an answer that is partly, refused or not held, without a word why",
    why: "An answer that is none in full is accepted only with its reason.",
    wrong: Example::Answer("questions: [{said: May we see the plans?}]\noutcome: refused\n"),
    right: Example::Answer(
        "questions: [{said: May we see the plans?}]\noutcome: refused\nreasons: They name private people.\n",
    ),
};

/// A commitment without a date needs a day on which it is looked at again.
pub(crate) const REVIEW_ON: Rule = Rule {
    name: "review-on",
    severity: Severity::Error,
    about: "a commitment without a date needs a day on which it is looked at again",
    why: "A promise without a date can never be late, so that nobody would ever look at it again.",
    wrong: Example::Impact(
        "commitments:\n  - id: call-back\n    what: We call back within a day\n    due: none\n",
    ),
    right: Example::Impact(
        "commitments:\n  - id: call-back\n    what: We call back within a day\n    due: none\n    review_on: 2026-12-01\n",
    ),
};
