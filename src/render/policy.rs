//! What the pages of a site may load and do (Content Security Policy, level 3): each policy is written here once, and stands
//! in the pages themselves, since a static host sets no headers.

/// Every page: pictures, style, letters, media and the manifest of this site; no script, no form, no other host. Without a
/// script nothing connects anywhere; that it might to this site lets a tool that looks at the page from inside, as Lighthouse
/// does, read `robots.txt`.
pub const PAGE: &str = "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; media-src 'self'; \
                        manifest-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/// A page that only leads on or says a sentence: nothing at all.
pub const BARE: &str = "default-src 'none'; base-uri 'none'; form-action 'none'";

/// How a page begins to say its policy.
pub(super) const META: &str = "http-equiv=\"Content-Security-Policy\"";
