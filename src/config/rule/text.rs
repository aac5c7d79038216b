//! What is wrong with the text of a story as it is read.

use crate::model::diagnostic::Severity;
use crate::model::rule::{Example, Rule};

/// An empty line ended HTML: what follows is shown as code.
pub(crate) const HTML_AS_CODE: Rule = Rule {
    name: "html-as-code",
    severity: Severity::Warning,
    about: "an empty line ended HTML: what follows is shown as code",
    why: "In Markdown an empty line ends HTML, and what is indented below it by four spaces is code.",
    wrong: Example::Text("<div>\n\n    <p>Two wells.</p>\n\n</div>"),
    right: Example::Text("<div>\n<p>Two wells.</p>\n</div>"),
};

/// Markdown that cannot be rendered.
pub(crate) const MARKDOWN: Rule = Rule {
    name: "markdown",
    severity: Severity::Error,
    about: "Markdown that cannot be rendered",
    why: "A text that is nested a thousand deep is no text.",
    wrong: Example::Words("A quotation in a quotation, some hundred times."),
    right: Example::Words("A quotation."),
};

/// A video without captions.
pub(crate) const NO_CAPTIONS: Rule = Rule {
    name: "no-captions",
    severity: Severity::Warning,
    about: "a video without captions",
    why: "Many people see a video without hearing it (WCAG 2.2, 1.2.2).",
    wrong: Example::Files(&[
        (
            "content/impact/wells.md",
            r#"---
id: wells
title: A story
date: 2026-03-01
summary: What happened.
---

<video src="pump.mp4" controls></video>
"#,
        ),
        ("content/impact/pump.mp4", "0"),
    ]),
    right: Example::Files(&[
        (
            "content/impact/wells.md",
            r#"---
id: wells
title: A story
date: 2026-03-01
summary: What happened.
---

<video src="pump.mp4" controls><track kind="captions" src="pump.vtt" srclang="en"></video>
"#,
        ),
        ("content/impact/pump.mp4", "0"),
        ("content/impact/pump.vtt", "WEBVTT\n"),
    ]),
};

/// Text that looks like Markdown and is none.
pub(crate) const NOT_MARKDOWN: Rule = Rule {
    name: "not-markdown",
    severity: Severity::Warning,
    about: "text that looks like Markdown and is none",
    why: "It is shown as it is typed, brackets and all.",
    wrong: Example::Text("##Results\n\nTwo wells."),
    right: Example::Text("## Results\n\nTwo wells."),
};

/// HTML that was taken out.
pub(crate) const RAW_HTML: Rule = Rule {
    name: "raw-html",
    severity: Severity::Warning,
    about: "HTML that was taken out",
    why: "What runs in a reader's browser, or changes how the whole page looks, is not taken from a text. Markdown has the rest.",
    wrong: Example::Text("<marquee>Two wells.</marquee>"),
    right: Example::Text("**Two wells.**"),
};

/// Code of another program's templates.
pub(crate) const TEMPLATE_CODE: Rule = Rule {
    name: "template-code",
    severity: Severity::Warning,
    about: "code of another program's templates",
    why: "Nobody runs it here: readers would see the code.",
    wrong: Example::Text(r#"See {{< ref "wells.md" >}}."#),
    right: Example::Text("See [the wells](wells.md)."),
};

/// Something would have been loaded from another host.
pub(crate) const THIRD_PARTY: Rule = Rule {
    name: "third-party",
    severity: Severity::Warning,
    about: "something would have been loaded from another host",
    why: "Readers are not sent to another host without being asked: it would learn who reads what.",
    wrong: Example::Text("![A pump](https://images.example/pump.jpg)"),
    right: Example::Text("[A pump](https://images.example/pump.jpg)"),
};

/// Nothing closes a code block.
pub(crate) const UNCLOSED_FENCE: Rule = Rule {
    name: "unclosed-fence",
    severity: Severity::Warning,
    about: "nothing closes a code block",
    why: "The rest of the text is shown as code.",
    wrong: Example::Text("```\nlet wells = 2;\n\nTwo wells."),
    right: Example::Text("```\nlet wells = 2;\n```\n\nTwo wells."),
};

/// Nothing closes a comment or an element of HTML.
pub(crate) const UNCLOSED_HTML: Rule = Rule {
    name: "unclosed-html",
    severity: Severity::Warning,
    about: "nothing closes a comment or an element of HTML",
    why: "What nobody closes takes the rest of the text with it.",
    wrong: Example::Text("Two wells.\n\n<!-- to be checked\n\nThey work."),
    right: Example::Text("Two wells.\n\n<!-- to be checked -->\n\nThey work."),
};
