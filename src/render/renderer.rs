//! What renders: made once for a site and a theme, then asked for one address at a time, from as many threads as one likes.

use super::shared::Shared;
use super::{
    alias, calendar, data, feed, headers, page, redirects, robots, search, security_txt, sitemap, webfinger,
};
use crate::config::Config;
use crate::config::rule;
use crate::model::diagnostic::Diagnostic;
use crate::model::output::Output;
use crate::model::place::Place;
use crate::model::route::{Route, SearchFile, StoryIx};
use crate::model::site::Site;
use crate::model::story::Story;
use crate::theme::Theme;
use std::sync::Arc;
use tera::Context;

/// Renders a site. What many pages share is made once, when it is first asked for.
pub struct Renderer {
    shared: Shared,
}

impl Renderer {
    /// A renderer of a site.
    pub fn new(site: Arc<Site>, theme: Arc<Theme>, config: Arc<Config>) -> Self {
        Self { shared: Shared::new(site, theme, config, false) }
    }

    /// A renderer that remembers what it gave to templates.
    pub(super) fn rehearsing(site: Arc<Site>, theme: Arc<Theme>, config: Arc<Config>) -> Self {
        Self { shared: Shared::new(site, theme, config, true) }
    }

    /// What it gave to templates.
    pub(super) fn rehearsed(self) -> Vec<Context> {
        self.shared.rehearsed()
    }

    /// The site.
    pub fn site(&self) -> &Site {
        self.shared.site()
    }

    /// Its configuration.
    pub fn config(&self) -> &Config {
        self.shared.config()
    }

    /// Its theme.
    pub fn theme(&self) -> &Theme {
        self.shared.theme()
    }

    /// A story. Indices come from the site's own tables.
    pub fn story(&self, ix: StoryIx) -> &Story {
        self.shared.story(ix)
    }

    /// Makes what many pages wait for, on all cores. Whoever answers all addresses at once calls it before; whoever answers
    /// one of them need not.
    pub fn prepare(&self) {
        self.shared.make_indexes();
    }

    /// Answers an address. The same site, theme and address give the same bytes.
    ///
    /// # Errors
    /// When a template fails, naming it.
    pub fn answer(&self, address: &str, route: &Route) -> Result<Output, Diagnostic> {
        let shared = &self.shared;
        let (site, config) = (shared.site(), shared.config());
        let bytes = match route {
            Route::File(path) => return Ok(Output::Copy(path.clone())),
            Route::Variant(recipe) => return Ok(Output::Variant(recipe.clone())),
            Route::ThemeFile(name) => {
                shared.theme().static_file(name).ok_or_else(|| missing(address))?.to_vec()
            }
            Route::Story(ix) => page::story(shared, *ix)?,
            Route::Home(edition) => page::home(shared, edition)?,
            Route::List { edition, list, page } => page::list(shared, edition, list, *page)?,
            Route::Tags(edition) => page::tags(shared, edition)?,
            Route::Archive(edition) => page::archive(shared, edition)?,
            Route::Commitments(edition) => page::commitments(shared, edition)?,
            Route::Teams(edition) => page::teams(shared, edition)?,
            Route::Commitment { edition, promise } => page::commitment(shared, edition, *promise)?,
            Route::Accountability(edition) => page::accountability(shared, edition)?,
            Route::Corrections(edition) => page::corrections(shared, edition)?,
            Route::Search(edition) => page::search(shared, edition, &shared.index(edition))?,
            Route::SearchFile(edition, SearchFile::Words(part)) => {
                shared.index(edition).files.get(*part).ok_or_else(|| missing(address))?.to_vec()
            }
            Route::SearchFile(edition, SearchFile::Found(part)) => {
                search::found(shared, edition, &shared.index(edition), *part)
            }
            Route::Subscribe(edition) => page::subscribe(shared, edition)?,
            Route::OurData(edition) => page::our_data(shared, edition)?,
            Route::NotFound => page::not_found(shared)?,
            Route::Feed { edition, list, format } => feed::write(shared, edition, list.as_ref(), *format)?,
            Route::Data(set, format) => data::write(site, config, *set, *format),
            Route::DataSchema => data::schema(config),
            Route::DueCalendar => calendar::write(shared),
            Route::Sitemap(part) => sitemap::write(site, config, *part),
            Route::Robots => robots::write(config),
            Route::WebFinger => webfinger::write(config),
            Route::SecurityTxt => security_txt::write(site, config),
            Route::Headers => headers::write(site, config, shared.theme()),
            Route::Redirects => redirects::write(site, config),
            Route::Alias(ix) => alias::write(site, config, *ix),
        };
        Ok(Output::Page(bytes))
    }
}

/// What should not happen: an address that leads to nothing.
fn missing(address: &str) -> Diagnostic {
    rule::THEME.at(Place::whole("hearback.yaml"), format!("nothing answers `{address}`"))
}
