//! Front matter and configuration: cases that went wrong once.

use crate::site::Site;

/// The pages of a site's build that a story has, by their address.
fn pages(site: &Site) -> Vec<String> {
    let of_stories = |path: &String| path.contains("impact/") && !path.ends_with("impact/index.html");
    let page = |path: String| path.strip_suffix("/index.html").map(str::to_owned);
    site.build().into_keys().filter(of_stories).filter_map(page).collect()
}

#[test]
fn a_dot_in_the_name_of_a_file_is_a_language_only_where_the_site_has_it() {
    for (case, address) in [
        ("name-example.co.uk", "impact/example-co-uk"),
        ("name-vol.ii", "impact/vol-ii"),
        ("name-what-is-node.js", "impact/what-is-node-js"),
        ("name-press-release.old", "impact/press-release-old"),
    ] {
        let site = Site::case(case);
        assert_eq!(pages(&site), [address], "{case}");
        assert_eq!(site.check().said(), "nothing is wrong\n", "{case}");
        assert_eq!(site.read("public/rss.xml").matches("<item>").count(), 1, "{case}");
    }
    let site = Site::new();
    site.story("content/impact/wells.md", "2026-03-01", "", "Water.");
    site.story("content/impact/wells.es.md", "2026-03-01", "", "Agua.");
    site.story("content/impact/wells.es-MX.md", "2026-03-01", "", "Agua.");
    site.story("content/impact/wells.en.2.md", "2026-03-01", "", "Water.");
    assert_eq!(pages(&site), ["es-mx/impact/wells", "es/impact/wells", "impact/wells-en-2", "impact/wells"]);
}

#[test]
fn the_languages_of_a_site_can_be_named_and_a_translation_into_another_one_is_questioned() {
    let site = Site::new();
    site.story("content/impact/wells.md", "2026-03-01", "", "Water.");
    site.story("content/impact/wells.cy.md", "2026-03-01", "", "Dŵr.");
    let said = site.check().stderr;
    assert!(said.contains("`.cy` is none of this site's languages, so this is a story of its own"), "{said}");
    assert!(said.contains("`languages: [en, cy]`"), "{said}");

    let config = site.read("hearback.yaml");
    site.put("hearback.yaml", format!("{config}languages: [en, cy]\n"));
    site.story("content/impact/visit.to.es.md", "2026-03-01", "", "Agua.");
    assert_eq!(pages(&site), ["cy/impact/wells", "impact/visit-to-es", "impact/wells"]);
    let said = site.check().stderr;
    assert!(said.contains("the theme has no words in `cy`"), "{said}");
    assert!(said.contains("hearback.yaml:4"), "{said}");
    assert!(said.contains("themes/default/i18n/cy.yaml"), "{said}");
}
