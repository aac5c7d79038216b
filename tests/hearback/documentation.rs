//! What is said about the program is true of it.

use std::path::Path;

use super::site::{Ran, Site, ran};

/// Runs a command on a site of this repository.
fn of_the_repository(folder: &str, words: &[&str]) -> Ran {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    ran(&Site::new().on("2030-01-01").command_in(&root, words).output().unwrap())
}

#[test]
fn the_documentation_is_a_site_of_its_own_with_nothing_wrong() {
    let out = tempfile::tempdir().unwrap();
    let built = of_the_repository("docs", &["build", "--out", out.path().to_str().unwrap()]);
    assert_eq!(built.code, 0, "{}", built.said());
    let checked = of_the_repository("docs", &["check"]);
    assert_eq!((checked.code, checked.said().trim()), (0, "nothing is wrong"), "{}", checked.said());
}
