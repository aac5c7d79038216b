//! The rules that other rooms than `check` find broken: a file, a field, what a story owes to people, the text, the site.

mod duty;
mod field;
mod file;
mod site;
mod text;

pub(crate) use crate::yaml::rule::{
    DATE, FILE, LOST_TO_COMMENT, REQUIRED, SYNTAX, TYPE, UNKNOWN_FIELD, UNKNOWN_KEY, VOCABULARY,
};
pub(crate) use duty::{CONSENT, ENDING_NOTE, OUR_PART, REASONS, REVIEW_ON};
pub(crate) use field::{ADDRESS, NUMBER, SLUG};
pub(crate) use file::{LEDGER, NOT_A_STORY, THEME, UNREADABLE};
pub(crate) use site::{
    ALIAS_OVER_PAGE, BROKEN_IMAGE, DEAD_OUTSIDE_LINK, DUPLICATE_COMMITMENT, DUPLICATE_ID, DUPLICATE_ROUTE,
    SCRIPT_IN_DRAWING, TOLD_PLACE,
};
pub(crate) use text::{
    HTML_AS_CODE, MARKDOWN, NO_CAPTIONS, NOT_MARKDOWN, RAW_HTML, TEMPLATE_CODE, THIRD_PARTY, UNCLOSED_FENCE,
    UNCLOSED_HTML,
};
