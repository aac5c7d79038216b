//! The templates of a theme in their engine: a site's own stand above the default theme's, and whatever goes wrong in one is
//! a finding at its file and line.

use super::fields::{self, Names};
use crate::config::rule;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use std::collections::BTreeMap;
use std::io::{self, Write};
use tera::{Context, Error, ErrorKind, Kwargs, State, Tera, Value};

/// Where the site's own templates stand in the engine, and where the default theme's do: `{% extends "default/story.html" %}`
/// in a site's `story.html` reaches the one that it replaces.
const OWN: &str = "site/";
const DEFAULT: &str = "default/";
/// The longest page, in bytes. A template that loops without an end reaches it soon.
const LONGEST: usize = 32 << 20;
/// How many numbers `range` gives at most: loops inside loops end in a time that people wait.
const LONGEST_RANGE: i64 = 1_000;

/// The templates of a theme.
pub(super) struct Templates {
    theme: String,
    engine: Tera,
    /// Name in the engine and text, until they are read.
    texts: Vec<(String, String)>,
    /// What the engine calls the template of a name: the site's own where it has one.
    names: BTreeMap<String, String>,
    /// The site's own.
    own: Vec<(String, String)>,
}

impl Templates {
    /// The default theme's templates beneath those of a site. A template that is the same in both is the default theme's.
    pub(super) fn new(
        theme: &str,
        default: &BTreeMap<String, String>,
        own: BTreeMap<String, String>,
    ) -> Self {
        let own = own.into_iter().filter(|(name, text)| default.get(name) != Some(text));
        let mut texts: Vec<_> = own.map(|(name, text)| (format!("{OWN}{name}"), text)).collect();
        let own = texts.clone();
        texts.extend(default.iter().map(|(name, text)| (format!("{DEFAULT}{name}"), text.clone())));
        let names = texts.iter().rev().filter_map(|(name, _)| {
            let short = name.strip_prefix(OWN).or_else(|| name.strip_prefix(DEFAULT))?;
            Some((short.to_owned(), name.clone()))
        });
        Self { theme: theme.to_owned(), engine: Tera::new(), names: names.collect(), texts, own }
    }

    /// Reads the templates: their grammar, and that each one they name is there.
    pub(super) fn read(&mut self) -> Result<(), Diagnostic> {
        let texts = std::mem::take(&mut self.texts);
        self.engine.register_function("range", range);
        let read = self
            .engine
            .set_fallback_prefixes([OWN, DEFAULT])
            .and_then(|()| self.engine.add_raw_templates(texts));
        read.map_err(|error| self.fault(None, &error))
    }

    /// Where the site's own template of a name stands, or would stand.
    pub(super) fn own_file(&self, name: &str) -> String {
        self.file(&format!("{OWN}{name}"))
    }

    /// The names of all templates, the site's own among them.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Whether the site has templates of its own.
    pub(super) fn has_own(&self) -> bool {
        !self.own.is_empty()
    }

    /// Whether the site has a template of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.own.iter().any(|(own, _)| own.strip_prefix(OWN) == Some(name))
    }

    /// The fields that those of the site's own templates ask for and that no specimen has.
    pub(super) fn unknown_fields(&self, names: &Names, which: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let those = self.own.iter().filter(|(name, _)| which(name.strip_prefix(OWN).unwrap_or(name)));
        let own = those.flat_map(|(name, text)| {
            fields::unknown(text, names).into_iter().map(move |unknown| (name, unknown))
        });
        own.map(|(name, unknown)| {
            rule::THEME.at(Place::bytes(self.file(name), unknown.range), unknown.message)
        })
        .collect()
    }

    /// Renders a template.
    pub(super) fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>, Diagnostic> {
        let mut page = Page { bytes: Vec::with_capacity(16 << 10) };
        // The engine would look for it under each prefix, every time.
        let name = self.names.get(template).map_or(template, String::as_str);
        match self.engine.render_to(name, context, &mut page) {
            Ok(()) => Ok(page.bytes),
            Err(error) => Err(self.fault(Some(template), &error)),
        }
    }

    /// What the engine says, as a finding at its template.
    fn fault(&self, rendering: Option<&str>, error: &Error) -> Diagnostic {
        let (place, message) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span();
                let file = self.file(report.filename());
                // Nobody can be shown the line of a template that is inside the binary.
                let line = if report.filename().starts_with(DEFAULT) {
                    format!(", line {}", span.start_line)
                } else {
                    String::new()
                };
                (Place::bytes(file, span.range.clone()), format!("{}{line}", report.message()))
            }
            ErrorKind::Io(_) => {
                let file = self.file(rendering.unwrap_or_default());
                let megabytes = LONGEST >> 20;
                (Place::whole(file), format!("the template wrote more than {megabytes} MB for one page"))
            }
            ErrorKind::MissingParent { current, parent } => {
                (Place::whole(self.file(current)), format!("there is no template `{parent}` to extend"))
            }
            _ if let Some(found) = self.reported(&error.to_string()) => found,
            kind => {
                let name = match kind {
                    ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => tpl,
                    _ => rendering.unwrap_or_default(),
                };
                (Place::whole(self.file(name)), error.to_string())
            }
        };
        let fault = rule::THEME.at(place, lowered(&message));
        match rendering {
            Some(page) => fault.hint(format!("this came up while `{page}` was printed")),
            None if message.starts_with("Unknown tag") => fault.hint(
                "this closes something else than what is open: look for an `if` or `for` without its end",
            ),
            None => fault,
        }
    }

    /// The place and the sentence in what the engine only says as a text, with the template quoted below it:
    /// `error: Unknown filter …`, and on the next line `--> name:line:column`.
    fn reported(&self, text: &str) -> Option<(Place, String)> {
        let mut lines = text.lines();
        let message = lines.next()?.trim_start_matches("error: ");
        let place = lines.next()?.trim().strip_prefix("--> ")?;
        let mut parts = place.rsplitn(3, ':');
        let (column, line) = (parts.next()?.parse::<usize>().ok()?, parts.next()?.parse::<usize>().ok()?);
        let name = parts.next()?;
        let file = self.file(name);
        let Some((_, template)) = self.own.iter().find(|(own, _)| own == name) else {
            return Some((Place::whole(file), format!("{message}, line {line}")));
        };
        let above: usize = template.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let start = above + template[above..].char_indices().nth(column.checked_sub(1)?)?.0;
        let word = template[start..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(1).max(1);
        Some((Place::bytes(file, start..start + word), message.to_owned()))
    }

    /// The file of a template, from the site's root.
    fn file(&self, name: &str) -> String {
        if let Some(name) = name.strip_prefix(DEFAULT) {
            return format!("themes/default/templates/{name}");
        }
        let name = name.strip_prefix(OWN).unwrap_or(name);
        if name.is_empty() {
            return format!("themes/{}", self.theme);
        }
        format!("themes/{}/templates/{name}", self.theme)
    }
}

/// The engine's message as our messages are: lowercase, without a full stop.
fn lowered(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut rest = message.chars();
    rest.next().map(|first| first.to_lowercase().collect::<String>() + rest.as_str()).unwrap_or_default()
}

/// A page while it is written: it takes so many bytes and no more.
struct Page {
    bytes: Vec<u8>,
}

impl Write for Page {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + more.len() > LONGEST {
            return Err(io::Error::other("too long"));
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// `range(start, end)`: as the engine's own, but shorter.
fn range(named: Kwargs, _: &State<'_>) -> Result<Value, Error> {
    let start = named.get::<i64>("start")?.unwrap_or_default();
    let end = named.must_get::<i64>("end")?;
    if end.saturating_sub(start) > LONGEST_RANGE {
        return Err(Error::message(format!("`range` gives at most {LONGEST_RANGE} numbers")));
    }
    Ok(Value::from((start..end).collect::<Vec<i64>>()))
}

#[cfg(test)]
mod tests {
    use super::Templates;
    use crate::model::place::{Place, Spot};
    use std::collections::BTreeMap;
    use tera::{Context, Value};

    /// What a site's templates above two default ones make of a page.
    fn print(own: &[(&str, &str)]) -> Result<String, (Place, String)> {
        let texts = |list: &[(&str, &str)]| -> BTreeMap<String, String> {
            list.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
        };
        let default = texts(&[
            ("base.html", "<p>{% block main %}{% endblock main %}</p>"),
            ("page.html", "{% extends \"base.html\" %}{% block main %}{{ page.title }}{% endblock main %}"),
        ]);
        let mut templates = Templates::new("ours", &default, texts(own));
        let mut context = Context::new();
        context.insert_value("page", Value::from(BTreeMap::from([("title", "A & B")])));
        let fault = |fault: crate::model::diagnostic::Diagnostic| (fault.place, fault.message);
        templates.read().map_err(fault)?;
        let page = templates.render("page.html", &context).map_err(fault)?;
        Ok(String::from_utf8(page).expect("UTF-8"))
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(print(&[]).as_deref(), Ok("<p>A &amp; B</p>"));
    }

    #[test]
    fn a_site_replaces_one_template_and_can_extend_the_one_it_replaces() {
        let base = ("base.html", "<div>{% block main %}{% endblock main %}</div>");
        assert_eq!(print(&[base]).as_deref(), Ok("<div>A &amp; B</div>"));
        let page = "{% extends \"default/page.html\" %}{% block main %}{{ super() }}!{% endblock main %}";
        assert_eq!(print(&[("page.html", page)]).as_deref(), Ok("<p>A &amp; B!</p>"));
    }

    #[test]
    fn a_filter_that_is_not_there_is_named_in_its_place() {
        let text = "one\n{{ page.title | shout }}";
        let (place, message) = print(&[("page.html", text)]).expect_err("a fault");
        assert_eq!(message, "unknown filter `shout`");
        let Spot::Bytes(start, end) = place.spot else { panic!("a place in the template") };
        assert_eq!((place.file.as_str(), &text[start..end]), ("themes/ours/templates/page.html", "shout"));
        let (place, message) = print(&[("page.html", "{% extends \"basis.html\" %}")]).expect_err("a fault");
        assert_eq!(place.file, "themes/ours/templates/page.html");
        assert_eq!(message, "there is no template `basis.html` to extend");
    }

    #[test]
    fn a_field_that_is_not_there_is_named_with_its_line() {
        let (place, message) = print(&[("page.html", "one\n{{ page.titel }}")]).expect_err("a fault");
        assert_eq!(place.file, "themes/ours/templates/page.html");
        assert!(matches!(place.spot, Spot::Bytes(12, 17)), "{:?}", place.spot);
        assert!(message.contains("titel"), "{message}");
    }

    #[test]
    fn a_template_that_cannot_be_read_is_named() {
        let (place, _) = print(&[("page.html", "{% if %}")]).expect_err("a fault");
        assert_eq!(place.file, "themes/ours/templates/page.html");
        assert!(matches!(place.spot, Spot::Bytes(..)));
    }

    #[test]
    fn a_template_that_has_no_end_is_stopped() {
        let circle = print(&[("page.html", "{% include \"page.html\" %}")]).expect_err("a fault");
        assert_eq!(circle.0.file, "themes/ours/templates/page.html");
        let component = "{% component a() %}{{ <a/> }}{% endcomponent a %}{{ <a/> }}";
        assert!(print(&[("page.html", component)]).is_err());
        let long = "{% for a in range(end=1000) %}{% for b in range(end=1000) %}\
                    {{ \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" }}{% endfor %}{% endfor %}";
        assert!(print(&[("page.html", long)]).expect_err("a fault").1.contains("more than 32 MB"));
        assert!(print(&[("page.html", "{% for a in range(end=1001) %}{% endfor %}")]).is_err());
    }
}
