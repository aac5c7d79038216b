//! What an author wrote, made fit for an address: nothing that comes from here can leave the output folder, and no file
//! system has trouble with it.

use crate::model::slug::slug;

/// The longest segment of an address, in bytes: file systems stop at 255, and an edition's page needs a little more.
const LONGEST: usize = 120;

/// One segment of an address: small letters, digits and `-`. What has no letters at all is named by its code points, and
/// what Windows has for devices gets a `-` behind it.
pub(super) fn segment(written: &str) -> String {
    if is_segment(written) && !is_device(written) {
        return written.to_owned();
    }
    let mut made = slug(written.get(..written.floor_char_boundary(1000)).unwrap_or(written));
    if made.is_empty() {
        let points: Vec<String> = written.chars().take(8).map(|c| format!("{:x}", u32::from(c))).collect();
        made = format!("u{}", points.join("-"));
    }
    if made.len() > LONGEST {
        let end = made.floor_char_boundary(LONGEST);
        made.truncate(made[..end].rfind('-').filter(|at| *at > 0).unwrap_or(end));
    }
    if is_device(&made) {
        made.push('-');
    }
    made
}

/// Whether a name means a device on Windows, where no file or folder can be called so (Naming Files, Paths, and
/// Namespaces, Microsoft Learn).
fn is_device(name: &str) -> bool {
    let numbered =
        |prefix: &str| name.strip_prefix(prefix).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    matches!(name, "aux" | "con" | "nul" | "prn") || numbered("com") || numbered("lpt")
}

/// Whether a text is a segment already, as most names of files are.
fn is_segment(written: &str) -> bool {
    // As if a `-` stood before it: none comes after another, or last.
    let mut last = b'-';
    let fits = written.bytes().all(|byte| {
        let before = std::mem::replace(&mut last, byte);
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || (byte == b'-' && before != b'-')
    });
    fits && last != b'-' && written.len() <= LONGEST
}

/// An address of this site as somebody wrote it, with a `/` at the end of folders: `/old/path` becomes `/old/path/`,
/// `/old.html` stays. `None` where it is none, or leads out.
pub(super) fn alias(written: &str) -> Option<String> {
    let rest = written.trim().strip_prefix('/')?;
    let parts: Vec<&str> = rest.split('/').collect();
    let last = parts.len() - 1;
    let fits = parts.iter().enumerate().all(|(at, part)| match *part {
        "" => at == last,
        "." | ".." => false,
        part => part.len() <= 200 && !part.chars().any(|c| c.is_control() || "\\:*?\"<>|#".contains(c)),
    });
    if !fits || rest.is_empty() {
        return None;
    }
    let is_file = parts[last].is_empty() || parts[last].contains('.');
    Some(if is_file { format!("/{rest}") } else { format!("/{rest}/") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_slug_leaves_its_folder() {
        let written = ["../../etc", "/etc/passwd", "..", ".", "a/../b", "C:\\x", "\0", "wells", "-a--b-"];
        let segments: Vec<String> = written.iter().map(|slug| segment(slug)).collect();
        assert_eq!(segments, ["etc", "etc-passwd", "u2e-2e", "u2e", "a-b", "c-x", "u0", "wells", "a-b"]);
        assert!(segment(&"long ".repeat(3000)).len() <= 120);
        assert!(segment(&"x".repeat(3000)).len() <= 120);
    }

    #[test]
    fn a_name_of_a_device_is_none_of_a_folder() {
        let made: Vec<String> =
            ["aux", "NUL", "con", "com1", "LPT9", "prn.", "console", "com10", "aux-in"].map(segment).into();
        assert_eq!(made, ["aux-", "nul-", "con-", "com1-", "lpt9-", "prn-", "console", "com10", "aux-in"]);
    }

    #[test]
    fn a_long_word_of_another_script_is_cut_between_its_letters() {
        assert!(segment(&"日".repeat(300)).chars().all(|c| c == '日'));
    }

    #[test]
    fn an_alias_is_a_folder_or_a_file_of_this_site() {
        let of = |written| alias(written);
        assert_eq!(of("/old/path").as_deref(), Some("/old/path/"));
        assert_eq!(of("/old/path/").as_deref(), Some("/old/path/"));
        assert_eq!(of("/old.html").as_deref(), Some("/old.html"));
        for wrong in ["old", "/", "", "/../x", "/a//b", "/a?b", "https://x.example/"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
