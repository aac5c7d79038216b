//! Open data: what was promised, what was said and what was measured, as JSON and CSV with the same columns, documented by
//! a JSON Schema (2020-12) at `/data/schema.json`.

mod commitments;
mod measures;
mod responses;
mod schema;

use crate::config::Config;
use crate::model::route::{DataFormat, DataSet, StoryIx};
use crate::model::site::{Resolved, Site};
use crate::model::story::{Matter, Story};
use crate::render::body::{Base, link};
use serde_json::{Map, Value, json};

pub(super) use schema::write as schema;

/// A row: values by the names of their columns.
type Row = Map<String, Value>;

/// A set of data in a format.
pub(super) fn write(site: &Site, config: &Config, set: DataSet, format: DataFormat) -> Vec<u8> {
    let rows = rows(site, config, set);
    match format {
        DataFormat::Json => json(site, config, set, rows),
        DataFormat::Csv => csv(set, &rows),
    }
}

/// Everything in a set of data.
fn rows(site: &Site, config: &Config, set: DataSet) -> Vec<Row> {
    match set {
        DataSet::Commitments => commitments::rows(site, config),
        DataSet::Responses => responses::rows(site, config),
        DataSet::Measures => measures::rows(site, config),
    }
}

/// How many rows a set of data has.
pub(super) fn count(site: &Site, config: &Config, set: DataSet) -> usize {
    rows(site, config, set).len()
}

/// Whether a set of data has a row.
pub(super) fn has_rows(site: &Site, set: DataSet) -> bool {
    let mut stories = site.stories.iter();
    match set {
        DataSet::Commitments => !site.promises.is_empty(),
        DataSet::Responses => stories.any(|story| !story.voices().is_empty()),
        DataSet::Measures => stories
            .any(|story| matches!(&story.matter, Matter::Impact(impact) if !impact.measures.is_empty())),
    }
}

fn json(site: &Site, config: &Config, set: DataSet, rows: Vec<Row>) -> Vec<u8> {
    let whole = json!({
        "$schema": schema::pointer(config, set),
        "title": config.title,
        "publisher": config.organisation.name,
        "url": config.url.as_str(),
        "as_of": site.today.to_string(),
        set.name(): rows,
    });
    // Values always serialise.
    let mut out = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    out.push(b'\n');
    out
}

/// RFC 4180 with a header; lists are joined by ` | `, what is nested deeper is in the JSON only.
fn csv(set: DataSet, rows: &[Row]) -> Vec<u8> {
    let columns = schema::columns(set);
    let flat = || columns.iter().filter(|column| !column.is_nested());
    let terminator = csv::Terminator::CRLF;
    let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(Vec::new());
    // Writing to memory cannot fail; an empty file would be the sign that it did.
    let header = writer.write_record(flat().map(|column| column.name));
    let written = header.and_then(|()| {
        rows.iter().try_for_each(|row| writer.write_record(flat().map(|column| cell(row.get(column.name)))))
    });
    written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default()
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => {
            items.iter().map(|item| cell(Some(item))).collect::<Vec<_>>().join(" | ")
        }
        Some(other) => other.to_string(),
    }
}

/// The columns that say which story a row is from.
fn origin(row: &mut Row, site: &Site, config: &Config, ix: StoryIx, story: &Story) {
    let lang = story.written_in(&config.language);
    let address = site.ties.get(ix).map_or("/", |ties| ties.address.as_str());
    row.insert("story_id".to_owned(), story.key().into());
    row.insert("story_title".to_owned(), story.title.clone().into());
    row.insert("story_url".to_owned(), Base::Absolute(config.url.as_str()).address(address).into());
    row.insert("story_date".to_owned(), story.date.day.to_string().into());
    row.insert("language".to_owned(), lang.as_str().into());
}

/// The whole address behind one of a story's links; what leads nowhere has none.
fn url(site: &Site, config: &Config, ix: StoryIx, link_ix: usize) -> Option<String> {
    let ties = site.ties.get(ix)?;
    let resolved = ties.links.get(link_ix)?;
    let base = Base::Absolute(config.url.as_str());
    let href = link(resolved, base)?;
    Some(if matches!(resolved, Resolved::Here(_)) { base.address(&ties.address) + &href } else { href })
}

/// Stories that data is taken from: published ones in the site's own language, and editions that stand alone. A
/// translation says the same again, and would be counted twice.
fn originals(site: &Site) -> impl Iterator<Item = (StoryIx, &Story)> {
    let is_original = |&(ix, story): &(StoryIx, &Story)| {
        let editions = site.ties.get(ix).map_or(&[][..], |ties| ties.editions.as_slice());
        let has_original = || {
            editions.iter().any(|(_, other)| site.stories.get(*other).is_some_and(|s| s.edition.is_none()))
        };
        !story.draft && (story.edition.is_none() || !has_original())
    };
    site.stories.iter().map(AsRef::as_ref).enumerate().filter(is_original)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::{config, site};

    fn written(set: DataSet, format: DataFormat) -> String {
        String::from_utf8(write(&site(), &config(), set, format)).expect("UTF-8")
    }

    #[test]
    fn commitments_are_open_data() {
        insta::assert_snapshot!(written(DataSet::Commitments, DataFormat::Json));
        insta::assert_snapshot!(written(DataSet::Commitments, DataFormat::Csv).replace('\r', ""));
    }

    #[test]
    fn responses_are_open_data_without_anybodys_words_or_name() {
        let json = written(DataSet::Responses, DataFormat::Json);
        assert!(!json.contains("thirsty") && !json.contains("Somebody"));
        insta::assert_snapshot!(written(DataSet::Responses, DataFormat::Csv).replace('\r', ""));
    }

    #[test]
    fn measures_are_open_data() {
        insta::assert_snapshot!(written(DataSet::Measures, DataFormat::Csv).replace('\r', ""));
    }

    #[test]
    fn every_file_obeys_the_schema() {
        let whole: Value = serde_json::from_slice(&schema(&config())).expect("JSON");
        for set in DataSet::ALL {
            let file: Value = serde_json::from_str(&written(set, DataFormat::Json)).expect("JSON");
            let findings = disobeys(&whole, &whole["$defs"][set.name()], &file, set.name());
            assert_eq!(findings, Vec::<String>::new());
            assert!(file[set.name()].as_array().is_some_and(|rows| !rows.is_empty()));
            let pointer = file["$schema"].as_str().and_then(|address| address.split_once('#'));
            assert_eq!(pointer.and_then(|(_, p)| whole.pointer(p)), Some(&whole["$defs"][set.name()]));
        }
    }

    /// What in a value does not obey a schema: as much of JSON Schema as ours uses.
    fn disobeys(whole: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
        if let Some(reference) = schema["$ref"].as_str() {
            let schema = whole.pointer(reference.trim_start_matches('#')).expect("a known reference");
            return disobeys(whole, schema, value, at);
        }
        let mut findings = Vec::new();
        let types: Vec<_> = match &schema["type"] {
            Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
            one => one.as_str().into_iter().collect(),
        };
        let fits = types.is_empty() || types.iter().any(|kind| is(kind, value));
        if !fits || schema["enum"].as_array().is_some_and(|words| !words.contains(value)) {
            findings.push(format!("{at}: {value} is not {schema}"));
        }
        if let Some(object) = value.as_object() {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            findings.extend(
                required.filter(|name| !object.contains_key(*name)).map(|name| format!("{at}: no {name}")),
            );
            for (name, value) in object {
                match schema["properties"].get(name) {
                    Some(schema) => findings.extend(disobeys(whole, schema, value, &format!("{at}.{name}"))),
                    None => findings.push(format!("{at}: unknown {name}")),
                }
            }
        }
        for item in value.as_array().into_iter().flatten() {
            findings.extend(disobeys(whole, &schema["items"], item, at));
        }
        findings
    }

    fn is(kind: &str, value: &Value) -> bool {
        match kind {
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            "null" => value.is_null(),
            _ => false,
        }
    }
}
