//! What is wrong with the site as a whole, wherever it is found.

use crate::model::diagnostic::Severity;
use crate::model::rule::{Example, Rule};

/// An alias stands where a page is.
pub(crate) const ALIAS_OVER_PAGE: Rule = Rule {
    name: "alias-over-page",
    severity: Severity::Error,
    about: "an alias stands where a page is",
    why: "An old address cannot lead on while a page stands there.",
    wrong: Example::Files(&[
        (
            "content/impact/wells.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\naliases: [/impact/pumps/]\n---\n\nText.\n",
        ),
        (
            "content/impact/pumps.md",
            "---\nid: pumps\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\n---\n\nText.\n",
        ),
    ]),
    right: Example::Files(&[
        (
            "content/impact/wells.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\naliases: [/news/wells/]\n---\n\nText.\n",
        ),
        (
            "content/impact/pumps.md",
            "---\nid: pumps\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\n---\n\nText.\n",
        ),
    ]),
};

/// An image that cannot be made into its variants.
pub(crate) const BROKEN_IMAGE: Rule = Rule {
    name: "broken-image",
    severity: Severity::Error,
    about: "an image that cannot be made into its variants",
    why: "A picture that is broken off in the middle would be a grey area on the page.",
    wrong: Example::Words("A photograph of which only the first half was copied."),
    right: Example::Words("The whole photograph."),
};

/// A drawing with a script.
pub(crate) const SCRIPT_IN_DRAWING: Rule = Rule {
    name: "script-in-drawing",
    severity: Severity::Warning,
    about: "a drawing with a script",
    why: "No page runs it, but whoever opens the drawing itself lets it run on this site's address.",
    wrong: Example::Words("An SVG with `<script>` in it."),
    right: Example::Words("The same saved as a plain SVG."),
};

/// A picture or film that would tell a place.
pub(crate) const TOLD_PLACE: Rule = Rule {
    name: "told-place",
    severity: Severity::Error,
    about: "a picture or film that would say where it was taken",
    why: "Cameras write down where they were. Pictures are published without that; what cannot be cleaned is not published.",
    wrong: Example::Words("A film with the place where it was made."),
    right: Example::Words("The same film without it."),
};

/// A link to another site leads nowhere (`check --external`).
pub(crate) const DEAD_OUTSIDE_LINK: Rule = Rule {
    name: "dead-outside-link",
    severity: Severity::Warning,
    about: "a link to another site leads nowhere (`check --external`)",
    why: "Pages of others move. An archived copy of them does not.",
    wrong: Example::Words("A link to a page that answers 404."),
    right: Example::Words("A link to where the page is now."),
};

/// Two commitments have one id.
pub(crate) const DUPLICATE_COMMITMENT: Rule = Rule {
    name: "duplicate-commitment",
    severity: Severity::Error,
    about: "two commitments have one id",
    why: "News about a promise are found by its id.",
    wrong: Example::Files(&[
        (
            "content/impact/wells.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\ncommitments: [{id: call-back, what: We call back, due: 2026-12-01}]\n---\n\nText.\n",
        ),
        (
            "content/impact/pumps.md",
            "---\nid: pumps\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\ncommitments: [{id: call-back, what: We write back, due: 2026-12-01}]\n---\n\nText.\n",
        ),
    ]),
    right: Example::Files(&[
        (
            "content/impact/wells.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\ncommitments: [{id: call-back, what: We call back, due: 2026-12-01}]\n---\n\nText.\n",
        ),
        (
            "content/impact/pumps.md",
            "---\nid: pumps\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\ncommitments: [{id: write-back, what: We write back, due: 2026-12-01}]\n---\n\nText.\n",
        ),
    ]),
};

/// Two stories have one id.
pub(crate) const DUPLICATE_ID: Rule = Rule {
    name: "duplicate-id",
    severity: Severity::Error,
    about: "two stories have one id",
    why: "The id is the story's name in feeds and in the record of what was posted: the second one would never be announced.",
    wrong: Example::Files(&[
        (
            "content/impact/wells.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\n---\n\nText.\n",
        ),
        (
            "content/impact/pumps.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\n---\n\nText.\n",
        ),
    ]),
    right: Example::Files(&[
        (
            "content/impact/wells.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\n---\n\nText.\n",
        ),
        (
            "content/impact/pumps.md",
            "---\nid: pumps\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\n---\n\nText.\n",
        ),
    ]),
};

/// Two pages have one address.
pub(crate) const DUPLICATE_ROUTE: Rule = Rule {
    name: "duplicate-route",
    severity: Severity::Error,
    about: "two pages have one address",
    why: "Of two files with one address only one could be published.",
    wrong: Example::Files(&[
        (
            "content/impact/wells.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\n---\n\nText.\n",
        ),
        (
            "content/impact/pumps.md",
            "---\nid: pumps\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\nslug: wells\n---\n\nText.\n",
        ),
    ]),
    right: Example::Files(&[
        (
            "content/impact/wells.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\n---\n\nText.\n",
        ),
        (
            "content/impact/pumps.md",
            "---\nid: pumps\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\nslug: pumps\n---\n\nText.\n",
        ),
    ]),
};
