//! A small site in memory: files in, a site and its findings out, on a day that the test names.

use hearback::assemble::{self, Ingredients};
use hearback::config::{Config, Languages};
use hearback::model::asset::{Asset, Assets, Format, Probe};
use hearback::model::diagnostic::Diagnostic;
use hearback::model::lang::Lang;
use hearback::model::site::Site;
use hearback::model::source::Source;
use hearback::render::Renderer;
use hearback::theme::{Theme, built_in};
use hearback::{check, config, parse};
use jiff::civil::Date;
use std::sync::Arc;

/// The least configuration, with a standard to hold answers against.
const CONFIG: &str = "title: Small\nurl: https://small.example/\nservice_standard: {acknowledge_within: 5, respond_within: 20}\n";

/// A site before it is assembled.
pub(crate) struct Small {
    config: String,
    files: Vec<(String, String)>,
    assets: Assets,
    today: Date,
    drafts: bool,
    future: bool,
}

/// An empty site on 1 June 2026.
pub(crate) fn small() -> Small {
    Small {
        config: CONFIG.to_owned(),
        files: Vec::new(),
        assets: Assets::default(),
        today: "2026-06-01".parse().unwrap(),
        drafts: false,
        future: false,
    }
}

impl Small {
    /// With further lines of configuration.
    pub(crate) fn config(mut self, lines: &str) -> Self {
        self.config += lines;
        self
    }

    /// With a file as it is.
    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        self.files.push((path.to_owned(), text.to_owned()));
        self
    }

    /// With a story: a title, a date, an id from its path and a summary, further front matter, and a text.
    pub(crate) fn story(self, path: &str, date: &str, matter: &str, text: &str) -> Self {
        let id = path.trim_start_matches("content/").trim_end_matches(".md").replace(['/', '.'], "-");
        let head = format!("id: {id}\ntitle: {id}\nsummary: Short.\ndate: {date}\n{matter}");
        self.file(path, &format!("---\n{head}---\n\n{text}\n"))
    }

    /// With a file beside the stories.
    pub(crate) fn asset(mut self, path: &str) -> Self {
        self.assets.files.insert(path.to_owned(), Asset { len: 1, image: None });
        self
    }

    /// With a photograph beside the stories.
    pub(crate) fn photo(mut self, path: &str, width: u32, height: u32) -> Self {
        let image = Some(Probe {
            width,
            height,
            format: Format::Jpeg,
            moves: false,
            hash: "0123456789abcdef0123".to_owned(),
        });
        self.assets.files.insert(path.to_owned(), Asset { len: 1, image });
        self
    }

    /// On another day.
    pub(crate) fn today(mut self, today: &str) -> Self {
        self.today = today.parse().unwrap();
        self
    }

    /// With drafts and stories of the future.
    pub(crate) fn everything(mut self) -> Self {
        (self.drafts, self.future) = (true, true);
        self
    }

    /// With its files read in the opposite order.
    pub(crate) fn reversed(mut self) -> Self {
        self.files.reverse();
        self
    }

    /// The configuration, resolved.
    pub(crate) fn configuration(&self) -> Config {
        self.configured().0
    }

    /// The same with what was found in it, and with the languages of the built-in theme.
    fn configured(&self) -> (Config, Vec<Diagnostic>) {
        let source = Source { path: "hearback.yaml".to_owned(), bytes: self.config.as_bytes().to_vec() };
        let (config, found) = config::parse(&source);
        let mut config = config.unwrap();
        if let Languages::OfTheTheme(languages) = &mut config.languages {
            languages.extend(built_in().words.keys().filter_map(|tag| Lang::parse(tag)));
        }
        (config, found)
    }

    /// The site alone.
    pub(crate) fn site(&self) -> Site {
        self.assemble(None).0
    }

    /// The site as it is made when another one was made before.
    pub(crate) fn site_after(&self, before: &Site) -> Site {
        self.assemble(Some(before)).0
    }

    /// The site in the built-in theme.
    pub(crate) fn press(&self) -> Renderer {
        let config = self.configuration();
        let theme = Theme::load(built_in(), &config).ok().unwrap();
        Renderer::new(Arc::new(self.site()), Arc::new(theme), Arc::new(config))
    }

    /// What is found: place, severity, rule, message.
    pub(crate) fn findings(&self) -> Vec<String> {
        self.assemble(None).1.iter().map(|found| self.shown(found)).collect()
    }

    fn assemble(&self, before: Option<&Site>) -> (Site, Vec<Diagnostic>) {
        let source =
            |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
        let (config, mut found) = self.configured();
        let mut stories = Vec::new();
        for (path, text) in &self.files {
            let parsed = parse::story(&source(path, text), &config);
            found.extend(parsed.diagnostics);
            if let Some(story) = parsed.story {
                found.extend(check::story(&story, &parsed.plain, &config, self.today));
                stories.push(Arc::new(story));
            }
        }
        stories.sort_by(|one, other| one.path.cmp(&other.path));
        let site = assemble::site(Ingredients {
            config: &config,
            stories,
            assets: Arc::new(self.assets.clone()),
            totals: Vec::new(),
            conversations: Arc::default(),
            toots: Arc::default(),
            theme_files: vec!["site.css".to_owned()],
            today: self.today,
            now: self.today.at(12, 0, 0, 0).to_zoned_datetime(jiff::tz::TimeZone::UTC).unwrap().timestamp(),
            drafts: self.drafts,
            future: self.future,
            before,
        });
        found.extend(site.clashes.iter().cloned());
        found.extend(check::site(&site, &config));
        (site, check::weigh(found, &config))
    }

    fn shown(&self, found: &Diagnostic) -> String {
        let place = &found.place;
        let text = self.files.iter().find(|(path, _)| *path == place.file).map_or("", |(_, text)| text);
        let line = parse::locate(text.as_bytes(), &place.spot)
            .map_or(1, |range| text.as_bytes()[..range.start].iter().filter(|b| **b == b'\n').count() + 1);
        let file = &place.file;
        format!("{file}:{line}: {} {}: {}", found.severity.word(), found.rule, found.message)
    }
}
