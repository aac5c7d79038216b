//! Every rule of `check`: where it speaks, and where it is silent.

use super::small::{Small, small};

const PATH: &str = "content/impact/a.md";

/// What is found in one impact story with this text.
fn text(text: &str) -> Vec<String> {
    small().story(PATH, "2026-01-01", "", text).findings()
}

/// What is found in one impact story with this front matter.
fn matter(matter: &str) -> Vec<String> {
    small().story(PATH, "2026-01-01", matter, "").findings()
}

fn response(matter: &str) -> Vec<String> {
    small().story("content/responses/a.md", "2026-01-09", matter, "").findings()
}

fn answer(matter: &str) -> Vec<String> {
    let questions = "questions: [{said: Why?}]\n";
    small().story("content/answers/a.md", "2026-01-09", &format!("{questions}{matter}"), "").findings()
}

fn nothing() -> Vec<String> {
    Vec::new()
}

#[test]
fn a_clean_story_has_no_findings() {
    assert_eq!(text("## A heading\n\nWords and a [link](https://x.example/?page=2)."), nothing());
}

#[test]
fn a_dead_link_is_named_with_its_line_and_reason() {
    let found = small()
        .story(PATH, "2026-01-01", "", "[a](gone.md)\n\n[b](later.md)\n\n[c](/impact/draft/)\n\n[d](a.md)")
        .story("content/impact/later.md", "2027-01-01", "", "")
        .story("content/impact/draft.md", "2026-01-01", "draft: true\n", "")
        .findings();
    assert_eq!(
        found,
        [
            "content/impact/a.md:8: warning dead-link: `gone.md` leads to nothing",
            "content/impact/a.md:10: warning dead-link: `later.md` is published on 2027-01-01, and not there before",
            "content/impact/a.md:12: warning dead-link: `/impact/draft/` is a draft, which is not published",
        ]
    );
}

#[test]
fn a_dead_anchor_is_named_here_and_on_other_pages() {
    let found = small()
        .story(
            PATH,
            "2026-01-01",
            "",
            "[a](#why) [b](#wy) [c](b.md#how) [d](b.md#hoow) [e](b.md#über)\n\n## Why",
        )
        .story("content/impact/b.md", "2026-01-01", "", "## How\n\n## Über {#über}")
        .findings();
    assert_eq!(
        found,
        [
            "content/impact/a.md:8: warning dead-anchor: there is no `#wy` on this page",
            "content/impact/a.md:8: warning dead-anchor: there is no `#hoow` on the page that `b.md#hoow` leads to",
        ]
    );
}

#[test]
fn an_image_needs_a_file_and_a_text_that_is_no_file_name() {
    let found = small()
        .story(PATH, "2026-01-01", "", "![](p.jpg)\n\n![p.jpg](p.jpg)\n\n![A well](p.jpg)\n\n![A well](q.jpg)\n\n![A well](https://x.example/p.png)")
        .photo("content/impact/p.jpg", 10, 10)
        .findings();
    assert_eq!(
        found,
        [
            "content/impact/a.md:8: warning missing-alt: the image `p.jpg` has no text for those who do not see it",
            "content/impact/a.md:10: warning missing-alt: the text of the image is a file name: `p.jpg`",
            "content/impact/a.md:14: warning missing-image: the image `q.jpg` is not there",
            "content/impact/a.md:16: warning third-party: the image `https://x.example/p.png` is on another host and is linked, not shown",
        ]
    );
}

#[test]
fn headings_begin_with_the_second_level_and_skip_none() {
    assert_eq!(text("## A\n\n### B\n\n## C"), nothing());
    assert_eq!(
        text("## A\n\n#### B"),
        ["content/impact/a.md:10: warning heading-level: a heading of level 4 follows one of level 2"]
    );
}

#[test]
fn html_that_was_taken_out_is_named() {
    assert_eq!(text("<p>Words</p>\n\n<abbr title=\"x\">y</abbr>"), nothing());
    assert_eq!(
        text("<script src=\"https://x.example/t.js\"></script>\n\n<p onclick=\"x()\">Words</p>"),
        [
            "content/impact/a.md:8: warning third-party: `<script>` from `x.example` was taken out",
            "content/impact/a.md:10: warning raw-html: `onclick` of `<p>` was taken out",
        ]
    );
}

#[test]
fn a_link_that_tells_who_followed_it_is_named() {
    assert_eq!(text("[x](https://x.example/?utmost=1&q=utm_source)"), nothing());
    assert_eq!(
        text("[x](https://x.example/?q=1&utm_source=mail)"),
        ["content/impact/a.md:8: warning tracking: the link has `utm_source`, which tells who followed it"]
    );
}

#[test]
fn a_commitment_is_overdue_until_it_has_ended() {
    let promise = |entry: &str| {
        matter(&format!("commitments:\n  - id: ramp\n    what: A ramp\n    due: 2026-05-01\n{entry}"))
    };
    assert_eq!(
        promise(""),
        ["content/impact/a.md:7: warning overdue: `ramp` was due on 2026-05-01, 31 days ago"]
    );
    assert_eq!(promise("    timeline: [{date: 2026-05-20, status: complete}]\n"), nothing());
    assert_eq!(
        promise("    timeline: [{date: 2026-04-20, status: in_progress, due: 2026-07-01}]\n"),
        nothing()
    );
}

#[test]
fn what_is_worked_out_is_not_guessed_where_a_field_cannot_be_read() {
    // The outcome is there: to say that the criticism is still open would send the writer astray.
    assert_eq!(
        response("criticisms: [{said: X, received: 2026-01-05, outcome: Upheld}]\n"),
        ["content/responses/a.md:6: error vocabulary: `Upheld` is no word for `outcome`"]
    );
}

#[test]
fn an_answer_past_the_standard_is_named_open_or_not() {
    assert_eq!(response("criticisms: [{said: X, received: 2026-01-05, outcome: upheld}]\n"), nothing());
    assert_eq!(
        response("criticisms: [{said: X, received: 2025-12-01, outcome: upheld}]\n"),
        [
            "content/responses/a.md:1: warning service-standard: the answer took 29 working days; you promise 20"
        ]
    );
    assert_eq!(
        response("criticisms: [{said: X, received: 2026-01-05}]\n"),
        [
            "content/responses/a.md:1: warning service-standard: this has been open for 105 working days; you promise 20"
        ]
    );
    assert_eq!(
        response(
            "acknowledged: 2026-01-14\ncriticisms: [{said: X, received: 2026-01-05, outcome: upheld}]\n"
        ),
        [
            "content/responses/a.md:1: warning service-standard: the acknowledgement took 7 working days; you promise 5"
        ]
    );
}

#[test]
fn advertising_is_named_and_plain_words_are_not() {
    assert_eq!(
        text(
            "We are proud of nobody. Their kitchen is second to none. The U.S. IRS said so! NASA HQ agreed."
        ),
        nothing()
    );
    assert_eq!(
        text("We’re thrilled to tell you."),
        ["content/impact/a.md:8: warning tone: `We’re thrilled` in the text is the language of advertising"]
    );
    let titled = |title: &str| {
        small()
            .file(PATH, &format!("---\nid: a\ntitle: {title}\nsummary: S\ndate: 2026-01-01\n---\n"))
            .findings()
    };
    assert_eq!(titled("Open again!"), nothing());
    assert_eq!(
        titled("Open again!! COME AND SEE US"),
        [
            "content/impact/a.md:3: warning tone: `COME AND SEE` is shouted",
            "content/impact/a.md:3: warning tone: more than one exclamation mark",
        ]
    );
    let german =
        small().config("language: de\n").story(PATH, "2026-01-01", "", "We are thrilled to be here.");
    assert_eq!(german.findings(), nothing());
}

#[test]
fn placeholders_are_named() {
    assert_eq!(
        text("Todo lists are fine, and “TODO”, and the TODOS team, and [a link][x].\n\n[x]: a.md"),
        nothing()
    );
    assert_eq!(
        text("Dear [name], the date is TBC."),
        ["content/impact/a.md:8: warning placeholder: `TBC` was to be replaced"]
    );
    assert_eq!(
        text("Dear [name], welcome."),
        ["content/impact/a.md:8: warning placeholder: `[name]` was to be replaced"]
    );
}

#[test]
fn dates_come_in_their_order() {
    assert_eq!(matter("updated: 2026-01-01\n"), nothing());
    assert_eq!(
        matter("updated: 2025-12-31\n"),
        ["content/impact/a.md:6: warning date-order: `updated` is 2025-12-31, before `date` (2026-01-01)"]
    );
    assert_eq!(
        response(
            "criticisms: [{said: X, received: 2026-01-05, outcome: upheld}]\nacknowledged: 2026-01-04\nresponded: 2026-01-03\n"
        ),
        [
            "content/responses/a.md:7: warning date-order: `acknowledged` is 2026-01-04, before the first `received` (2026-01-05)",
            "content/responses/a.md:8: warning date-order: `responded` is 2026-01-03, before the first `received` (2026-01-05)",
        ]
    );
}

#[test]
fn names_that_nobody_has_are_named_with_the_nearest() {
    assert_eq!(
        matter("follows: answers-b\nprogress: [{commitment: ramp, date: 2026-01-01, status: complete}]\n"),
        [
            "content/impact/a.md:6: warning unknown-story: no story has the id `answers-b`",
            "content/impact/a.md:7: warning unknown-commitment: nobody made the commitment `ramp`",
        ]
    );
    let known = small().story("content/answers/b.md", "2026-01-01", "questions: [{said: Why?}]\n", "").story(
        PATH,
        "2026-01-01",
        "follows: answers-b\n",
        "",
    );
    assert_eq!(known.findings(), nothing());
}

#[test]
fn a_story_needs_an_id_a_summary_and_a_title_that_is_read() {
    let bare = |path: &str, title: &str| {
        small().file(path, &format!("---\ntitle: {title}\ndate: 2026-01-01\n---\n")).findings()
    };
    assert_eq!(
        bare(PATH, &"long ".repeat(32)),
        [
            "content/impact/a.md:1: warning missing-summary: there is no `summary`, so nobody is told what this is about",
            "content/impact/a.md:1: warning no-id: this story has no `id`, so it cannot be announced",
            "content/impact/a.md:2: warning title-length: the title has 159 characters",
        ]
    );
    assert_eq!(bare("content/about.md", "About"), nothing());
}

#[test]
fn consent_that_has_ended_is_named() {
    let quoted = |until: &str| {
        matter(&format!("quotations: [{{text: Words, consent: {{for: [quote], until: {until}}}}}]\n"))
    };
    assert_eq!(quoted("2026-06-01"), nothing());
    assert_eq!(
        quoted("2026-05-31"),
        [
            "content/impact/a.md:6: warning consent-ended: the consent ended on 2026-05-31, so the words are left out"
        ]
    );
}

#[test]
fn a_link_beside_the_description_of_one_person_is_named() {
    let raised = |people: &str| {
        response(&format!(
            "criticisms: [{{said: X, outcome: upheld, raised_by: a mother of two{people}, sources: [\"https://x.example/@a/1\"]}}]\n"
        ))
    };
    assert_eq!(raised(", people: 4"), nothing());
    assert_eq!(
        raised(""),
        [
            "content/responses/a.md:6: warning named-person: the link beside `a mother of two` tells everybody who that is"
        ]
    );
}

#[test]
fn an_answer_is_looked_at_again_in_time() {
    assert_eq!(answer("review_by: 2026-06-01\n"), nothing());
    assert_eq!(answer("review_by: 2026-05-31\nexpires: 2026-05-01\n"), nothing());
    assert_eq!(
        answer("review_by: 2026-05-31\n"),
        ["content/answers/a.md:7: warning review-due: this was to be looked at again by 2026-05-31"]
    );
}

#[test]
fn a_site_decides_what_a_rule_counts_as() {
    let with = |level: &str| -> Vec<String> {
        let stage: Small = small().config(&format!("check: {{{level}}}\n"));
        stage.story(PATH, "2026-01-01", "", "[a](gone.md)").findings()
    };
    assert_eq!(with("dead-link: off"), nothing());
    assert_eq!(
        with("dead-link: error"),
        ["content/impact/a.md:8: error dead-link: `gone.md` leads to nothing"]
    );
    assert_eq!(
        with("dead-lnik: off"),
        [
            "content/impact/a.md:8: warning dead-link: `gone.md` leads to nothing",
            "hearback.yaml:1: error unknown-key: there is no rule `dead-lnik`",
        ]
    );
}

#[test]
fn every_rule_is_listed_once_in_the_order_of_the_alphabet() {
    let names: Vec<&str> = hearback::check::RULES.iter().map(|rule| rule.name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(names, sorted);
}
