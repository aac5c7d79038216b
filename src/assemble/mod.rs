//! All stories, the files beside them and one day become an immutable `Site`. Only here does a story learn about its
//! neighbours; everything after this reads the result.
//!
//! 1. What is not published today is left out; the rest is put in order (`published`).
//!    Where all that a site before this one saw of each story is the same (`outline`), so is the rest, and it is taken over.
//! 2. Every story gets its address, every list its stories (`addresses`, `tags`, `lists`).
//! 3. Neighbours tell each other what they have in common (`editions`, `threads`, `order`, `related`).
//! 4. Everything that needs no story's text gets a route (`routes`).
//! 5. Links and images are resolved against these routes; what they need gets routes too, and what is linked learns of it
//!    (`links`, `pictures`, `backlinks`).
//! 6. Promises are merged and answers measured (`promises`, `answer_time`, `accountability`).

mod accountability;
mod addresses;
mod answer_time;
mod backlinks;
mod editions;
mod ids;
mod links;
mod lists;
mod order;
mod outline;
mod pictures;
mod promises;
mod published;
mod related;
mod routes;
mod safe_path;
mod tags;
mod threads;
mod timeline;
mod working_days;

pub use pictures::wanted_images;
pub use working_days::{between, due};

use crate::config::Config;
use crate::model::asset::Assets;
use crate::model::conversation::Conversation;
use crate::model::search;
use crate::model::site::{Absent, Site, Ties, TootRecord, Total};
use crate::model::story::Story;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything that a site is made of.
#[derive(Debug)]
pub struct Ingredients<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// Every story that could be read, in the order of their paths.
    pub stories: Vec<Arc<Story>>,
    /// The files beside them, images that somebody wants already looked at (`wanted_images`).
    pub assets: Arc<Assets>,
    /// The site's own totals.
    pub totals: Vec<Total>,
    /// What was said below the toots of stories, by their keys.
    pub conversations: Arc<BTreeMap<String, Conversation>>,
    /// What was posted about stories, by their keys.
    pub toots: Arc<BTreeMap<String, TootRecord>>,
    /// The names of the theme's static files.
    pub theme_files: Vec<String>,
    /// Today in the site's time zone.
    pub today: Date,
    /// Now.
    pub now: Timestamp,
    /// Whether drafts are published too.
    pub drafts: bool,
    /// Whether stories of the future are published too.
    pub future: bool,
    /// A site that was made earlier with the same configuration and theme: what would come out the same is taken from it.
    pub before: Option<&'a Site>,
}

/// Assembles the site.
pub fn site(ingredients: Ingredients<'_>) -> Site {
    let Ingredients {
        config,
        stories,
        assets,
        totals,
        conversations,
        toots,
        theme_files,
        today,
        now,
        drafts,
        future,
        before,
    } = ingredients;
    let wish = published::Wish { today, now, drafts, future };
    let published::Published { stories, by_path, left_out, withheld } = published::select(stories, wish);
    let stories = editions::share_ids(stories);
    let assets = without(assets, &withheld);
    let is_as_before = |before: &&Site| {
        before.today == today
            && before.assets == assets
            && before.account.totals == totals
            && outline::same(&before.stories, &stories)
            // More text is in more files of the index.
            && (before.editions.iter()).all(|edition| {
                let files = |stories| search::files(stories, &before.promises, edition);
                files(&before.stories) == files(&stories)
            })
    };
    if let Some(before) = before.filter(is_as_before) {
        return renewed(before, now, stories, left_out, conversations, toots);
    }
    let mut found = Vec::new();
    let ((tagged, ()), addresses) = rayon::join(
        || (tags::read(&stories), ids::unique(&stories, &by_path, &mut found)),
        || addresses::of(&stories),
    );
    let mut ties: Vec<Ties> = addresses
        .into_iter()
        .zip(tagged.slugs)
        .map(|(address, tags)| Ties { address, tags, ..Ties::default() })
        .collect();
    let listed = lists::make(&stories, &ties);
    let editions = editions::present(&stories);
    let groups = editions::groups(&stories);
    editions::tie(&stories, &groups, config, &mut ties);
    let promises = promises::gather(&stories, &groups, today, &mut ties, &mut found);

    threads::tie(&stories, &mut ties);
    order::tie(&listed.lists, &mut ties);
    let replaced: Vec<bool> = ties.iter().map(|ties| ties.replaced_by.is_some()).collect();
    let resolve = || {
        let mut routes = routes::Routes::new(&stories, &promises);
        routes.fixed(config, &editions);
        routes.lists(&listed, &editions, config.paginate);
        routes.stories(&by_path, &ties, &mut found);
        routes.promises(&mut found);
        routes.files(&assets, &theme_files, &mut found);
        routes.aliases(&by_path, &mut found);
        let targets = links::resolve(&stories, &assets, &mut routes, &mut ties, &mut found);
        pictures::show(&stories, &assets, &mut routes, &mut ties, &mut found);
        (routes.finish(&mut found), targets)
    };
    // What a story shares with others has nothing to do with its address, and both take a while.
    let ((routes, targets), related) = rayon::join(resolve, || related::find(&listed.lists, &replaced));
    for (ties, related) in ties.iter_mut().zip(related) {
        ties.related = related;
    }
    backlinks::tie(&targets, &mut ties);
    answer_time::tie(&stories, config, today, &mut ties);
    let account = accountability::count(&stories, &groups, &ties, &promises, totals);
    Site {
        today,
        now,
        stories,
        ties: Arc::new(ties),
        left_out,
        routes: Arc::new(routes),
        editions,
        lists: listed.lists,
        all: listed.all,
        tags: tagged.spellings,
        promises: Arc::new(promises),
        account,
        assets,
        withheld,
        conversations,
        toots,
        clashes: found,
    }
}

/// The files without some of them.
fn without(assets: Arc<Assets>, withheld: &BTreeSet<String>) -> Arc<Assets> {
    if withheld.iter().all(|path| !assets.files.contains_key(path)) {
        return assets;
    }
    let mut assets = Arc::unwrap_or_clone(assets);
    assets.files.retain(|path, _| !withheld.contains(path));
    Arc::new(assets)
}

/// A site with other texts, and everything else as it was.
fn renewed(
    before: &Site,
    now: Timestamp,
    stories: Vec<Arc<Story>>,
    left_out: BTreeMap<String, Absent>,
    conversations: Arc<BTreeMap<String, Conversation>>,
    toots: Arc<BTreeMap<String, TootRecord>>,
) -> Site {
    Site {
        today: before.today,
        now,
        stories,
        ties: Arc::clone(&before.ties),
        left_out,
        routes: Arc::clone(&before.routes),
        editions: before.editions.clone(),
        lists: before.lists.clone(),
        all: before.all.clone(),
        tags: before.tags.clone(),
        promises: Arc::clone(&before.promises),
        account: before.account.clone(),
        assets: Arc::clone(&before.assets),
        withheld: before.withheld.clone(),
        conversations,
        toots,
        clashes: before.clashes.clone(),
    }
}
