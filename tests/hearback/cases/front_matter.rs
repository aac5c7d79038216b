//! What front matter says, and what is said about it: dates, numbers, consent, reasons.

use crate::site::Site;

/// The first line of every finding, and its place.
fn findings(site: &Site) -> Vec<String> {
    let said = site.check().stderr;
    let lines: Vec<&str> = said.lines().collect();
    let is_first = |line: &&str| line.starts_with("error[") || line.starts_with("warning[");
    let place =
        |at: usize| lines[at..].iter().find_map(|line| line.trim().strip_prefix("--> ")).unwrap_or("");
    let shown = |(at, line): (usize, &&str)| format!("{line} @ {}", place(at));
    lines.iter().enumerate().filter(|(_, line)| is_first(line)).map(shown).collect()
}

/// A site with one response whose front matter ends with these lines.
fn response(matter: &str) -> Site {
    let site = Site::new();
    site.story("content/responses/phones.md", "2026-03-01", matter, "We answer.");
    site
}

#[test]
fn dates_as_other_generators_write_them_are_read() {
    let site = Site::new();
    for (at, date) in [
        "2026-03-01 09:00:00 -0500",
        "2026-03-01 09:00:00 +0100",
        "2026-03-01 9:00",
        "2026-03-01T09:00:00.000Z",
        "2026-03-01 09:00:00 UTC",
        "\"2026-03-01 09:00:00 -05:00\"",
    ]
    .iter()
    .enumerate()
    {
        site.story(&format!("content/impact/s{at}.md"), date, "", "Text.");
    }
    assert_eq!(site.check().said(), "nothing is wrong\n");
    let page = String::from_utf8(site.build()["impact/s0/index.html"].clone()).unwrap();
    assert!(page.contains("2026-03-01T14:00:00Z") || page.contains("2026-03-01T14:00:00+00:00"), "{page}");
}

#[test]
fn three_dots_close_the_front_matter() {
    let site = Site::new();
    site.put(
        "content/impact/a.md",
        "---\nid: a\ntitle: A\ndate: 2026-03-01\nsummary: What.\n...\n\nThe text.\n",
    );
    assert_eq!(site.check().said(), "nothing is wrong\n");
    let page = String::from_utf8(site.build()["impact/a/index.html"].clone()).unwrap();
    assert!(page.contains("<p>The text.</p>") && !page.contains("..."), "{page}");
}

#[test]
fn a_name_is_printed_only_with_consent_for_the_name_whatever_stands_behind_it() {
    for who in ["Ana Ruiz", "Ana Ruiz, neighbour", "Ana", "\"@ana@social.example\""] {
        let quoted =
            format!("quotations:\n  - text: It works.\n    who: {who}\n    consent: {{for: [quote]}}\n");
        let said = response(&quoted).check();
        assert_eq!(said.code, 1, "{who}");
        let name = who.trim_matches('"').split(',').next().unwrap();
        let wanted = format!("`{name}` looks like a person's name, and there is no consent for it");
        assert!(said.stderr.contains(&wanted), "{}", said.stderr);
        assert!(said.stderr.contains("add `name` to `consent.for`"), "{}", said.stderr);

        let raised = format!("criticisms:\n  - said: Nobody answers.\n    raised_by: {who}\n");
        let said = response(&raised).check();
        assert!(said.stderr.contains(&wanted), "{}", said.stderr);
        let agreed = format!("{raised}    consent: {{for: [name]}}\n");
        assert_eq!(response(&agreed).check().said(), "nothing is wrong\n", "{who}");
    }
    for who in [
        "a neighbour",
        "a neighbour, Elm Street",
        "Residents of Elm Street",
        "Local resident",
        "Eine Nachbarin",
    ] {
        let raised = format!("criticisms:\n  - said: Nobody answers.\n    raised_by: {who}\n");
        assert_eq!(response(&raised).check().said(), "nothing is wrong\n", "{who}");
    }
}

#[test]
fn a_consent_that_says_nothing_is_one_error_that_shows_the_form() {
    for consent in ["yes", "true", "1", "[quote]", "given"] {
        let matter =
            format!("quotations:\n  - text: It works.\n    who: a neighbour\n    consent: {consent}\n");
        let site = response(&matter);
        assert_eq!(
            findings(&site),
            ["error[consent]: `consent` does not say what was agreed to @ content/responses/phones.md:9:14"],
            "{consent}"
        );
        let said = site.check().stderr;
        assert!(said.contains("consent: {for: [quote, name], until: 2027-12-31}"), "{said}");
    }
}

#[test]
fn a_photograph_of_people_needs_their_consent_and_is_published_nowhere_when_it_has_ended() {
    let png = include_bytes!("../../data/pixel-dark.png");
    let photo = |matter: &str| {
        let site = Site::new();
        let matter = format!("image:\n  src: ana.png\n  alt: A woman at a desk\n{matter}");
        site.put("content/impact/ana.png", png);
        site.story("content/impact/desk.md", "2026-03-01", &matter, "Text.\n\n![Her again](ana.png)");
        site
    };
    for matter in ["  people: true\n", "  consent: {for: [quote, name]}\n"] {
        let said = photo(matter).check();
        assert_eq!(said.code, 1);
        assert!(said.stderr.contains("a photograph of people without their consent"), "{}", said.stderr);
    }
    for matter in ["", "  people: false\n", "  people: true\n  consent: public_record\n"] {
        assert_eq!(photo(matter).check().said(), "nothing is wrong\n", "{matter}");
    }
    let site = photo("  people: true\n  consent:\n    for: [photo]\n    until: 2026-06-30\n");
    assert_eq!(site.check().said(), "nothing is wrong\n");
    let shown = |site: &Site| {
        site.build().into_keys().filter(|path| path.ends_with(".png") || path.ends_with(".jpg")).count()
    };
    assert!(shown(&site) > 0);

    let site = site.on("2026-07-01");
    assert_eq!(
        findings(&site),
        [
            "warning[consent-ended]: the consent ended on 2026-06-30, so the picture is left out @ content/impact/desk.md:10:3",
            "warning[consent-ended]: `ana.png` is left out: the people in it agreed until a day that has passed @ content/impact/desk.md:17:1",
        ]
    );
    assert_eq!(shown(&site), 0);
}

#[test]
fn an_answer_that_is_none_in_full_says_why() {
    for outcome in ["partly", "refused", "not_held"] {
        let site = Site::new();
        site.story("content/answers/fees.md", "2026-03-01", &format!("outcome: {outcome}\n"), "Text.");
        let said = site.check();
        assert_eq!(said.code, 1);
        assert!(said.stderr.contains(&format!("`{outcome}` without a word why")), "{}", said.stderr);
        assert!(said.stderr.contains("content/answers/fees.md:6:10"), "{}", said.stderr);
        let matter = format!("outcome: {outcome}\nreasons: We keep no list.\n");
        site.story("content/answers/fees.md", "2026-03-01", &matter, "Text.");
        assert_eq!(site.check().said(), "nothing is wrong\n");
        site.build();
        for file in ["public/answers/fees/index.html", "public/rss.xml"] {
            assert!(site.read(file).contains("We keep no list."), "{file}");
        }
    }
    let site = Site::new();
    site.story("content/answers/fees.md", "2026-03-01", "outcome: answered\n", "Text.");
    assert_eq!(site.check().said(), "nothing is wrong\n");
}

#[test]
fn a_number_that_yaml_takes_for_text_or_for_another_is_told_with_its_spelling() {
    let measured = |value: &str| {
        let site = Site::new();
        let matter = format!(
            "measures:\n  - indicator: Days\n    results:\n      - {{period: 2025, value: {value}}}\n"
        );
        site.story("content/impact/days.md", "2026-03-01", &matter, "Text.");
        site.check().said()
    };
    for (value, hint) in [
        ("\"1,212\"", "write `1212`; or `1.212` if the sign in it is a decimal one"),
        ("12 %", "write `12`, and `unit: \"%\"` beside `indicator`"),
        ("\"3,5\"", "write `3.5`"),
        ("12 000", "write `12000`"),
        ("1.212.000", "write `1212000`"),
        ("£5", "write `5`, and `unit: \"£\"` beside `indicator`"),
        ("٤٠", "write `40`"),
        ("1.212", "write `1212` if the point parts thousands, or `1.2120` if it is a decimal sign"),
    ] {
        let said = measured(value);
        assert!(said.contains("warning[number]"), "{value}: {said}");
        assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(hint), "{value}: {said}");
    }
    for value in ["1212", "\"1212\"", "3.5", "0.125", "fewer than 10", "about 40", "1.2120", "10-20"] {
        assert_eq!(measured(value), "nothing is wrong\n", "{value}");
    }
}
