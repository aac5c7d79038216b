//! `hearback check --external`: are the pages there that the stories lead to? Nothing here is ever an error by itself:
//! what others do to their pages must not stop ours.

use super::account;
use super::console::Console;
use crate::config::rule;
use crate::config::{CheckLevel, Config};
use crate::model::body::Target;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::site::Site;
use crate::pipeline::Request;
use crate::render::Renderer;
use crate::store::pages;
use crate::web::client::Client;
use crate::web::links::{self, Found};
use crate::{check, model::body::Body};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use url::Url;

/// For how long a page that was there is believed to be there.
const FRESH: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The longest that a page may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// Where each page outside is linked from.
type Linked = BTreeMap<Url, Vec<Place>>;

/// Asks for every page outside that a story of the site links to, and says which are not there.
///
/// # Errors
/// When this machine lets nobody out. A page that is not there is a finding.
pub(super) fn look(request: &Request, press: &Renderer, console: &Console) -> Result<Vec<Diagnostic>> {
    let config = press.config();
    if config.check.get(rule::DEAD_OUTSIDE_LINK.name) == Some(&CheckLevel::Off) {
        return Ok(Vec::new());
    }
    let linked = linked(press.site(), config);
    // The site's `--now` may be any day; what was seen when is a matter of the real clock.
    let now = Timestamp::now();
    let mut seen = pages::read(&request.root);
    seen.retain(|_, at| *at <= now && now.duration_since(*at) < FRESH);
    let asked: BTreeSet<Url> =
        linked.keys().filter(|page| !seen.contains_key(page.as_str())).cloned().collect();
    let found = ask(&asked, console)?;
    for (page, _) in found.iter().filter(|(_, what)| what.is_there()) {
        seen.insert(page.as_str().to_owned(), now);
    }
    // What cannot be remembered is asked for again.
    let _ = pages::save(&request.root, &seen);
    Ok(check::weigh(findings(&found, &linked), config))
}

/// Every page outside by its address, without what names a place on it.
fn linked(site: &Site, config: &Config) -> Linked {
    let mut linked = Linked::new();
    for story in &site.stories {
        for (address, spot) in outside(&story.body) {
            let Ok(mut page) = Url::parse(address) else { continue };
            page.set_fragment(None);
            // What we are about to publish ourselves need not be there yet.
            let ours = page.host() == config.url.host() && page.path().starts_with(config.base_path());
            if matches!(page.scheme(), "http" | "https") && !ours {
                linked.entry(page).or_default().push(Place { file: story.path.clone(), spot: spot.clone() });
            }
        }
    }
    linked
}

/// The addresses outside that a story leads to; a picture of another host is linked, too.
fn outside(body: &Body) -> impl Iterator<Item = (&str, &crate::model::place::Spot)> {
    let links = body.links.iter().map(|link| (&link.target, &link.spot));
    let images = body.images.iter().map(|image| (&image.target, &image.spot));
    links.chain(images).filter_map(|(target, spot)| match target {
        Target::Outside(address) => Some((address.as_str(), spot)),
        _ => None,
    })
}

fn ask(pages: &BTreeSet<Url>, console: &Console) -> Result<BTreeMap<Url, Found>> {
    if pages.is_empty() {
        return Ok(BTreeMap::new());
    }
    let bar = ProgressBar::new(pages.len() as u64);
    if !console.is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let found = account::wait(async {
        let client = Client::for_pages(false)?;
        Ok(links::look(&client, pages, PATIENCE, &|done| bar.set_position(done as u64)).await)
    });
    bar.finish_and_clear();
    found
}

/// A warning at each place that leads to a page which is not there.
fn findings(found: &BTreeMap<Url, Found>, linked: &Linked) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (page, what) in found.iter().filter(|(_, what)| !what.is_there()) {
        for place in linked.get(page).into_iter().flatten() {
            let finding = rule::DEAD_OUTSIDE_LINK.at(place.clone(), format!("`{page}` {what}"));
            findings.push(match what {
                Found::Status(404 | 410) => {
                    finding.hint("link to where it is now, or to an archived copy of it")
                }
                Found::Busy | Found::Slow => finding.hint("run `check --external` again later"),
                _ => finding,
            });
        }
    }
    findings
}
