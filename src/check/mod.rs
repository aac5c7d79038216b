//! What is wrong with content that can be read: one file a rule. A rule looks at a story alone, or at the whole site.

mod advertising;
mod alternative_text;
mod consent_ended;
mod dates;
mod dead_link;
mod guid;
mod heading;
mod layout;
mod lost_page;
mod named_person;
mod no_id;
mod no_words;
mod outcome;
mod overdue;
mod own_address;
mod picture;
mod placeholder;
mod plain_text;
mod promise;
mod raw_html;
mod review;
mod rule;
mod standard;
mod summary;
mod title;
mod tracking;
mod unknown_name;
mod weigh;

pub use guid::CHANGED as GUID_CHANGED;
pub use rule::RULES;
pub use weigh::weigh;

use crate::config::Config;
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::said::Said;
use crate::model::site::Site;
use crate::model::story::Story;
use jiff::civil::Date;

/// What is wrong with a story, looked at alone: with its front matter, its HTML, and its text without marks.
pub fn story(story: &Story, plain: &str, config: &Config, today: Date) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    advertising::look(story, plain, config, &mut found);
    alternative_text::look(story, &mut found);
    consent_ended::look(story, today, &mut found);
    dates::look(story, today, &mut found);
    heading::look(story, &mut found);
    named_person::look(story, &mut found);
    placeholder::look(story, plain, &mut found);
    plain_text::look(story, &mut found);
    raw_html::look(story, &mut found);
    review::look(story, today, &mut found);
    summary::look(story, &mut found);
    title::look(story, &mut found);
    tracking::look(story, &mut found);
    found
}

/// What is wrong with a site as a whole.
pub fn site(site: &Site, config: &Config) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    dead_link::look(site, config, &mut found);
    picture::look(site, &mut found);
    no_id::look(site, config, &mut found);
    overdue::look(site, &mut found);
    own_address::look(config, &mut found);
    standard::look(site, config, &mut found);
    unknown_name::look(site, &mut found);
    found
}

/// What a site says otherwise than it was said before, and what it does not say any more.
pub fn said(site: &Site, said: &Said, config: &Config) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    guid::look(site, said, config, &mut found);
    lost_page::look(site, said, config, &mut found);
    outcome::look(site, said, &mut found);
    promise::look(site, said, &mut found);
    found
}

/// What a site asks of its theme that is not there: layouts, style sheets, fonts.
pub fn layouts(site: &Site, config: &Config, layouts: &[&str]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    layout::look(site, config, layouts, &mut found);
    found
}

/// Which languages of a site the theme cannot speak.
pub fn languages(site: &Site, config: &Config, speaks: &dyn Fn(&Lang) -> bool) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    no_words::look(site, config, speaks, &mut found);
    found
}
