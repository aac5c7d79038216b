//! What `serve` adds to a page. `build` never sees it: the page is made as always, and the additions are put in on the way
//! out.

/// The script that reloads, shows mistakes and the toot. It is loaded from here, so that the page stays the author's.
pub(super) const SCRIPT: &str = include_str!("page.js");

/// The tag before the end of the body.
pub const TAG: &str = "<script src=\"/.hearback/page.js\" defer></script>";

/// What the page's Content-Security-Policy has to allow for it, put before the page's own rules.
pub const POLICY: &str = "script-src 'self'; connect-src 'self'; ";

const POLICY_START: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// A page with the additions: `TAG` before the last `</body>`, `POLICY` at the head of its policy.
pub(super) fn inject(page: &str) -> String {
    let mut out = String::with_capacity(page.len() + TAG.len() + POLICY.len());
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
    out.push_str(TAG);
    out.push_str(&rest[end..]);
    out
}

#[cfg(test)]
mod tests {
    use super::inject;

    #[test]
    fn the_policy_and_the_tag_are_all_that_is_added() {
        let page = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"></head><body>x</body></html>";
        assert_eq!(
            inject(page),
            "<head><meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self'; connect-src 'self'; \
             default-src 'none'\"></head><body>x<script src=\"/.hearback/page.js\" defer></script></body></html>"
        );
    }
}
