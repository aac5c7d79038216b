//! Pages and feeds: cases that said something untrue once.

use crate::site::Site;

/// What stands behind a text up to the next quotation mark or tag.
fn after<'a>(page: &'a str, text: &str) -> Vec<&'a str> {
    page.split(text).skip(1).map(|rest| rest.split(['"', '<']).next().unwrap()).collect()
}

/// A case whose languages are named.
fn speaking(case: &str, languages: &str) -> Site {
    let site = Site::case(case);
    let config = site.read("hearback.yaml");
    site.put("hearback.yaml", format!("{config}languages: [{languages}]\n"));
    site
}

#[test]
fn a_page_is_set_in_the_direction_of_its_script() {
    for (tag, dir) in
        [("pa-PK", "rtl"), ("prs", "rtl"), ("sd", "rtl"), ("syr", "rtl"), ("ug", "rtl"), ("ur-Latn", "ltr")]
    {
        let site = speaking(&format!("dir-{tag}"), &format!("en, {tag}"));
        site.build();
        let page = site.read(&format!("public/{}/impact/a/index.html", tag.to_lowercase()));
        assert!(page.contains(&format!("<html lang=\"{tag}\" dir=\"{dir}\">")), "{tag}: {}", &page[..60]);
    }
}

#[test]
fn two_languages_of_the_menu_have_two_names() {
    let site = speaking("language-names", "en, en-GB, zh-Hans, zh-Hant, zh-TW");
    site.story("content/impact/b.md", "2026-03-01", "", "x");
    site.story("content/impact/b.en-GB.md", "2026-03-01", "", "x");
    site.story("content/impact/b.zh-TW.md", "2026-03-01", "", "x");
    site.build();
    let page = site.read("public/impact/index.html");
    let (_, page) = page.split_once("</head>").unwrap();
    let names: Vec<_> =
        page.split(" hreflang=\"").skip(1).filter_map(|rest| rest.split_once("</a>")).collect();
    let mut names: Vec<_> = names.iter().map(|(name, _)| name.rsplit('>').next().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["English (en)", "English (en-GB)", "中文", "简体中文", "繁體中文"]);
}

#[test]
fn a_card_names_language_and_country_as_open_graph_does_and_strangers_get_the_language_of_the_site() {
    let site = speaking("og-locale", "en, pt-br");
    site.build();
    let (english, portuguese) =
        (site.read("public/impact/a/index.html"), site.read("public/pt-br/impact/a/index.html"));
    assert_eq!(after(&portuguese, "og:locale\" content=\""), ["pt_BR"]);
    assert_eq!(after(&english, "og:locale\" content=\""), ["en"]);
    for page in [english, portuguese] {
        let head = page.split("</head>").next().unwrap().to_owned();
        assert_eq!(
            after(&head, "hreflang=\"x-default\" href=\""),
            ["https://site.example/impact/a/"],
            "{head}"
        );
        assert_eq!(head.matches("hreflang=").count(), 3, "{head}");
    }
}

#[test]
fn a_feed_says_that_something_was_true_for_a_time_only() {
    let site = Site::case("feed-expired");
    site.build();
    for feed in ["atom.xml", "rss.xml", "feed.json"] {
        let text = site.read(&format!("public/{feed}"));
        assert!(text.contains("This was true until 2 March 2026"), "{feed}: {text}");
    }
}

#[test]
fn signs_of_html_in_a_summary_are_seen_in_a_reader_of_rss() {
    let site = Site::case("rss-item");
    site.story("content/impact/b.md", "2026-03-02", "tags: [a]\n", "x");
    site.build();
    let rss = site.read("public/rss.xml");
    let item = rss.split("<item>").last().unwrap();
    let description = item.split("<description>").nth(1).unwrap().split("</description>").next().unwrap();
    let html = match description.strip_prefix("<![CDATA[") {
        Some(inner) => inner.trim_end_matches("]]>").to_owned(),
        None => description.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"),
    };
    assert_eq!(html, "We label every &lt;select&gt; menu; waiting fell from &lt;10 to &lt;5 days.", "{item}");
    let json = site.read("public/feed.json");
    assert!(json.contains("We label every <select> menu; waiting fell from <10 to <5 days."), "{json}");
}

#[test]
fn the_first_ten_letters_of_a_date_for_machines_are_the_day_that_people_read() {
    let site = Site::new();
    for (zone, offset) in [
        ("Europe/London", "+01:00"),
        ("Pacific/Auckland", "+12:00"),
        ("America/New_York", "-04:00"),
        ("UTC", "Z"),
    ] {
        site.put("hearback.yaml", format!("title: T\nurl: https://t.example/\ntimezone: {zone}\n"));
        site.story("content/impact/a.md", "2026-05-12", "", "x");
        site.build();
        let moment = format!("2026-05-12T00:00:00{offset}");
        let page = site.read("public/impact/a/index.html");
        assert_eq!(after(&page, "published_time\" content=\""), [moment.as_str()], "{zone}");
        assert_eq!(after(&page, "\"datePublished\":\""), [moment.as_str()], "{zone}");
        assert!(
            site.read("public/feed.json").contains(&format!("\"date_published\":\"{moment}\"")),
            "{zone}"
        );
        let atom = site.read("public/atom.xml");
        assert!(atom.contains(&format!("<published>{}", moment.replace('Z', "+00:00"))), "{zone}: {atom}");
        assert!(site.read("public/rss.xml").contains("<pubDate>Tue, 12 May 2026 00:00:00 "), "{zone}");
    }
}

#[test]
fn only_a_page_with_one_question_is_a_page_of_questions_to_a_machine() {
    let site = Site::new();
    let question = |said: &str| format!("  - said: {said}\n    received: 2026-02-01\n");
    for (name, questions, kind, answers) in [
        ("none", String::new(), "FAQPage", 1),
        ("one", format!("questions:\n{}", question("Who may join?")), "FAQPage", 1),
        (
            "two",
            format!("questions:\n{}{}", question("Who may join?"), question("I have no letter. What then?")),
            "Article",
            0,
        ),
    ] {
        site.story(&format!("content/answers/{name}.md"), "2026-03-01", &questions, "Anybody.");
        site.build();
        let page = site.read(&format!("public/answers/{name}/index.html"));
        assert!(page.contains(&format!("{{\"@type\":\"{kind}\"")), "{name}: {page}");
        assert_eq!(page.matches("acceptedAnswer").count(), answers, "{name}");
    }
}

#[test]
fn the_headline_of_how_we_answer_is_everything_that_was_received() {
    let site = Site::new();
    site.put(
        "hearback.yaml",
        "title: T\nurl: https://t.example/\ntotals: totals.csv\nservice_standard: {respond_within: 20}\n",
    );
    site.put("content/answers/a.md", "---\nid: a\ntitle: A\ndate: 2026-02-10\nsummary: s\nquestions: [{said: Why?, received: 2026-02-02}]\n---\n\nx\n");
    let said = |rows: &str| {
        site.put("totals.csv", format!("period,received,acknowledged_in_time,answered_in_time\n{rows}"));
        site.build();
        let page = site.read("public/accountability/index.html");
        let number = page.split("<span class=\"number\">").nth(1)?.split("</span>").next()?.to_owned();
        let sentence = page.split("</h2>\n<p>").nth(1)?.split("</p>").next()?;
        Some((number, sentence.to_owned()))
    };
    let all = |share: &str, of: &str| {
        let sentence = format!("{of} criticisms and questions that reached us were answered in time.");
        Some((share.to_owned(), sentence))
    };
    assert_eq!(said("2025-Q4,19,17,15\n2026-Q1,31,29,25\n2026-04,8,8,7\n"), all("81%", "47 of the 58"));
    // A quarter is counted in its year.
    assert_eq!(said("2025,40,40,30\n2025-Q4,19,17,15\n"), all("75%", "30 of the 40"));
    // Where a cell is empty or no number, or two periods overlap, nobody knows the whole, and nothing flatters in its place.
    assert_eq!(said("2025-Q4,19,17,15\n2026-Q1,31,29,\n"), None);
    assert_eq!(said("2025-Q4,19,17,fewer than 5\n"), None);
    assert_eq!(said("2025-12-01/2026-01-31,19,17,15\n2026-Q1,31,29,25\n"), None);
    let page = site.read("public/accountability/index.html");
    assert!(page.contains("<p>1 of the one answer published here came in time.</p>"), "{page}");
}

#[test]
fn an_empty_cell_of_the_totals_leaves_the_others_below_their_names() {
    let site = Site::new();
    site.put("hearback.yaml", "title: T\nurl: https://t.example/\ntotals: totals.csv\n");
    site.put(
        "totals.csv",
        "period,received,acknowledged_in_time,answered_in_time\n2026-Q1,,29,25\n2025-Q4,19,,15\n",
    );
    site.build();
    let page = site.read("public/accountability/index.html");
    let table = page.split("<thead>").nth(1).unwrap().split("</table>").next().unwrap();
    let cells = |row: &str| {
        row.split("<t")
            .skip(2)
            .filter(|cell| cell.starts_with(['h', 'd']))
            .map(|cell| after(cell, ">")[0].to_owned())
            .collect::<Vec<_>>()
    };
    let rows: Vec<Vec<String>> = table.split("<tr>").skip(1).map(cells).collect();
    assert_eq!(rows[0], ["Acknowledged in time", "Answered in time", "Received", "Share in time"], "{table}");
    assert_eq!(rows[1], ["29", "25", "", ""], "{table}");
    assert_eq!(rows[2], ["", "15", "19", "79%"], "{table}");
}

#[test]
fn columns_of_a_table_are_set_as_they_are_written_and_paper_loses_none() {
    let site = Site::new();
    site.story("content/impact/a.md", "2026-03-01", "", "| a | b | c |\n| :-- | :-: | --: |\n| 1 | 2 | 3 |");
    site.build();
    let (page, (_, style)) = (site.read("public/impact/a/index.html"), site.style());
    for (class, edge) in [("align-left", "start"), ("align-center", "center"), ("align-right", "end")] {
        assert!(page.contains(&format!("<td class=\"{class}\">")), "{page}");
        let rule = style.split(&format!(".{class} {{ text-align: ")).nth(1).unwrap_or_default();
        assert!(rule.starts_with(edge), "{class}: {rule:.20}");
    }
    let print = style.split("@media print").nth(1).unwrap().split("\n}").next().unwrap();
    assert!(print.contains(".table, pre { overflow: visible }"), "{print}");
}

#[test]
fn the_first_picture_of_a_text_is_the_one_of_its_card_where_none_was_chosen() {
    let site = Site::new();
    for (name, side) in [("small.png", 100), ("wells.png", 300), ("pump.png", 400)] {
        std::fs::create_dir_all(site.path("content/impact")).unwrap();
        image::RgbImage::new(side, side).save(site.path(&format!("content/impact/{name}"))).unwrap();
    }
    let text = "![](pump.png)\n\n![A drop](small.png)\n\n![Three wells](wells.png)\n\n![A pump](pump.png)";
    site.story("content/impact/none.md", "2026-03-01", "", text);
    site.story("content/impact/chosen.md", "2026-03-01", "image: {src: pump.png, alt: The pump}\n", text);
    site.story("content/impact/bare.md", "2026-03-01", "", "![A drop](small.png)");
    site.build();
    let card = |name: &str| {
        let page = site.read(&format!("public/impact/{name}/index.html"));
        let of = |property: &str| after(&page, &format!("og:image{property}\" content=\"")).join(" ");
        (of(":width"), of(":alt"))
    };
    assert_eq!(card("none"), ("300".to_owned(), "Three wells".to_owned()));
    assert_eq!(card("chosen"), ("400".to_owned(), "The pump".to_owned()));
    assert_eq!(card("bare"), (String::new(), String::new()));
}
