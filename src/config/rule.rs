//! The names of the rules that reading a file can find broken. They are stable: `hearback.yaml` sets their weights.

pub(crate) use crate::yaml::rule::{
    DATE, FILE, LOST_TO_COMMENT, REQUIRED, SYNTAX, TYPE, UNKNOWN_FIELD, VOCABULARY,
};

/// An address that is none.
pub(crate) const ADDRESS: &str = "address";
/// Words, a name or a photograph of a person without consent.
pub(crate) const CONSENT: &str = "consent";
/// Partners without a word about our own part.
pub(crate) const OUR_PART: &str = "our-part";
/// A number that is written in another way than YAML reads one.
pub(crate) const NUMBER: &str = "number";
/// An answer that is none in full, without a word why.
pub(crate) const REASONS: &str = "reasons";
/// A commitment without a date, and without a day on which it is looked at again.
pub(crate) const REVIEW_ON: &str = "review-on";
/// A commitment that ended otherwise than kept, without a word why.
pub(crate) const ENDING_NOTE: &str = "ending-note";
/// Raw HTML or Markdown that could not be rendered safely.
pub(crate) const MARKDOWN: &str = "markdown";
/// A comment or an element of HTML that nothing closes.
pub(crate) const UNCLOSED_HTML: &str = "unclosed-html";
/// HTML that an empty line ended, so that what follows is shown as code.
pub(crate) const HTML_AS_CODE: &str = "html-as-code";
/// HTML that cannot be shown as it is.
pub(crate) const RAW_HTML: &str = "raw-html";
/// Something would have been loaded from another host.
pub(crate) const THIRD_PARTY: &str = "third-party";
/// A video without captions.
pub(crate) const NO_CAPTIONS: &str = "no-captions";
/// Text that looks like Markdown and is none.
pub(crate) const NOT_MARKDOWN: &str = "not-markdown";
/// Code of another program's templates.
pub(crate) const TEMPLATE_CODE: &str = "template-code";
/// A code block that runs to the end of the text because nothing closes it.
pub(crate) const UNCLOSED_FENCE: &str = "unclosed-fence";
