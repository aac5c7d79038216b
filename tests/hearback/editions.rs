//! One story in several languages: what it promises is said on each page in that page's language.

use crate::small::{Small, small};
use hearback::model::output::Output;
use hearback::render::Renderer;

/// A promise with news in English and Arabic, told on by a story that has no translation.
fn ramp() -> Small {
    small()
        .file(
            "content/impact/door.md",
            "---\nid: door\ntitle: The door\ndate: 2026-01-05\nsummary: Short.\ncommitments:\n  \
             - id: ramp\n    what: A ramp\n    lead: The caretaker\n    due: 2026-09-01\n    done_when: a chair gets in\n    \
             timeline:\n      - {date: 2026-02-01, status: in_progress, note: The wood is there}\n---\n\nText.\n",
        )
        .file(
            "content/impact/door.ar.md",
            "---\nid: door\ntitle: الباب\ndate: 2026-01-05\nsummary: قصير.\ncommitments:\n  \
             - id: ramp\n    what: منحدر\n    lead: الحارس\n    due: 2026-09-01\n    done_when: يدخل الكرسي\n    \
             timeline:\n      - {date: 2026-02-01, status: in_progress, note: وصل الخشب}\n---\n\nنص.\n",
        )
        .story(
            "content/impact/news.md",
            "2026-03-01",
            "progress:\n  - {commitment: ramp, date: 2026-03-01, status: stalled, note: Rain}\n",
            "Text.",
        )
}

/// What answers an address.
fn text(press: &Renderer, address: &str) -> String {
    let Ok(Output::Page(bytes)) = press.answer(address, &press.site().routes[address]) else {
        panic!("{address} is printed")
    };
    String::from_utf8(bytes).unwrap()
}

/// What a page says, without what stands around it on every page.
fn main_of(press: &Renderer, address: &str) -> String {
    let page = text(press, address);
    let main = page.split_once("<main id=\"main\">").and_then(|(_, rest)| rest.split_once("</main>"));
    main.unwrap().0.to_owned()
}

#[test]
fn a_translated_promise_has_a_page_in_its_language() {
    insta::assert_snapshot!(main_of(&ramp().press(), "/ar/commitments/ramp/"));
}

#[test]
fn a_promise_is_said_in_the_language_of_the_page() {
    let press = ramp().press();
    for address in ["/ar/impact/door/", "/ar/commitments/", "/ar/"] {
        let main = main_of(&press, address);
        assert!(main.contains("<a href=\"/ar/commitments/ramp/\">منحدر</a>"), "{address}: {main}");
        assert!(!main.contains("A ramp"), "{address}: {main}");
    }
    let main = main_of(&press, "/commitments/");
    assert!(main.contains("<a href=\"/commitments/ramp/\">A ramp</a>"), "{main}");
}

#[test]
fn what_nobody_translated_names_its_language() {
    let alone = ramp().story(
        "content/impact/kerb.md",
        "2026-04-01",
        "commitments:\n  - {id: kerb, what: A kerb, due: none, review_on: 2026-12-01}\n",
        "",
    );
    let main = main_of(&alone.press(), "/ar/commitments/");
    assert!(main.contains("<a href=\"/commitments/kerb/\" lang=\"en\" dir=\"ltr\">A kerb</a>"), "{main}");
}

#[test]
fn the_sitemap_knows_a_promise_in_all_its_languages() {
    let press = ramp().press();
    let sitemap = text(&press, "/sitemap.xml");
    let entry = |address: &str| {
        let from = sitemap.find(&format!("<loc>https://small.example{address}</loc>")).unwrap();
        sitemap[from..].split_once("</url>").unwrap().0.to_owned()
    };
    for address in ["/commitments/ramp/", "/ar/commitments/ramp/"] {
        let entry = entry(address);
        assert!(
            entry.contains("hreflang=\"en\" href=\"https://small.example/commitments/ramp/\""),
            "{entry}"
        );
        assert!(
            entry.contains("hreflang=\"ar\" href=\"https://small.example/ar/commitments/ramp/\""),
            "{entry}"
        );
    }
}
