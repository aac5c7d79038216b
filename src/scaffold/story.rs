//! The short form of each kind of story, with comments that explain the rest.

use super::{NewFile, quoted, stem};
use crate::model::vocabulary::Kind;
use jiff::civil::Date;

/// What a new story is to be.
#[derive(Debug, Clone)]
pub struct StoryWish<'a> {
    /// Its kind, which decides its folder.
    pub kind: Kind,
    /// Its title.
    pub title: &'a str,
    /// The day it is published.
    pub date: Date,
    /// What it answers, where that is known: each becomes a voice. Responses and answers only.
    pub from: &'a [From],
}

/// A toot that a story answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct From {
    /// Its address.
    pub url: String,
    /// The day it was posted, where it was heard.
    pub received: Option<Date>,
}

/// The file of a new story: a draft, until its author takes that line out.
pub fn story(wish: &StoryWish<'_>) -> NewFile {
    let stem = stem(wish.title);
    let (folder, form) = match wish.kind {
        Kind::Impact => ("content/impact/", IMPACT),
        Kind::Response => ("content/responses/", RESPONSE),
        Kind::Answer => ("content/answers/", ANSWER),
        Kind::Page => ("content/", PAGE),
    };
    let text = form
        .replace("{voices}", &voices(wish))
        .replace("{id}", &stem)
        .replace("{date}", &wish.date.to_string())
        // Last, so that a title with braces in it is not filled a second time.
        .replacen("{title}", &quoted(wish.title), 1);
    NewFile { path: format!("{folder}{stem}.md"), text }
}

/// The voices of a response or an answer: one for each toot, else one to fill in.
fn voices(wish: &StoryWish<'_>) -> String {
    let (blank, verb) = match wish.kind {
        Kind::Response => (CRITICISM, "criticised"),
        Kind::Answer => (QUESTION, "asked"),
        Kind::Impact | Kind::Page => return String::new(),
    };
    if wish.from.is_empty() {
        return blank.to_owned();
    }
    let outcome = if wish.kind == Kind::Response { OUTCOME } else { "" };
    let voice = |from: &From| {
        let received = from.received.map(|day| format!("    received: {day}\n")).unwrap_or_default();
        format!(
            "  - said: >-\n      [What was {verb}, in your own words]\n{received}    channel: mastodon\n    sources:\n      - {}\n{outcome}",
            quoted(&from.url)
        )
    };
    wish.from.iter().map(voice).collect()
}

const CRITICISM: &str = r"  - said: >-
      [What was criticised, in your own words]
    received: {date}
    # channel: letter     (mastodon, email, phone, in_person, meeting, survey, petition, press, …)
    # sources:            (the toot or page where it was said; your toot becomes a reply to the first one)
    #   - https://
    # outcome: upheld     (partly_upheld, not_upheld, resolved, not_ours, withdrawn; nothing while it is open)
    # reasons: >-
    #   Why you decided so.
";

const OUTCOME: &str = r"    # outcome: upheld     (partly_upheld, not_upheld, resolved, not_ours, withdrawn; nothing while it is open)
    # reasons: >-
    #   Why you decided so.
";

const QUESTION: &str = r"  - said: >-
      [What was asked, in your own words]
    # received: {date}
    # channel: mastodon
    # sources:            (the toot or page where it was asked)
    #   - https://
";

const IMPACT: &str = r#"---
id: {id}
title: {title}
date: {date}
draft: true   # take this line out when the story may be seen
summary: >-
  [What changed, for whom, and by how much. This is also the text of the toot.]
measures:
  - indicator: >-
      [What you counted]
    level: outcome   # output: what you did; outcome: what changed for people; impact: for the place
    unit: people
    better: up   # or down, or neither
    results:
      - period: 2026   # or 2026-Q2, 2026-03, 2026-01-01/2026-03-31
        value: 0
    method: >-
      [How you counted]
# What else a story of this kind can say:
# quotations:
#   - text: >-
#       What somebody said, word by word
#     who: a neighbour        (in small letters: a name needs `name` in `for`)
#     consent: {for: [quote], until: 2027-12-31}
# image:
#   src: beside-this-file.jpg
#   alt: What it shows, for those who do not see it
#   people: false           (true where somebody can be recognised; then add `consent: {for: [photo]}`)
# limitations: >-
#   What the figures cannot show.
# partners:
#   - name: Who did it with you
#     role: >-
#       What they do in it
# our_part: >-
#   Required beside partners: what your part in it was.
# commitments:
#   - id: a-permanent-name
#     what: >-
#       What you promise
#     due: 2026-12-31
# tags: [one, two]
---

[The story. What did you do, what came of it, and what went wrong?]
"#;

const RESPONSE: &str = r#"---
id: {id}
title: {title}
date: {date}
draft: true   # take this line out when the response may be seen
summary: >-
  [What they said, whether they are right, and what you do about it. This is also the text of the toot.]
criticisms:
{voices}# acknowledged: {date}   # the day on which you told them that you have it; the accountability page measures by it
# responded: {date}      # the day on which you answered them, where it is another than `date`
# What else a response can say:
# remedy:
#   - >-
#     What is already done
# commitments:
#   - id: a-permanent-name
#     what: >-
#       What you promise
#     lead: The team that does it
#     due: 2026-12-31
# review:
#   title: Where to go next
#   url: /complaints/
# tags: [one, two]
---

[The answer. Begin with whether they are right.]
"#;

const ANSWER: &str = r#"---
id: {id}
title: {title}
date: {date}
draft: true   # take this line out when the answer may be seen
summary: >-
  [The short answer, in one or two sentences. This is also the text of the toot.]
questions:
{voices}outcome: answered   # or partly, refused, not_held; these three need `reasons`
# reasons: >-
#   Why there is no whole answer.
# What else an answer can say:
# answered_by: The team that knows
# leads_to:
#   - title: The page, form or service to go to
#     url: /book/
# review_by: 2027-06-30
# tags: [one, two]
---

[The long answer, for those who want to know more.]
"#;

const PAGE: &str = r#"---
id: {id}
title: {title}
date: {date}
draft: true   # take this line out when the page may be seen
summary: >-
  [What this page is for, in one sentence.]
---

[The text.]
"#;

#[cfg(test)]
mod tests {
    use super::{StoryWish, story};
    use crate::model::vocabulary::Kind;
    use jiff::civil::date;

    #[test]
    fn a_title_with_quotes_and_braces_stays_itself() {
        let file = story(&StoryWish {
            kind: Kind::Page,
            title: r#"Why "{date}"?"#,
            date: date(2026, 3, 27),
            from: &[],
        });
        assert_eq!(file.path, "content/why-date.md");
        assert_eq!(
            file.text.lines().take(4).collect::<Vec<_>>(),
            ["---", "id: why-date", r#"title: "Why \"{date}\"?""#, "date: 2026-03-27"]
        );
    }
}
