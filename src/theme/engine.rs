//! A theme that is ready: its engine, its words by language, its files.

use super::files::{ThemeFiles, built_in};
use super::palette;
use super::script::Script;
use super::templates::Templates;
use super::toot::{self, TootView};
use super::words::Words;
use crate::config::Config;
use crate::config::rule;
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::place::Place;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Context, Value};

/// What pages give to their templates, each by its name.
const NAMES: [&str; 31] = [
    "intro",
    "lang",
    "dir",
    "w",
    "site",
    "head",
    "feeds",
    "story",
    "sections",
    "promises",
    "card",
    "line",
    "list",
    "rows",
    "groups",
    "promise",
    "account",
    "languages",
    "current",
    "bars",
    "bar",
    "more_promises",
    "cards",
    "teams",
    "shape",
    "level",
    "search",
    "years",
    "subscribe",
    "data",
    "missing",
];

/// Where the templates stand that a story asks for with `layout`.
const LAYOUTS: &str = "layouts/";

/// What the default theme's parts are given by the template that includes them: a name, and where it comes from.
const PARTS: [(&str, &str, &str); 7] = [
    ("promise", "promises", ""),
    ("bar", "bars", ""),
    ("voice", "story", "voices"),
    ("measure", "story", "measures"),
    ("change", "story", "changes"),
    ("item", "story", "evidence"),
    ("entry", "promise", "timeline"),
];

/// The style sheet of all pages, as a theme's `static/` has it.
const STYLE: &str = "site.css";

/// A theme that is ready to render. Every template was tried against specimens, so a wrong field name ends here.
pub struct Theme {
    templates: Templates,
    words: BTreeMap<String, Arc<Words>>,
    english: Arc<Words>,
    statics: BTreeMap<String, Vec<u8>>,
    style: String,
    theme_colors: [String; 2],
    script: Option<Script>,
}

impl Theme {
    /// Makes a theme from its files, with the default theme beneath: a template, a word or a file that is not there comes
    /// from it.
    ///
    /// # Errors
    /// When a template or a word list cannot be read.
    pub fn load(files: ThemeFiles, config: &Config) -> Result<Self, Vec<Diagnostic>> {
        let base = built_in();
        let english = english(&base).map_err(|fault| vec![*fault])?;
        let mut faults = Vec::new();
        let mut words = BTreeMap::new();
        for (theme, lists) in [("default", &base.words), (files.name.as_str(), &files.words)] {
            for (lang, yaml) in lists {
                let file = format!("themes/{theme}/i18n/{lang}.yaml");
                let Some(tag) = Lang::parse(lang) else {
                    faults.push(rule::THEME.at(Place::whole(file), format!("`{lang}` is no language")));
                    continue;
                };
                let beneath: Arc<Words> = words.get(lang).map_or_else(|| Arc::clone(&english), Arc::clone);
                match Words::parse(tag, yaml, &file, Some(&beneath)) {
                    Ok(read) => drop(words.insert(lang.clone(), Arc::new(read))),
                    Err(fault) => faults.push(*fault),
                }
            }
        }
        let script = files.script;
        let mut statics = base.statics;
        statics.extend(files.statics);
        let mut sheet = statics.remove(STYLE).unwrap_or_default();
        sheet.extend(palette::css(config.accent.as_deref()).bytes());
        let style = marked(STYLE, &sheet);
        statics.insert(style.clone(), sheet);
        let mut templates = Templates::new(&files.name, &base.templates, files.templates);
        match templates.read() {
            Err(fault) => faults.push(fault),
            Ok(()) if templates.has(toot::TEMPLATE) => faults.extend(toot::rehearse(&templates)),
            Ok(()) => {}
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            templates,
            words,
            english,
            statics,
            style,
            theme_colors: palette::theme_colors(config.accent.as_deref()),
            script,
        })
    }

    /// The paths of the files that are served below `/theme/`.
    pub fn statics(&self) -> impl Iterator<Item = &str> {
        self.statics.keys().map(String::as_str)
    }

    /// One of these files.
    pub fn static_file(&self, name: &str) -> Option<&[u8]> {
        self.statics.get(name).map(Vec::as_slice)
    }

    /// The words of a language; of its primary language where it has none of its own, else English.
    pub fn words(&self, lang: &Lang) -> &Words {
        self.words.get(lang.as_str()).or_else(|| self.words.get(&lang.primary())).unwrap_or(&self.english)
    }

    /// Whether there are words in a language, or in its primary language.
    pub fn speaks(&self, lang: &Lang) -> bool {
        self.words.contains_key(lang.as_str()) || self.words.contains_key(&lang.primary())
    }

    /// The name of the style sheet of all pages among these files: the accent is in it, and a hash of it in its name, so
    /// that a browser that has it need not ask again.
    pub fn style(&self) -> &str {
        &self.style
    }

    /// The accent for the browser's own surfaces, in the light and in the dark scheme.
    pub fn theme_colors(&self) -> &[String; 2] {
        &self.theme_colors
    }

    /// The site's own script, where it has one.
    pub fn script(&self) -> Option<&Script> {
        self.script.as_ref()
    }

    /// The names of the layouts that a story can ask for: what stands in `templates/layouts/`.
    pub fn layouts(&self) -> Vec<&str> {
        let names = self.templates.names().filter_map(|name| name.strip_prefix(LAYOUTS));
        names.filter_map(|name| name.strip_suffix(".html")).filter(|name| !name.contains('/')).collect()
    }

    /// The template of a layout; `None` where the theme has none of this name.
    pub fn layout(&self, name: &str) -> Option<String> {
        let template = format!("{LAYOUTS}{name}.html");
        self.templates.names().any(|other| other == template).then_some(template)
    }

    /// Renders a template.
    ///
    /// # Errors
    /// When the template asks for what is not there or writes without an end, naming its file and line.
    pub fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>, Diagnostic> {
        self.templates.render(template, context)
    }

    /// A toot in the site's own shape; `None` where the site has no template for it.
    pub fn toot(&self, view: &TootView<'_>) -> Option<Result<String, Diagnostic>> {
        self.templates.has(toot::TEMPLATE).then(|| toot::write(&self.templates, view))
    }

    /// The fields that the site's own templates ask for and that are in none of these pages.
    pub fn unknown_fields(&self, pages: &[Context]) -> Vec<Diagnostic> {
        let mut names: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for page in pages {
            for name in NAMES {
                names.entry(name.to_owned()).or_default().extend(page.get(name).cloned());
            }
        }
        for (name, list, of) in PARTS {
            let lists = names.get(list).into_iter().flatten().filter_map(|value| match of {
                "" => Some(value),
                path => value.get_from_path(path),
            });
            let parts = lists.filter_map(Value::as_array).flatten().cloned().collect::<Vec<_>>();
            names.entry(name.to_owned()).or_default().extend(parts);
        }
        self.templates.unknown_fields(&names, |name| name != toot::TEMPLATE)
    }

    /// Where the site's own template of a name stands, or would stand.
    pub fn own_file(&self, template: &str) -> String {
        self.templates.own_file(template)
    }

    /// Whether the site has templates of its own.
    pub fn has_own_templates(&self) -> bool {
        self.templates.has_own()
    }
}

/// A file's name with a hash of its bytes in it: `site.css` becomes `site.0f1e2d3c4b5a6978.css`.
fn marked(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{stem}.{}.{ending}", &hash[..16])
}

/// The words that stand in for every word that a language does not have.
fn english(base: &ThemeFiles) -> Result<Arc<Words>, Box<Diagnostic>> {
    let file = "themes/default/i18n/en.yaml";
    let Some(lang) = Lang::parse("en") else {
        return Err(Box::new(rule::THEME.at(Place::whole(file), "no words")));
    };
    let yaml = base.words.get("en").map(String::as_str).unwrap_or_default();
    Words::parse(lang, yaml, file, None).map(Arc::new)
}
