//! The preview: cases that went wrong once.

use std::fs;

use crate::serve::server::served;
use crate::site::Site;

#[cfg(unix)]
#[test]
fn a_folder_that_is_linked_into_the_site_while_it_is_served_is_watched_like_any_other() {
    let site = Site::case("serve-linked-folder");
    let server = served(site.command(&["serve"]));
    std::os::unix::fs::symlink("../../shared", site.path("content/impact/shared")).unwrap();
    server.wait_for("/impact/shared/sh/", "V1");
    let story = site.read("shared/sh.md");
    site.put("shared/sh.md", story.replace("V1", "V2"));
    server.wait_for("/impact/shared/sh/", "V2");

    fs::remove_file(site.path("content/impact/shared")).unwrap();
    server.wait("/impact/shared/sh/", |answer| answer.status == 404);
}

#[test]
fn files_whose_changes_nobody_announces_are_looked_at() {
    let site = Site::case("serve-linked-folder");
    site.put("content/impact/own.md", site.read("shared/sh.md"));
    let server = served(site.command(&["serve", "--poll"]));
    server.wait_for("/impact/own/", "V1");
    site.put("content/impact/own.md", site.read("shared/sh.md").replace("V1", "V2"));
    server.wait_for("/impact/own/", "V2");
    site.put("content/impact/own.md", site.read("shared/sh.md").replace("V1", "V3"));
    server.wait_for("/impact/own/", "V3");
    site.put("static/terms.txt", "be kind");
    server.wait_for("/terms.txt", "be kind");
}
