//! The commitments: all of them by where they stand, all of them by who has them, and each on a page of its own.

use super::{Printed, insert, others, page};
use crate::model::address;
use crate::model::percent;
use crate::model::route::Edition;
use crate::render::shared::Shared;
use crate::render::view::bar::BarView;
use crate::render::view::frame::{Head, context};
use crate::render::view::here;
use crate::render::view::promise::PromiseView;
use serde::Serialize;

/// All commitments by where they stand, the overdue ones first.
pub(in crate::render) fn commitments(shared: &Shared, edition: &Edition) -> Printed {
    let lang = shared.edition_lang(edition).clone();
    let words = shared.words(&lang);
    let mut groups: Vec<GroupView> = ["overdue", "open", "kept", "ended"]
        .into_iter()
        .map(|name| GroupView {
            name: name.to_owned(),
            title: words.text(&format!("promise.groups.{name}")).to_owned(),
            promises: Vec::new(),
        })
        .collect();
    for view in all(shared, edition) {
        if let Some(group) = groups.iter_mut().find(|group| group.name == view.group) {
            group.promises.push(view);
        }
    }
    groups.retain(|group| !group.promises.is_empty());
    let title = words.text("promise.all").to_owned();
    let editions = others(shared, edition, address::commitments);
    let mut context = page(shared, edition, &lang, title, address::commitments(edition), editions, None)?;
    insert(&mut context, "groups", &groups);
    insert(&mut context, "bar", &BarView::of_promises(shared, edition, words));
    insert(&mut context, "teams", &teams_of(shared, edition));
    shared.print("commitments.html", &context)
}

/// All commitments by the team that has them, those with the most first.
pub(in crate::render) fn teams(shared: &Shared, edition: &Edition) -> Printed {
    let lang = shared.edition_lang(edition).clone();
    let words = shared.words(&lang);
    let mut groups: Vec<GroupView> = by_team(shared, edition)
        .into_iter()
        .map(|(team, promises)| GroupView { name: anchor(&team), title: team, promises })
        .collect();
    groups.retain(|group| !group.promises.is_empty());
    let title = words.text("promise.by_team").to_owned();
    let editions = others(shared, edition, address::teams);
    let head = Head {
        title,
        address: Some(address::teams(edition)),
        section: Some(address::commitments(edition)),
        editions,
        ..Head::default()
    };
    let mut context = context(shared, edition, &lang, head)?;
    insert(&mut context, "groups", &groups);
    shared.print("teams.html", &context)
}

/// Every commitment: overdue ones by how long, the rest newest first.
fn all(shared: &Shared, edition: &Edition) -> impl Iterator<Item = PromiseView> {
    let words = shared.words(shared.edition_lang(edition));
    let promises = &shared.site().promises;
    let overdue = shared.site().account.overdue.iter().copied();
    let rest = (0..promises.len()).rev().filter(|ix| promises[*ix].overdue_days.is_none());
    overdue.chain(rest).filter_map(move |ix| PromiseView::of(shared.on_page(), ix, edition, words))
}

/// The teams that have commitments, those with the most first, each with its own.
fn by_team(shared: &Shared, edition: &Edition) -> Vec<(String, Vec<PromiseView>)> {
    let mut teams: Vec<(String, Vec<PromiseView>)> = Vec::new();
    for view in all(shared, edition) {
        let Some(team) = view.lead.clone() else { continue };
        match teams.iter_mut().find(|(known, _)| *known == team) {
            Some((_, promises)) => promises.push(view),
            None => teams.push((team, vec![view])),
        }
    }
    teams.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    teams
}

/// The teams with their places on the page of teams; none where there is no such page.
fn teams_of(shared: &Shared, edition: &Edition) -> Vec<TeamView> {
    let page = address::teams(edition);
    if !shared.site().routes.contains_key(&page) {
        return Vec::new();
    }
    let page = here(shared, &page);
    let one = |(team, promises): (String, Vec<PromiseView>)| TeamView {
        url: format!("{page}#group-{}", percent::uri(&anchor(&team))),
        count: promises.len(),
        name: team,
    };
    by_team(shared, edition).into_iter().map(one).collect()
}

/// A team as an id of a page, in its own script: HTML allows everything but spaces (HTML §3.2.6).
fn anchor(team: &str) -> String {
    team.split_whitespace().collect::<Vec<_>>().join("-")
}

#[derive(Serialize)]
struct GroupView {
    /// What its id ends with.
    name: String,
    title: String,
    promises: Vec<PromiseView>,
}

/// A team and how many commitments it has.
#[derive(Serialize)]
struct TeamView {
    name: String,
    url: String,
    count: usize,
}

/// One commitment in one language.
pub(in crate::render) fn commitment(shared: &Shared, edition: &Edition, ix: usize) -> Printed {
    let promise = &shared.site().promises[ix];
    let (story, index, address) = promise.said_in(edition);
    let lang = shared.story_lang(story).clone();
    let title = shared.story(story).commitments[index].what.clone();
    let others = promise.editions().filter(|other| *other != edition);
    let alternates = others.map(|other| {
        let (story, _, address) = promise.said_in(other);
        (shared.story_lang(story).clone(), address.to_owned())
    });
    let alternates = alternates.collect();
    let head = Head {
        title,
        address: Some(address.to_owned()),
        section: Some(address::commitments(edition)),
        editions: alternates,
        ..Head::default()
    };
    let mut context = context(shared, edition, &lang, head)?;
    insert(&mut context, "promise", &PromiseView::of(shared.on_page(), ix, edition, shared.words(&lang)));
    shared.print("commitment.html", &context)
}
