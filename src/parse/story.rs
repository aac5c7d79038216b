//! The front matter that every story has, and the story as a whole.

use crate::config::{Config, rule};
use crate::model::body::Body;
use crate::model::date::When;
use crate::model::lang::Lang;
use crate::model::place::Spot;
use crate::model::slug::slug;
use crate::model::story::{Change, Matter, Picture, Story, TootWish};
use crate::model::vocabulary::{ChangeKind, ConsentFor, Visibility};
use crate::parse::desk::{Desk, consent, consent_hint};
use crate::parse::path_name::PathName;
use crate::parse::{commitment, matter, target, voice};
use crate::yaml::fields::Fields;
use crate::yaml::value::Data;
use jiff::civil::Date;

/// The longest title, in characters.
const LONGEST_TITLE: usize = 300;
/// The longest part of an address, in bytes: file systems end at 255.
const LONGEST_SLUG: usize = 200;

/// Reads the front matter. The text and the revision are put in afterwards.
pub(crate) fn read(fields: &Fields<'_>, file: &str, path: PathName, config: &Config) -> Option<Story> {
    let mut desk = Desk { file, zone: &config.timezone, body: Body::default() };
    let title = title(fields);
    let date = fields.needs("date", |fields| fields.when("date", desk.zone));
    let id = fields.text("id");
    if let Some(id) = &id {
        commitment::name(fields, "id", id);
    }
    let matter = matter::matter(path.kind, fields, &mut desk);
    let mut story = Story {
        path: file.to_owned(),
        id,
        guid: fields.text("guid").map(|text| folded(&text)),
        edition: path.edition,
        lang: lang(fields),
        // Only until the end of this function decides whether there is one.
        date: date.unwrap_or(When { day: Date::ZERO, at: None }),
        summary: fields.text("summary").map(|text| folded(&text)),
        updated: fields.when("updated", desk.zone),
        authors: fields.texts("authors"),
        tags: tags(fields),
        place: fields.text("place"),
        image: picture(fields, &mut desk),
        slug: last_part(fields, &path.name, title.as_deref()),
        aliases: aliases(fields),
        draft: fields.flag("draft").unwrap_or(false),
        expires: fields.day("expires"),
        follows: fields.texts("follows"),
        replaces: fields.texts("replaces"),
        evidence: desk.evidence(fields),
        quotations: voice::quotations(fields),
        changes: changes(fields, &desk),
        progress: commitment::progress(fields, &mut desk),
        commitments: commitment::commitments(fields, &mut desk),
        toot: toot(fields),
        replies: replies(fields),
        layout: layout(fields),
        matter: Matter::Page,
        extra: fields.free("extra"),
        body: Body::default(),
        revision: String::new(),
        title: title.unwrap_or_else(|| path.name.clone()),
    };
    (story.matter, story.body) = (matter, desk.body);
    date.map(|_| story)
}

/// White space and line breaks become single spaces.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

fn title(fields: &Fields<'_>) -> Option<String> {
    let title = folded(&fields.required("title")?);
    let length = title.chars().count();
    if length > LONGEST_TITLE {
        let hint = format!("keep it under {LONGEST_TITLE} characters, and put the rest into `summary`");
        fields.error(rule::TYPE, "title", format!("the title has {length} characters"), hint);
    }
    Some(title)
}

fn lang(fields: &Fields<'_>) -> Option<Lang> {
    let written = fields.text("lang")?;
    let lang = Lang::parse(&written);
    if lang.is_none() {
        let hint = "write a BCP 47 tag, as `en`, `en-GB` or `ar`";
        fields.error(rule::VOCABULARY, "lang", format!("`{written}` is not a language"), hint);
    }
    lang
}

/// Tags without a `#` in front, each once.
fn tags(fields: &Fields<'_>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for (written, path) in fields.located_texts("tags") {
        let tag = folded(written.trim_start_matches('#'));
        // One tag may stand without a list, and several in one text are none.
        if path == "tags" && (tag.contains(", ") || tag.starts_with('-')) {
            let hint = "write `tags: [one, two]`, or each behind a `- ` on a line of its own";
            fields.error(rule::TYPE, "tags", "`tags` is text, not a list".to_owned(), hint);
        } else if slug(&tag).is_empty() {
            let place = fields.findings().at(&path);
            let message = format!("the tag `{written}` has no letter or digit");
            fields.findings().add(rule::TYPE.at(place, message));
        } else if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn picture(fields: &Fields<'_>, desk: &mut Desk<'_>) -> Option<Picture> {
    let inner = fields.fields("image")?;
    let src = inner.required("src");
    let alt = inner.text("alt").unwrap_or_default();
    let credit = inner.text("credit");
    let people = inner.flag("people");
    let consent = consent(&inner);
    let agreed = consent.as_ref().is_some_and(|consent| consent.covers(ConsentFor::Photo));
    let (asked, is_unread) =
        (consent.is_some() || people == Some(true), consent.is_none() && inner.value("consent").is_some());
    if asked && !agreed && !is_unread {
        let field = if consent.is_some() { "consent" } else { "people" };
        let hint = consent_hint(consent.as_ref(), ConsentFor::Photo, "else show another picture");
        inner.error(rule::CONSENT, field, "a photograph of people without their consent", hint);
    }
    inner.finish();
    let spot = Spot::Field(inner.path("src"));
    let image = target::add_image(&mut desk.body, &src?, desk.file, (alt.clone(), None), spot);
    Some(Picture { image, alt, credit, consent })
}

/// `slug`, else the name of the file.
fn last_part(fields: &Fields<'_>, name: &str, title: Option<&str>) -> String {
    if let Some(written) = fields.text("slug") {
        let fits = written.len() <= LONGEST_SLUG
            && !written.starts_with('.')
            && written.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        if fits {
            let near = slug(&written);
            if near != written && !near.is_empty() {
                let message = format!("`{written}` is `{near}` in the address");
                let found = rule::SLUG.at(fields.findings().at("slug"), message);
                fields.findings().add(found.hint(format!("write `slug: {near}`")));
            }
            return written;
        }
        let shown: String = written.chars().take(60).collect();
        let near = slug(&shown);
        let hint = if near.is_empty() {
            "use letters, digits and `-`".to_owned()
        } else {
            format!("write `slug: {near}`")
        };
        fields.error(rule::ADDRESS, "slug", format!("`{shown}` cannot be a part of an address"), hint);
    }
    let from_name = slug(name);
    let mut slug = if from_name.is_empty() { slug(title.unwrap_or_default()) } else { from_name };
    if slug.is_empty() {
        fields.error(
            rule::ADDRESS,
            "slug",
            "neither the file's name nor the title makes an address",
            "add a `slug`",
        );
        slug = "untitled".to_owned();
    }
    slug.truncate(slug.floor_char_boundary(LONGEST_SLUG));
    slug
}

fn aliases(fields: &Fields<'_>) -> Vec<String> {
    let mut aliases = Vec::new();
    for (written, path) in fields.located_texts("aliases") {
        let fits = written.starts_with('/')
            && !written.starts_with("//")
            && !written.contains(['?', '#', '\\', '\0', '%'])
            && !written.contains(char::is_whitespace)
            && written.split('/').all(|part| part != ".." && part != "." && part.len() <= LONGEST_SLUG);
        if fits {
            aliases.push(written);
            continue;
        }
        let place = fields.findings().at(&path);
        let found = rule::ADDRESS.at(place, format!("`{written}` is not an address of this site"));
        fields.findings().add(found.hint("write the path that it had, as `/old/path/` or `/old.html`"));
    }
    aliases
}

fn changes(fields: &Fields<'_>, desk: &Desk<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for item in fields.items("changes") {
        let date = item.needs("date", |item| item.when("date", desk.zone));
        let kind = item.needs("kind", |item| item.word("kind", ChangeKind::ALL, ChangeKind::word));
        let (was, text) = (item.text("was"), item.required("text"));
        item.finish();
        if let (Some(date), Some(kind), Some(text)) = (date, kind, text) {
            changes.push(Change { date, kind, was, text });
        }
    }
    changes.sort_by_key(|change| change.date);
    changes
}

/// The layout of its page: a name, not a path. Whether the theme has it is known to `check`.
fn layout(fields: &Fields<'_>) -> Option<String> {
    let written = fields.text("layout")?;
    let name = written.strip_suffix(".html").unwrap_or(&written);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if !is_name {
        let hint = "write the name of a file in `templates/layouts/` of the theme, as `layout: landing`";
        fields.error(rule::ADDRESS, "layout", format!("`{written}` is no name of a layout"), hint);
        return None;
    }
    Some(name.to_owned())
}

/// Whether replies are shown; YAML 1.2 takes `off` for a text.
fn replies(fields: &Fields<'_>) -> bool {
    match fields.value("replies").map(|value| &value.data) {
        Some(Data::Bool(flag)) => *flag,
        Some(_) => {
            fields.word("replies", &[false, true], |shown| if shown { "on" } else { "off" }).unwrap_or(true)
        }
        None => true,
    }
}

fn toot(fields: &Fields<'_>) -> TootWish {
    let written = fields.has("toot");
    let Some(inner) = fields.fields("toot") else { return TootWish { written, ..TootWish::default() } };
    let toot = TootWish {
        text: inner.text("text"),
        cw: inner.text("cw"),
        visibility: inner.word("visibility", Visibility::ALL, Visibility::word),
        image: inner.flag("image").unwrap_or(false),
        skip: inner.flag("skip"),
        written,
    };
    inner.finish();
    toot
}
