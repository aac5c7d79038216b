//! What a host is told: headers, old addresses, whom to write to. And what pages say to browsers about it.

use crate::site::Site;

#[test]
fn a_style_sheet_that_changes_has_another_name_and_brings_the_accent_along() {
    let site = Site::new();
    site.build();
    let (path, style) = site.style();
    let headers = site.read("public/_headers");
    assert!(headers.contains(&format!("/{path}\n  Cache-Control: public, max-age=31536000, immutable\n")));
    site.put("hearback.yaml", "title: Ferrow\nurl: https://ferrow.example/\naccent: \"#5b2a86\"\n");
    let files = site.build();
    let (coloured, with_accent) = site.style();
    assert_ne!(path, coloured);
    assert!(!files.contains_key(&path), "the old one is gone");
    assert!(with_accent.contains(":root{--accent:#5b2a86;") && !style.contains("#5b2a86"));
    let sheets: Vec<&String> = files.keys().filter(|name| name.ends_with(".css")).collect();
    assert_eq!(sheets, [&coloured], "there is one, and one request");
}

#[test]
fn old_addresses_are_told_to_hosts_and_their_pages_are_not_kept_from_search_engines() {
    let site = Site::new();
    site.story("content/impact/a.md", "2026-03-01", "aliases: [/old/a/, /older.html]\n", "Text.");
    let files = site.build();
    assert_eq!(site.read("public/_redirects"), "/old/a/ /impact/a/ 301\n/older.html /impact/a/ 301\n");
    let page = String::from_utf8(files["old/a/index.html"].clone()).unwrap();
    assert!(!page.contains("noindex"), "{page}");
    site.story("content/impact/a.md", "2026-03-01", "", "Text.");
    assert!(!site.build().contains_key("_redirects"), "there is nothing to say");
}

#[test]
fn who_finds_a_hole_learns_where_to_tell_it_if_the_site_says_so() {
    let site = Site::new();
    assert!(!site.build().contains_key(".well-known/security.txt"));
    site.put(
        "hearback.yaml",
        "title: Ferrow\nurl: https://ferrow.example/\nsecurity:\n  contact: [safe@ferrow.example, https://ferrow.example/safe/]\n",
    );
    site.build();
    assert_eq!(
        site.read("public/.well-known/security.txt"),
        "Contact: mailto:safe@ferrow.example\nContact: https://ferrow.example/safe/\n\
         Expires: 2027-05-01T00:00:00Z\nPreferred-Languages: en\n\
         Canonical: https://ferrow.example/.well-known/security.txt\n"
    );
}

#[test]
fn whom_to_tell_is_an_address_that_somebody_reads() {
    let site = Site::new();
    site.put(
        "hearback.yaml",
        "title: Ferrow\nurl: https://ferrow.example/\nsecurity:\n  contact: our office\n  policy: safe.html\n",
    );
    let said = site.check().said();
    assert!(said.contains("`our office` is nowhere to write to"), "{said}");
    assert!(said.contains("`safe.html` is no safe address"), "{said}");
}

#[test]
fn an_authors_own_headers_count_instead_of_ours() {
    let site = Site::new();
    site.put("static/_headers", "/*\n  X-Own: yes\n");
    site.build();
    assert_eq!(site.read("public/_headers"), "/*\n  X-Own: yes\n");
}
