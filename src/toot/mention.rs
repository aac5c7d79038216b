//! Which pages are to be told that a story answers them: the open web's reply. Toots are answered in their threads instead.

use std::collections::BTreeSet;

use url::Url;

use crate::config::Config;
use crate::model::ledger::Ledger;
use crate::model::site::Site;
use crate::model::story::Story;
use crate::model::toot_address::toot_address;

/// A page that is to be told that a story links to it, or that it changed since it was told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The story's key.
    pub story: String,
    /// The story's page.
    pub page: String,
    /// The story's revision.
    pub revision: String,
    /// The page that it answers.
    pub target: String,
    /// Whether it was told before.
    pub again: bool,
}

/// Every page that is to be told something, by story in the site's order. A story that changed is told about again, and so
/// is one that names the page no more (Webmention §3.2.2); a translation is not, since it says the same.
pub fn mentions(site: &Site, config: &Config, ledger: &Ledger) -> Vec<Mention> {
    let stories = site.stories.iter().zip(site.ties.iter()).filter(|(story, _)| story.edition.is_none());
    stories
        .flat_map(|(story, ties)| {
            let (key, page) = (story.key(), config.absolute(&ties.address));
            let told = ledger.mentioned(&key);
            let mut targets = pages(story, &config.url);
            targets
                .extend(told.values().filter(|last| last.endpoint.is_some()).map(|last| last.target.clone()));
            let due = targets.into_iter().filter_map(|target| {
                let last = told.get(target.as_str());
                let is_new = last.is_none_or(|last| last.revision != story.revision || last.page != page);
                is_new.then(|| Mention {
                    story: key.clone(),
                    page: page.clone(),
                    revision: story.revision.clone(),
                    again: last.is_some_and(|last| last.endpoint.is_some()),
                    target,
                })
            });
            due.collect::<Vec<_>>()
        })
        .collect()
}

/// The ordinary pages of others among a story's sources.
fn pages(story: &Story, own: &Url) -> BTreeSet<String> {
    let voices = story.voices().iter();
    let sources = voices.flat_map(|voice| voice.sources.iter().map(String::as_str).collect::<Vec<_>>());
    let is_page = |source: &&str| {
        let url = Url::parse(source).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        url.is_some_and(|url| url.origin() != own.origin() || !url.path().starts_with(own.path()))
            && toot_address(source).is_none()
    };
    sources.filter(is_page).map(str::to_owned).collect()
}
