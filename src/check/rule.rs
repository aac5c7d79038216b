//! Every rule by its stable name.

use crate::config::rule;
use crate::model::diagnostic::Severity;

/// A rule of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Its name, which `hearback.yaml` sets a level for.
    pub name: &'static str,
    /// What it counts as where nothing is set.
    pub severity: Severity,
    /// What it is about, in a few words.
    pub summary: &'static str,
}

const fn error(name: &'static str, summary: &'static str) -> Rule {
    Rule { name, severity: Severity::Error, summary }
}

const fn warning(name: &'static str, summary: &'static str) -> Rule {
    Rule { name, severity: Severity::Warning, summary }
}

/// Every rule, by name.
pub const RULES: &[Rule] = &[
    error(rule::ADDRESS, "an address cannot be read"),
    error("alias-over-page", "an alias stands where a page is"),
    error(rule::CONSENT, "words, a name or a photograph of a person without consent"),
    warning("consent-ended", "consent has ended: the words are left out"),
    error(rule::DATE, "a date or period that is none"),
    warning("date-order", "something is dated before what it follows from"),
    warning("dead-anchor", "a link to a place that is not on the page"),
    warning("dead-link", "a link to a page or file that is not there"),
    warning("dead-outside-link", "a link to another site leads nowhere (`check --external`)"),
    error("duplicate-commitment", "two commitments have one id"),
    error("duplicate-id", "two stories have one id"),
    error("duplicate-route", "two pages have one address"),
    error(rule::ENDING_NOTE, "a commitment ended otherwise than kept, without a note"),
    error(rule::FILE, "a file is too large, binary or not UTF-8"),
    warning("guid-changed", "a story has another name in feeds than it had, so that everybody gets it again"),
    warning("heading-level", "a heading skips a level, or is the page's own"),
    warning(rule::HTML_AS_CODE, "an empty line ended HTML: what follows is shown as code"),
    warning("ledger", "a line of the ledger that cannot be read"),
    warning("lost-page", "a page that a toot links to is not there any more"),
    warning(rule::LOST_TO_COMMENT, "text that YAML takes for a comment"),
    error(rule::MARKDOWN, "Markdown that cannot be rendered"),
    warning("missing-alt", "an image without a text for those who do not see it"),
    warning("missing-image", "an image that is not there or is none"),
    warning("missing-summary", "nothing to announce the story with"),
    warning("named-person", "a link beside the description of a person names the person"),
    warning(rule::NO_CAPTIONS, "a video without captions"),
    warning("no-id", "a story without a permanent name"),
    warning("no-words", "a language in which the theme has no words"),
    warning(rule::NOT_MARKDOWN, "text that looks like Markdown and is none"),
    warning(rule::NUMBER, "a number that YAML takes for text or for another number"),
    error(rule::OUR_PART, "partners without a word about our own part"),
    error("outcome-turned", "an outcome that was published is another one, without a word about it"),
    warning("overdue", "a commitment whose date has passed"),
    warning("placeholder", "words that were to be replaced"),
    error("promise-gone", "a promise that was made is not there any more"),
    error("promise-moved", "the first date of a promise is not the one that was published"),
    error("promise-reworded", "a promise reads otherwise than it was published, without a word about it"),
    warning(rule::RAW_HTML, "HTML that was taken out"),
    error(rule::REASONS, "an answer that is partly, refused or not held, without a word why"),
    error(rule::REQUIRED, "a required field is missing or empty"),
    warning("review-due", "an answer that was to be looked at again"),
    error(rule::REVIEW_ON, "a commitment without a date needs a day on which it is looked at again"),
    warning("service-standard", "an acknowledgement or an answer that took longer than promised"),
    error(rule::SYNTAX, "the YAML cannot be read"),
    warning(rule::TEMPLATE_CODE, "code of another program's templates"),
    error("theme", "a template or word list of the theme cannot be used"),
    warning(rule::THIRD_PARTY, "something would have been loaded from another host"),
    warning("title-length", "a title that nobody reads to its end"),
    warning("tone", "the language of advertising"),
    warning("tracking", "a link that tells who followed it"),
    error(rule::TYPE, "a field holds the wrong kind of value"),
    warning(rule::UNCLOSED_FENCE, "nothing closes a code block"),
    warning(rule::UNCLOSED_HTML, "nothing closes a comment or an element of HTML"),
    warning("unknown-commitment", "news about a commitment that nobody made"),
    error(rule::UNKNOWN_FIELD, "a field that nobody reads"),
    warning("unknown-story", "a story that is followed or replaced is not there"),
    error("unreadable", "a file or folder cannot be read"),
    error(rule::VOCABULARY, "a word that is not in the vocabulary"),
];
