//! What a result shows, some of them in a file: all that is shown of a document is asked for with it.

use super::COMMITMENT;
use super::index::Index;
use crate::model::date::Due;
use crate::model::route::{Edition, StoryIx};
use crate::model::search::{Document, FOUND_A_FILE};
use crate::model::vocabulary::ChangeKind;
use crate::render::shared::Shared;
use crate::render::view::card::{excerpt, outcome, outcome_name};
use crate::render::view::here;
use crate::theme::Words;
use serde::Serialize;

/// A file of results, as JSON: a list of each one's fields in the order of `Row`.
pub(in crate::render) fn write(shared: &Shared, edition: &Edition, index: &Index, part: usize) -> Vec<u8> {
    let words = shared.words(shared.edition_lang(edition));
    let some = index.documents.iter().skip(part * FOUND_A_FILE).take(FOUND_A_FILE);
    let rows: Vec<Row> = some
        .map(|document| match document {
            Document::Story(ix) => story(shared, edition, *ix, words),
            Document::Promise(ix) => promise(shared, edition, *ix, words),
        })
        .collect();
    // Texts and lists always serialise.
    serde_json::to_vec(&rows).unwrap_or_default()
}

/// A result: its address, title, summary, kind, verdict with the class that colours it, day for machines and for people, and
/// its language where that is not the page's.
#[derive(Serialize)]
struct Row(String, String, String, &'static str, Option<(String, String)>, String, String, Option<String>);

fn story(shared: &Shared, edition: &Edition, ix: StoryIx, words: &Words) -> Row {
    let story = shared.story(ix);
    let is_withdrawn = story.changes.iter().any(|change| change.kind == ChangeKind::Retraction);
    let verdict =
        outcome(shared, ix).map(|word| (outcome_name(shared, ix, word, words), format!("outcome-{word}")));
    let verdict = if is_withdrawn {
        Some((words.text("changes.retraction").to_owned(), "bad".to_owned()))
    } else {
        verdict
    };
    Row(
        here(shared, &shared.ties(ix).address),
        story.title.clone(),
        story.summary.clone().unwrap_or_else(|| excerpt(&story.body.plain)),
        story.kind().word(),
        verdict,
        story.date.day.to_string(),
        words.when(&story.date),
        foreign(shared, edition, ix),
    )
}

fn promise(shared: &Shared, edition: &Edition, ix: usize, words: &Words) -> Row {
    let promise = &shared.site().promises[ix];
    let (story, index, address) = promise.said_in(edition);
    let what = shared.story(story).commitments.get(index).map(|commitment| commitment.what.clone());
    let due = match promise.due {
        Due::On(_) => format!("{}: {}", words.text("promise.due"), words.due(promise.due)),
        Due::Open => words.due(promise.due),
    };
    let status = promise.status.word();
    Row(
        here(shared, address),
        what.unwrap_or_default(),
        due,
        COMMITMENT,
        Some((words.text(&format!("status.{status}")).to_owned(), format!("status-{status}"))),
        shared.story(story).date.day.to_string(),
        words.when(&shared.story(story).date),
        foreign(shared, edition, story),
    )
}

/// The language of a story, where it is not that of the pages around it.
fn foreign(shared: &Shared, edition: &Edition, ix: StoryIx) -> Option<String> {
    let lang = shared.story_lang(ix);
    (lang != shared.edition_lang(edition)).then(|| lang.to_string())
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::render::search::Index;
    use crate::render::tests::shared;

    #[test]
    fn a_result_shows_what_it_is_about_and_how_it_ended() {
        let shared = shared();
        let index = Index::of(shared.site(), &None);
        let file = String::from_utf8(write(&shared, &None, &index, 0)).unwrap();
        insta::assert_snapshot!(file.replace("],[", "],\n["));
    }
}
