//! What `serve` adds to a page. `build` never sees it: the page is made as always, and the additions are put in on the way
//! out.

use super::policy::{NONCE, closed, opened};
use super::world::Mark;

/// The script that reloads, shows mistakes and the toot. It is loaded from here, so that the page stays the author's.
pub(super) const SCRIPT: &str = include_str!("page.js");

/// The tag before the end of the body, around the mark of the site that the page is of: a page that was made just before
/// a save learns that it is old as soon as it listens.
const TAG: [&str; 2] = ["\" data-site=\"", "\" defer></script>"];

const TAG_START: &str = "<script src=\"/.hearback/page.js\" nonce=\"";

const POLICY_START: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// A page with the additions: the tag before the last `</body>`, and what its policies have to allow for it. `host` is
/// how the browser calls this server.
pub(super) fn inject(page: &str, mark: Mark, host: &str) -> String {
    let tag = format!("{TAG_START}{NONCE}{}{mark}{}", TAG[0], TAG[1]);
    let page = with_policies(page, |own| opened(own, host));
    let end = page.rfind("</body>").unwrap_or(page.len());
    format!("{}{tag}{}", &page[..end], &page[end..])
}

/// A served page as `build` writes it; `None` where the additions are not in it.
pub fn without_additions(page: &str) -> Option<String> {
    let (before, rest) = page.rsplit_once(TAG_START)?;
    let (_, after) = rest.split_once(TAG[1])?;
    Some(with_policies(&format!("{before}{after}"), closed))
}

/// A page with each of its policies changed: a browser keeps to all of them.
fn with_policies(page: &str, change: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(page.len() + 512);
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(POLICY_START) {
        let end = after.find('"').unwrap_or(after.len());
        out.push_str(before);
        out.push_str(POLICY_START);
        out.push_str(&change(&after[..end]));
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::super::world::Mark;
    use super::{inject, without_additions};

    #[test]
    fn the_policy_and_the_tag_are_all_that_is_added() {
        let page = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"></head><body>x</body></html>";
        let served = inject(page, Mark { server: 4, count: 2 }, "localhost:1313");
        assert_eq!(
            served,
            "<head><meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'nonce-hearback-serve'; connect-src \
             http://localhost:1313/.hearback/; ; default-src 'none'\"></head><body>x<script src=\"/.hearback/page.js\" \
             nonce=\"hearback-serve\" data-site=\"4.2\" defer></script></body></html>"
        );
        assert_eq!(without_additions(&served).as_deref(), Some(page));
        assert_eq!(without_additions(page), None);
    }
}
