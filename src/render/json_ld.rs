//! What a page is, for machines: schema.org as JSON-LD, safe inside `<script>`.

use super::body::{Base, largest, link};
use super::moment;
use crate::config::Config;
use crate::model::lang::Lang;
use crate::model::route::StoryIx;
use crate::model::site::{Shown, Site, Ties};
use crate::model::story::{Answer, Change, Evidence, Matter, Story};
use crate::model::vocabulary::ChangeKind;
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// A story as an `Article`, an answer to one question as an `FAQPage`, a page as a `WebPage`; a correction is a `CorrectionComment`.
pub(super) fn story(site: &Site, config: &Config, ix: StoryIx) -> String {
    let (Some(story), Some(ties)) = (site.stories.get(ix), site.ties.get(ix)) else { return String::new() };
    let base = Base::Absolute(config.url.as_str());
    let url = base.address(&ties.address);
    let lang = story.written_in(&config.language);
    let kind = match story.matter {
        Matter::Impact(_) | Matter::Response(_) => "Article",
        // Of several questions none has an answer of its own: the page is a text.
        Matter::Answer(ref answer) if answer.questions.len() > 1 => "Article",
        Matter::Answer(_) => "FAQPage",
        Matter::Page => "WebPage",
    };
    let mut out = Object::new(kind)
        .with("@context", "https://schema.org")
        .with("@id", url.clone())
        .with("url", url.clone())
        .with("mainEntityOfPage", url.clone())
        .with("headline", story.title.as_str())
        .with("name", story.title.as_str())
        .maybe("description", story.summary.as_deref())
        .with("inLanguage", lang.as_str())
        .with("datePublished", moment::written(&moment::of(&story.date, config)))
        .with("dateModified", moment::written(&moment::of(&moment::updated(story), config)))
        .maybe("expires", story.expires.map(|day| day.to_string()))
        .maybe("image", image(story, ties, base))
        .list("keywords", story.tags.iter().map(|tag| tag.as_str().into()).collect())
        .maybe(
            "contentLocation",
            story.place.as_deref().map(|place| Object::new("Place").with("name", place)),
        )
        .with("publisher", organisation(config))
        .with("author", authors(story, config))
        .with("isPartOf", part_of(config))
        .list("workTranslation", translations(site, ties, base))
        .list("citation", citations(story, ties, base))
        .list("correction", corrections(story, config));
    if moment::retraction(story).is_some() {
        out = out.with("creativeWorkStatus", "Retracted");
    }
    if let Matter::Answer(answer) = &story.matter
        && answer.questions.len() <= 1
    {
        out = out.list("mainEntity", vec![question(story, answer, config, &url).into()]);
    }
    script_safe(&out)
}

/// The home page: the site and who publishes it.
pub(super) fn site(config: &Config) -> String {
    let description = Some(config.description.as_str()).filter(|description| !description.is_empty());
    let website = Object::new("WebSite")
        .with("@id", website(config))
        .with("url", config.url.as_str())
        .with("name", config.title.as_str())
        .maybe("description", description)
        .with("inLanguage", config.language.as_str())
        .with("publisher", Object::default().with("@id", publisher(config)));
    let graph = Object::default()
        .with("@context", "https://schema.org")
        .list("@graph", vec![website.into(), organisation(config).into()]);
    script_safe(&graph)
}

/// The site that a page is part of.
fn part_of(config: &Config) -> Object<'_> {
    Object::new("WebSite")
        .with("@id", website(config))
        .with("name", config.title.as_str())
        .with("url", config.url.as_str())
}

/// An object of schema.org, its properties in the order in which they are put.
#[derive(Debug, Clone, Default)]
struct Object<'a>(Vec<(&'static str, Value<'a>)>);

/// What a property says.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Value<'a> {
    Text(Cow<'a, str>),
    Number(u32),
    One(Object<'a>),
    Many(Vec<Value<'a>>),
}

impl<'a> Object<'a> {
    fn new(kind: &'static str) -> Self {
        Self(vec![("@type", kind.into())])
    }

    fn with(mut self, name: &'static str, value: impl Into<Value<'a>>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    fn maybe(self, name: &'static str, value: Option<impl Into<Value<'a>>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// A property that is left out where there is nothing to say.
    fn list(self, name: &'static str, values: Vec<Value<'a>>) -> Self {
        if values.is_empty() { self } else { self.with(name, Value::Many(values)) }
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<Object<'a>> for Value<'a> {
    fn from(object: Object<'a>) -> Self {
        Self::One(object)
    }
}

/// JSON that cannot end the `<script>` in which it stands.
pub(super) fn script_safe(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    // Most have nothing to escape, which is seen many bytes at once. U+2028 and U+2029 begin with E2 80 in UTF-8.
    let special = |byte: u8| matches!(byte, b'<' | b'>' | b'&' | 0xe2);
    if !json.bytes().fold(false, |found, byte| found | special(byte)) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    let mut from = 0;
    for (at, byte) in json.bytes().enumerate() {
        // These stand in strings only, where the escape means the same.
        let (escape, length) = match byte {
            b'<' => ("\\u003c", 1),
            b'>' => ("\\u003e", 1),
            b'&' => ("\\u0026", 1),
            0xe2 if json[at..].starts_with('\u{2028}') => ("\\u2028", 3),
            0xe2 if json[at..].starts_with('\u{2029}') => ("\\u2029", 3),
            _ => continue,
        };
        out.push_str(&json[from..at]);
        out.push_str(escape);
        from = at + length;
    }
    out.push_str(&json[from..]);
    out
}

fn website(config: &Config) -> String {
    config.absolute("/#website")
}

fn publisher(config: &Config) -> String {
    config.absolute("/#publisher")
}

/// Who publishes.
fn organisation(config: &Config) -> Object<'_> {
    let organisation = &config.organisation;
    let base = Base::Absolute(config.url.as_str());
    let logo = |path: &str| {
        Object::new("ImageObject").with("url", base.address(&format!("/{}", path.trim_start_matches('/'))))
    };
    Object::new("Organization")
        .with("@id", publisher(config))
        .with("name", organisation.name.as_str())
        .with("url", config.url.as_str())
        .maybe("email", organisation.email.as_deref())
        .maybe("logo", organisation.logo.as_deref().map(logo))
        .list("sameAs", organisation.same_as.iter().map(|url| url.as_str().into()).collect())
}

/// Who wrote it: people by name, else who publishes.
fn authors<'a>(story: &'a Story, config: &'a Config) -> Value<'a> {
    if story.authors.is_empty() {
        return Object::new("Organization")
            .with("@id", publisher(config))
            .with("name", config.organisation.name.as_str())
            .into();
    }
    let person = |name: &'a String| Object::new("Person").with("name", name.as_str()).into();
    Value::Many(story.authors.iter().map(person).collect())
}

fn image<'a>(story: &'a Story, ties: &Ties, base: Base<'_>) -> Option<Object<'a>> {
    let picture = story.image.as_ref()?;
    let shown = ties.images.get(picture.image)?;
    let mut out = Object::new("ImageObject").with("url", base.address(largest(shown)?));
    if let Shown::Image { width, height, .. } = shown
        && *width > 0
    {
        out = out.with("width", pixels(*width)).with("height", pixels(*height));
    }
    let caption = Some(picture.alt.as_str()).filter(|alt| !alt.is_empty());
    Some(out.maybe("caption", caption).maybe("creditText", picture.credit.as_deref()))
}

fn translations<'a>(site: &'a Site, ties: &'a Ties, base: Base<'_>) -> Vec<Value<'a>> {
    let translation = |(lang, ix): &'a (Lang, StoryIx)| {
        let url = base.address(&site.ties.get(*ix)?.address);
        let work = Object::new("CreativeWork").with("@id", url.clone()).with("url", url);
        Some(work.with("inLanguage", lang.as_str()).into())
    };
    ties.editions.iter().filter_map(translation).collect()
}

/// What the story says shows that it is true.
fn citations<'a>(story: &'a Story, ties: &Ties, base: Base<'_>) -> Vec<Value<'a>> {
    let citation = |evidence: &'a Evidence| {
        let resolved = evidence.link.and_then(|ix| ties.links.get(ix));
        let url = resolved.and_then(|resolved| link(resolved, base)).filter(|href| !href.starts_with('#'));
        Object::new("CreativeWork").with("name", evidence.title.as_str()).maybe("url", url).into()
    };
    story.evidence.iter().map(citation).collect()
}

/// Changes that say that something was wrong or unclear; an update says only that the world has changed.
fn corrections<'a>(story: &'a Story, config: &Config) -> Vec<Value<'a>> {
    let wrong = story.changes.iter().filter(|change| change.kind != ChangeKind::Update);
    let comment = |change: &'a Change| {
        Object::new("CorrectionComment")
            .with("text", change.text.as_str())
            .with("datePublished", moment::written(&moment::of(&change.date, config)))
            .into()
    };
    wrong.map(comment).collect()
}

/// The question with the answer that the page gives: its summary, which is an answer's short answer, else its text.
fn question<'a>(story: &'a Story, answer: &'a Answer, config: &'a Config, url: &str) -> Object<'a> {
    let author = answer.answered_by.as_deref().unwrap_or(&config.organisation.name);
    let accepted = Object::new("Answer")
        .with("text", story.summary.as_deref().unwrap_or(&story.body.plain))
        .with("url", url.to_owned())
        .with("datePublished", moment::written(&moment::of(&story.date, config)))
        .with("author", Object::new("Organization").with("name", author));
    let said = answer.questions.first().map_or(story.title.as_str(), |voice| &voice.said);
    Object::new("Question").with("name", said).with("acceptedAnswer", accepted)
}

/// A length in pixels: schema.org takes no bare number for one, and UN/CEFACT calls a pixel E37.
fn pixels(count: u32) -> Object<'static> {
    Object::new("QuantitativeValue").with("value", Value::Number(count)).with("unitCode", "E37")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::{config, site as small_site};
    use proptest::prelude::*;
    use std::sync::Arc;

    fn pretty(json: &str) -> String {
        let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
        serde_json::to_string_pretty(&value).expect("JSON")
    }

    #[test]
    fn an_impact_story_is_an_article_with_its_correction() {
        insta::assert_snapshot!(pretty(&story(&small_site(), &config(), 0)));
    }

    #[test]
    fn an_answer_is_a_page_of_questions() {
        insta::assert_snapshot!(pretty(&story(&small_site(), &config(), 3)));
    }

    #[test]
    fn the_home_page_says_who_publishes() {
        insta::assert_snapshot!(pretty(&site(&config())));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_text_ends_the_script(text in any::<String>()) {
            let wild = format!("</script><!--&\u{2028}{text}");
            let mut site = small_site();
            let mut wild_story = (*site.stories[0]).clone();
            wild_story.title.clone_from(&wild);
            site.stories[0] = Arc::new(wild_story);
            let out = story(&site, &config(), 0);
            let ends = out.contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
            prop_assert!(!ends);
            let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
            prop_assert_eq!(value["headline"].as_str(), Some(wild.as_str()));
        }
    }
}
