//! What a page is, for machines: schema.org as JSON-LD, safe inside `<script>`.

use super::body::{Base, link};
use super::feed::largest;
use super::moment;
use crate::config::Config;
use crate::model::lang::Lang;
use crate::model::route::StoryIx;
use crate::model::site::{Shown, Site, Ties};
use crate::model::story::{Answer, Evidence, Matter, Story};
use crate::model::vocabulary::ChangeKind;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

/// A story as an `Article`, an answer as an `FAQPage`, a page as a `WebPage`; a correction is a `CorrectionComment`.
pub(super) fn story(site: &Site, config: &Config, ix: StoryIx) -> String {
    let (Some(story), Some(ties)) = (site.stories.get(ix), site.ties.get(ix)) else { return String::new() };
    let base = Base::Absolute(config.url.as_str());
    let url = base.address(&ties.address);
    let lang = story.lang.as_ref().or(story.edition.as_ref()).unwrap_or(&config.language);
    let kind = match story.matter {
        Matter::Impact(_) | Matter::Response(_) => "Article",
        Matter::Answer(_) => "FAQPage",
        Matter::Page => "WebPage",
    };
    let mut out = Object::new(kind);
    out.put("@context", "https://schema.org");
    out.put("@id", url.as_str());
    out.put("url", url.as_str());
    out.put("mainEntityOfPage", url.as_str());
    out.put("headline", story.title.as_str());
    out.put("name", story.title.as_str());
    out.maybe("description", story.summary.as_deref());
    out.put("inLanguage", lang.as_str());
    out.put("datePublished", moment::of(&story.date, config).to_string());
    out.put("dateModified", moment::of(&moment::updated(story), config).to_string());
    out.maybe("expires", story.expires.map(|day| day.to_string()));
    out.maybe("image", image(story, ties, base));
    out.list("keywords", story.tags.iter().map(|tag| tag.as_str().into()).collect());
    out.maybe(
        "contentLocation",
        story.place.as_deref().map(|place| json!({ "@type": "Place", "name": place })),
    );
    out.put("publisher", organisation(config));
    out.put("author", authors(story, config));
    out.put("isPartOf", json!({ "@type": "WebSite", "@id": website(config), "name": config.title, "url": config.url.as_str() }));
    out.list("workTranslation", translations(site, ties, base));
    out.list("citation", citations(story, ties, base));
    out.list("correction", corrections(story, config));
    if moment::retraction(story).is_some() {
        out.put("creativeWorkStatus", "Retracted");
    }
    if let Matter::Answer(answer) = &story.matter {
        out.list("mainEntity", questions(story, answer, config, &url));
    }
    script_safe(&out)
}

/// The home page: the site and who publishes it.
pub(super) fn site(config: &Config) -> String {
    let mut website_object = Object::new("WebSite");
    website_object.put("@id", website(config));
    website_object.put("url", config.url.as_str());
    website_object.put("name", config.title.as_str());
    if !config.description.is_empty() {
        website_object.put("description", config.description.as_str());
    }
    website_object.put("inLanguage", config.language.as_str());
    website_object.put("publisher", json!({ "@id": publisher(config) }));
    let graph = json!({
        "@context": "https://schema.org",
        "@graph": [Value::from(website_object), organisation(config)],
    });
    script_safe(&graph)
}

/// An object of schema.org, its properties in the order in which they are put.
struct Object(Vec<(&'static str, Value)>);

impl Object {
    fn new(kind: &str) -> Self {
        Self(vec![("@type", kind.into())])
    }

    fn put(&mut self, name: &'static str, value: impl Into<Value>) {
        self.0.push((name, value.into()));
    }

    fn maybe(&mut self, name: &'static str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    /// A property that is left out where there is nothing to say.
    fn list(&mut self, name: &'static str, values: Vec<Value>) {
        if !values.is_empty() {
            self.put(name, values);
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

/// JSON that cannot end the `<script>` in which it stands.
fn script_safe(value: &impl Serialize) -> String {
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
fn organisation(config: &Config) -> Value {
    let organisation = &config.organisation;
    let mut out = Object::new("Organization");
    out.put("@id", publisher(config));
    out.put("name", organisation.name.as_str());
    out.put("url", config.url.as_str());
    out.maybe("email", organisation.email.as_deref());
    let base = Base::Absolute(config.url.as_str());
    let logo = |path: &str| json!({ "@type": "ImageObject", "url": base.address(&format!("/{}", path.trim_start_matches('/'))) });
    out.maybe("logo", organisation.logo.as_deref().map(logo));
    out.list("sameAs", organisation.same_as.iter().map(|url| url.as_str().into()).collect());
    out.into()
}

/// Who wrote it: people by name, else who publishes.
fn authors(story: &Story, config: &Config) -> Value {
    if story.authors.is_empty() {
        return json!({ "@type": "Organization", "@id": publisher(config), "name": config.organisation.name });
    }
    story.authors.iter().map(|name| json!({ "@type": "Person", "name": name })).collect()
}

fn image(story: &Story, ties: &Ties, base: Base<'_>) -> Option<Value> {
    let picture = story.image.as_ref()?;
    let shown = ties.images.get(picture.image)?;
    let mut out = Object::new("ImageObject");
    out.put("url", base.address(largest(shown)?));
    if let Shown::Image { width, height, .. } = shown
        && *width > 0
    {
        out.put("width", pixels(*width));
        out.put("height", pixels(*height));
    }
    if !picture.alt.is_empty() {
        out.put("caption", picture.alt.as_str());
    }
    out.maybe("creditText", picture.credit.as_deref());
    Some(out.into())
}

fn translations(site: &Site, ties: &Ties, base: Base<'_>) -> Vec<Value> {
    let translation = |(lang, ix): &(Lang, StoryIx)| {
        let url = base.address(&site.ties.get(*ix)?.address);
        Some(json!({ "@type": "CreativeWork", "@id": url, "url": url, "inLanguage": lang.as_str() }))
    };
    ties.editions.iter().filter_map(translation).collect()
}

/// What the story says shows that it is true.
fn citations(story: &Story, ties: &Ties, base: Base<'_>) -> Vec<Value> {
    let citation = |evidence: &Evidence| {
        let mut out = Object::new("CreativeWork");
        out.put("name", evidence.title.as_str());
        let resolved = evidence.link.and_then(|ix| ties.links.get(ix));
        out.maybe(
            "url",
            resolved.and_then(|resolved| link(resolved, base)).filter(|href| !href.starts_with('#')),
        );
        out.into()
    };
    story.evidence.iter().map(citation).collect()
}

/// Changes that say that something was wrong or unclear; an update says only that the world has changed.
fn corrections(story: &Story, config: &Config) -> Vec<Value> {
    let wrong = story.changes.iter().filter(|change| change.kind != ChangeKind::Update);
    wrong
        .map(|change| {
            json!({
                "@type": "CorrectionComment",
                "text": change.text,
                "datePublished": moment::of(&change.date, config).to_string(),
            })
        })
        .collect()
}

/// The questions, each with the one answer that the page gives: its summary, which is an answer's short answer, else its
/// text.
fn questions(story: &Story, answer: &Answer, config: &Config, url: &str) -> Vec<Value> {
    let text = story.summary.as_deref().unwrap_or(&story.body.plain);
    let published = moment::of(&story.date, config).to_string();
    let author = answer.answered_by.as_deref().unwrap_or(&config.organisation.name);
    let accepted = json!({
        "@type": "Answer",
        "text": text,
        "url": url,
        "datePublished": published,
        "author": { "@type": "Organization", "name": author },
    });
    let question = |said: &str| json!({ "@type": "Question", "name": said, "acceptedAnswer": accepted });
    if answer.questions.is_empty() {
        return vec![question(&story.title)];
    }
    answer.questions.iter().map(|voice| question(&voice.said)).collect()
}

/// A length in pixels: schema.org takes no bare number for one, and UN/CEFACT calls a pixel E37.
fn pixels(count: u32) -> Value {
    json!({ "@type": "QuantitativeValue", "value": count, "unitCode": "E37" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::{config, site as small_site};
    use proptest::prelude::*;
    use std::sync::Arc;

    fn pretty(json: &str) -> String {
        let value: Value = serde_json::from_str(json).expect("JSON");
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
            let value: Value = serde_json::from_str(&out).expect("JSON");
            prop_assert_eq!(value["headline"].as_str(), Some(wild.as_str()));
        }
    }
}
