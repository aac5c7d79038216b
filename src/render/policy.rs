//! What the pages of a site may load and do (Content Security Policy, level 3): each policy is written here once, and stands
//! in the pages themselves, since a static host sets no headers.

use crate::theme::Script;

/// Every page: pictures, style, letters, media and the manifest of this site; a form that leads
/// to the search; no script, no other host. Without a script nothing connects anywhere; that it might to this site lets a
/// tool that looks at the page from inside, as Lighthouse does, read `robots.txt`.
pub const PAGE: &str = "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; media-src 'self'; \
                        manifest-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/// The page of the search: what every page may, and its script, which asks for the files of the index.
pub const SEARCH: &str = "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; media-src 'self'; \
                          manifest-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/// A page that only leads on or says a sentence: nothing at all.
pub const BARE: &str = "default-src 'none'; base-uri 'none'; form-action 'none'";

/// A policy under which a site's own script runs, and no other: by its hash.
pub(super) fn with_script(policy: &str, script: Option<&Script>) -> String {
    let Some(script) = script else { return policy.to_owned() };
    let with_source = with_sources(policy, "script-src", &script.source());
    match script.connect().join(" ") {
        hosts if hosts.is_empty() => with_source,
        hosts => with_sources(&with_source, "connect-src", &hosts),
    }
}

/// A policy with more sources for a rule that it may have.
fn with_sources(policy: &str, rule: &str, sources: &str) -> String {
    let named = format!("{rule} ");
    match policy.split("; ").position(|part| part.starts_with(&named)) {
        None => format!("{policy}; {rule} {sources}"),
        Some(at) => {
            let mut parts: Vec<String> = policy.split("; ").map(str::to_owned).collect();
            parts[at] = format!("{} {sources}", parts[at]);
            parts.join("; ")
        }
    }
}

/// How a page begins to say its policy.
pub(super) const META: &str = "http-equiv=\"Content-Security-Policy\"";

#[cfg(test)]
mod tests {
    use super::with_script;
    use crate::theme::Script;

    #[test]
    fn a_sites_own_script_is_the_only_one_that_runs() {
        let script = Script::new("alert('Hello, world.');", vec!["https://count.example".to_owned()]);
        let hash = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        assert_eq!(
            with_script("default-src 'none'; img-src 'self'", script.as_ref()),
            format!(
                "default-src 'none'; img-src 'self'; script-src {hash}; connect-src https://count.example"
            )
        );
        assert_eq!(
            with_script("script-src 'self'; connect-src 'self'", script.as_ref()),
            format!("script-src 'self' {hash}; connect-src 'self' https://count.example")
        );
        assert_eq!(with_script("default-src 'none'", None), "default-src 'none'");
    }
}
