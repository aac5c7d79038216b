//! A site that says everything, and one that says next to nothing: a theme's own templates are tried on both before they
//! are used, since the engine sees a wrong field only in a branch that it takes.

mod story;

use super::policy;
use super::renderer::Renderer;
use crate::config::rule;
use crate::config::{Config, Mastodon, MenuItem, ServiceStandard, UnknownRun};
use crate::model::address;
use crate::model::date::Due;
use crate::model::diagnostic::Diagnostic;
use crate::model::output::Output;
use crate::model::place::{Place, Spot};
use crate::model::route::{List, Route};
use crate::model::site::{
    Account, AnswerTime, Card, Overall, Promise, Received, Resolved, Shown, Site, Ties, Told, TootRecord,
    Total,
};
use crate::model::story::{Answer, Impact, Matter, Response, Story};
use crate::model::vocabulary::{AnswerOutcome, Kind, Outcome, Status, Visibility};
use crate::theme::Theme;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
pub(in crate::render) use story::bare as bare_story;
use story::{amount, entry, full as full_story, impact, lead, response, text, their_view, voice};

/// A day, a number and a text: what they are does not matter.
const DAY: Date = jiff::civil::date(2026, 3, 5);
const NUMBER: u32 = 3;
const TEXT: &str = "words";

/// Tries the templates of a theme on every kind of page, with everything there and with next to nothing.
pub fn rehearse(theme: &Arc<Theme>, config: &Config) -> Vec<Diagnostic> {
    let mut pages = Vec::new();
    let mut faults = Vec::new();
    let mut is_open = false;
    let layouts = theme.layouts().into_iter().map(|name| Some(name.to_owned()));
    let sites = std::iter::once(None).chain(layouts).flat_map(|layout| {
        let full = (full_site(), full_config(config), layout.clone());
        [full, (bare_site(), bare_config(config), layout)]
    });
    for (site, config, layout) in sites {
        let site = with_layout(site, layout.as_ref());
        let renderer = Renderer::rehearsing(Arc::new(site), Arc::clone(theme), Arc::new(config));
        for (address, route) in renderer.site().routes.iter() {
            match renderer.answer(address, route) {
                Ok(output) => is_open |= is_open_page(address, &output),
                Err(fault) => faults.push(fault),
            }
        }
        pages.extend(renderer.rehearsed());
    }
    faults.extend(theme.unknown_fields(&pages));
    if is_open && faults.is_empty() {
        let place = Place::whole(theme.own_file("base.html"));
        let message = "a page without a Content-Security-Policy may load and run anything";
        let hint =
            format!("put `<meta {} content=\"{{{{ head.policy }}}}\">` into its `<head>`", policy::META);
        faults.push(rule::THEME.at(place, message).hint(hint));
    }
    faults.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    // A fault in a part comes up on every page that has it, and from both ways of looking.
    faults.dedup_by(|next, kept| same_spot(&kept.place, &next.place));
    faults
}

/// A site whose stories ask for a layout, and none of its other pages; as it is where there is no layout.
fn with_layout(mut site: Site, layout: Option<&String>) -> Site {
    let Some(layout) = layout else { return site };
    for story in &mut site.stories {
        Arc::make_mut(story).layout = Some(layout.clone());
    }
    Arc::make_mut(&mut site.routes).retain(|_, route| matches!(route, Route::Story(_)));
    site
}

/// Whether a page says nothing of what it may load.
fn is_open_page(address: &str, output: &Output) -> bool {
    let is_page = address.ends_with('/') || address.ends_with(".html");
    let says = |bytes: &[u8]| memchr::memmem::find(bytes, policy::META.as_bytes()).is_some();
    matches!(output, Output::Page(bytes) if is_page && !says(bytes))
}

/// Whether the second place is the first one or begins inside it.
fn same_spot(first: &Place, second: &Place) -> bool {
    let inside = match (&first.spot, &second.spot) {
        (Spot::Bytes(_, end), Spot::Bytes(begin, _)) => begin < end,
        (first, second) => first == second,
    };
    first.file == second.file && inside
}

fn full_config(config: &Config) -> Config {
    let mut config = config.clone();
    config.description = TEXT.to_owned();
    config.paginate = 1;
    config.fonts = vec!["words.woff2".to_owned()];
    config.organisation.email = Some("a@b.example".to_owned());
    config.organisation.logo = Some("logo.svg".to_owned());
    config.organisation.same_as = vec!["https://social.example/@a".to_owned()];
    config.menu = vec![MenuItem { title: TEXT.to_owned(), url: "/".to_owned() }];
    config.service_standard =
        Some(ServiceStandard { acknowledge_within: Some(NUMBER), respond_within: Some(NUMBER) });
    config.mastodon = Some(Mastodon {
        user: "a".to_owned(),
        host: "social.example".to_owned(),
        start: None,
        visibility: Visibility::Public,
        max_per_run: 1,
        min_gap: Duration::ZERO,
        settle: Duration::ZERO,
        unknown: UnknownRun::Ask,
        max_hashtags: 1,
    });
    config
}

fn bare_config(config: &Config) -> Config {
    let mut config = config.clone();
    config.description = String::new();
    config.organisation.email = None;
    config.organisation.logo = None;
    config.organisation.same_as = Vec::new();
    config.menu = Vec::new();
    config.service_standard = None;
    config.mastodon = None;
    config
}

/// Stories that say nothing but what they must.
fn bare_site() -> Site {
    let matters = [
        Matter::Impact(Impact::default()),
        Matter::Response(Response::default()),
        Matter::Answer(Answer::default()),
        Matter::Page,
    ];
    let stories = matters.into_iter().map(bare_story).collect();
    let ties = (0..4).map(|ix| Ties { address: format!("/{ix}/"), ..Ties::default() }).collect();
    site(stories, ties)
}

/// Stories that say everything.
fn full_site() -> Site {
    let matters = [
        Matter::Impact(impact()),
        Matter::Response(response()),
        Matter::Answer(Answer {
            questions: vec![voice()],
            outcome: Some(AnswerOutcome::Answered),
            reasons: text(),
            answered_by: text(),
            leads_to: vec![lead()],
            review_by: Some(DAY),
            their_view: Some(their_view()),
        }),
        Matter::Page,
    ];
    let stories: Vec<Story> = matters.into_iter().map(full_story).collect();
    let mut ties: Vec<Ties> = (0..4).map(full_ties).collect();
    // The page is the text of the first page.
    ties[3].address = address::home(&None);
    let mut site = site(stories, ties);
    site.promises = Arc::new(vec![promise()]);
    site.account = Account {
        measured: NUMBER,
        in_time: NUMBER,
        median_days: Some(NUMBER),
        days: vec![NUMBER],
        open: vec![(1, NUMBER)],
        moved: vec![0],
        overdue: vec![0],
        outcomes: Outcome::ALL.iter().map(|outcome| (*outcome, NUMBER)).collect(),
        received: Some(Received { all: NUMBER, in_time: NUMBER }),
        totals: vec![Total { period: story::period(), counts: vec![(TEXT.to_owned(), amount())] }],
    };
    let record = TootRecord { url: "https://social.example/@a/1".to_owned() };
    site.toots = Arc::new(site.stories.iter().map(|story| (story.key(), record.clone())).collect());
    let conversation = story::conversation();
    site.conversations =
        Arc::new(site.stories.iter().map(|story| (story.key(), conversation.clone())).collect());
    site.tags = BTreeMap::from([("tag".to_owned(), TEXT.to_owned())]);
    for kind in [Kind::Impact, Kind::Response, Kind::Answer] {
        site.lists.insert((None, List::Kind(kind)), vec![0, 1, 2]);
    }
    site.lists.insert((None, List::Tag("tag".to_owned())), vec![0, 1]);
    site.lists.insert((None, List::Year(2026)), vec![0, 1]);
    let lists: Vec<List> = site.lists.keys().map(|(_, list)| list.clone()).collect();
    let routes = Arc::make_mut(&mut site.routes);
    for list in lists {
        for page in [1, 2] {
            let address = address::list(&None, &list, page);
            routes.insert(address, Route::List { edition: None, list: list.clone(), page });
        }
    }
    routes.insert("/words.woff2".to_owned(), Route::File("static/words.woff2".to_owned()));
    routes.insert("/commitments/a/".to_owned(), Route::Commitment { edition: None, promise: 0 });
    site
}

/// A site of these stories with every page that needs nothing else.
fn site(stories: Vec<Story>, ties: Vec<Ties>) -> Site {
    let mut routes: BTreeMap<String, Route> =
        (0..stories.len()).map(|ix| (format!("/{ix}/"), Route::Story(ix))).collect();
    routes.extend([
        (address::home(&None), Route::Home(None)),
        (address::tags(&None), Route::Tags(None)),
        (address::archive(&None), Route::Archive(None)),
        (address::commitments(&None), Route::Commitments(None)),
        (address::teams(&None), Route::Teams(None)),
        (address::accountability(&None), Route::Accountability(None)),
        (address::corrections(&None), Route::Corrections(None)),
        (address::search(&None), Route::Search(None)),
        (address::subscribe(&None), Route::Subscribe(None)),
        (address::our_data(&None), Route::OurData(None)),
        ("/404.html".to_owned(), Route::NotFound),
    ]);
    Site {
        today: DAY,
        now: Timestamp::UNIX_EPOCH,
        stories: stories.into_iter().map(Arc::new).collect(),
        ties: Arc::new(ties),
        left_out: BTreeMap::new(),
        routes: Arc::new(routes),
        editions: vec![None],
        lists: BTreeMap::new(),
        all: BTreeMap::new(),
        tags: BTreeMap::new(),
        promises: Arc::default(),
        account: Account::default(),
        assets: Default::default(),
        withheld: Default::default(),
        conversations: Default::default(),
        toots: Arc::default(),
        clashes: Vec::new(),
    }
}

fn full_ties(ix: usize) -> Ties {
    let shown = Shown::Image {
        width: 8,
        height: 8,
        webp: vec![("/images/a-8.webp".to_owned(), 8)],
        fallback: vec![("/images/a-8.jpg".to_owned(), 8)],
    };
    Ties {
        address: format!("/{ix}/"),
        tags: vec!["tag".into()],
        links: vec![Resolved::Outside("https://b.example/".to_owned())],
        images: vec![shown],
        card: Some(Card { address: "/images/a-8.jpg".to_owned(), width: 8, height: 8, alt: TEXT.to_owned() }),
        newer: Some(0),
        older: Some(1),
        related: vec![0],
        backlinks: vec![0],
        follows: vec![0],
        followed_by: vec![0],
        replaces: vec![0],
        replaced_by: Some(0),
        editions: crate::model::lang::Lang::parse("ar").map(|lang| (lang, 0)).into_iter().collect(),
        promises: vec![0],
        progress: vec![Some(0), None],
        outcome: if ix == 1 { Overall::Mixed } else { Overall::None },
        time: AnswerTime {
            to_acknowledge: Some(NUMBER),
            to_respond: Some(NUMBER),
            open_for: Some(NUMBER),
            in_time: Some(true),
        },
    }
}

fn promise() -> Promise {
    Promise {
        story: 0,
        index: 0,
        edition: None,
        address: "/commitments/a/".to_owned(),
        translations: Vec::new(),
        timeline: vec![Told { story: 1, entry: entry() }],
        status: Status::InProgress,
        due: Due::On(DAY.tomorrow().unwrap_or(DAY)),
        moved: NUMBER,
        overdue_days: Some(NUMBER),
        late_days: Some(NUMBER),
        silent: true,
        without_evidence: true,
        replaced_by: vec![0],
    }
}

#[cfg(test)]
mod tests {
    use super::rehearse;
    use crate::theme::tests::{config, load};
    use crate::theme::{ThemeFiles, built_in};
    use std::sync::Arc;

    /// What is found in a site's own templates.
    fn found(own: &[(&str, &str)]) -> Vec<String> {
        let mut files = ThemeFiles { name: "ours".to_owned(), ..built_in() };
        for (name, text) in own {
            files.templates.insert((*name).to_owned(), (*text).to_owned());
        }
        let theme = Arc::new(load(files).unwrap_or_else(|faults| panic!("{faults:?}")));
        let told = rehearse(&theme, &config()).into_iter();
        told.map(|fault| format!("{}: {}", fault.place.file, fault.message)).collect()
    }

    #[test]
    fn the_default_theme_prints_what_says_everything_and_what_says_nothing() {
        assert_eq!(found(&[]), Vec::<String>::new());
    }

    #[test]
    fn the_default_theme_asks_for_nothing_that_is_not_there() {
        let all = built_in().templates;
        let changed: Vec<(String, String)> =
            all.into_iter().map(|(name, text)| (name, format!("{text}\n"))).collect();
        let own: Vec<(&str, &str)> =
            changed.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(found(&own), Vec::<String>::new());
    }

    #[test]
    fn a_wrong_field_is_found_in_a_branch_that_is_never_taken() {
        let own = "{% extends \"default/404.html\" %}{% block main %}{% if site.emial %}{{ site.email }}{% endif %}{% endblock main %}";
        let found = found(&[("404.html", own)]);
        assert_eq!(
            found,
            ["themes/ours/templates/404.html: `site.emial` is no field; did you mean `site.email`?"]
        );
    }

    #[test]
    fn a_page_that_may_load_anything_is_refused() {
        let base = "<!DOCTYPE html><html lang=\"{{ lang }}\"><head><title>{{ head.full_title }}</title>{{ links }}</head><body>{% block main %}{% endblock main %}</body></html>";
        let message = "themes/ours/templates/base.html: a page without a Content-Security-Policy may load and run anything";
        assert_eq!(found(&[("base.html", base)]), [message]);
        let policy = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"{{ head.policy }}\">";
        assert_eq!(found(&[("base.html", &base.replace("<head>", policy))]), Vec::<String>::new());
    }

    #[test]
    fn a_wrong_field_in_a_part_is_found_once() {
        let found = found(&[("evidence.html", "<li>{{ item.titel }}</li>")]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("themes/ours/templates/evidence.html: "));
    }
}
