//! What `serve` adds to a page. `build` never sees it: the page is made as always, and the additions are put in on the way
//! out.

use super::world::Mark;

/// The script that reloads, shows mistakes and the toot. It is loaded from here, so that the page stays the author's.
pub(super) const SCRIPT: &str = include_str!("page.js");

/// The tag before the end of the body, around the mark of the site that the page is of: a page that was made just before
/// a save learns that it is old as soon as it listens.
const TAG: [&str; 2] = ["<script src=\"/.hearback/page.js\" data-site=\"", "\" defer></script>"];

/// What the page's Content-Security-Policy has to allow for it, put before the page's own rules.
const POLICY: &str = "script-src 'self'; connect-src 'self'; ";

const POLICY_START: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// A page with the additions: the tag before the last `</body>`, `POLICY` at the head of its policy.
pub(super) fn inject(page: &str, mark: Mark) -> String {
    let tag = format!("{}{mark}{}", TAG[0], TAG[1]);
    let mut out = String::with_capacity(page.len() + tag.len() + POLICY.len());
    let rest = match page.find(POLICY_START) {
        Some(at) => {
            let (before, after) = page.split_at(at + POLICY_START.len());
            out.push_str(before);
            out.push_str(POLICY);
            after
        }
        None => page,
    };
    let end = rest.rfind("</body>").unwrap_or(rest.len());
    out.push_str(&rest[..end]);
    out.push_str(&tag);
    out.push_str(&rest[end..]);
    out
}

/// A served page as `build` writes it; `None` where the additions are not in it.
pub fn without_additions(page: &str) -> Option<String> {
    let page = page.replacen(&format!("{POLICY_START}{POLICY}"), POLICY_START, 1);
    let (before, rest) = page.rsplit_once(TAG[0])?;
    let (_, after) = rest.split_once(TAG[1])?;
    Some(format!("{before}{after}"))
}

#[cfg(test)]
mod tests {
    use super::super::world::Mark;
    use super::{inject, without_additions};

    #[test]
    fn the_policy_and_the_tag_are_all_that_is_added() {
        let page = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"></head><body>x</body></html>";
        let served = inject(page, Mark { server: 4, count: 2 });
        assert_eq!(
            served,
            "<head><meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self'; connect-src 'self'; \
             default-src 'none'\"></head><body>x<script src=\"/.hearback/page.js\" data-site=\"4.2\" defer></script></body></html>"
        );
        assert_eq!(without_additions(&served).as_deref(), Some(page));
        assert_eq!(without_additions(page), None);
    }
}
