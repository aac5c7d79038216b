//! Bytes become stories. Pure: one file, alone; what it says about its neighbours is kept as links for `assemble`.

mod buffer;
mod code_writer;
mod commitment;
mod definition;
mod desk;
mod doubtful;
mod file;
mod footnote;
mod front_matter;
mod link_writer;
mod locate;
mod lookalike;
mod markdown;
mod matter;
mod measure;
mod moderation;
mod number;
mod path_name;
mod person;
mod plain;
mod raw;
mod raw_block;
mod raw_writer;
pub mod safe_list;
mod story;
mod table_writer;
mod target;
mod totals;
mod voice;
mod words;
mod writer;

pub use locate::locate;
pub use moderation::{inbox, moderation};
pub use path_name::edition_path;
pub use totals::totals;

use crate::config::{Config, rule};
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::source::Source;
use crate::model::story::{Matter, Story};
use crate::yaml::fields::Fields;
use crate::yaml::findings::{Findings, Origin};
use crate::yaml::read;
use crate::yaml::text::Text;
use std::ops::Range;

#[cfg(test)]
mod tests;

/// What people call a field, and its name here.
const MEANT: [(&str, &str); 6] = [
    ("corrections", "changes"),
    ("correction", "changes"),
    ("description", "summary"),
    ("promises", "commitments"),
    ("categories", "tags"),
    ("modified", "updated"),
];

/// What a file became, and everything that was found wrong with it.
#[derive(Debug)]
pub struct Parsed {
    /// The story, where enough of it could be understood: its front matter is YAML and has a date.
    pub story: Option<Story>,
    /// The story's whole text without marks, white space folded: for rules that look at words.
    pub plain: String,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
}

/// The ids that templates give to what the front matter says: a heading of the text cannot have them too.
fn ids_of_templates(story: &Story) -> Vec<&'static str> {
    let measures = matches!(&story.matter, Matter::Impact(impact) if !impact.measures.is_empty());
    let parts = [
        ("main", true),
        ("criticisms", !story.voices().is_empty()),
        ("commitments", !story.commitments.is_empty()),
        ("measures", measures),
        ("evidence", !story.evidence.is_empty()),
        ("changes", !story.changes.is_empty()),
    ];
    parts.into_iter().filter(|(_, is_there)| *is_there).map(|(id, _)| id).collect()
}

impl Parsed {
    fn failed(found: Diagnostic) -> Self {
        Self { story: None, plain: String::new(), diagnostics: vec![found] }
    }
}

/// Reads a story.
pub fn story(source: &Source, config: &Config) -> Parsed {
    let text = match Text::read(source) {
        Ok(text) => text,
        Err(found) => return Parsed::failed(found),
    };
    let (yaml, body) = match parts(source, &text) {
        Ok(parts) => parts,
        Err(found) => return Parsed::failed(found),
    };
    let origin = Origin { text: &text, offset: yaml.start };
    let front_matter = &text.text[yaml];
    let document = match read::fields(front_matter) {
        Ok(document) => document,
        Err(fault) => {
            let place = Place::bytes(&source.path, origin.to_disk(fault.range));
            let found = rule::SYNTAX.at(place, fault.message);
            return Parsed::failed(Diagnostic { hint: fault.hint, ..found });
        }
    };
    let findings = Findings::new(&source.path, front_matter, origin, rule::UNKNOWN_FIELD);
    let fields = Fields::new(&findings, &document.fields);
    let mut story = story::read(&fields, &source.path, path_name::read(&source.path, config), config);
    fields.finish_with(|name| {
        let meant = MEANT.iter().find(|(other, _)| *other == name);
        let meant = meant.map(|(_, field)| format!("did you mean `{field}`?"));
        meant.or_else(|| matter::elsewhere(name).map(|folder| format!("only stories in `{folder}` have it")))
    });
    findings.lost_to_comments(&document);
    let mut plain = String::new();
    if let Some(story) = &mut story {
        let lang =
            story.lang.clone().or_else(|| story.edition.clone()).unwrap_or_else(|| config.language.clone());
        let file = file::File {
            path: &source.path,
            text: &text,
            start: body,
            lang: &lang,
            slug: &story.slug,
            taken: &ids_of_templates(story),
        };
        let rendered = markdown::render(&file, &mut story.body);
        for found in rendered.found {
            findings.add(found);
        }
        plain = rendered.plain;
        if story.summary.is_none() {
            story.body.plain.clone_from(&plain);
        }
        story.revision = revision(&text.text);
    }
    Parsed { story, plain, diagnostics: findings.into_list() }
}

/// The front matter, and where the text begins.
fn parts(source: &Source, text: &Text<'_>) -> Result<(Range<usize>, usize), Diagnostic> {
    let first_line = text.to_disk(0..text.text.find('\n').unwrap_or(text.text.len()));
    let fault = |message: &str| rule::SYNTAX.at(Place::bytes(&source.path, first_line.clone()), message);
    match front_matter::split(&text.text) {
        front_matter::Parts::Both { yaml, body } => Ok((yaml, body)),
        front_matter::Parts::NoFrontMatter => Err(fault("the file does not begin with front matter")
            .hint("begin it with a line `---`, the fields `title` and `date`, and another line `---`")),
        front_matter::Parts::Unclosed => {
            Err(fault("the front matter does not end")
                .hint("put a line `---` between the fields and the text"))
        }
    }
}

/// The name of what an author wrote: 128 bits are enough to tell two texts apart.
fn revision(text: &str) -> String {
    let hash = blake3::hash(text.as_bytes()).to_hex();
    format!("blake3:{}", &hash.as_str()[..32])
}
