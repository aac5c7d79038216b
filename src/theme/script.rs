//! The site's own script as a page carries it: its text, and the name by which the policy of the page lets it run.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// A script of the site's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// What stands between `<script>` and `</script>`.
    text: String,
    /// What it may send to.
    connect: Vec<String>,
}

impl Script {
    /// A script from its file; `None` where its text would end the element that it stands in (HTML Living Standard
    /// §4.12.1.3).
    pub fn new(text: &str, connect: Vec<String>) -> Option<Self> {
        // A browser reads every end of a line as one, and hashes what it read.
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        let small = text.to_ascii_lowercase();
        let ends =
            ["</script", "<script", "<!--"].iter().any(|end| small.contains(end)) || text.contains('\0');
        (!ends).then_some(Self { text, connect })
    }

    /// Its text, as it stands in the page.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its name in a policy: `'sha256-…'` (Content Security Policy, level 3, §6.7.3.3).
    pub fn source(&self) -> String {
        format!("'sha256-{}'", STANDARD.encode(Sha256::digest(self.text.as_bytes())))
    }

    /// The hosts that it may send to.
    pub fn connect(&self) -> &[String] {
        &self.connect
    }
}

#[cfg(test)]
mod tests {
    use super::Script;

    #[test]
    fn a_script_is_named_by_the_hash_of_what_a_browser_reads() {
        let script = Script::new("alert('Hello, world.');", Vec::new()).expect("a script");
        // The example of CSP level 3, §6.7.3.3.
        assert_eq!(script.source(), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
        let windows = Script::new("a();\r\nb();\r\n", Vec::new()).expect("a script");
        assert_eq!(windows.text(), "a();\nb();\n");
        assert_eq!(Script::new("x = '</SCRIPT>'", Vec::new()), None);
    }
}
