//! Links of this site that lead nowhere.

use crate::config::Config;
use crate::model::body::{Link, Target};
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::nearest::nearest;
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::site::{LeftOut, Resolved, Site};
use crate::model::story::Story;
use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};
use url::{Host, Url};

/// A link to a page or file that is not there.
pub(super) const RULE: Rule = Rule {
    name: "dead-link",
    severity: Severity::Warning,
    about: "a link to a page or file that is not there",
    why: "The words are shown without a link, and whoever wanted to read on cannot.",
    wrong: Example::Text("See [the phones](../responses/phones.md)."),
    right: Example::Files(&[
        (
            "content/impact/wells.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\n---\n\nSee [the phones](../responses/phones.md).\n",
        ),
        (
            "content/responses/phones.md",
            "---\nid: phones\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\ncriticisms: [{said: Nobody answers., outcome: upheld}]\n---\n\nText.\n",
        ),
    ]),
};

/// A link to a place that is not on the page.
pub(super) const ANCHOR: Rule = Rule {
    name: "dead-anchor",
    severity: Severity::Warning,
    about: "a link to a place that is not on the page",
    why: "The browser stays at the top of the page without a word.",
    wrong: Example::Text("See [why](#wy).\n\n## Why\n\nFor water."),
    right: Example::Text("See [why](#why).\n\n## Why\n\nFor water."),
};

const CONFIG_FILE: &str = "hearback.yaml";
/// How many headings a hint names.
const HEADINGS: usize = 6;

/// Looks at the menu, and at every link of every story that is published.
pub(super) fn look(site: &Site, config: &Config, found: &mut Vec<Diagnostic>) {
    // Only made where a link names a place in another story: stories by their address.
    let mut by_address: Option<HashMap<&str, &Story>> = None;
    // Only made where a link is dead: stories by the last part of their address.
    let by_slug = LazyCell::new(|| slugs(site));
    for (at, item) in config.menu.iter().enumerate().filter(|(_, item)| is_gone(site, &item.url)) {
        let place = Place::field(CONFIG_FILE, format!("menu[{at}].url"));
        let target = Target::Address { path: item.url.clone(), fragment: None };
        let link = Link { written: item.url.clone(), target, spot: place.spot.clone() };
        found.extend(dead(site, &link, place, &by_slug));
    }
    for (story, ties) in site.stories.iter().zip(site.ties.iter()) {
        for (link, resolved) in story.body.links.iter().zip(&ties.links) {
            let place = || Place { file: story.path.clone(), spot: link.spot.clone() };
            match resolved {
                Resolved::Dead => found.extend(dead(site, link, place(), &by_slug)),
                Resolved::Here(fragment) => found.extend(anchor(story, fragment, link, place())),
                Resolved::Inside(address) => {
                    // The fragment as written: in the address it is percent-encoded.
                    let (Some(fragment), Some((page, _))) = (fragment(link), address.split_once('#')) else {
                        continue;
                    };
                    if let Some(other) = by_address.get_or_insert_with(|| addresses(site)).get(page) {
                        found.extend(anchor(other, fragment, link, place()));
                    }
                }
                // Copied out of a browser: it is this site all the same.
                Resolved::Outside(url) => {
                    if is_this_machine(url) && !is_this_machine(config.url.as_str()) {
                        let message = format!("`{url}` is on this machine, and nobody else can open it");
                        found.push(
                            RULE.at(place(), message).hint(
                                "link to the file as it lies beside this one: `../responses/phones.md`",
                            ),
                        );
                    }
                    let own = url.strip_prefix(config.url.as_str()).map(|rest| format!("/{rest}"));
                    if let Some(path) = own.filter(|path| is_gone(site, path)) {
                        let target = Target::Address { path, fragment: None };
                        found.extend(dead(site, &Link { target, ..link.clone() }, place(), &by_slug));
                    }
                }
            }
        }
    }
}

/// Whether an address leads to the machine of whoever follows it, as that of a preview does.
fn is_this_machine(url: &str) -> bool {
    match Url::parse(url).as_ref().map(Url::host) {
        Ok(Some(Host::Domain(name))) => name == "localhost" || name.ends_with(".localhost"),
        Ok(Some(Host::Ipv4(address))) => address.is_loopback() || address.is_unspecified(),
        Ok(Some(Host::Ipv6(address))) => address.is_loopback() || address.is_unspecified(),
        Ok(None) | Err(_) => false,
    }
}

/// What somebody probably meant by an address that is none: `www.w3.org`, `htps://w3.org/`, `jo@w3.org`.
fn meant(written: &str) -> Option<String> {
    if let Some((scheme, rest)) = written.split_once("//").filter(|(_, rest)| rest.contains('.')) {
        let scheme = scheme.trim_end_matches([':', ';', '.']).to_lowercase();
        let is_near =
            scheme.len() <= 7 && !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphabetic());
        return is_near.then(|| format!("https://{}", rest.trim_start_matches('/')));
    }
    let is_plain = !written.contains(char::is_whitespace);
    if let Some((name, host)) = written.split_once('@').filter(|_| is_plain && !written.contains('/')) {
        return (!name.is_empty() && host.contains('.')).then(|| format!("mailto:{written}"));
    }
    (written.to_lowercase().starts_with("www.") && is_plain).then(|| format!("https://{written}"))
}

/// Whether an address of this site is not there.
fn is_gone(site: &Site, url: &str) -> bool {
    let path = url.split(['#', '?']).next().unwrap_or_default();
    let is_ours = path.starts_with('/') && !path.starts_with("//");
    let forms = [path.to_owned(), format!("{path}/"), path.trim_end_matches("index.html").to_owned()];
    is_ours && forms.iter().all(|form| !site.routes.contains_key(form))
}

fn fragment(link: &Link) -> Option<&str> {
    match &link.target {
        Target::File { fragment, .. } | Target::Address { fragment, .. } => fragment.as_deref(),
        _ => None,
    }
}

fn addresses(site: &Site) -> HashMap<&str, &Story> {
    site.stories.iter().zip(site.ties.iter()).map(|(story, ties)| (ties.address.as_str(), &**story)).collect()
}

/// The addresses of stories by their last part in small letters. Of two that end alike, the newer.
fn slugs(site: &Site) -> BTreeMap<String, &str> {
    let ends = site.ties.iter().rev().map(|ties| (last_part(&ties.address), ties.address.as_str()));
    ends.collect()
}

/// The last part of an address or a file's path, without an ending, as it would stand in an address.
fn last_part(path: &str) -> String {
    let path = path.trim_end_matches("/index.md").trim_end_matches('/').trim_end_matches(".html");
    let part = path.rsplit('/').next().unwrap_or_default();
    part.trim_end_matches(".md").to_lowercase().replace(['_', ' '], "-")
}

/// Why a story that a link means is not published.
fn left_out<'s>(site: &'s Site, link: &Link) -> Option<&'s LeftOut> {
    let why = |file: &str| site.left_out.get(file).map(|absent| &absent.why);
    match &link.target {
        Target::File { path, .. } => why(path),
        Target::Address { path, .. } => {
            let stem = path.trim_end_matches('/');
            let files = [format!("content{stem}.md"), format!("content{stem}/index.md")];
            files.iter().find_map(|file| why(file))
        }
        _ => None,
    }
}

fn dead(site: &Site, link: &Link, place: Place, by_slug: &BTreeMap<String, &str>) -> Option<Diagnostic> {
    let written = &link.written;
    let warning = |message: String| RULE.at(place, message);
    Some(match left_out(site, link) {
        // There is nothing wrong with the link.
        Some(LeftOut::Broken) => return None,
        Some(LeftOut::Draft) => warning(format!("`{written}` is a draft, which is not published"))
            .hint("publish it, or take the link out until then"),
        Some(LeftOut::Future(day)) => {
            warning(format!("`{written}` is published on {day}, and not there before"))
                .hint("take the link out until then")
        }
        None => {
            let path = match &link.target {
                Target::File { path, .. } | Target::Address { path, .. } => path.as_str(),
                _ => "",
            };
            let part = last_part(path);
            let known = || by_slug.keys().map(String::as_str);
            let near = by_slug.get(&part).or_else(|| by_slug.get(nearest(&part, known())?));
            let near = near.filter(|_| path.len() > 1);
            let finding = warning(format!("`{written}` leads to nothing"));
            match meant(written).or_else(|| near.map(|near| (*near).to_owned())) {
                Some(meant) => finding.hint(format!("did you mean `{meant}`?")),
                None if finding.place.file == CONFIG_FILE => {
                    finding.hint("write an address of this site, as `/about/`")
                }
                None => finding.hint(
                    "the words are shown without a link; link to a file as it lies beside this one: `../responses/phones.md`",
                ),
            }
        }
    })
}

/// A fragment that is not on the page. The parts that a template adds (`#commitments`) are always allowed.
fn anchor(story: &Story, fragment: &str, link: &Link, place: Place) -> Option<Diagnostic> {
    // What stands behind `:~:` is words to look for, and no name (the text fragments of browsers).
    let fragment = fragment.split(":~:").next().unwrap_or_default();
    // `#top` is the beginning of any page (HTML Living Standard §7.4.6.3).
    const PARTS: [&str; 7] = ["top", "main", "criticisms", "commitments", "measures", "evidence", "changes"];
    let there = fragment.is_empty()
        || PARTS.contains(&fragment)
        || story.body.anchors.iter().any(|anchor| anchor == fragment)
        || fragment.strip_prefix("promise-").is_some_and(|id| story.commitments.iter().any(|c| c.id == id));
    (!there).then(|| {
        let page = match link.target {
            Target::Here(_) => "this page".to_owned(),
            _ => format!("the page that `{}` leads to", link.written),
        };
        let message = format!("there is no `#{fragment}` on {page}");
        let headings: Vec<&str> = story.body.headings.iter().map(|heading| heading.id.as_str()).collect();
        let hint = match (nearest(fragment, headings.iter().copied()), headings.as_slice()) {
            (Some(near), _) => format!("did you mean `#{near}`?"),
            (None, []) => "the page has no headings to link to".to_owned(),
            (None, all) => {
                let shown: Vec<String> = all.iter().take(HEADINGS).map(|id| format!("`#{id}`")).collect();
                let more = if all.len() > HEADINGS { ", …" } else { "" };
                format!("its headings are {}{more}", shown.join(", "))
            }
        };
        ANCHOR.at(place, message).hint(hint)
    })
}
