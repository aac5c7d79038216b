//! What the records of an action add up to.

use super::*;

const INTENT: &str = r#"{"v":1,"kind":"intent","intent":"i7f3a","story":"wells","action":"new","account":"https://s.example/@org","at":"2026-11-24T03:08:03Z","due":null,"page":"https://org.example/impact/wells/","revision":"sha256:ab","by":"github run 123"}"#;
const RECEIPT: &str = r#"{"v":1,"kind":"receipt","intent":"i7f3a","story":"wells","action":"new","how":"posted","id":"1134","uri":"https://s.example/1134","url":"https://s.example/@org/1134","scheduled":null,"revision":"sha256:ab","at":"2026-11-24T03:08:05Z"}"#;
const FAILED: &str = r#"{"v":1,"kind":"failed","intent":"i7f3a","story":"wells","action":"new","why":"absent","at":"2026-11-24T03:14:03Z"}"#;
const EDIT: &str = r#"{"v":1,"kind":"edit","intent":"i7f3a","story":"wells","action":"new","uri":"https://s.example/1134","revision":"sha256:cd","at":"2026-11-25T03:14:03Z"}"#;
const RETRACT: &str = r#"{"v":1,"kind":"retract","intent":"i7f3a","story":"wells","action":"new","reason":"a wrong name","at":"2026-11-26T03:14:03Z"}"#;
const AGAIN: &str =
    r#"{"v":1,"kind":"again","story":"wells","action":"new","voids":["i7f3a"],"at":"2026-11-27T03:14:03Z"}"#;

fn ledger(lines: &[&str]) -> Ledger {
    lines.iter().map(|line| Record::parse(line).expect(line)).collect()
}

fn state(ledger: &Ledger) -> State<'_> {
    ledger.state("wells", &Action::New).expect("one toot at most")
}

fn failed_lines(whys: &[&str]) -> Vec<String> {
    (0..).zip(whys).map(|(n, why)| FAILED.replace("i7f3a", &format!("i{n}")).replace("absent", why)).collect()
}

#[test]
fn a_line_is_written_as_it_was_read() {
    for line in [INTENT, RECEIPT, FAILED, EDIT, RETRACT, AGAIN] {
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
    assert_eq!(state(&ledger(&[])), State::Free);
    assert!(matches!(state(&ledger(&[INTENT])), State::Open(intents) if intents.len() == 1));
    assert_eq!(state(&ledger(&[INTENT, FAILED])), State::Free);
    let done = ledger(&[INTENT, FAILED, RECEIPT]);
    assert!(matches!(state(&done), State::Done(posted) if posted.revision == Some("sha256:ab")));
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
    let State::Done(posted) = state(&whole) else { panic!("done") };
    assert_eq!(posted.revision, Some("sha256:cd"));
    assert_eq!(posted.retracted.map(|retract| retract.reason.as_str()), Some("a wrong name"));
}

#[test]
fn an_again_voids_what_it_names_and_changes_the_key() {
    let again = ledger(&[INTENT, RECEIPT, AGAIN]);
    assert_eq!(state(&again), State::Free);
    assert_eq!(again.agains("wells", &Action::New), 1);
    assert_eq!(again.owner("https://s.example/1134"), Some(("wells", &Action::New)));
    let anew = INTENT.replace("i7f3a", "i2");
    assert!(matches!(state(&ledger(&[INTENT, RECEIPT, AGAIN, &anew])), State::Open(_)));
}

#[test]
fn two_toots_of_one_action_are_an_error_that_names_both() {
    let other = RECEIPT.replace("1134", "1135").replace("i7f3a", "i2");
    let error = ledger(&[RECEIPT, &other]).state("wells", &Action::New).expect_err("two");
    assert_eq!(
        error.to_string(),
        "`wells` (new): the ledger has two toots, https://s.example/1134 and https://s.example/1135"
    );
}

#[test]
fn three_toots_that_came_to_nothing_give_it_up() {
    let twice = failed_lines(&["absent", "ghost"]);
    assert_eq!(state(&twice.iter().map(|line| Record::parse(line).expect(line)).collect()), State::Free);
    let refused = failed_lines(&["absent", "ghost", "http 422", "late"]);
    assert_eq!(state(&refused.iter().map(|line| Record::parse(line).expect(line)).collect()), State::Free);
    let thrice: Ledger = failed_lines(&["absent", "ghost", "absent"])
        .iter()
        .map(|line| Record::parse(line).expect(line))
        .collect();
    assert!(matches!(state(&thrice), State::GivenUp(failed) if failed.len() == 3));
}

#[test]
fn a_scheduled_toot_that_is_out_is_one_toot() {
    let waits = RECEIPT
        .replace("\"https://s.example/1134\"", "null")
        .replace("\"scheduled\":null", "\"scheduled\":\"57\"");
    assert!(matches!(state(&ledger(&[&waits])), State::Done(p) if p.receipt.uri.is_none()));
    assert!(matches!(state(&ledger(&[&waits, RECEIPT])), State::Done(p) if p.receipt.uri.is_some()));
}
