//! What was said in public does not change in silence: a promise, an outcome, a page that a toot leads to, a guid.

use super::local::Asked;
use super::local::Local;
use super::site::{Ran, Site, git, ran};
use std::fs;

const STORY: &str = "content/responses/phones.md";

const PROMISE: &str = "commitments:
  - id: call-back
    what: Somebody calls back within a day.
    due: 2026-12-31
";

/// A site with one response: a criticism that was upheld, and a promise.
fn site() -> Site {
    let site = Site::new();
    site.story(STORY, "2026-03-01", &matter("upheld", PROMISE), "We are sorry.");
    site
}

fn matter(outcome: &str, rest: &str) -> String {
    format!("criticisms:\n  - said: Nobody answers the phone.\n    outcome: {outcome}\n{rest}")
}

/// Writes something else into a file of a site.
fn edit(site: &Site, path: &str, from: &str, to: &str) {
    let text = site.read(path);
    assert!(text.contains(from), "{text}");
    site.put(path, text.replace(from, to));
}

/// A site whose ledger remembers the promise, without a toot and without git: CI built it.
fn remembered() -> Site {
    let site = site().on("2026-03-02");
    let built = site.run_with(&["build"], &[("CI", "true")]);
    assert_eq!(built.code, 0, "{}", built.said());
    assert!(
        built.stderr.ends_with("`ledger.jsonl` remembers 1 promise and 1 outcome from now on: commit it\n"),
        "{}",
        built.stderr
    );
    fs::remove_dir_all(site.path("public")).unwrap();
    site.on("2026-06-01")
}

/// A site whose ledger has the intent and the receipt of a toot that announced the promise.
fn tooted() -> Site {
    let site = site();
    site.put(
        "ledger.jsonl",
        r#"{"v":1,"kind":"intent","intent":"i1","story":"responses-phones","action":"new","account":"https://s.example/@org","at":"2026-03-02T10:00:00Z","due":null,"page":"https://ferrow.example/responses/phones/","revision":"blake3:ab","by":"by hand","commitments":[{"id":"call-back","what":"Somebody calls back within a day.","due":"2026-12-31"}]}
{"v":1,"kind":"receipt","intent":"i1","story":"responses-phones","action":"new","how":"posted","id":"1","uri":"https://s.example/org/1","url":"https://s.example/@org/1","scheduled":null,"revision":"blake3:ab","at":"2026-03-02T10:00:01Z"}
{"v":1,"kind":"decided","story":"responses-phones","criticism":1,"said":"Nobody answers the phone.","outcome":"upheld","revision":"blake3:ab","at":"2026-03-02T10:00:02Z"}
"#,
    );
    site
}

/// A site in a repository with one commit.
fn committed() -> Site {
    let site = site();
    site.git(&["init", "--quiet", "-b", "main"]);
    commit(&site);
    site
}

fn commit(site: &Site) {
    site.put(".gitignore", "public\n.hearback\n");
    site.git(&["add", "--all"]);
    site.git(&["commit", "--quiet", "-m", "Say something"]);
}

/// The findings of one rule as `rule, severity, message, hint`.
fn findings(site: &Site, words: &[&str]) -> Vec<String> {
    told(&site.run(&[&["check", "--format", "json"], words].concat()))
}

fn told(ran: &Ran) -> Vec<String> {
    let json: serde_json::Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.said()));
    let list = json["findings"].as_array().cloned().unwrap_or_default();
    let told = |found: &serde_json::Value| {
        let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
        format!("{} {}: {}", text("severity"), text("rule"), text("message"))
    };
    list.iter().map(told).collect()
}

#[test]
fn a_date_that_moves_is_shown_with_its_line_what_was_said_before_and_how_to_say_it() {
    let site = committed();
    edit(&site, STORY, "due: 2026-12-31", "due: 2027-06-30");
    let ran = site.check();
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "error[promise-moved]: this change moves `due` of `call-back` from `2026-12-31` to `2027-06-30`
  --> content/responses/phones.md:12:10
   |
12 |     due: 2027-06-30
   |          ^^^^^^^^^^
   |
   = help: write `due: 2026-12-31` again; a new date is an entry of its
           `timeline`: `- {date: 2026-06-01, status: not_started, due:
           2027-06-30}`

1 error in 1 file
"
    );
    let built = site.run(&["build"]);
    assert_eq!(built.code, 1);
    assert!(built.stderr.contains("this change moves `due` of `call-back`"), "{}", built.stderr);
    assert!(!site.path("public").exists());
}

/// What can happen to what was said: a name, and how it is done.
type Deed = (&'static str, fn(&Site));

const DEEDS: [Deed; 6] = [
    ("due", |site| edit(site, STORY, "due: 2026-12-31", "due: 2027-06-30")),
    ("what", |site| edit(site, STORY, "calls back within a day", "calls back")),
    ("id", |site| edit(site, STORY, "id: call-back", "id: calling")),
    ("commitment", |site| edit(site, STORY, PROMISE, "")),
    ("story", |site| fs::remove_file(site.path(STORY)).unwrap()),
    ("outcome", |site| edit(site, STORY, "outcome: upheld", "outcome: not_upheld")),
];

/// What is said about each deed, in the order of `DEEDS`.
fn told_of(make: impl Fn() -> Site, words: &[&str]) -> Vec<String> {
    let tell = |(name, deed): &Deed| {
        let site = make();
        assert_eq!(findings(&site, words), [""; 0], "before {name}");
        deed(&site);
        findings(&site, words).join("\n")
    };
    DEEDS.iter().map(tell).collect()
}

#[test]
fn the_ledger_remembers_what_was_published_before_it_was_tooted_and_without_a_repository() {
    let gone = "error promise-gone: the promise `call-back` was published on 2026-03-02 and is gone: `Somebody calls back within a day.`, due 2026-12-31";
    assert_eq!(
        told_of(remembered, &[]),
        [
            "error promise-moved: `due` of `call-back` was `2026-12-31` when it was published on 2026-03-02, and is `2027-06-30` now",
            "error promise-reworded: `what` of `call-back` was `Somebody calls back within a day.` when it was published on 2026-03-02, and is `Somebody calls back.` now",
            gone,
            gone,
            gone,
            "error outcome-turned: `Nobody answers the phone.` was `upheld` when it was published on 2026-03-02, and is `not_upheld` now",
        ]
    );
}

#[test]
fn the_ledger_remembers_what_a_toot_announced() {
    let told = told_of(tooted, &[]);
    assert_eq!(told[..5].iter().filter(|told| told.contains("2026-03-02")).count(), 5, "{told:#?}");
    assert_eq!(
        told[4],
        "error promise-gone: the promise `call-back` was published on 2026-03-02 and is gone: `Somebody calls back within a day.`, due 2026-12-31\n\
         warning lost-page: a toot leads to `/responses/phones/`, and nothing is there any more: https://s.example/@org/1"
    );
    assert!(told[5].starts_with("error outcome-turned: "), "{}", told[5]);
}

/// What a change is told that starts from a commit.
const CHANGES: [&str; 6] = [
    "error promise-moved: this change moves `due` of `call-back` from `2026-12-31` to `2027-06-30`",
    "error promise-reworded: this change rewords `what` of `call-back` from `Somebody calls back within a day.` to `Somebody calls back.`",
    "error promise-gone: this change takes the promise `call-back` away: `Somebody calls back within a day.`, due 2026-12-31",
    "error promise-gone: this change takes the promise `call-back` away: `Somebody calls back within a day.`, due 2026-12-31",
    "error promise-gone: this change takes the promise `call-back` away: `Somebody calls back within a day.`, due 2026-12-31",
    "error outcome-turned: this change turns `Nobody answers the phone.` from `upheld` to `not_upheld`",
];

#[test]
fn what_is_not_committed_yet_is_compared_with_the_last_commit() {
    assert_eq!(told_of(committed, &[]), CHANGES);
}

#[test]
fn what_is_committed_and_not_pushed_is_compared_with_what_was_pushed() {
    let pushed = || {
        let site = committed();
        site.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
        site
    };
    let tell = |(_, deed): &Deed| {
        let site = pushed();
        deed(&site);
        commit(&site);
        findings(&site, &[]).join("\n")
    };
    assert_eq!(DEEDS.iter().map(tell).collect::<Vec<_>>(), CHANGES);
}

#[test]
fn a_pull_request_is_compared_with_where_it_left_the_branch_it_goes_to() {
    let tell = |(_, deed): &Deed| {
        let site = committed();
        site.git(&["checkout", "--quiet", "-b", "topic"]);
        deed(&site);
        commit(&site);
        // The branch goes on meanwhile: what happens there is not this change's.
        site.git(&["checkout", "--quiet", "main"]);
        edit(&site, STORY, "what: Somebody", "lead: The office\n    what: Somebody");
        commit(&site);
        site.git(&["update-ref", "refs/remotes/origin/main", "main"]);
        site.git(&["checkout", "--quiet", "topic"]);
        site.git(&["branch", "--quiet", "-D", "main"]);
        let variables = [("CI", "true"), ("GITHUB_BASE_REF", "main")];
        told(&site.run_with(&["check", "--format", "json"], &variables)).join("\n")
    };
    assert_eq!(DEEDS.iter().map(tell).collect::<Vec<_>>(), CHANGES);
}

#[test]
fn a_push_is_compared_with_what_was_there_before_it() {
    let site = committed();
    let before = site.git(&["rev-parse", "HEAD"]);
    DEEDS[0].1(&site);
    commit(&site);
    site.put("later.txt", "Words.");
    commit(&site);
    site.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let check = |variables: &[(&str, &str)]| {
        told(&site.run_with(&["check", "--format", "json"], &[&[("CI", "true")], variables].concat()))
    };
    assert_eq!(check(&[("CI_COMMIT_BEFORE_SHA", &before)]), [CHANGES[0]]);
    let event = site.path("event.json");
    fs::write(&event, format!("{{\"before\": \"{before}\"}}")).unwrap();
    assert_eq!(check(&[("GITHUB_EVENT_PATH", event.to_str().unwrap())]), [CHANGES[0]]);
    let named = site.run_with(&["check", "--format", "json", "--base", &before], &[]);
    assert_eq!(told(&named), [CHANGES[0]]);
    let unknown = site.run(&["check", "--base", "nowhere"]);
    assert_eq!(
        (unknown.code, unknown.stderr.as_str()),
        (2, "error: `--base` cannot be used: `git merge-base` failed: there is no commit `nowhere` here\n")
    );
}

#[test]
fn what_was_said_first_is_found_in_the_history_of_what_was_pushed() {
    let tell = |(_, deed): &Deed| {
        let site = committed();
        deed(&site);
        commit(&site);
        let first = site.git(&["rev-list", "--max-parents=0", "HEAD"]);
        let last = site.git(&["rev-parse", "HEAD"]);
        let told = findings(&site, &[]).join("\n");
        told.replace(&first[..7], "FIRST").replace(&last[..7], "LAST")
    };
    assert_eq!(
        DEEDS.iter().map(tell).collect::<Vec<_>>(),
        [
            "warning promise-moved: `due` of `call-back` was `2026-12-31` in commit `FIRST` of 2026-05-01, and is `2027-06-30` now",
            "warning promise-reworded: `what` of `call-back` was `Somebody calls back within a day.` in commit `FIRST` of 2026-05-01, and is `Somebody calls back.` now",
            "warning promise-gone: the promise `call-back` was in commit `FIRST` of 2026-05-01 and is gone: `Somebody calls back within a day.`, due 2026-12-31",
            // The file promises nothing any more, and may be any of many: the ledger and the live site remember it.
            "",
            "warning promise-gone: the promise `call-back` was in commit `LAST^` of 2026-05-01 and is gone: `Somebody calls back within a day.`, due 2026-12-31",
            "",
        ]
    );
}

#[test]
fn the_first_commit_counts_whatever_git_is_set_to_show() {
    let site = committed();
    let (_, deed) = &DEEDS[0];
    deed(&site);
    commit(&site);
    let told = findings(&site, &[]);
    assert!(told[0].starts_with("warning promise-moved: "), "{told:?}");
    site.git(&["config", "log.showRoot", "false"]);
    assert_eq!(findings(&site, &[]), told);
}

/// A clone of a site that has its newest commit only, with the folder that holds both.
fn shallow(site: &Site) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = format!("file://{}", site.path("").display());
    git(folder.path(), &["clone", "--quiet", "--depth=1", from.trim_end_matches('/'), "clone"]);
    folder
}

#[test]
fn a_shallow_clone_says_that_its_history_is_cut_and_compares_what_it_has() {
    let note = "note: only the newest commits are here (a shallow clone), so what was promised before them is not compared; fetch the whole history (`fetch-depth: 0` in GitHub Actions)\n";
    let site = committed();
    DEEDS[0].1(&site);
    commit(&site);
    let clone = shallow(&site);
    let check = |variables: &[(&str, &str)]| {
        let root = clone.path().join("clone");
        ran(&site.command_in(&root, &["check"]).envs(variables.iter().copied()).output().unwrap())
    };
    for variables in [&[][..], &[("CI", "true")], &[("CI", "true"), ("GITHUB_BASE_REF", "main")]] {
        let ran = check(variables);
        assert_eq!((ran.code, ran.stderr), (0, format!("{note}nothing is wrong\n")), "{variables:?}");
    }
    let story = clone.path().join("clone").join(STORY);
    let text = fs::read_to_string(&story).unwrap();
    fs::write(&story, text.replace("2027-06-30", "2028-01-01")).unwrap();
    let ran = check(&[]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("from `2027-06-30` to `2028-01-01`"), "{}", ran.stderr);
}

#[test]
fn the_live_site_says_what_was_promised_to_its_readers() {
    let live = site();
    live.build();
    let data = ["commitments", "responses"].map(|name| live.read(&format!("public/data/{name}.json")));
    let server = Local::serve(move |asked: &Asked| match asked.line() {
        "GET /data/commitments.json" => (200, String::new(), data[0].clone()),
        "GET /data/responses.json" => (200, String::new(), data[1].clone()),
        _ => (404, String::new(), String::new()),
    });
    let address = server.url("/");
    let told = told_of(site, &["--live", "--base-url", &address]);
    let gone = "error promise-gone: the promise `call-back` is on the live site and not here: `Somebody calls back within a day.`, due 2026-12-31";
    assert_eq!(
        told,
        [
            "error promise-moved: `due` of `call-back` is `2026-12-31` on the live site, and `2027-06-30` here",
            "error promise-reworded: `what` of `call-back` is `Somebody calls back within a day.` on the live site, and `Somebody calls back.` here",
            gone,
            gone,
            gone,
            "error outcome-turned: `Nobody answers the phone.` was `upheld` on the live site, and is `not_upheld` now",
        ]
    );
}

#[test]
fn a_live_site_that_is_not_there_yet_has_promised_nothing_and_one_that_is_silent_is_an_error_of_the_network()
{
    let empty = Local::serve(|_| (404, String::new(), String::new()));
    assert_eq!(findings(&site(), &["--live", "--base-url", &empty.url("/")]), [""; 0]);
    let broken = Local::serve(|_| (503, String::new(), String::new()));
    let address = broken.url("/");
    let ran = site().run(&["check", "--live", "--base-url", &address]);
    assert_eq!((ran.code, ran.stderr), (3, format!("error: `{address}data/commitments.json` answers 503\n")));
}

#[test]
fn the_last_build_is_remembered_as_long_as_it_lies_there_and_stops_nobody() {
    let built = || {
        let site = site();
        site.build();
        site
    };
    let gone = "warning promise-gone: the promise `call-back` was in the last build and is gone: `Somebody calls back within a day.`, due 2026-12-31";
    assert_eq!(
        told_of(built, &[]),
        [
            "warning promise-moved: `due` of `call-back` was `2026-12-31` in the last build, and is `2027-06-30` now",
            "warning promise-reworded: `what` of `call-back` was `Somebody calls back within a day.` in the last build, and is `Somebody calls back.` now",
            gone,
            gone,
            gone,
            "warning outcome-turned: `Nobody answers the phone.` was `upheld` in the last build, and is `not_upheld` now",
        ]
    );
    let site = built();
    DEEDS[0].1(&site);
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stderr.contains("warning[promise-moved]"), "{}", ran.stderr);
    assert!(!site.path("ledger.jsonl").exists(), "a build by hand writes nothing but the site");
}

#[test]
fn a_move_that_is_told_is_no_finding() {
    let timeline = "due: 2026-12-31\n    timeline: [{date: 2026-05-20, status: in_progress, due: 2027-06-30, note: The lift is late.}]";
    let ended = "due: 2026-12-31\n    timeline: [{date: 2026-05-20, status: cancelled, note: Nobody calls any more.}]";
    let reworded = "changes: [{date: 2026-05-20, kind: clarification, was: 'Somebody calls back within a day', text: Only on working days.}]\ncriticisms:";
    let turned = "changes: [{date: 2026-05-20, kind: correction, was: upheld, text: The phone was out of order.}]\ncriticisms:";
    for make in [remembered, tooted, committed] {
        for entry in [timeline, ended] {
            let site = make();
            edit(&site, STORY, "due: 2026-12-31", entry);
            assert_eq!(findings(&site, &[]), [""; 0]);
        }
        let site = make();
        DEEDS[1].1(&site);
        edit(&site, STORY, "criticisms:", reworded);
        assert_eq!(findings(&site, &[]), [""; 0]);
        let site = make();
        DEEDS[5].1(&site);
        edit(&site, STORY, "criticisms:", turned);
        assert_eq!(findings(&site, &[]), [""; 0]);
    }
}

#[test]
fn a_promise_may_move_to_another_story_or_file_and_stays_the_same() {
    let site = committed();
    let text = site.read(STORY);
    site.put("content/responses/telephones.md", &text);
    fs::remove_file(site.path(STORY)).unwrap();
    assert_eq!(findings(&site, &[]), [""; 0]);
    edit(&site, "content/responses/telephones.md", PROMISE, "");
    site.story("content/impact/calls.md", "2026-05-01", PROMISE, "We call.");
    assert_eq!(findings(&site, &[]), [""; 0]);
}

#[test]
fn another_id_is_shown_where_it_stands_with_the_one_that_it_had() {
    let site = remembered();
    DEEDS[2].1(&site);
    assert_eq!(
        site.check().stderr,
        "error[promise-gone]: the promise `call-back` was published on 2026-03-02 and is gone: `Somebody calls back within a day.`, due 2026-12-31
  --> content/responses/phones.md:10:9
   |
10 |   - id: calling
   |         ^^^^^^^
   |
   = help: write `id: call-back` instead of `id: calling`: a promise keeps
           its name

1 error in 1 file
"
    );
}

#[test]
fn what_was_a_draft_or_is_a_draft_elsewhere_was_not_promised() {
    let site = Site::new();
    site.story(STORY, "2026-03-01", &format!("draft: true\n{PROMISE}"), "");
    site.story("content/impact/later.md", "2026-12-01", &PROMISE.replace("call-back", "later"), "");
    site.git(&["init", "--quiet", "-b", "main"]);
    commit(&site);
    site.run(&["build", "--drafts", "--future"]);
    DEEDS[0].1(&site);
    DEEDS[1].1(&site);
    fs::remove_file(site.path("content/impact/later.md")).unwrap();
    let told = findings(&site, &[]);
    // Only the build that was asked for drafts has it, and the story that is gone cannot say that it was one.
    assert_eq!(
        told,
        [
            "warning promise-gone: the promise `later` was in the last build and is gone: `Somebody calls back within a day.`, due 2026-12-31"
        ]
    );
}

#[test]
fn a_story_that_becomes_a_draft_again_still_owes_its_promise() {
    let site = committed();
    edit(&site, STORY, "date:", "draft: true\ndate:");
    assert_eq!(
        findings(&site, &[]),
        [
            "error promise-gone: this change takes the promise `call-back` away: `Somebody calls back within a day.`, due 2026-12-31; its story is a draft now"
        ]
    );
}

#[test]
fn a_story_that_cannot_be_read_hides_no_other_promise_for_good() {
    let site = committed();
    edit(&site, STORY, "date: 2026-03-01", "date: soon");
    // The date is to be mended first; then everything else is said.
    let told = findings(&site, &[]);
    assert!(told.iter().all(|told| told.contains("`date`") || told.contains("soon")), "{told:?}");
    edit(&site, "hearback.yaml", "language: en", "language: en\ncheck: {date: off}");
    let told = findings(&site, &[]);
    assert!(told.iter().any(|told| told.contains("promise-gone")), "{told:?}");
}

#[test]
fn a_clock_before_the_promise_knows_nothing_of_it() {
    let site = tooted();
    fs::remove_file(site.path(STORY)).unwrap();
    assert_eq!(
        findings(&site, &["--now", "2026-02-01"]).iter().filter(|told| told.contains("promise")).count(),
        0
    );
}

#[test]
fn only_a_build_that_is_published_is_remembered() {
    let pull_request = [("CI", "true"), ("GITHUB_BASE_REF", "main")];
    for (words, variables) in [
        (&["build"][..], &[][..]),
        (&["build"], &[("CI", "false")]),
        (&["build"], &pull_request),
        (&["build", "--base-url", "https://preview.example/"], &[("CI", "true")]),
        (&["build", "--drafts"], &[("CI", "true")]),
        (&["check"], &[("CI", "true")]),
    ] {
        let site = site();
        assert_eq!(site.run_with(words, variables).code, 0);
        assert!(!site.path("ledger.jsonl").exists(), "{words:?} {variables:?}");
    }
    let site = site();
    site.run_with(&["build"], &[("CI", "true")]);
    let first = site.read("ledger.jsonl");
    site.run_with(&["build"], &[("CI", "true")]);
    assert_eq!(site.read("ledger.jsonl"), first, "what is remembered is not written again");
    assert_eq!(first.lines().count(), 2, "{first}");
}

#[test]
fn a_toot_whose_page_moved_is_named_with_the_alias_that_brings_it_back_and_fix_writes_it() {
    let site = tooted();
    fs::rename(site.path(STORY), site.path("content/responses/telephones.md")).unwrap();
    let ran = site.check();
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.stderr,
        "warning[lost-page]: a toot leads to `/responses/phones/`, and nothing is there any more: https://s.example/@org/1
--> content/responses/telephones.md
 = help: add the line `aliases: [/responses/phones/]`, or run `hearback
         check --fix`

1 warning in 1 file; `--fix` mends 1 of them
"
    );
    let fixed = site.run(&["check", "--fix"]);
    assert_eq!(fixed.stderr, "mended `content/responses/telephones.md`\nnothing is wrong\n");
    assert!(site.build().contains_key("responses/phones/index.html"));
}

#[test]
fn a_toot_whose_story_is_gone_can_be_taken_back_and_one_that_was_is_nobodys_concern() {
    let site = tooted();
    edit(&site, STORY, PROMISE, "");
    site.story("content/impact/calls.md", "2026-05-01", PROMISE, "");
    fs::remove_file(site.path(STORY)).unwrap();
    let lost = "warning lost-page: a toot leads to `/responses/phones/`, and nothing is there any more: https://s.example/@org/1";
    assert_eq!(findings(&site, &[]), [lost]);
    assert!(
        site.check().stderr.contains("`hearback toot\n         retract responses-phones`"),
        "{}",
        site.check().stderr
    );
    let ledger = site.read("ledger.jsonl");
    let retract = r#"{"v":1,"kind":"retract","intent":"i1","story":"responses-phones","action":"new","reason":"","at":"2026-03-05T10:00:00Z"}"#;
    site.put("ledger.jsonl", format!("{ledger}{retract}\n"));
    assert_eq!(findings(&site, &[]), [""; 0]);
    // Where the toot leads elsewhere, or the page is there as an alias, nothing is lost.
    site.put("ledger.jsonl", ledger.replace("https://ferrow.example/", "https://old.example/"));
    assert_eq!(findings(&site, &[]), [""; 0]);
}

#[test]
fn a_page_that_the_last_build_had_and_this_one_has_not_is_named() {
    let site = Site::new();
    for name in ["a", "b"] {
        site.story(&format!("content/impact/{name}.md"), "2026-01-01", "tags: [water]\n", "");
    }
    site.build();
    fs::rename(site.path("content/impact/a.md"), site.path("content/impact/c.md")).unwrap();
    edit(&site, "content/impact/b.md", "tags: [water]", "tags: [rivers]");
    edit(&site, "content/impact/c.md", "tags: [water]", "tags: [rivers]");
    let built = site.run(&["build"]);
    assert!(
        built.stderr.contains(
            "\nnot there any more: `/impact/a/`\n  if it only moved, write its old address into its story: `aliases: [/impact/a/]`\n"
        ),
        "{}",
        built.stderr
    );
    assert!(!site.run(&["build"]).stderr.contains("not there any more"));
}

#[test]
fn a_change_that_makes_feed_readers_show_a_story_again_is_named_with_the_guid_that_keeps_it() {
    let site = Site::new();
    site.put("content/impact/a.md", "---\ntitle: A\ndate: 2026-01-01\nsummary: S\n---\nx\n");
    site.story("content/impact/b.md", "2026-01-01", "", "");
    site.git(&["init", "--quiet", "-b", "main"]);
    commit(&site);
    fs::rename(site.path("content/impact/a.md"), site.path("content/impact/new-name.md")).unwrap();
    edit(&site, "content/impact/b.md", "id: impact-b", "id: b");
    let named = |site: &Site| {
        let all = findings(site, &[]);
        all.into_iter().filter(|told| told.contains("guid-changed")).collect::<Vec<_>>()
    };
    assert_eq!(
        named(&site),
        [
            "warning guid-changed: this change gives the story another name in feeds, so that every reader gets it again",
            "warning guid-changed: this story was in `content/impact/a.md`, and has another name in feeds, so that every reader gets it again",
        ]
    );
    site.run(&["check", "--fix"]);
    assert_eq!(named(&site), [""; 0]);
    site.build();
    let rss = site.read("public/rss.xml");
    for guid in ["tag:ferrow.example,2026:/content/impact/a.md<", "tag:ferrow.example,2026:/impact-b<"] {
        assert!(rss.contains(guid), "{guid} in {rss}");
    }
    edit(&site, "hearback.yaml", "https://ferrow.example/", "https://new.example/");
    assert_eq!(
        named(&site)[..1],
        [
            "warning guid-changed: this change gives every story another name in feeds: they were named after `https://ferrow.example/`"
        ]
    );
    edit(&site, "hearback.yaml", "language: en", "language: en\nfeeds: {authority: https://ferrow.example/}");
    assert_eq!(named(&site), [""; 0]);
}

#[test]
fn a_page_links_to_the_toot_that_counts() {
    let site = tooted();
    let ledger = site.read("ledger.jsonl");
    // It was deleted by hand and posted again: random names decide nothing.
    let again = r#"{"v":1,"kind":"again","story":"responses-phones","action":"new","voids":["i1"],"at":"2026-03-03T10:00:00Z"}"#;
    for intent in ["i0", "i2"] {
        let second =
            ledger.lines().take(2).collect::<Vec<_>>().join("\n").replace("\"i1\"", &format!("\"{intent}\""));
        let second = second.replace("org/1", "org/2").replace("03-02", "03-04");
        let retract = r#"{"v":1,"kind":"retract","intent":"i1","story":"responses-phones","action":"new","reason":"","at":"2026-03-02T11:00:00Z"}"#;
        for between in ["", retract] {
            site.put("ledger.jsonl", format!("{ledger}{between}\n{again}\n{second}\n"));
            site.build();
            let page = site.read("public/responses/phones/index.html");
            assert!(
                page.contains("https://s.example/@org/2") && !page.contains("https://s.example/@org/1"),
                "{intent}"
            );
        }
    }
}
