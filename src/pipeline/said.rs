//! What was said before, as those remember it who keep no records of it: versions of stories in a repository, and the open
//! data of a site that was published.

use super::{CONFIG_FILE, Gathered};
use crate::config::{self, Config};
use crate::model::date::Due;
use crate::model::said::{Said, SaidOutcome, SaidPromise, SaidStory, SaidVoice, Version, Witness};
use crate::model::source::Source;
use crate::model::story::{Matter, Story};
use crate::model::vocabulary::Kind;
use crate::parse;
use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

/// The open data about promises and about outcomes, below a site's address.
pub const SAID_DATA: [&str; 2] = ["data/commitments.json", "data/responses.json"];

impl Gathered {
    /// Takes in what stories said in earlier versions. What was a draft then, or of the future, was not said.
    pub fn hear_versions(&mut self, versions: Vec<Version>, now: Timestamp) {
        let today = self.today(now);
        let config = &self.config;
        let said: Vec<Said> =
            versions.into_par_iter().map(|version| of_version(version, config, today)).collect();
        said.into_iter().for_each(|said| self.said.add(said));
    }

    /// Takes in what somebody else remembers.
    pub fn hear(&mut self, said: Said) {
        self.said.add(said);
    }

    /// Takes in what the last build into a folder says, drafts and stories of the future left out: a build may have been
    /// asked for them.
    pub fn hear_last_build(&mut self, out: &Path) {
        let [commitments, responses] =
            SAID_DATA.map(|path| std::fs::read(out.join(path)).unwrap_or_default());
        let said = of_data(&commitments, &responses, &Witness::LastBuild);
        let here = self.all_stories();
        let hidden: BTreeSet<&str> = here
            .iter()
            .filter(|story| story.draft || story.date.day > self.day)
            .flat_map(|story| story.commitments.iter().map(|commitment| commitment.id.as_str()))
            .collect();
        let promises = said.promises.into_iter().filter(|promise| !hidden.contains(promise.id.as_str()));
        self.said.add(Said { promises: promises.collect(), ..said });
    }

    /// Whether anything on this site was promised or decided, or was before.
    pub fn has_promised(&self) -> bool {
        let ended = |story: &Story| match &story.matter {
            Matter::Response(response) => response.criticisms.iter().any(|voice| voice.outcome.is_some()),
            Matter::Answer(answer) => answer.outcome.is_some(),
            Matter::Impact(_) | Matter::Page => false,
        };
        !self.said.promises.is_empty()
            || self.all_stories().iter().any(|story| !story.commitments.is_empty() || ended(story))
    }

    /// The files of the stories that promise something.
    pub fn promising(&self) -> BTreeSet<String> {
        let all = self.all_stories();
        all.iter().filter(|story| !story.commitments.is_empty()).map(|story| story.path.clone()).collect()
    }
}

/// What the site that is live says by its `SAID_DATA`, empty where there is none.
pub fn said_live([commitments, responses]: &[Vec<u8>; 2]) -> Said {
    of_data(commitments, responses, &Witness::Live)
}

/// What a version of a story said.
fn of_version(version: Version, config: &Config, today: Date) -> Said {
    let Version { path, bytes, witness } = version;
    if path == CONFIG_FILE {
        let (config, _) = config::parse(&Source { path, bytes });
        return Said { authority: config.map(|config| config.authority), ..Said::default() };
    }
    let Some(story) = parse::story(&Source { path, bytes }, config).story else { return Said::default() };
    let day = match witness {
        Witness::Older { day, .. } => day,
        _ => today,
    };
    if story.draft || story.date.day > day {
        return Said::default();
    }
    let promises = story.commitments.iter().map(|commitment| SaidPromise {
        id: commitment.id.clone(),
        what: commitment.what.clone(),
        due: commitment.due,
        story: story.key(),
        file: Some(story.path.clone()),
        witness: witness.clone(),
    });
    let mut said = Said { promises: promises.collect(), ..Said::default() };
    // An older outcome may have been turned in the open since.
    if matches!(witness, Witness::Base(_)) {
        said.outcomes = outcomes(&story, &witness);
        // Pages are in no feed, and a translation without an `id` shares the one of its original, which is not known here.
        if story.kind() != Kind::Page && (story.edition.is_none() || story.id.is_some()) {
            said.stories.push(SaidStory {
                path: story.path.clone(),
                kind: story.kind(),
                guid: story.guid.clone().unwrap_or_else(|| config.tag(&story.key())),
                title: story.title.clone(),
                day: story.date.day,
            });
        }
    }
    said
}

fn outcomes(story: &Story, witness: &Witness) -> Vec<SaidOutcome> {
    let said = |voice: Option<SaidVoice>, outcome: &str| SaidOutcome {
        story: story.key(),
        voice,
        outcome: outcome.to_owned(),
        changes: story.changes.iter().map(|change| change.text.clone()).collect(),
        since: None,
        witness: witness.clone(),
    };
    match &story.matter {
        Matter::Response(response) => {
            let voices = response.criticisms.iter().enumerate();
            let ended = voices.filter_map(|(index, voice)| Some((index, voice, voice.outcome?)));
            ended
                .map(|(index, voice, outcome)| {
                    said(Some(SaidVoice { index, said: voice.said.clone() }), outcome.word())
                })
                .collect()
        }
        Matter::Answer(answer) => answer.outcome.iter().map(|outcome| said(None, outcome.word())).collect(),
        Matter::Impact(_) | Matter::Page => Vec::new(),
    }
}

/// `/data/commitments.json`, as far as it is needed here.
#[derive(Deserialize)]
struct Commitments<'a> {
    #[serde(borrow)]
    commitments: Vec<CommitmentRow<'a>>,
}

#[derive(Deserialize)]
struct CommitmentRow<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    what: Cow<'a, str>,
    due_first: Option<Date>,
    #[serde(borrow)]
    story_id: Cow<'a, str>,
}

/// `/data/responses.json`, as far as it is needed here.
#[derive(Deserialize)]
struct Responses<'a> {
    as_of: Date,
    #[serde(borrow)]
    responses: Vec<ResponseRow<'a>>,
}

#[derive(Deserialize)]
struct ResponseRow<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    number: usize,
    #[serde(borrow)]
    said: Cow<'a, str>,
    #[serde(borrow)]
    outcome: Option<Cow<'a, str>>,
    #[serde(borrow)]
    story_id: Cow<'a, str>,
}

/// What open data says. Data that cannot be read says nothing: another program's, or another version's.
fn of_data(commitments: &[u8], responses: &[u8], witness: &Witness) -> Said {
    let mut said = Said::default();
    if let Ok(data) = serde_json::from_slice::<Commitments<'_>>(commitments) {
        said.promises.extend(data.commitments.into_iter().map(|row| SaidPromise {
            id: row.id.into_owned(),
            what: row.what.into_owned(),
            due: row.due_first.map_or(Due::Open, Due::On),
            story: row.story_id.into_owned(),
            file: None,
            witness: witness.clone(),
        }));
    }
    if let Ok(data) = serde_json::from_slice::<Responses<'_>>(responses) {
        let ended = data
            .responses
            .into_iter()
            .filter_map(|row| Some((row.outcome?, row.kind, row.number, row.said, row.story_id)));
        said.outcomes.extend(ended.map(|(outcome, kind, number, words, story)| {
            SaidOutcome {
                story: story.into_owned(),
                // Every question of an answer has the answer's outcome.
                voice: (kind != "answer")
                    .then(|| SaidVoice { index: number.saturating_sub(1), said: words.into_owned() }),
                outcome: outcome.into_owned(),
                changes: Vec::new(),
                since: Some(data.as_of),
                witness: witness.clone(),
            }
        }));
    }
    said
}
