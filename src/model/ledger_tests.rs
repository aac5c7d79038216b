//! What the records of an action add up to.

use super::*;

const INTENT: &str = r#"{"v":1,"kind":"intent","intent":"i7f3a","story":"wells","action":"new","account":"https://s.example/@org","at":"2026-11-24T03:08:03Z","due":null,"page":"https://org.example/impact/wells/","revision":"sha256:ab","by":"github run 123"}"#;
const RECEIPT: &str = r#"{"v":1,"kind":"receipt","intent":"i7f3a","story":"wells","action":"new","how":"posted","id":"1134","uri":"https://s.example/1134","url":"https://s.example/@org/1134","scheduled":null,"revision":"sha256:ab","at":"2026-11-24T03:08:05Z"}"#;
const FAILED: &str = r#"{"v":1,"kind":"failed","intent":"i7f3a","story":"wells","action":"new","why":"absent","at":"2026-11-24T03:14:03Z"}"#;
const UNCLEAR: &str =
    r#"{"v":1,"kind":"unclear","intent":"i7f3a","story":"wells","action":"new","at":"2026-11-24T03:08:13Z"}"#;
const SITE: &str = r#"{"v":1,"kind":"site","id":"s9c1e0f","at":"2026-11-24T03:08:03Z"}"#;
const EDIT: &str = r#"{"v":1,"kind":"edit","intent":"i7f3a","story":"wells","action":"new","uri":"https://s.example/1134","revision":"sha256:cd","at":"2026-11-25T03:14:03Z"}"#;
const RETRACT: &str = r#"{"v":1,"kind":"retract","intent":"i7f3a","story":"wells","action":"new","reason":"a wrong name","at":"2026-11-26T03:14:03Z"}"#;
const AGAIN: &str =
    r#"{"v":1,"kind":"again","story":"wells","action":"new","voids":["i7f3a"],"at":"2026-11-27T03:14:03Z"}"#;

fn ledger(lines: &[&str]) -> Ledger {
    lines.iter().map(|line| Record::parse(line).expect(line)).collect()
}

fn state(ledger: &Ledger) -> Standing<'_> {
    ledger.standing("wells", &Action::New)
}

fn failed_lines(whys: &[&str]) -> Vec<String> {
    (0..).zip(whys).map(|(n, why)| FAILED.replace("i7f3a", &format!("i{n}")).replace("absent", why)).collect()
}

#[test]
fn a_line_is_written_as_it_was_read() {
    for line in [INTENT, RECEIPT, FAILED, UNCLEAR, EDIT, RETRACT, AGAIN, SITE] {
        assert_eq!(Record::parse(line).expect(line).to_line(), line);
    }
}

#[test]
fn a_part_a_correction_and_a_refusal_keep_their_words() {
    for (from, to) in
        [("\"new\"", "\"part:2\""), ("\"new\"", "\"correction:2026-03\""), ("absent", "http 422")]
    {
        let line = FAILED.replace(from, to);
        assert_eq!(Record::parse(&line).expect(&line).to_line(), line);
    }
}

#[test]
fn a_line_that_cannot_be_read_says_why() {
    assert_eq!(Record::parse("{}"), Err("it has no version".to_owned()));
    let newer = INTENT.replace("\"v\":1", "\"v\":2");
    assert_eq!(Record::parse(&newer), Err("it is of version 2, and this program reads version 1".to_owned()));
    assert!(Record::parse(&INTENT[..40]).is_err());
    assert!(Record::parse(&INTENT.replace("\"new\"", "\"part:\"")).is_err());
}

#[test]
fn an_action_is_free_then_open_then_done() {
    assert_eq!(state(&ledger(&[])), Standing::Free);
    assert!(matches!(state(&ledger(&[INTENT])), Standing::Open(intents) if intents.len() == 1));
    assert_eq!(state(&ledger(&[INTENT, FAILED])), Standing::Free);
    let done = ledger(&[INTENT, FAILED, RECEIPT]);
    assert!(matches!(state(&done), Standing::Out(posted) if posted.revision == Some("sha256:ab")));
}

#[test]
fn neither_order_nor_repetition_means_anything() {
    let lines = [INTENT, RECEIPT, EDIT, RETRACT];
    let whole = ledger(&lines);
    for turn in 0..lines.len() {
        let mut shuffled = lines;
        shuffled.rotate_left(turn);
        let doubled: Vec<&str> = shuffled.iter().chain(&lines).copied().collect();
        assert_eq!(ledger(&doubled), whole);
    }
    let Standing::Retracted(posted, retract) = state(&whole) else { panic!("taken back") };
    assert_eq!((posted.revision, retract.reason.as_str()), (Some("sha256:cd"), "a wrong name"));
}

#[test]
fn an_again_voids_what_it_names_and_changes_the_key() {
    let again = ledger(&[INTENT, RECEIPT, AGAIN]);
    assert_eq!(state(&again), Standing::Free);
    assert_eq!(again.agains("wells", &Action::New), 1);
    assert_eq!(again.owner("https://s.example/1134"), Some(("wells", &Action::New)));
    let anew = INTENT.replace("i7f3a", "i2");
    assert!(matches!(state(&ledger(&[INTENT, RECEIPT, AGAIN, &anew])), Standing::Open(_)));
}

#[test]
fn two_toots_of_one_action_are_an_error_that_names_both() {
    let other = RECEIPT.replace("1134", "1135").replace("i7f3a", "i2");
    let two = ledger(&[RECEIPT, &other]);
    assert_eq!(state(&two), Standing::TwoToots("https://s.example/1134", "https://s.example/1135"));
    let question = state(&two).question("wells").expect("a question");
    assert_eq!(
        question.known,
        "the ledger has two toots for it: https://s.example/1134 and https://s.example/1135"
    );
}

#[test]
fn three_toots_that_came_to_nothing_give_it_up() {
    let twice = failed_lines(&["absent", "ghost"]);
    assert_eq!(state(&twice.iter().map(|line| Record::parse(line).expect(line)).collect()), Standing::Free);
    let refused = failed_lines(&["absent", "ghost", "http 422", "late"]);
    assert_eq!(state(&refused.iter().map(|line| Record::parse(line).expect(line)).collect()), Standing::Free);
    let thrice: Ledger = failed_lines(&["absent", "ghost", "absent"])
        .iter()
        .map(|line| Record::parse(line).expect(line))
        .collect();
    assert!(matches!(state(&thrice), Standing::GivenUp(3)));
}

#[test]
fn a_scheduled_toot_that_is_out_is_one_toot() {
    let waits = RECEIPT
        .replace("\"https://s.example/1134\"", "null")
        .replace("\"scheduled\":null", "\"scheduled\":\"57\"");
    assert!(matches!(state(&ledger(&[&waits])), Standing::Waiting(_)));
    assert!(matches!(state(&ledger(&[&waits, RECEIPT])), Standing::Out(_)));
}

#[test]
fn an_outage_never_gives_a_story_up() {
    let lines = failed_lines(&["absent"; 5]);
    let unclear = (0..5).map(|n| UNCLEAR.replace("i7f3a", &format!("i{n}")));
    let outage: Ledger =
        lines.iter().cloned().chain(unclear).map(|line| Record::parse(&line).expect("a record")).collect();
    assert_eq!(state(&outage), Standing::Free);
    let silent: Ledger = lines.iter().map(|line| Record::parse(line).expect("a record")).collect();
    assert_eq!(state(&silent), Standing::GivenUp(5));
}

#[test]
fn words_that_were_refused_three_times_are_given_up_until_they_change() {
    let tries = |whys: &[&str]| -> Ledger {
        let intents = (0..whys.len()).map(|n| {
            let words = r#""by":"github run 123","words":"w1""#;
            INTENT.replace("i7f3a", &format!("i{n}")).replace(r#""by":"github run 123""#, words)
        });
        intents.chain(failed_lines(whys)).map(|line| Record::parse(&line).expect("a record")).collect()
    };
    let standing = |whys: &[&str], words: &str| {
        let ledger = tries(whys);
        let standing = ledger.standing_of("wells", &Action::New, None, Some(words));
        matches!(standing, Standing::Refused(3))
    };
    assert!(standing(&["http 422", "http 400", "http 413"], "w1"));
    assert!(!standing(&["http 422", "http 400", "http 413"], "w2"), "other words");
    assert!(!standing(&["http 422", "http 400", "http 429"], "w1"), "429 is not about the words");
    assert!(!standing(&["http 422", "http 400"], "w1"));
}

#[test]
fn a_toot_of_an_account_that_moved_is_announced_and_out_of_our_hands() {
    let (old, new) = (AccountName::new("org", "s.example"), AccountName::new("org", "t.example"));
    let by = |lines: &[&str], ours: &AccountName| -> &'static str {
        match ledger(lines).standing_of("wells", &Action::New, Some(ours), None) {
            Standing::Elsewhere(_) => "elsewhere",
            Standing::OpenElsewhere(_) => "open elsewhere",
            Standing::Out(_) | Standing::Open(_) => "here",
            _ => "?",
        }
    };
    let adopted = RECEIPT.replace("i7f3a", "i2");
    assert_eq!([by(&[INTENT, RECEIPT], &old), by(&[INTENT, RECEIPT], &new)], ["here", "elsewhere"]);
    assert_eq!([by(&[&adopted], &old), by(&[&adopted], &new)], ["here", "elsewhere"]);
    assert_eq!([by(&[INTENT], &old), by(&[INTENT], &new)], ["here", "open elsewhere"]);
    let question = ledger(&[INTENT]).standing("wells", &Action::New).seen_by(&new).question("wells");
    assert_eq!(
        question.expect("a question").known,
        "a run as https://s.example/@org did not learn whether it was posted there"
    );
}

#[test]
fn what_the_server_posted_at_once_takes_the_slot_of_its_receipt() {
    let due = INTENT.replace("\"due\":null", "\"due\":\"2026-11-24T09:00:00Z\"");
    let slot = |lines: &[&str]| ledger(lines).newest_slot().map(|at| at.to_string());
    assert_eq!(slot(&[INTENT]).as_deref(), Some("2026-11-24T03:08:03Z"));
    assert_eq!(slot(&[&due]).as_deref(), Some("2026-11-24T09:00:00Z"));
    assert_eq!(slot(&[&due, RECEIPT]).as_deref(), Some("2026-11-24T03:08:05Z"));
    assert_eq!(slot(&[INTENT, FAILED]), None);
}

#[test]
fn the_first_id_of_a_site_is_its_id() {
    let later = SITE.replace("s9c1e0f", "s0").replace("03:08:03", "04:00:00");
    assert_eq!(ledger(&[&later, SITE]).site(), Some("s9c1e0f"));
    assert_eq!(ledger(&[INTENT]).site(), None);
}

#[test]
fn a_page_knows_its_stories_and_a_story_its_pages() {
    let moved = INTENT.replace("i7f3a", "i2").replace("/impact/wells/", "/wells/");
    let other = INTENT.replace("\"wells\"", "\"wells2\"");
    let known = ledger(&[INTENT, &moved, &other]);
    assert_eq!(known.pages("wells").len(), 2);
    let at: Vec<&str> = known.stories_at("https://org.example/impact/wells/").collect();
    assert_eq!(at, ["wells", "wells2"]);
    assert_eq!(known.actions_of("wells").count(), 1);
}
