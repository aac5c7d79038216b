//! The plan of a small site, whole: what is posted, looked for, left or asked about.

use crate::small::{Small, small};
use hearback::model::ledger::Ledger;
use hearback::model::limits::Limits;
use hearback::model::record::Record;
use hearback::store::ledger::parse;
use hearback::theme::{Theme, ThemeFiles, built_in};
use hearback::toot::plan::{Plan, Wishes, plan};
use hearback::toot::report::{human, json, markdown};

const ACCOUNT: &str = "mastodon: {account: \"@org@social.org\", start: 2026-01-01, max_per_run: 2}\n";

fn site() -> Small {
    small().config(ACCOUNT).file(
        "content/impact/wells.md",
        "---\nid: wells\ntitle: Three wells\ndate: 2026-03-05\nsummary: We dug three wells. One is dry in May.\ntags: [clean water, 2026]\n---\nText.\n",
    )
}

fn planned(site: &Small, ledger: &str, wishes: &Wishes) -> Plan {
    planned_with(built_in(), site, ledger, wishes)
}

fn planned_with(theme: ThemeFiles, site: &Small, ledger: &str, wishes: &Wishes) -> Plan {
    planned_within(theme, site, ledger, wishes, &Limits::default())
}

fn planned_within(theme: ThemeFiles, site: &Small, ledger: &str, wishes: &Wishes, limits: &Limits) -> Plan {
    let (ledger, skipped) = parse(ledger.as_bytes());
    assert_eq!(skipped, []);
    let (built, config) = (site.site(), site.configuration());
    let theme = Theme::load(theme, &config).ok().unwrap();
    plan(&built, &config, &theme, &ledger, limits, built.now, wishes)
}

/// The texts of a plan's toots on a server with these limits.
fn texts(site: &Small, ledger: &str, limits: &Limits) -> Vec<String> {
    let plan = planned_within(built_in(), site, ledger, &Wishes::default(), limits);
    plan.entries.into_iter().filter_map(|entry| Some(entry.toot?.announcement.text)).collect()
}

/// One story of every sort that can be left out, one that answers a toot, one with a thread, and more than a run posts.
fn every_sort() -> Small {
    let long = "We tell you all of it. ".repeat(30);
    site()
        .file(
            "content/responses/door.md",
            "---\nid: door\ntitle: The door was locked\ndate: 2026-03-06\nsummary: You stood before a locked door.\n\
             toot: {cw: \"A mistake of ours\", visibility: unlisted}\ncriticisms:\n  - said: The door was locked.\n    \
             outcome: upheld\n    sources: [\"https://a.org/letter\", \"https://other.org/@ada/1134\"]\n---\nText.\n",
        )
        .file(
            "content/impact/long.md",
            &format!("---\nid: long\ntitle: Long\ndate: 2026-03-07\ntoot:\n  text: \"{long}\"\n---\nText.\n"),
        )
        .story("content/impact/old.md", "2025-12-31", "", "Text.")
        .story("content/impact/silent.md", "2026-04-01", "toot: {skip: true}\n", "Text.")
        .story("content/impact/draft.md", "2026-04-01", "draft: true\n", "Text.")
        .story("content/impact/coming.md", "2026-07-01", "", "Text.")
        .story("content/about.md", "2026-04-01", "", "Text.")
        .file("content/impact/nameless.md", "---\ntitle: No id\ndate: 2026-04-01\n---\nText.\n")
        .file("content/impact/wells.es.md", "---\nid: wells\ntitle: Pozos\ndate: 2026-03-05\n---\nTexto.\n")
}

#[test]
fn every_sort_of_story_has_its_line_and_its_reason() {
    let plan = planned(&every_sort(), "", &Wishes::default());
    insta::assert_snapshot!("every_sort_human", human(&plan));
    insta::assert_snapshot!("every_sort_markdown", markdown(&plan));
    insta::assert_snapshot!("every_sort_json", json(&plan));
}

const INTENT: &str = r#"{"v":1,"kind":"intent","intent":"i1","story":"wells","action":"new","account":"https://social.org/@org","at":"2026-03-05T09:00:00Z","due":null,"page":"https://small.example/impact/wells/","revision":"blake3:1","by":"by hand"}"#;
const RECEIPT: &str = r#"{"v":1,"kind":"receipt","intent":"i1","story":"wells","action":"new","how":"posted","id":"7","uri":"https://social.org/7","url":"https://social.org/@org/7","scheduled":null,"revision":"blake3:1","at":"2026-03-05T09:00:02Z"}"#;

#[test]
fn what_the_ledger_says_decides_before_the_story_does() {
    let of = |lines: &[&str]| human(&planned(&site(), &lines.join("\n"), &Wishes::default()));
    let retract = r#"{"v":1,"kind":"retract","intent":"i1","story":"wells","action":"new","reason":"a wrong name","at":"2026-03-06T09:00:00Z"}"#;
    let later = INTENT.replace("\"due\":null", "\"due\":\"2026-07-01T09:00:00Z\"");
    let waiting = r#"{"v":1,"kind":"receipt","intent":"i1","story":"wells","action":"new","how":"posted","id":null,"uri":null,"url":null,"scheduled":"57","revision":"blake3:1","at":"2026-03-05T09:00:02Z"}"#;
    let second = RECEIPT.replace("social.org/7", "social.org/8").replace("i1", "i2");
    let gone = [INTENT, RECEIPT].map(|line| line.replace("\"wells\"", "\"gone\"")).join("\n");
    let failed = |number: u32| {
        format!(
            "{}\n{{\"v\":1,\"kind\":\"failed\",\"intent\":\"f{number}\",\"story\":\"wells\",\"action\":\"new\",\"why\":\"ghost\",\"at\":\"2026-03-06T09:00:00Z\"}}",
            INTENT.replace("i1", &format!("f{number}"))
        )
    };
    let cases = [
        ("open", of(&[INTENT])),
        ("scheduled", of(&[&later, waiting])),
        ("changed", of(&[INTENT, RECEIPT])),
        ("taken back", of(&[INTENT, RECEIPT, retract])),
        ("two toots", of(&[INTENT, RECEIPT, &second])),
        ("given up", of(&[&failed(1), &failed(2), &failed(3)])),
        ("withdrawn", of(&[&gone])),
    ];
    let text: String = cases.iter().map(|(name, plan)| format!("# {name}\n{plan}\n")).collect();
    insta::assert_snapshot!("ledger_decides", text);
}

#[test]
fn what_is_of_this_week_does_not_wait_behind_a_backlog() {
    let site = ["2026-01-05", "2026-01-06", "2026-05-28", "2026-05-30"]
        .iter()
        .fold(small().config(ACCOUNT), |site, date| {
            site.story(&format!("content/impact/of-{date}.md"), date, "", "Text.")
        });
    let plan = planned(&site, "", &Wishes::default());
    let order: Vec<&str> = plan.entries.iter().filter_map(|entry| entry.file.as_deref()).collect();
    let of = |date: &str| format!("content/impact/of-{date}.md");
    assert_eq!(order, ["2026-05-28", "2026-05-30", "2026-01-05", "2026-01-06"].map(of));
}

#[test]
fn a_story_that_is_a_draft_again_is_not_called_gone() {
    let ledger = format!("{INTENT}\n{RECEIPT}");
    let of = |more: &str| {
        let story = format!("---\nid: wells\ntitle: Wells\n{more}\n---\nText.\n");
        human(&planned(
            &small().config(ACCOUNT).file("content/impact/wells.md", &story),
            &ledger,
            &Wishes::default(),
        ))
    };
    for (more, why) in [
        ("date: 2026-03-05\ndraft: true", "it is a draft"),
        ("date: 2027-03-05", "its date has not come: 2027-03-05"),
    ] {
        let plan = of(more);
        let words = plan.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            words.contains(&format!("its page is not on the site, since {why}, its toot is out")),
            "{plan}"
        );
    }
}

#[test]
fn a_name_that_may_be_somebodys_is_shown_and_one_with_its_server_is_meant() {
    let of = |summary: &str, name: &str| {
        let matter = format!("toot: {{}}\nsummary: {summary}\n");
        let site = small().config(ACCOUNT).file(
            "content/impact/wells.md",
            &format!("---\nid: wells\ntitle: Wells\ndate: 2026-03-05\n{matter}---\nText.\n"),
        );
        let plan = planned(&site, "", &Wishes::default());
        let entry = plan.entries.first().unwrap();
        (
            entry.toot.as_ref().unwrap().announcement.mentions,
            entry.notes.iter().any(|note| note.contains(name)),
        )
    };
    assert_eq!(of("Meet us at the bus.", "@"), (false, false));
    assert_eq!(of("Meet us on the @bus, today.", "`@bus`"), (false, true));
    assert_eq!(of("Thanks to @ada@other.org and @bus.", "`@bus`"), (true, false));
}

#[test]
fn a_correction_after_the_toot_is_a_reply_to_it() {
    let corrected = small().config(ACCOUNT).file(
        "content/impact/wells.md",
        "---\nid: wells\ntitle: Three wells\ndate: 2026-03-05\nsummary: We dug two wells.\nchanges:\n  - {date: 2026-04-02, \
         kind: correction, was: three, text: \"We dug two wells, not three.\"}\n---\nText.\n",
    );
    let ledger = format!("{INTENT}\n{RECEIPT}\n");
    insta::assert_snapshot!("correction", human(&planned(&corrected, &ledger, &Wishes::default())));
}

#[test]
fn the_order_and_number_of_the_ledgers_lines_change_nothing() {
    let there = format!("{INTENT}\n{RECEIPT}\n");
    let shuffled = format!("{RECEIPT}\n{INTENT}\n{RECEIPT}\n");
    let of = |ledger: &str| planned(&every_sort(), ledger, &Wishes::default());
    assert_eq!(of(&there), of(&shuffled));
}

#[test]
fn what_is_named_is_planned_alone_and_what_is_not_there_is_said() {
    let wishes = Wishes { only: ["door".to_owned(), "nobody".to_owned()].into(), ..Wishes::default() };
    let plan = planned(&every_sort(), "", &wishes);
    let stories: Vec<&str> = plan.entries.iter().map(|entry| entry.story.as_str()).collect();
    assert_eq!((stories, plan.unknown), (vec!["door"], vec!["nobody".to_owned()]));
}

#[test]
fn a_site_gives_its_toots_a_shape_of_their_own() {
    let mut theme = built_in();
    let shape = "{{ story.kind_name }}, {{ story.date }}: {{ link }}\n\n{{ story.summary }}\n\n{{ site.organisation }} \
                 {{ hashtags | join(sep=\" \") }}\n";
    theme.templates.insert("toot.txt".to_owned(), shape.to_owned());
    let long = format!("summary: {}\n", "We tell you all of it. ".repeat(30));
    let site = site().file(
        "content/responses/long.md",
        &format!("---\nid: long\ntitle: Long\ndate: 2026-03-07\n{long}tags: [one]\ncriticisms: [{{said: No}}]\n---\nText.\n"),
    );
    insta::assert_snapshot!("own_shape", human(&planned_with(theme, &site, "", &Wishes::default())));
}

#[test]
fn a_record_read_twice_is_one() {
    let records = [INTENT, INTENT].map(|line| Record::parse(line).unwrap());
    assert_eq!(records.into_iter().collect::<Ledger>().records().count(), 1);
}

/// A story whose toot goes on in a thread.
fn long_story() -> Small {
    let long: String = (1..=60).map(|number| format!("This is sentence {number} of many. ")).collect();
    small().config(ACCOUNT).file(
        "content/impact/wells.md",
        &format!("---\nid: wells\ntitle: Long\ndate: 2026-03-05\ntoot:\n  text: \"{long}\"\n---\nText.\n"),
    )
}

#[test]
fn a_thread_goes_on_as_it_was_cut_whatever_the_servers_limit_is_by_then() {
    let site = long_story();
    let within = |max_characters: usize| Limits { max_characters, ..Limits::default() };
    let cut = texts(&site, "", &within(500));
    assert!(cut.len() > 3, "{cut:?}");
    let revision = site.site().stories[0].revision.clone();
    let thread = format!("\"thread\":{},\"by\"", serde_json::to_string(&cut[1..]).unwrap());
    let begun =
        [INTENT.replace("\"by\"", &thread), RECEIPT.to_owned()].join("\n").replace("blake3:1", &revision);
    for limit in [300, 499, 500, 501, 5_000] {
        assert_eq!(texts(&site, &begun, &within(limit)), cut[1..], "a limit of {limit}");
    }
    // Its second part is out: the third is still the third.
    let second = [INTENT, RECEIPT].map(|line| {
        line.replace("\"new\"", "\"part:2\"")
            .replace("i1", "i2")
            .replace("/7", "/8")
            .replace("blake3:1", &revision)
    });
    let further = format!("{begun}\n{}", second.join("\n"));
    for limit in [300, 500, 5_000] {
        assert_eq!(texts(&site, &further, &within(limit)), cut[2..], "a limit of {limit}");
    }
}

#[test]
fn no_toot_is_too_long_for_a_server_that_counts_links_as_they_are_written() {
    let limits = Limits { as_written: true, ..Limits::default() };
    let toots = texts(&long_story(), "", &limits);
    assert!(toots.len() > 3 && toots[0].contains("https://small.example/impact/wells/"), "{toots:?}");
    assert!(toots.iter().all(|toot| toot.chars().count() <= 500), "{toots:?}");
}

#[test]
fn what_a_server_takes_for_markup_is_said_where_the_text_has_it() {
    let notes = |summary: &str, marks_up: bool| {
        let site = small().config(ACCOUNT).file(
            "content/impact/wells.md",
            &format!("---\nid: wells\ntitle: Wells\ndate: 2026-03-05\nsummary: \"{summary}\"\n---\nText.\n"),
        );
        let limits = Limits { marks_up, ..Limits::default() };
        let plan = planned_within(built_in(), &site, "", &Wishes::default(), &limits);
        plan.entries[0].notes.clone()
    };
    let said = "this server takes `<`, `*`, `~~` and backticks for markup, and may not show them";
    for summary in ["Is 3 < 4 & 5 > 2?", "*Two* wells.", "`two` wells.", "~~Three~~ two wells."] {
        assert_eq!(notes(summary, true), [said], "{summary}");
        assert!(notes(summary, false).is_empty(), "{summary}");
    }
    assert!(notes("Two wells ~ 5 > 2 & more.", true).is_empty());
}
