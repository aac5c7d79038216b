//! What the columns of the open data mean: one table from which the JSON Schema and the order of the CSV columns are made.
//! Columns are added at the end, never renamed and never given another meaning.

use crate::config::Config;
use crate::model::address;
use crate::model::route::DataSet;
use crate::model::vocabulary::{AnswerOutcome, Better, Channel, Level, Outcome, Status, View};
use serde_json::{Map, Value, json};

/// A column.
pub(super) struct Column {
    /// Its name in both formats.
    pub(super) name: &'static str,
    /// What it holds.
    holds: Holds,
    /// What it means.
    means: &'static str,
}

/// What a column holds.
enum Holds {
    /// A text that is never empty.
    Text,
    /// A text, or nothing.
    MaybeText,
    /// A whole address.
    Address,
    /// A day, `2026-03-05`.
    Day,
    /// A day, or nothing.
    MaybeDay,
    /// A whole number.
    Count,
    /// A whole number, or nothing.
    MaybeCount,
    /// A number, or nothing.
    MaybeNumber,
    /// Yes or no.
    Flag,
    /// Yes, no or nothing.
    MaybeFlag,
    /// A list of texts.
    Texts,
    /// One of some words.
    Word(fn() -> Vec<&'static str>),
    /// One of some words, or nothing.
    MaybeWord(fn() -> Vec<&'static str>),
    /// What happened to a commitment, in the JSON only.
    Timeline,
}

impl Column {
    /// Whether it is in the JSON only.
    pub(super) fn is_nested(&self) -> bool {
        matches!(self.holds, Holds::Timeline)
    }
}

const fn column(name: &'static str, holds: Holds, means: &'static str) -> Column {
    Column { name, holds, means }
}

const COMMITMENTS: &[Column] = &[
    column("id", Holds::Text, "The permanent name of the commitment."),
    column("what", Holds::Text, "What was promised."),
    column("url", Holds::Address, "The commitment's own page."),
    column("lead", Holds::MaybeText, "The team that has it."),
    column("status", Holds::Word(|| words(Status::ALL, Status::word)), "Where it stands."),
    column(
        "status_since",
        Holds::MaybeDay,
        "Since when it stands there; null where nothing was reported yet.",
    ),
    column(
        "due_first",
        Holds::MaybeDay,
        "The day by which it was first promised; null where no day was named. It never changes.",
    ),
    column("due", Holds::MaybeDay, "The day that counts now; null where there is none."),
    column("due_said", Holds::MaybeText, "The date in the words of the promise."),
    column("review_on", Holds::MaybeDay, "When it is looked at again."),
    column("done_when", Holds::MaybeText, "How anybody can tell that it is done."),
    column("moved", Holds::Count, "How often the date was moved."),
    column(
        "overdue_days",
        Holds::MaybeCount,
        "Days since it was due, where it has not ended; null where it is not overdue. Counted on the day `as_of`.",
    ),
    column(
        "late_days",
        Holds::MaybeCount,
        "Days between the first date and the day it was completed, where that was later.",
    ),
    column("silent", Holds::Flag, "Not ended, and no news for more than 90 days before `as_of`."),
    column(
        "without_evidence",
        Holds::Flag,
        "Said to be complete, with nothing that shows it and nobody outside who looked.",
    ),
    column("replaced_by", Holds::Texts, "The ids of the commitments that replace it."),
    column("timeline", Holds::Timeline, "What happened to it, oldest first. In the JSON only."),
];

const RESPONSES: &[Column] = &[
    column(
        "kind",
        Holds::Word(|| vec!["response", "answer"]),
        "Whether it is a criticism (`response`) or a question (`answer`).",
    ),
    column("number", Holds::Count, "Its place in its story, from 1."),
    column("said", Holds::Text, "What was said, in the publisher's words."),
    column("people", Holds::MaybeCount, "How many people said it."),
    column(
        "channel",
        Holds::MaybeWord(|| words(Channel::ALL, Channel::word)),
        "How it reached the publisher.",
    ),
    column("sources", Holds::Texts, "Public places where it was said."),
    column("received", Holds::MaybeDay, "When it was received."),
    column("acknowledged", Holds::MaybeDay, "When the publisher said that it had arrived."),
    column("responded", Holds::MaybeDay, "When it was answered; null where it is still open."),
    column(
        "outcome",
        Holds::MaybeWord(outcomes),
        "How it ended; null where it is still open. Criticisms and questions have different words.",
    ),
    column("reasons", Holds::MaybeText, "Why it was decided so."),
    column("passed_to", Holds::MaybeText, "Who has it now."),
    column(
        "working_days_to_acknowledge",
        Holds::MaybeCount,
        "Working days from the first voice of the story to the acknowledgement; a pause stops the clock.",
    ),
    column(
        "working_days_to_respond",
        Holds::MaybeCount,
        "Working days from the first voice of the story to the answer; a pause stops the clock.",
    ),
    column(
        "working_days_open",
        Holds::MaybeCount,
        "Working days for which the story has been open on the day `as_of`.",
    ),
    column(
        "in_time",
        Holds::MaybeFlag,
        "Whether the story was answered within the publisher's own service standard; null where there is none or nothing to measure.",
    ),
    column(
        "their_view",
        Holds::MaybeWord(|| words(View::ALL, View::word)),
        "What whoever raised it thinks of what was done.",
    ),
];

const MEASURES: &[Column] = &[
    column(
        "measure",
        Holds::Count,
        "The place of the measure in its story, from 1: rows with the same `story_id` and `measure` belong together.",
    ),
    column("indicator", Holds::Text, "What is measured."),
    column(
        "level",
        Holds::MaybeWord(|| words(Level::ALL, Level::word)),
        "What kind of thing it measures (IATI ResultType).",
    ),
    column("unit", Holds::MaybeText, "In what unit."),
    column(
        "better",
        Holds::MaybeWord(|| words(Better::ALL, Better::word)),
        "Which direction is the better one.",
    ),
    column(
        "role",
        Holds::Word(|| vec!["baseline", "target", "result"]),
        "How it was before, what was aimed at, or what came out.",
    ),
    column(
        "period",
        Holds::Text,
        "For which time, as written: `2026`, `2026-Q2`, `2026-03`, `2026-W20`, `2026-01-01/2026-03-31`.",
    ),
    column("period_start", Holds::Day, "Its first day."),
    column("period_end", Holds::Day, "Its last day."),
    column("group", Holds::MaybeText, "For which group of people; null is everybody."),
    column("value", Holds::MaybeNumber, "The value; null where it is words (`fewer than 10`)."),
    column("value_text", Holds::Text, "The value as written."),
    column("of", Holds::MaybeCount, "How many were asked or counted."),
    column("note", Holds::MaybeText, "What to know about this value."),
    column("method", Holds::MaybeText, "How it was measured."),
    column("source", Holds::MaybeText, "Where the figures come from: an address, or words."),
    column("codes", Holds::Texts, "Codes of other vocabularies."),
];

const ORIGIN: &[Column] = &[
    column(
        "story_id",
        Holds::Text,
        "The permanent name of the story, also the last part of its id in the feeds.",
    ),
    column("story_title", Holds::Text, "The title of the story."),
    column("story_url", Holds::Address, "The story's page."),
    column("story_date", Holds::Day, "When the story was published."),
    column("language", Holds::Text, "The language of the row's texts (BCP 47)."),
];

/// The columns of a set, in their order.
pub(super) fn columns(set: DataSet) -> Vec<&'static Column> {
    let own = match set {
        DataSet::Commitments => COMMITMENTS,
        DataSet::Responses => RESPONSES,
        DataSet::Measures => MEASURES,
    };
    own.iter().chain(ORIGIN).collect()
}

/// The address of the part of the schema that describes a set's JSON file.
pub(super) fn pointer(config: &Config, set: DataSet) -> String {
    format!("{}#/$defs/{}", config.absolute(address::DATA_SCHEMA), set.name())
}

/// The schema of all three files.
pub(in crate::render) fn write(config: &Config) -> Vec<u8> {
    let mut defs = Map::new();
    for set in DataSet::ALL {
        defs.insert(set.name().to_owned(), file(set));
        defs.insert(row_name(set).to_owned(), row(set));
    }
    defs.insert("entry".to_owned(), entry());
    let files: Vec<_> =
        DataSet::ALL.iter().map(|set| json!({ "$ref": format!("#/$defs/{}", set.name()) })).collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": config.absolute(address::DATA_SCHEMA),
        "title": format!("Open data of {}", config.title),
        "description": "commitments.json, responses.json and measures.json; the CSV files beside them have the same columns. \
                        Columns may be added at the end; none is renamed or given another meaning. Days are days in the \
                        publisher's time zone. In CSV, lists are joined by ` | ` and an empty cell is null.",
        "oneOf": files,
        "$defs": defs,
    });
    // Values always serialise.
    let mut out = serde_json::to_vec_pretty(&schema).unwrap_or_default();
    out.push(b'\n');
    out
}

/// The schema of one file.
fn file(set: DataSet) -> Value {
    let mut properties = head();
    let rows = json!({
        "type": "array",
        "description": about(set),
        "items": { "$ref": format!("#/$defs/{}", row_name(set)) },
    });
    properties.insert(set.name().to_owned(), rows);
    json!({
        "type": "object",
        "description": about(set),
        "required": ["$schema", "title", "publisher", "url", "as_of", set.name()],
        "properties": properties,
        "additionalProperties": false,
    })
}

/// What one row of a set is called.
fn row_name(set: DataSet) -> &'static str {
    match set {
        DataSet::Commitments => "commitment",
        DataSet::Responses => "response",
        DataSet::Measures => "measure",
    }
}

fn about(set: DataSet) -> &'static str {
    match set {
        DataSet::Commitments => "One row a commitment, in the order in which they were made.",
        DataSet::Responses => {
            "One row a criticism or question that was published here, newest story first. What was published is not \
             everything that was received. Words and names of people are left out."
        }
        DataSet::Measures => "One row a value of a measure, newest story first.",
    }
}

/// What every file starts with.
fn head() -> Map<String, Value> {
    let text = |means: &str| json!({ "type": "string", "description": means });
    let day = json!({ "type": "string", "format": "date", "description": "The day on which everything dated was counted." });
    [
        (
            "$schema",
            json!({ "type": "string", "format": "uri", "description": "The address of this schema." }),
        ),
        ("title", text("The site's title.")),
        ("publisher", text("Who publishes.")),
        ("url", json!({ "type": "string", "format": "uri", "description": "The site's address." })),
        ("as_of", day),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

fn row(set: DataSet) -> Value {
    let columns = columns(set);
    let properties: Map<_, _> =
        columns.iter().map(|column| (column.name.to_owned(), property(column))).collect();
    let required: Vec<_> = columns.iter().map(|column| column.name).collect();
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}

fn property(column: &Column) -> Value {
    let mut value = match &column.holds {
        Holds::Text => json!({ "type": "string" }),
        Holds::MaybeText => json!({ "type": ["string", "null"] }),
        Holds::Address => json!({ "type": "string", "format": "uri" }),
        Holds::Day => json!({ "type": "string", "format": "date" }),
        Holds::MaybeDay => json!({ "type": ["string", "null"], "format": "date" }),
        Holds::Count => json!({ "type": "integer", "minimum": 0 }),
        Holds::MaybeCount => json!({ "type": ["integer", "null"], "minimum": 0 }),
        Holds::MaybeNumber => json!({ "type": ["number", "null"] }),
        Holds::Flag => json!({ "type": "boolean" }),
        Holds::MaybeFlag => json!({ "type": ["boolean", "null"] }),
        Holds::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Holds::Word(words) => json!({ "enum": words() }),
        Holds::MaybeWord(words) => {
            let words: Vec<_> = words().into_iter().map(Value::from).chain([Value::Null]).collect();
            json!({ "enum": words })
        }
        Holds::Timeline => json!({ "type": "array", "items": { "$ref": "#/$defs/entry" } }),
    };
    value["description"] = column.means.into();
    value
}

/// An entry of a commitment's timeline.
fn entry() -> Value {
    let maybe = |means: &str| json!({ "type": ["string", "null"], "description": means });
    let address = |means: &str| json!({ "type": ["string", "null"], "format": "uri", "description": means });
    json!({
        "type": "object",
        "required": ["date", "status", "note", "due", "to", "verified_by", "evidence", "story_url"],
        "additionalProperties": false,
        "properties": {
            "date": { "type": "string", "format": "date", "description": "When it happened." },
            "status": { "enum": words(Status::ALL, Status::word), "description": "Where it stood from then on." },
            "note": maybe("What happened."),
            "due": maybe("The new day, `none` where there is none any more, null where it stayed."),
            "to": { "type": "array", "items": { "type": "string" }, "description": "Who has it now, or the ids that replace it." },
            "verified_by": maybe("Who outside looked."),
            "evidence": {
                "type": "array",
                "description": "What shows it.",
                "items": {
                    "type": "object",
                    "required": ["title", "url", "archived"],
                    "additionalProperties": false,
                    "properties": {
                        "title": { "type": "string", "description": "What it is." },
                        "url": address("Where it is."),
                        "archived": address("An archived copy of it."),
                    },
                },
            },
            "story_url": { "type": "string", "format": "uri", "description": "The story that tells it." },
        },
    })
}

fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|&each| word(each)).collect()
}

fn outcomes() -> Vec<&'static str> {
    words(Outcome::ALL, Outcome::word)
        .into_iter()
        .chain(words(AnswerOutcome::ALL, AnswerOutcome::word))
        .collect()
}
