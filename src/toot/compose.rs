//! What a story's toot says: the author's own text, else the site's template, else the summary with link and hashtags,
//! fitted to the server's limits.

use crate::config::Config;
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::limits::Limits;
use crate::model::site::{Site, Ties};
use crate::model::story::{Change, Story};
use crate::model::vocabulary::Visibility;
use crate::theme::{SiteInToot, StoryInToot, Theme, TootView};
use crate::toot::answered::{Answered, answered};
use crate::toot::entity::{Entity, Kind, entities};
use crate::toot::fit::{Words, fit, fit_shape};
use crate::toot::hashtags::hashtags;
use crate::toot::length::length;

/// How many hashtags a site has that says nothing about them.
const HASHTAGS: usize = 3;
/// What a server that takes markup does not show as it is written.
const MARKUP: [&str; 4] = ["<", "*", "~~", "`"];

/// What is posted for a story, in its final words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// The texts: the toot, and the further parts of its thread. The first has the link.
    pub parts: Vec<Text>,
    /// The content warning, on every part.
    pub warning: Option<String>,
    /// The language of the text.
    pub language: Lang,
    /// Who may see it.
    pub visibility: Visibility,
    /// The picture that is uploaded instead of the link's card.
    pub picture: Option<TootPicture>,
    /// The toot that it replies to.
    pub answers: Option<Answered>,
    /// Whether its words mention people on purpose, beside whom it answers.
    pub mentions: bool,
    /// What a reviewer should know about it.
    pub notes: Vec<String>,
}

impl Composed {
    /// The same with other parts, which were cut earlier.
    pub(super) fn with_parts(self, parts: &[String], limits: &Limits) -> Composed {
        let parts = counted(parts.to_vec(), self.warning.as_deref().unwrap_or_default(), limits);
        Composed { parts, ..self }
    }
}

/// A text and how much of the server's limit it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The words, the link included.
    pub words: String,
    /// How many characters the server counts, the content warning included.
    pub length: usize,
}

/// A picture of the site for a toot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TootPicture {
    /// The address of the variant that is uploaded: stripped of what cameras write into a file.
    pub address: String,
    /// Its alt text, within the server's limit.
    pub alt: String,
}

/// The toot of a story. Fails where the server's limit leaves no room for it, or the site's template cannot be written.
pub fn compose(
    site: &Site,
    config: &Config,
    theme: &Theme,
    ix: usize,
    limits: &Limits,
) -> Result<Composed, String> {
    let (Some(story), Some(ties)) = (site.stories.get(ix), site.ties.get(ix)) else {
        return Err("there is no such story".to_owned());
    };
    let answers = answered(story, config.mastodon.as_ref());
    let warning = story.toot.cw.as_deref().map(str::trim).filter(|warning| !warning.is_empty());
    let own = story.toot.text.as_deref().filter(|text| !text.trim().is_empty());
    let tags = match own {
        // An author who writes the toot writes its hashtags too.
        Some(_) => Vec::new(),
        None => hashtags(&story.tags, config.mastodon.as_ref().map_or(HASHTAGS, |m| m.max_hashtags)),
    };
    let link = config.absolute(&ties.address);
    let words = Words {
        mention: answers.as_ref().and_then(|toot| toot.mention.as_deref()),
        text: own.unwrap_or_else(|| said(story)),
        link: &link,
        hashtags: &tags,
        warning: warning.unwrap_or_default(),
        goes_on: own.is_some(),
    };
    let shaped = match own {
        Some(_) => None,
        None => in_shape(story, config, theme, &words, limits)?,
    };
    let shows_summary = shaped.as_ref().is_none_or(|shaped| shaped.shows_text);
    let texts = shaped.map_or_else(|| fit(&words, limits), |shaped| Ok(shaped.texts))?;
    let mut notes = Vec::new();
    if own.is_none() && story.summary.is_none() {
        notes.push("it has no summary, so the toot says its title".to_owned());
    }
    if words.goes_on && texts.len() > 1 {
        notes.push(format!("its text is longer than one toot, so it goes on in a thread of {}", texts.len()));
    } else if own.is_none() && shows_summary && texts.first().is_some_and(|toot| !toot.contains(said(story)))
    {
        notes.push("its summary is longer than a toot, so it is shortened".to_owned());
    }
    let mentions = own.is_some() || texts.iter().any(|toot| mentions_more(toot, words.mention));
    if !mentions {
        notes.extend(texts.iter().flat_map(|toot| maybe_mentions(toot, limits.refuses_mentions)));
    }
    notes.extend(texts.first().and_then(|toot| other_card(toot, &link)));
    if limits.marks_up && texts.iter().any(|toot| MARKUP.iter().any(|sign| toot.contains(sign))) {
        notes.push(
            "this server takes `<`, `*`, `~~` and backticks for markup, and may not show them".to_owned(),
        );
    }
    let picture = picture(story, ties, limits, &mut notes);
    Ok(Composed {
        parts: counted(texts, words.warning, limits),
        warning: warning.map(str::to_owned),
        language: story.written_in(&config.language).clone(),
        visibility: visibility(story, config),
        picture,
        answers,
        mentions,
        notes,
    })
}

/// A toot in the shape of the site's template.
struct Shaped {
    texts: Vec<String>,
    /// Whether the template shows the summary.
    shows_text: bool,
}

/// The toot in the shape of the site's template, where there is one.
fn in_shape(
    story: &Story,
    config: &Config,
    theme: &Theme,
    words: &Words<'_>,
    limits: &Limits,
) -> Result<Option<Shaped>, String> {
    let lang = story.written_in(&config.language);
    let kind_name = format!("kinds.{}.one", story.kind().word());
    let kind_name = theme.words(lang).text(&kind_name);
    let view = |summary: &str| {
        theme.toot(&TootView {
            story: StoryInToot {
                title: &story.title,
                summary,
                kind: story.kind().word(),
                kind_name,
                date: story.date.day.to_string(),
                place: story.place.as_deref(),
                tags: &story.tags,
                authors: &story.authors,
                lang: lang.as_str(),
            },
            link: words.link,
            hashtags: words.hashtags,
            site: SiteInToot { title: &config.title, organisation: &config.organisation.name },
        })
    };
    let failed = |fault: Diagnostic| format!("`{}`: {}", fault.place.file, fault.message);
    let Some(whole) = view(words.text).transpose().map_err(failed)? else { return Ok(None) };
    let shape = |summary: &str| view(summary).unwrap_or_else(|| Ok(String::new()));
    let texts = fit_shape(words, limits, shape).map_err(failed)??;
    Ok(Some(Shaped { texts, shows_text: whole.contains(words.text) }))
}

/// The reply to our own toot that says what was corrected. Fails where the limit leaves no room for it.
pub fn correction(
    site: &Site,
    config: &Config,
    ix: usize,
    change: &Change,
    limits: &Limits,
) -> Result<Composed, String> {
    let (Some(story), Some(ties)) = (site.stories.get(ix), site.ties.get(ix)) else {
        return Err("there is no such story".to_owned());
    };
    let warning = story.toot.cw.as_deref().map(str::trim).filter(|warning| !warning.is_empty());
    let link = config.absolute(&ties.address);
    let words = Words {
        mention: None,
        text: &change.text,
        link: &link,
        hashtags: &[],
        warning: warning.unwrap_or_default(),
        goes_on: false,
    };
    let texts = fit(&words, limits)?;
    Ok(Composed {
        mentions: texts.iter().any(|toot| mentions_more(toot, None)),
        parts: counted(texts, words.warning, limits),
        warning: warning.map(str::to_owned),
        language: story.written_in(&config.language).clone(),
        visibility: visibility(story, config),
        picture: None,
        answers: None,
        notes: Vec::new(),
    })
}

/// Whether a toot mentions somebody, as `@name@server`, beside whom it answers at its beginning.
fn mentions_more(toot: &str, answered: Option<&str>) -> bool {
    let rest = answered.and_then(|mention| toot.strip_prefix(mention)).unwrap_or(toot);
    let is_whole = |entity: &Entity| {
        matches!(entity.kind, Kind::Mention(_))
            && rest[entity.range.clone()].trim_start_matches('@').contains('@')
    };
    entities(rest).iter().any(is_whole)
}

/// A `@name` without a server is the name of whoever has it on ours: a reviewer should see that.
fn maybe_mentions(toot: &str, refuses: bool) -> Vec<String> {
    // A server finds a mention behind everything but a letter, a digit, `_`, `/` and `=`.
    let begins = |at: usize| {
        toot[..at]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '/' | '=' | '@'))
    };
    let names = toot.match_indices('@').filter(|(at, _)| begins(*at)).map(|(at, _)| {
        let rest = &toot[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        (&toot[at..at + 1 + end], rest[end..].starts_with('@'))
    });
    names
        .filter(|(name, is_whole)| name.len() > 1 && !is_whole)
        .map(|(name, _)| {
            let then = if refuses { "the server then refuses the toot" } else { "they are told of it" };
            format!("`{name}` would mention whoever has that name on the server; {then}")
        })
        .collect()
}

/// The card that a server shows is that of the first link.
fn other_card(toot: &str, link: &str) -> Option<String> {
    let first = entities(toot).into_iter().find(|entity| matches!(entity.kind, Kind::Url))?;
    let first = &toot[first.range];
    (first != link).then(|| format!("the card will show {first}, the first link, and not this page"))
}

fn said(story: &Story) -> &str {
    let summary = story.summary.as_deref().map(str::trim).filter(|summary| !summary.is_empty());
    summary.unwrap_or(&story.title)
}

fn counted(texts: Vec<String>, warning: &str, limits: &Limits) -> Vec<Text> {
    let count = |words: String| Text { length: length(warning, &words, limits), words };
    texts.into_iter().map(count).collect()
}

/// The story's own, else the site's.
pub(super) fn visibility(story: &Story, config: &Config) -> Visibility {
    let sites = config.mastodon.as_ref().map_or(Visibility::Public, |mastodon| mastodon.visibility);
    story.toot.visibility.unwrap_or(sites)
}

fn picture(story: &Story, ties: &Ties, limits: &Limits, notes: &mut Vec<String>) -> Option<TootPicture> {
    if !story.toot.image {
        return None;
    }
    let alt = story.image.as_ref().map(|image| image.alt.trim()).unwrap_or_default();
    // A picture of the text may be on the link's card; uploaded is only one that was chosen.
    let Some(card) = ties.card.as_ref().filter(|_| story.image.is_some()) else {
        notes.push("`toot.image` is set, but it has no picture; the link's card is shown".to_owned());
        return None;
    };
    if alt.is_empty() {
        notes.push("its picture has no alt text and is not uploaded; the link's card is shown".to_owned());
        return None;
    }
    if limits.max_media == 0 {
        notes.push("the server takes no pictures; the link's card is shown".to_owned());
        return None;
    }
    let count = alt.chars().count();
    if count > limits.alt_text {
        notes.push(format!("its alt text has {count} characters of {} and is shortened", limits.alt_text));
    }
    let alt: String = alt.chars().take(limits.alt_text).collect();
    notes.push("its picture is uploaded, so it shows no link card".to_owned());
    Some(TootPicture { address: card.address.clone(), alt })
}
