//! What stories learn from each other.

use super::small::{Small, small};
use hearback::model::route::{List, Route};
use hearback::model::site::{LeftOut, Overall, Resolved, Shown, Site};
use hearback::model::vocabulary::{Kind, Status};
use std::sync::Arc;

/// The titles of some stories.
fn titles(site: &Site, which: &[usize]) -> Vec<String> {
    which.iter().map(|ix| site.stories[*ix].title.clone()).collect()
}

/// The index of a story by its file.
fn at(site: &Site, path: &str) -> usize {
    site.stories.iter().position(|story| story.path == path).unwrap()
}

/// The addresses of pages, without what every site has.
fn pages(site: &Site) -> Vec<&str> {
    let own =
        |route: &Route| matches!(route, Route::Story(_) | Route::List { .. } | Route::Commitment { .. });
    site.routes.iter().filter(|(_, route)| own(route)).map(|(address, _)| address.as_str()).collect()
}

#[test]
fn every_story_list_and_commitment_has_an_address() {
    let site = small()
        .config("paginate: 2\n")
        .story("content/impact/a.md", "2026-01-01", "tags: [Öl]\n", "")
        .story("content/impact/b.md", "2026-01-02", "", "")
        .story("content/impact/2026/c.md", "2025-01-03", "", "")
        .story("content/answers/d/index.md", "2026-01-04", "questions: [{said: Why?}]\n", "")
        .story("content/impact/a.es.md", "2026-01-01", "", "")
        .story("content/about.md", "2026-01-01", "commitments: [{id: X y, what: Z, due: 2027-01-01}]\n", "")
        .story("content/index.md", "2026-01-01", "", "")
        .site();
    assert_eq!(
        pages(&site),
        [
            "/about/",
            "/answers/",
            "/answers/d/",
            "/archive/2025/",
            "/archive/2026/",
            "/commitments/x-y/",
            "/es/archive/2026/",
            "/es/impact/",
            "/es/impact/a/",
            "/impact/",
            "/impact/2026/c/",
            "/impact/a/",
            "/impact/b/",
            "/impact/page/2/",
            "/tags/ol/",
        ]
    );
    let kind = (None, List::Kind(Kind::Impact));
    assert_eq!(titles(&site, &site.lists[&kind]), ["impact-b", "impact-a", "impact-2026-c"]);
    assert_eq!(site.ties[at(&site, "content/index.md")].address, "/");
}

#[test]
fn every_language_kind_and_tag_has_three_feeds() {
    let site = small().story("content/impact/a.md", "2026-01-01", "tags: [oil]\n", "").site();
    let feeds: Vec<&str> = site
        .routes
        .iter()
        .filter(|(_, route)| matches!(route, Route::Feed { .. }))
        .map(|(address, _)| address.as_str())
        .collect();
    assert_eq!(
        feeds,
        [
            "/atom.xml",
            "/feed.json",
            "/impact/atom.xml",
            "/impact/feed.json",
            "/impact/rss.xml",
            "/rss.xml",
            "/tags/oil/atom.xml",
            "/tags/oil/feed.json",
            "/tags/oil/rss.xml",
        ]
    );
}

#[test]
fn drafts_and_stories_of_the_future_are_published_only_when_asked_for() {
    let stage = small()
        .story("content/impact/a.md", "2026-06-01", "", "")
        .story("content/impact/b.md", "2026-06-02", "", "")
        .story("content/impact/c.md", "2026-01-01", "draft: true\n", "")
        .story("content/impact/d.md", "2026-01-01", "expires: 2026-02-01\n", "");
    let site = stage.site();
    assert_eq!(titles(&site, &[0, 1]), ["impact-a", "impact-d"]);
    assert_eq!(site.stories.len(), 2);
    assert_eq!(
        site.left_out.into_iter().map(|(file, absent)| (file, absent.why)).collect::<Vec<_>>(),
        [
            ("content/impact/b.md".to_owned(), LeftOut::Future("2026-06-02".parse().unwrap())),
            ("content/impact/c.md".to_owned(), LeftOut::Draft),
        ]
    );
    assert_eq!(stage.everything().site().stories.len(), 4);
}

#[test]
fn links_lead_to_files_addresses_and_places_or_nowhere() {
    let text = "[1](b.md#why) [2](/impact/b) [3](data/x.csv) [4](../impact/) [5](gone.md) [6](#here) \
                [7](https://x.example/) [8](/logo.svg) [9](p.jpg) [10](c.md)";
    let site = small()
        .story("content/impact/a.md", "2026-01-02", "", text)
        .story("content/impact/b.md", "2026-01-01", "", "")
        .story("content/impact/c.md", "2026-01-01", "draft: true\n", "")
        .asset("content/impact/data/x.csv")
        .asset("content/impact/data/unlinked.csv")
        .asset("static/logo.svg")
        .photo("content/impact/p.jpg", 4000, 3000)
        .site();
    let inside = |address: &str| Resolved::Inside(address.to_owned());
    assert_eq!(
        site.ties[0].links,
        [
            inside("/impact/b/#why"),
            inside("/impact/b/"),
            inside("/impact/data/x.csv"),
            inside("/impact/"),
            Resolved::Dead,
            Resolved::Here("here".to_owned()),
            Resolved::Outside("https://x.example/".to_owned()),
            inside("/logo.svg"),
            inside("/images/0123456789abcdef-1600.jpg"),
            Resolved::Dead,
        ]
    );
    assert_eq!(site.ties[1].backlinks, [0]);
    let files: Vec<&str> = site
        .routes
        .iter()
        .filter(|(_, route)| matches!(route, Route::File(_)))
        .map(|(address, _)| address.as_str())
        .collect();
    assert_eq!(files, ["/impact/data/x.csv", "/logo.svg"]);
}

#[test]
fn an_image_has_variants_no_wider_than_itself_and_one_for_cards() {
    let site = small()
        .story(
            "content/impact/a.md",
            "2026-01-02",
            "image: {src: p.jpg, alt: A well}\n",
            "![A well](p.jpg)\n\n![Far](https://x.example/p.png)\n\n![Gone](q.jpg)",
        )
        .photo("content/impact/p.jpg", 1300, 650)
        .site();
    let ties = &site.ties[0];
    let of = |width: u32, ending: &str| (format!("/images/0123456789abcdef-{width}.{ending}"), width);
    let well = Shown::Image {
        width: 1300,
        height: 650,
        webp: vec![of(480, "webp"), of(720, "webp"), of(960, "webp"), of(1300, "webp")],
        fallback: vec![of(480, "jpg"), of(720, "jpg"), of(960, "jpg"), of(1300, "jpg")],
    };
    assert!(ties.images.contains(&well), "{:?}", ties.images);
    assert!(ties.images.contains(&Shown::Outside("https://x.example/p.png".to_owned())));
    assert!(ties.images.contains(&Shown::Missing));
    let card = ties.card.as_ref().unwrap();
    assert_eq!(
        (card.address.as_str(), card.width, card.height),
        ("/images/0123456789abcdef-1200.jpg", 1200, 600)
    );
    let variants = site.routes.values().filter(|route| matches!(route, Route::Variant(_))).count();
    assert_eq!(variants, 9);
}

#[test]
fn an_edition_belongs_to_the_story_beside_it_or_with_its_id() {
    let site = small()
        .file("content/impact/wells.md", "---\nid: wells\ntitle: Wells\ndate: 2026-01-01\n---\n")
        .file("content/impact/wells.es.md", "---\ntitle: Pozos\ndate: 2026-01-02\n---\n")
        .file("content/impact/brunnen.de.md", "---\nid: wells\ntitle: Brunnen\ndate: 2026-01-03\n---\n")
        .site();
    let [de, es, en] = [0, 1, 2];
    assert_eq!(titles(&site, &[de, es, en]), ["Brunnen", "Pozos", "Wells"]);
    let shown = |ix: usize| -> Vec<String> {
        site.ties[ix].editions.iter().map(|(lang, other)| format!("{lang} {other}")).collect()
    };
    assert_eq!(shown(en), ["de 0", "es 1"]);
    assert_eq!(shown(es), ["en 2", "de 0"]);
    assert_eq!(site.stories[es].key(), "wells#es");
    assert_eq!(site.ties[es].address, "/es/impact/wells/");
}

#[test]
fn a_promise_gathers_its_news_from_every_story() {
    let site = small()
        .story(
            "content/impact/a.md",
            "2026-01-01",
            "commitments:\n  - id: ramp\n    what: A ramp\n    due: 2026-02-01\n    timeline:\n      \
             - {date: 2026-01-20, status: in_progress, due: 2026-03-01}\n      \
             - {date: 2026-02-20, status: in_progress, due: 2026-04-01}\n  \
             - {id: kerb, what: A kerb, due: 2026-02-01}\n  - {id: new-kerb, what: Another, due: 2026-09-01}\n",
            "",
        )
        .story(
            "content/impact/b.md",
            "2026-05-01",
            "progress:\n  - {commitment: ramp, date: 2026-02-10, status: stalled, note: Rain}\n  \
             - {commitment: ramp, date: 2026-04-21, status: complete}\n  \
             - {commitment: kerb, date: 2026-05-01, status: superseded, note: Moved, to: new-kerb}\n",
            "",
        )
        .site();
    let [ramp, kerb, new_kerb] = &site.promises[..] else { panic!("{} promises", site.promises.len()) };
    let told: Vec<String> =
        ramp.timeline.iter().map(|told| format!("{} {}", told.entry.date, told.story)).collect();
    assert_eq!(told, ["2026-01-20 1", "2026-02-10 0", "2026-02-20 1", "2026-04-21 0"]);
    assert_eq!((ramp.status, ramp.moved, ramp.late_days), (Status::Complete, 2, Some(79)));
    assert!(ramp.without_evidence && ramp.overdue_days.is_none() && !ramp.silent);
    assert_eq!((kerb.status, kerb.replaced_by.as_slice()), (Status::Superseded, &[2][..]));
    assert!(new_kerb.silent && new_kerb.overdue_days.is_none());
    assert_eq!(site.ties[0].progress, [Some(0), Some(0), Some(1)]);
    assert_eq!((&site.account.moved[..], &site.account.overdue[..]), (&[0][..], &[][..]));
}

#[test]
fn a_promise_is_overdue_from_the_day_after() {
    let stage = |today| {
        let matter = "commitments: [{id: ramp, what: A ramp, due: 2026-02-01}]\n";
        small().story("content/impact/a.md", "2026-01-01", matter, "").today(today).site().promises[0]
            .overdue_days
    };
    assert_eq!((stage("2026-02-01"), stage("2026-02-02"), stage("2026-02-11")), (None, Some(1), Some(10)));
}

#[test]
fn an_answer_is_measured_in_working_days_without_its_pauses() {
    let site = small()
        .story(
            "content/responses/a.md",
            "2026-03-27",
            "criticisms:\n  - {said: A step., received: 2026-03-02, outcome: upheld}\n  \
             - {said: A bell., received: 2026-03-05, outcome: resolved}\nacknowledged: 2026-03-06\n\
             paused: [{from: 2026-03-09, to: 2026-03-12}]\n",
            "",
        )
        .story("content/responses/b.md", "2026-05-01", "criticisms: [{said: X, received: 2026-04-01}]\n", "")
        .story("content/answers/c.md", "2026-05-04", "questions: [{said: X, received: 2026-05-01}]\n", "")
        .site();
    let measured: Vec<String> = ["content/responses/a.md", "content/responses/b.md", "content/answers/c.md"]
        .map(|path| {
            let ties = &site.ties[at(&site, path)];
            let time = ties.time;
            format!(
                "{:?} {:?} {:?} {:?} {:?}",
                ties.outcome, time.to_acknowledge, time.to_respond, time.open_for, time.in_time
            )
        })
        .into();
    assert_eq!(
        measured,
        [
            "Mixed Some(4) Some(15) None Some(true)",
            "Open None None Some(43) Some(false)",
            "None None Some(1) None Some(true)",
        ]
    );
    let account = &site.account;
    assert_eq!((account.measured, account.in_time, account.median_days), (2, 2, Some(15)));
    assert_eq!(account.open, [(at(&site, "content/responses/b.md"), 43)]);
    assert_eq!(site.ties[at(&site, "content/responses/b.md")].outcome, Overall::Open);
}

#[test]
fn what_replaces_and_continues_is_known_on_both_sides() {
    let site = small()
        .story("content/answers/old.md", "2025-01-01", "tags: [x]\n", "")
        .story("content/answers/new.md", "2026-01-01", "tags: [x]\nreplaces: answers-old\n", "")
        .story("content/answers/more.md", "2026-02-01", "tags: [x]\nfollows: answers-new\n", "")
        .site();
    let [more, new, old] = [0, 1, 2];
    assert_eq!(titles(&site, &[more, new, old]), ["answers-more", "answers-new", "answers-old"]);
    assert_eq!((site.ties[old].replaced_by, &site.ties[new].replaces[..]), (Some(new), &[old][..]));
    assert_eq!((&site.ties[new].followed_by[..], &site.ties[more].follows[..]), (&[more][..], &[new][..]));
    // What was replaced is not recommended.
    assert_eq!(site.ties[more].related, [new]);
    assert_eq!((site.ties[new].newer, site.ties[new].older), (Some(more), Some(old)));
}

#[test]
fn two_things_at_one_address_are_named_with_both_files() {
    let findings = small()
        .story("content/impact/a.md", "2026-01-01", "", "")
        .story("content/impact/b.md", "2026-01-01", "slug: a\n", "")
        .story("content/impact/c.md", "2026-01-01", "aliases: [/impact/a/, /archive/, /Old/, ../x]\n", "")
        .story("content/impact/d.md", "2026-01-01", "aliases: [/old/]\n", "")
        .asset("static/impact/a/index.html")
        .asset("static/robots.txt")
        .asset("static/Logo.svg")
        .asset("static/logo.svg")
        .findings();
    assert_eq!(
        findings.iter().filter(|line| !line.contains("address: ")).collect::<Vec<_>>(),
        [
            "content/impact/b.md:1: error duplicate-route: `/impact/a/` is already the address of `content/impact/a.md`",
            "content/impact/c.md:6: error alias-over-page: `/impact/a/` is already the address of `content/impact/a.md`",
            "content/impact/c.md:6: error alias-over-page: `/archive/` is already an address that hearback makes itself",
            "content/impact/d.md:6: error alias-over-page: `/old/` is, but for capitals, already the address of `content/impact/c.md`",
            "static/impact/a/index.html:1: error duplicate-route: `/impact/a/index.html` is already the address of `content/impact/a.md`",
            "static/logo.svg:1: error duplicate-route: `/logo.svg` is, but for capitals, already the address of `static/Logo.svg`",
        ]
    );
}

#[test]
fn two_stories_or_commitments_with_one_id_are_errors() {
    let promise = "commitments: [{id: ramp, what: A ramp, due: 2027-02-01}]\n";
    let findings = small()
        .file(
            "content/impact/a.md",
            &format!("---\nid: x\ntitle: A\nsummary: S\ndate: 2026-01-01\n{promise}---\n"),
        )
        .file(
            "content/impact/b.md",
            &format!("---\nid: x\ntitle: B\nsummary: S\ndate: 2026-01-01\n{promise}---\n"),
        )
        .findings();
    assert_eq!(
        findings,
        [
            "content/impact/b.md:6: error duplicate-commitment: `ramp` is already the id of a commitment in `content/impact/a.md`",
            "content/impact/b.md:2: error duplicate-id: `x` is already the id of `content/impact/a.md`",
        ]
    );
}

#[test]
fn the_order_in_which_files_are_read_changes_nothing() {
    let stage = || {
        let mut stage = small();
        for at in 0..60 {
            let matter = format!("tags: [t{}, T{}, all]\n", at % 3, at % 7);
            let text = format!("[next](s{}.md)", (at * 7) % 60);
            let path = format!("content/impact/s{at}.md");
            stage = stage.story(&path, &format!("2026-01-{:02}", at % 5 + 1), &matter, &text);
        }
        stage
    };
    let shown = |site: Site| {
        let ties: Vec<String> = site.ties.iter().map(|ties| format!("{ties:?}")).collect();
        (site.stories, ties, site.routes, site.lists, site.tags)
    };
    assert_eq!(shown(stage().site()), shown(stage().reversed().site()));
}

#[test]
fn related_stories_share_most_tags_and_are_few() {
    let mut stage = small();
    for at in 0..50 {
        let rare = if at % 25 == 0 { "rare, " } else { "" };
        let path = format!("content/impact/s{at:02}.md");
        stage =
            stage.story(&path, &format!("2026-01-{:02}", at % 28 + 1), &format!("tags: [{rare}all]\n"), "");
    }
    let site = stage.site();
    let first = at(&site, "content/impact/s00.md");
    let related = &site.ties[first].related;
    assert_eq!((related.len(), titles(&site, &related[..1])), (4, vec!["impact-s25".to_owned()]));
    assert!(!related.contains(&first));
}

/// A site with neighbours of every kind, and one story more.
fn neighbourhood(path: &str, date: &str, matter: &str, text: &str) -> Small {
    small()
        .story("content/impact/a.md", "2026-01-01", "id: a\ntags: [Water]\n", "See [it](../responses/x.md).")
        .story("content/impact/b.md", "2026-02-01", "follows: [x]\ntags: [water]\n", "![A map](map.png)")
        .story("content/responses/x.es.md", "2026-01-02", "", "")
        .story(
            "content/about.md",
            "2026-01-01",
            "progress: [{commitment: p, date: 2026-01-03, status: stalled}]\n",
            "",
        )
        .asset("content/responses/plan.pdf")
        .photo("content/responses/map.png", 800, 600)
        .story(path, date, matter, text)
}

#[test]
fn a_site_made_after_another_is_the_one_that_is_made_alone() {
    let (path, day) = ("content/responses/x.md", "2026-01-02");
    let plain = "id: x\ncriticisms: [{said: Late, received: 2026-01-01}]\n";
    let sites = [
        neighbourhood(path, day, plain, "Words."),
        neighbourhood("content/responses/y.md", day, plain, "Words."),
        neighbourhood("content/responses/x.fr.md", day, plain, "Words."),
        neighbourhood(path, "2026-02-02", plain, "Words."),
        neighbourhood(path, "2027-02-02", plain, "Words."),
        neighbourhood(path, day, "criticisms: [{said: Late, outcome: upheld}]\n", "Words."),
        neighbourhood(path, day, &format!("{plain}tags: [water]\n"), "Words."),
        neighbourhood(path, day, &format!("{plain}slug: a\nlang: fr\n"), "Words."),
        neighbourhood(path, day, &format!("{plain}aliases: [/old/]\n"), "Words."),
        neighbourhood(path, day, &format!("{plain}aliases: [/impact/a/]\n"), "Words."),
        neighbourhood(path, day, &format!("{plain}draft: true\n"), "Words."),
        neighbourhood(path, day, &format!("{plain}replaces: [a]\n"), "Words."),
        neighbourhood(
            path,
            day,
            &format!("{plain}commitments: [{{id: p, what: Z, due: 2026-01-02}}]\n"),
            "Words.",
        ),
        neighbourhood(path, day, &format!("{plain}image: {{src: map.png, alt: A map}}\n"), "Words."),
        neighbourhood(path, day, plain, "See [a](../impact/a.md)."),
        neighbourhood(path, day, plain, "See [the plan](plan.pdf) and ![a map](map.png)."),
        neighbourhood(path, day, plain, "Words.").today("2026-03-02"),
        neighbourhood(path, day, plain, "Words.").asset("static/x.txt"),
        neighbourhood(path, day, &format!("{plain}summary: Other words\n"), "## And\n\nother words."),
    ];
    let alone: Vec<(Site, String)> =
        sites.iter().map(Small::site).map(|site| (site.clone(), format!("{site:#?}"))).collect();
    for (before, _) in &alone {
        for (site, (_, expected)) in sites.iter().zip(&alone) {
            assert_eq!(format!("{:#?}", site.site_after(before)), *expected);
        }
    }
}

#[test]
fn other_words_in_one_story_leave_the_ties_of_all_as_they_are() {
    let site = |words: &str| small().story("content/impact/a.md", "2026-01-01", "", words);
    let before = site("Words.").site();
    assert!(Arc::ptr_eq(&before.ties, &site("Other words.").site_after(&before).ties));
    assert!(!Arc::ptr_eq(&before.ties, &site("A [link](b.md).").site_after(&before).ties));
}
