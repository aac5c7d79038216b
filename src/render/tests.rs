//! Stories and sites for the tests of this room.

use crate::config::{
    Claim, Config, FeedItems, Languages, Listen, Mastodon, Organisation, UnknownRun, WorkingDays,
};
use crate::model::address;
use crate::model::amount::Amount;
use crate::model::body::{Body, Image, Target};
use crate::model::commitment::{Commitment, Entry};
use crate::model::date::{Due, Period, When};
use crate::model::lang::Lang;
use crate::model::moderation::Policy;
use crate::model::place::Spot;
use crate::model::route::{List, Route, StoryIx};
use crate::model::site::{Account, AnswerTime, Promise, Resolved, Shown, Site, Ties, Told};
use crate::model::story::{
    Answer, Change, Evidence, Impact, Matter, Measure, MeasureSource, Picture, Reading, Response, Story,
};
use crate::model::vocabulary::{
    AnswerOutcome, Better, ChangeKind, Channel, Kind, Level, Outcome, Status, Visibility,
};
use crate::model::voice::Voice;
use crate::render::shared::Shared;
use crate::render::specimen::bare_story;
use crate::theme::{Theme, built_in};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// A page with a title and nothing else.
pub(crate) fn story() -> Story {
    Story {
        path: "content/impact/wells.md".to_owned(),
        title: "Wells".to_owned(),
        date: When { day: date(2026, 3, 5), at: None },
        slug: "wells".to_owned(),
        ..bare_story(Matter::Page)
    }
}

/// A configuration with a path in its address and an account.
pub(crate) fn config() -> Config {
    Config {
        title: "Wells & Water".to_owned(),
        url: "https://wells.example/news/".parse().expect("a URL"),
        authority: "https://wells.example/news/".parse().expect("a URL"),
        description: "What we did about water.".to_owned(),
        language: lang("en"),
        languages: Languages::OfTheTheme(Vec::new()),
        timezone: TimeZone::get("Europe/London").expect("a zone"),
        organisation: Organisation {
            name: "Wells Trust".to_owned(),
            email: Some("hello@wells.example".to_owned()),
            logo: Some("logo.svg".to_owned()),
            same_as: vec!["https://social.example/@wells".to_owned()],
        },
        theme: "default".to_owned(),
        accent: None,
        styles: Vec::new(),
        fonts: Vec::new(),
        script: None,
        menu: Vec::new(),
        paginate: 20,
        search: true,
        feeds: FeedItems::Newest(30),
        mastodon: Some(Mastodon {
            user: "wells".to_owned(),
            host: "social.example".to_owned(),
            start: None,
            visibility: Visibility::Public,
            max_per_run: 3,
            min_gap: Duration::from_secs(900),
            settle: Duration::from_secs(120),
            unknown: UnknownRun::Retry,
            max_hashtags: 3,
        }),
        deploy: None,
        claim: Claim::Local,
        listen: Listen { show: Policy::None, hashtags: Vec::new(), max_age: None },
        service_standard: None,
        calendar: WorkingDays { week: vec![Weekday::Monday], holidays: BTreeSet::new() },
        totals: None,
        security: None,
        check: BTreeMap::new(),
        extra: serde_json::Value::Null,
    }
}

fn lang(tag: &str) -> Lang {
    Lang::parse(tag).expect("a tag")
}

/// A day without an hour.
pub(crate) fn when(day: Date) -> When {
    When { day, at: None }
}

/// A number for a year.
pub(crate) fn reading(year: i16, written: &str, group: Option<&str>) -> Reading {
    let value = match written.parse() {
        Ok(value) => Amount::Number { value, written: written.to_owned() },
        Err(_) => Amount::Words(written.to_owned()),
    };
    let period = Period { first: date(year, 1, 1), last: date(year, 12, 31), written: year.to_string() };
    Reading { period, group: group.map(Into::into), value, of: None, note: None }
}

/// A measure with a baseline, a target and three results, one of them for a group.
pub(crate) fn measure() -> Measure {
    Measure {
        indicator: "People with clean water <at home>".to_owned(),
        level: Some(Level::Outcome),
        unit: Some("%".to_owned()),
        better: Some(Better::Up),
        baseline: Some(reading(2022, "58", None)),
        target: Some(reading(2026, "75.5", None)),
        results: vec![
            reading(2024, "61", None),
            reading(2025, "fewer than 70", None),
            reading(2026, "70", None),
            reading(2026, "44", Some("in the hills")),
        ],
        method: Some("We asked.".to_owned()),
        source: Some(MeasureSource::Link(0)),
        codes: vec!["SDG 6.1".to_owned()],
    }
}

fn wells() -> Story {
    let entry = |day, status, due| Entry {
        date: day,
        status,
        note: Some("The pump is late, \"again\".".to_owned()),
        due,
        to: Vec::new(),
        evidence: vec![Evidence { title: "Delivery note".to_owned(), link: Some(0), archived: None }],
        verified_by: None,
    };
    let image = Image {
        written: "well.jpg".to_owned(),
        target: Target::File { path: "content/impact/well.jpg".to_owned(), fragment: None },
        alt: "A well".to_owned(),
        decorative: false,
        title: None,
        spot: Spot::Whole,
    };
    Story {
        id: Some("wells".to_owned()),
        title: "Three wells & a pump".to_owned(),
        summary: Some("Three wells give water. The pump does not.".to_owned()),
        authors: vec!["Ada Brook".to_owned()],
        tags: vec!["water".to_owned(), "R&D".to_owned()],
        place: Some("Eastmere".to_owned()),
        image: Some(Picture {
            image: 0,
            alt: "A well".to_owned(),
            credit: Some("Ada Brook".to_owned()),
            consent: None,
        }),
        evidence: vec![Evidence { title: "Flow by week".to_owned(), link: Some(0), archived: None }],
        changes: vec![Change {
            date: when(date(2026, 4, 2)),
            kind: ChangeKind::Correction,
            was: Some("Four\u{1} wells".to_owned()),
            text: "It was three wells.".to_owned(),
        }],
        commitments: vec![Commitment {
            id: "pump".to_owned(),
            what: "A pump; for the third well, before summer".to_owned(),
            lead: Some("Water team".to_owned()),
            due: Due::On(date(2026, 6, 30)),
            review_on: None,
            due_said: Some("before summer".to_owned()),
            done_when: Some(
                "water comes out of it on seven days running, and somebody from the village signs".to_owned(),
            ),
            timeline: vec![
                entry(date(2026, 3, 5), Status::InProgress, None),
                entry(date(2026, 6, 1), Status::InProgress, Some(Due::On(date(2026, 9, 30)))),
            ],
        }],
        matter: Matter::Impact(Impact { measures: vec![measure()], ..Impact::default() }),
        body: Body { images: vec![image], plain: "We dug.".to_owned(), ..Body::default() },
        ..story()
    }
}

fn voice(said: &str, outcome: Option<Outcome>) -> Voice {
    Voice {
        said: said.to_owned(),
        quote: Some("I am so thirsty".to_owned()),
        consent: None,
        raised_by: Some("Somebody".to_owned()),
        people: Some(4),
        channel: Some(Channel::Letter),
        sources: vec!["https://social.example/@a/1".to_owned(), "https://social.example/@b/2".to_owned()],
        received: Some(when(date(2026, 2, 2))),
        acknowledged: None,
        responded: None,
        outcome,
        reasons: Some("It was dry,\nand we knew.".to_owned()),
        passed_to: None,
        section: None,
    }
}

fn response() -> Story {
    let criticisms = vec![voice("The well is dry", Some(Outcome::Upheld)), voice("Too far", None)];
    Story {
        path: "content/responses/dry.md".to_owned(),
        id: Some("dry".to_owned()),
        title: "The dry well".to_owned(),
        date: When { day: date(2026, 2, 20), at: Some("2026-02-20T15:30:00Z".parse().expect("a moment")) },
        matter: Matter::Response(Response {
            criticisms,
            acknowledged: Some(when(date(2026, 2, 3))),
            ..Response::default()
        }),
        ..story()
    }
}

fn answer() -> Story {
    Story {
        path: "content/answers/boil.md".to_owned(),
        title: "Must I boil it?\u{b}</script>".to_owned(),
        date: when(date(2026, 1, 10)),
        summary: Some("No.".to_owned()),
        changes: vec![Change {
            date: when(date(2026, 1, 12)),
            kind: ChangeKind::Retraction,
            was: None,
            text: "Do boil it, please.".to_owned(),
        }],
        matter: Matter::Answer(Answer {
            questions: vec![voice("Must I boil the water?", None)],
            outcome: Some(AnswerOutcome::Answered),
            answered_by: Some("Water desk".to_owned()),
            ..Answer::default()
        }),
        ..story()
    }
}

/// A small site: an impact story with a Spanish edition, a response and a retracted answer.
pub(crate) fn site() -> Site {
    let spanish = Story {
        edition: Some(lang("es")),
        title: "Tres pozos".to_owned(),
        commitments: Vec::new(),
        image: None,
        ..wells()
    };
    let stories = vec![wells(), spanish, response(), answer()];
    let addresses = ["/impact/wells/", "/es/impact/wells/", "/responses/dry/", "/answers/boil/"];
    let mut ties: Vec<_> =
        addresses.map(|address| Ties { address: address.to_owned(), ..Ties::default() }).into();
    for (ix, other) in [(0, 1), (1, 0)] {
        ties[ix].links = vec![Resolved::Inside("/impact/flow by week.csv".to_owned())];
        ties[ix].editions = vec![(lang(if other == 1 { "es" } else { "en" }), other)];
        ties[ix].images = vec![Shown::Image {
            width: 1600,
            height: 1200,
            webp: vec![("/images/ab-800.webp".to_owned(), 800)],
            fallback: vec![("/images/ab-800.jpg".to_owned(), 800), ("/images/ab-1600.jpg".to_owned(), 1600)],
        }];
    }
    ties[2].time = AnswerTime { to_acknowledge: Some(1), to_respond: None, open_for: Some(9), in_time: None };
    let timeline = stories[0].commitments[0].timeline.iter();
    let promise = Promise {
        story: 0,
        index: 0,
        edition: None,
        address: "/commitments/pump/".to_owned(),
        translations: Vec::new(),
        timeline: timeline.map(|entry| Told { story: 0, entry: entry.clone() }).collect(),
        status: Status::InProgress,
        due: Due::On(date(2026, 9, 30)),
        moved: 1,
        overdue_days: Some(4),
        late_days: None,
        silent: true,
        without_evidence: false,
        replaced_by: Vec::new(),
    };
    let lists = BTreeMap::from([
        ((None, List::Kind(Kind::Impact)), vec![0]),
        ((None, List::Tag("r-d".to_owned())), vec![0]),
    ]);
    Site {
        today: date(2026, 10, 4),
        now: Timestamp::UNIX_EPOCH,
        routes: Arc::new(routes(&addresses)),
        stories: stories.into_iter().map(Arc::new).collect(),
        ties: Arc::new(ties),
        left_out: BTreeMap::new(),
        editions: vec![None, Some(lang("es"))],
        lists,
        all: BTreeMap::from([(None, vec![0, 2, 3]), (Some(lang("es")), vec![1])]),
        tags: BTreeMap::from([("r-d".to_owned(), "R&D".to_owned())]),
        promises: Arc::new(vec![promise]),
        account: Account::default(),
        assets: Arc::default(),
        withheld: BTreeSet::new(),
        conversations: Default::default(),
        toots: Arc::default(),
        clashes: Vec::new(),
    }
}

/// What the views of that site share, with the theme that is inside the binary.
pub(super) fn shared() -> Shared {
    let mut site = site();
    Arc::make_mut(&mut site.ties)[0].promises = vec![0];
    let config = config();
    let theme = Theme::load(built_in(), &config).expect("the default theme");
    Shared::new(Arc::new(site), Arc::new(theme), Arc::new(config), false)
}

fn routes(stories: &[&str]) -> BTreeMap<String, Route> {
    let list = List::Kind(Kind::Impact);
    let own = stories.iter().enumerate().map(|(ix, address)| ((*address).to_owned(), Route::Story(ix)));
    own.chain([
        (address::home(&None), Route::Home(None)),
        (address::home(&Some(lang("es"))), Route::Home(Some(lang("es")))),
        (address::list(&None, &list, 1), Route::List { edition: None, list, page: 1 }),
        ("/commitments/pump/".to_owned(), Route::Commitment { edition: None, promise: 0 }),
        (address::NOT_FOUND.to_owned(), Route::NotFound),
        (address::ROBOTS.to_owned(), Route::Robots),
        ("/old/".to_owned(), Route::Alias(0)),
    ])
    .collect()
}

/// The text of each story, with what ends a CDATA section.
pub(crate) fn text(ix: StoryIx) -> &'static str {
    ["<p>We dug. ]]&gt; ]]> <b>&amp;</b></p>", "<p>Cavamos.</p>", "<p>It <i>is</i> dry.</p>", "<p>No.</p>"]
        [ix]
}
