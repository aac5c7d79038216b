//! A branch that holds the site and nothing else. Readers get a commit or the one before it, never half of one, so that no
//! stages are needed; the push is the lock.

use super::failure::Failure;
use super::plan::Plan;
use super::progress::{Event, Tell};
use super::receipt::Receipt;
use super::request::Request;
use super::site::Site;
use crate::git::{Difference, Pages, Pushed};

/// How often a run starts again where others push meanwhile.
const ROUNDS: usize = 5;
/// The file in which GitHub Pages keeps the site's own host, and writes it by itself.
const KEPT: [&str; 1] = ["CNAME"];
/// Without it, GitHub Pages leaves out what begins with `_` or a dot, `.well-known/` among it.
const EMPTY: [&str; 1] = [".nojekyll"];

/// Which branch of which remote.
pub(super) struct At<'a> {
    pub(super) remote: &'a str,
    pub(super) branch: &'a str,
}

impl At<'_> {
    fn name(&self) -> String {
        format!("the branch `{}` of `{}`", self.branch, self.remote)
    }
}

/// The site as a tree, against what the branch has.
struct Looked {
    tip: Option<String>,
    tree: String,
    plan: Plan,
    /// How many files the branch has.
    there: usize,
}

/// What a deploy would do.
pub(super) async fn plan(request: &Request<'_>, site: &Site, at: &At<'_>) -> Result<Plan, Failure> {
    let pages = Pages::new(request.root, at.remote, at.branch);
    Ok(look(&pages, site, at).await?.plan)
}

/// Pushes the site, starting again where others were faster.
pub(super) async fn run(
    request: &Request<'_>,
    site: &Site,
    at: &At<'_>,
    tell: Tell<'_>,
) -> Result<Receipt, Failure> {
    let pages = Pages::new(request.root, at.remote, at.branch);
    for round in 0..ROUNDS {
        if round > 0 {
            tell(&Event::StartsAgain);
        }
        (request.pass)();
        let Looked { tip, tree, plan, there } = look(&pages, site, at).await?;
        plan.within(there, request.max_removals)?;
        let receipt = Receipt { to: plan.to.clone(), unchanged: plan.unchanged, ..Receipt::default() };
        if plan.is_empty() {
            return Ok(receipt);
        }
        (request.pass)();
        match pages.push(tip.as_deref(), &tree, "Deploy the site").await? {
            Pushed::Accepted => {
                let uploaded = plan.new.len() + plan.changed.len();
                return Ok(Receipt { uploaded, bytes: plan.bytes, removed: plan.removed.len(), ..receipt });
            }
            Pushed::Moved => {}
            Pushed::Refused(why) | Pushed::Unknown(why) => {
                return Err(Failure::Refused { branch: at.branch.to_owned(), why });
            }
        }
    }
    Err(Failure::Contended)
}

async fn look(pages: &Pages, site: &Site, at: &At<'_>) -> Result<Looked, Failure> {
    let tip = pages.tip().await?;
    let files: Vec<&str> = site.files.keys().map(String::as_str).collect();
    let tree = pages.tree(&site.folder, &files, tip.as_deref(), &KEPT, &EMPTY).await?;
    let Difference { new, changed, removed } = pages.difference(tip.as_deref(), &tree).await?;
    let there = match &tip {
        Some(tip) => pages.count(tip).await?,
        None => 0,
    };
    let len = |path: &String| site.files.get(path).map_or(0, |file| file.len);
    let bytes = new.iter().chain(&changed).map(len).sum();
    let unchanged = there.saturating_sub(changed.len() + removed.len());
    let plan = Plan { to: at.name(), new, changed, removed, unchanged, bytes };
    Ok(Looked { tip, tree, plan, there })
}
