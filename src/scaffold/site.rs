//! The files of a new site: small, honest, and passing `check`.

use super::{NewFile, quoted};
use crate::model::address::PLACEHOLDER;
use jiff::civil::Date;

/// What a new site is to be.
#[derive(Debug, Clone)]
pub struct SiteWish<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its address.
    pub url: &'a str,
    /// The day its first stories carry.
    pub date: Date,
}

/// The files of a new site.
pub fn site(wish: &SiteWish<'_>) -> Vec<NewFile> {
    let fill = |text: &str| {
        text.replace("{date}", &wish.date.to_string())
            .replace("{url}", &quoted(wish.url))
            .replace("{url_note}", if wish.url == PLACEHOLDER { URL_NOTE } else { "" })
            // Last, so that a title with braces in it is not filled a second time.
            .replacen("{title}", &quoted(wish.title), 1)
    };
    [
        ("hearback.yaml", CONFIG),
        ("content/about.md", ABOUT),
        ("content/answers/what-happens-with-what-you-tell-us.md", ANSWER),
        ("static/favicon.svg", FAVICON),
        (".gitignore", GITIGNORE),
    ]
    .map(|(path, text)| NewFile { path: path.to_owned(), text: fill(text) })
    .into()
}

const URL_NOTE: &str = "   # put your own address here before you publish";

const CONFIG: &str = r##"# What the whole site needs. A line that begins with `#` is switched off; take the `#` away to use it.
title: {title}
url: {url}{url_note}
# description: Who we are, in one sentence.
language: en                    # `story.es.md` beside `story.md` is its Spanish edition
timezone: UTC                   # as `Europe/London`: a story's day begins there
accent: "#0b6e4f"
menu:
  - title: About
    url: /about/
# organisation:
#   name: The name in full
#   email: hello@example.org
#   logo: logo.svg              # a file in `static/`
#   same_as: ["https://social.example/@us"]
# paginate: 20                  # stories on a page of a list
# feeds: {items: 30}            # or `all`

# What you promise about answering, in working days. The accountability page measures you by it.
service_standard:
  acknowledge_within: 2
  respond_within: 20
# calendar: {week: [mon, tue, wed, thu, fri], holidays: [2026-12-25]}
# totals: totals.csv            # what came in, where not everything is published: period, received, acknowledged_in_time,
#                               # answered_in_time, upheld, partly_upheld, not_upheld
# check: {tone: off}            # `hearback check --rules` lists the rules: off, warning or error

# Where stories are announced. Nothing is posted before you run `hearback toot --post`.
# mastodon:
#   account: "@you@your.server"
#   start: {date}           # nothing older is announced
#   visibility: public
#   max_per_run: 3
#   min_gap: 15m
"##;

const ABOUT: &str = r#"---
id: about
title: About us
date: {date}
summary: >-
  Who we are and how to reach us.
---

We publish here what we did, what people criticised and what we did about it, and answers to questions people asked.

If something on this site is wrong, tell us. We correct it on the page itself and say what stood there before.
"#;

const ANSWER: &str = r#"---
id: what-happens-with-what-you-tell-us
title: What happens with what you tell us?
date: {date}
summary: >-
  Somebody reads it within two working days. If it is a criticism or a question, the answer is published here.
questions:
  - said: >-
      If I complain or ask something, does anybody read it?
outcome: answered
tags: [about us]
toot:
  skip: true   # take these two lines out to announce it
---

Yes. We write down what was said in our own words, never with your name unless you ask for it. Then we say whether you
are right, what we do about it and by when.

What we promise stands on the [commitments page](/commitments/) with its date. If a date moves, the first one stays
visible.
"#;

const FAVICON: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0b6e4f" d="M4 5h24v17H14l-7 6v-6H4z"/></svg>
"##;

const GITIGNORE: &str = "/public/\n/.hearback/\n";
