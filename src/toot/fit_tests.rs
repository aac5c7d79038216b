//! Tests of `fit`: whole toots, and the law that none is too long or has a broken link.

use proptest::prelude::*;

use super::*;
use crate::toot::entity::{Kind, entities};

const LINK: &str = "https://charity.org/impact/wells/";

fn words<'a>(text: &'a str, hashtags: &'a [String]) -> Words<'a> {
    Words { mention: None, text, link: LINK, hashtags, warning: "", goes_on: false }
}

fn limits(max_characters: usize) -> Limits {
    Limits { max_characters, ..Limits::default() }
}

#[test]
fn summary_link_and_hashtags_stand_apart() {
    let tags = ["#CleanWater".to_owned(), "#Wells".to_owned()];
    assert_eq!(
        fit(&words("We dug three wells.", &tags), &limits(500)),
        Ok(vec![format!("We dug three wells.\n\n{LINK}\n\n#CleanWater #Wells")])
    );
}

#[test]
fn a_colon_leads_to_the_link() {
    assert_eq!(fit(&words("What it cost:\n", &[]), &limits(500)), Ok(vec![format!("What it cost:\n{LINK}")]));
}

#[test]
fn a_text_with_the_link_is_left_alone() {
    let text = format!("Read {LINK} and tell us.");
    assert_eq!(fit(&words(&text, &[]), &limits(500)), Ok(vec![text.clone()]));
}

#[test]
fn a_summary_is_shortened_and_a_text_goes_on() {
    let text = "We dug three wells. Two of them give water all year. The third is dry in May.";
    assert_eq!(
        fit(&words(text, &[]), &limits(78)),
        Ok(vec![format!("We dug three wells. Two of them give water all year.\n\n{LINK}")])
    );
    let long = Words { goes_on: true, ..words(text, &[]) };
    assert_eq!(
        fit(&long, &limits(57)),
        Ok(vec![
            format!("We dug three wells.\n\n{LINK}"),
            "Two of them give water all year. The third is dry in May.".to_owned(),
        ])
    );
}

#[test]
fn a_shape_keeps_its_place_for_the_link_and_takes_a_shorter_text() {
    let shape = |text: &str| Ok::<_, ()>(format!("You said, we did: {text}\n{LINK}\n#Wells"));
    let text = "We dug three wells. Two of them give water all year.";
    let of = |most| fit_shape(&words(text, &[]), &limits(most), shape);
    assert_eq!(of(500), Ok(Ok(vec![format!("You said, we did: {text}\n{LINK}\n#Wells")])));
    assert_eq!(of(80), Ok(Ok(vec![format!("You said, we did: We dug three wells.\n{LINK}\n#Wells")])));
    assert_eq!(of(40), Ok(Ok(vec![format!("You said, we…\n\n{LINK}")])), "too long by itself");
}

#[test]
fn a_shape_without_the_link_has_it_at_its_end_and_one_that_glues_it_has_it_apart() {
    let plain = fit_shape(&words("Wells.", &[]), &limits(500), |text| Ok::<_, ()>(format!("News: {text}")));
    assert_eq!(plain, Ok(Ok(vec![format!("News: Wells.\n\n{LINK}")])));
    let glued = fit_shape(&words("Wells.", &[]), &limits(500), |text| Ok::<_, ()>(format!("{text}({LINK})")));
    assert_eq!(glued, Ok(Ok(vec![format!("Wells.( )\n\n{LINK}")])));
}

#[test]
fn a_warning_counts_and_may_leave_no_room() {
    let warned = Words { warning: "flood, with pictures", ..words("", &[]) };
    assert_eq!(
        fit(&warned, &limits(40)),
        Err("its link and its content warning count 43 of the 40 characters that the server allows"
            .to_owned())
    );
}

/// Whether a toot has the link, whole, with white space around it, as the server reads it.
fn has_link(toot: &str, link: &str) -> bool {
    let counts = |text: &str| {
        let links = entities(text).into_iter().filter(|entity| entity.kind == Kind::Url);
        links.filter(|entity| &text[entity.range.clone()] == link).count()
    };
    links_itself(toot, link) && counts(toot) >= counts(link)
}

/// Words as they meet in a summary.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,12}[.,!?:]? ",
        "[a-zé]{1,60}",
        "https://[a-z]{1,9}\\.(org|example|de)/[a-z0-9/()]{0,30}[.,…]?",
        "@[a-z]{1,40}@[a-z]{1,8}\\.org",
        "#[A-Za-z]{1,12}",
        ":[a-z_]{1,9}:",
        "[अ-हの-ん一-龠👩\u{200D}🏽🇩🇪]{1,6}",
        "\\PC{0,6}",
        Just(" ".to_owned()),
        Just("\n\n".to_owned()),
        Just(LINK.to_owned()),
    ]
}

proptest! {
    #[test]
    fn no_toot_is_too_long_or_has_a_broken_link(
        pieces in prop::collection::vec(piece(), 0..60),
        tags in prop::collection::vec("\\PC{0,20}", 0..5),
        path in "[a-z0-9/-]{0,40}",
        mention in prop::option::of("@[a-z]{1,20}@[a-z]{1,9}\\.org"),
        warning in "\\PC{0,30}",
        goes_on: bool,
        most in 30usize..5_000,
        small in 30usize..120,
        is_small: bool,
    ) {
        let text = pieces.concat();
        let hashtags = crate::toot::hashtags::hashtags(&tags, 4);
        let link = format!("https://charity.org/{path}/");
        let words = Words {
            mention: mention.as_deref(), text: &text, link: &link, hashtags: &hashtags, warning: &warning, goes_on,
        };
        let limits = limits(if is_small { small } else { most });
        if let Ok(toots) = fit(&words, &limits) {
            prop_assert!(has_link(&toots[0], &link), "{:?}", toots[0]);
            for toot in &toots {
                prop_assert!(length(&warning, toot, &limits) <= limits.max_characters, "{:?}", toot);
            }
        }
    }

    #[test]
    fn no_toot_of_a_sites_own_shape_is_too_long_or_has_a_broken_link(
        pieces in prop::collection::vec(piece(), 0..40),
        before in prop::collection::vec(piece(), 0..6),
        between in prop::collection::vec(piece(), 0..6),
        after in prop::collection::vec(piece(), 0..6),
        links in 0usize..3,
        twice: bool,
        mention in prop::option::of("@[a-z]{1,20}@[a-z]{1,9}\\.org"),
        warning in "\\PC{0,30}",
        most in 30usize..1_000,
    ) {
        let text = pieces.concat();
        let words = Words { mention: mention.as_deref(), warning: &warning, ..words(&text, &[]) };
        let limits = limits(most);
        let shape = |text: &str| {
            let again = if twice { text } else { "" };
            let links = vec![LINK; links].join(" ");
            Ok::<_, ()>([&before.concat(), text, &between.concat(), &links, &after.concat(), again].concat())
        };
        if let Ok(Ok(toots)) = fit_shape(&words, &limits, shape) {
            prop_assert_eq!(toots.len(), 1);
            prop_assert!(has_link(&toots[0], LINK), "{:?}", toots[0]);
            prop_assert!(length(&warning, &toots[0], &limits) <= limits.max_characters, "{:?}", toots[0]);
        }
    }

    #[test]
    fn every_toot_without_warning_and_mention_finds_room(
        pieces in prop::collection::vec(piece(), 0..40), goes_on: bool, most in 30usize..5_000,
    ) {
        let text = pieces.concat();
        let words = Words { goes_on, ..words(&text, &[]) };
        prop_assert!(fit(&words, &limits(most)).is_ok());
    }
}
