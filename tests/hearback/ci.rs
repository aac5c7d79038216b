//! Workflows of forges: written once, never over a file, and saying what is left to do.

use super::site::Site;

#[test]
fn a_site_gets_the_workflows_of_its_forge_and_is_told_what_is_left_to_do() {
    for forge in ["github", "gitlab", "forgejo"] {
        let site = Site::new();
        let ran = site.run(&["init", "--ci", forge, site.path(".").to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{}", ran.said());
        let named: Vec<&str> = ran.stderr.lines().filter(|line| line.starts_with("  .")).collect();
        let texts: Vec<String> =
            named.iter().map(|path| format!("# {}\n{}", path.trim(), site.read(path.trim()))).collect();
        let steps = ran.stderr.split_once("to publish from there:").unwrap().1;
        // The hour's minute comes from the folder, which is another each time.
        let text = format!("{}\n{steps}", texts.join("\n"));
        let minute = timeless(&text);
        insta::assert_snapshot!(format!("init_ci_{forge}"), minute);

        let again = site.run(&["init", "--ci", forge, site.path(".").to_str().unwrap()]);
        assert_eq!(again.code, 1);
        assert!(
            again.stderr.contains("is there already, and nothing was written over it"),
            "{}",
            again.said()
        );
    }
}

/// The text with `M` for the minute of its schedule.
fn timeless(text: &str) -> String {
    let line = |line: &str| {
        let number = |word: &str| word.chars().all(|c| c.is_ascii_digit()) && (1..=2).contains(&word.len());
        let is_of_the_clock = line.contains("cron:") || line.contains("odd minute");
        let word = |word: &str| {
            let bare = word.trim_matches('"');
            if is_of_the_clock && number(bare) { word.replace(bare, "M") } else { word.to_owned() }
        };
        line.split(' ').map(word).collect::<Vec<_>>().join(" ")
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_branch_that_would_break_the_file_is_refused() {
    let site = Site::new();
    let ran = site.run(&["init", "--ci", "github", "--branch", "a]: {x", site.path(".").to_str().unwrap()]);
    assert_eq!(ran.code, 2, "{}", ran.said());
}
