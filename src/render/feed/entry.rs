//! A story as a feed carries it, made once for all three formats.

use crate::config::Config;
use crate::model::lang::Lang;
use crate::model::route::StoryIx;
use crate::model::site::Site;
use crate::render::body::{self, Base};
use crate::render::{moment, xml};
use jiff::ZonedDateTime;
use std::borrow::Cow;

/// A story as a feed carries it. Every text is fit for XML, every address absolute.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    /// Its name for good (RFC 4287 §4.2.6, RSS 2.0 `<guid>`, JSON Feed 1.1 `id`): the `guid` that the story says, else a
    /// `tag:` URI (RFC 4151) that stays when the story moves.
    pub(super) id: String,
    /// The story's page.
    pub(super) url: String,
    /// Its title; a retracted story's says so.
    pub(super) title: Cow<'a, str>,
    /// Its summary; a retracted story's is why.
    pub(super) summary: Option<Cow<'a, str>>,
    /// All that its page says, as HTML.
    pub(super) content: &'a str,
    /// Its picture.
    pub(super) image: Option<String>,
    /// When it was published.
    pub(super) published: ZonedDateTime,
    /// When it was last changed in substance.
    pub(super) updated: ZonedDateTime,
    /// Its tags.
    pub(super) tags: Vec<Cow<'a, str>>,
    /// Who wrote it.
    pub(super) authors: Vec<Cow<'a, str>>,
    /// Its language.
    pub(super) lang: &'a Lang,
}

impl<'a> Entry<'a> {
    /// A story of the site with its text, which is fit for XML. `retracted` is how its language marks the title of a retracted story: `{title}`
    /// in it is the title.
    pub(super) fn new(
        site: &'a Site,
        config: &'a Config,
        ix: StoryIx,
        text: &'a str,
        retracted: &str,
    ) -> Option<Self> {
        let (story, ties) = (site.stories.get(ix)?.as_ref(), site.ties.get(ix)?);
        let shown = story.image.as_ref().and_then(|picture| Some((picture, ties.images.get(picture.image)?)));
        let base = Base::Absolute(config.url.as_str());
        let why = moment::retraction(story);
        Some(Self {
            id: match &story.guid {
                Some(guid) => xml::clean(guid).into_owned(),
                None => config.tag(&story.key()),
            },
            url: base.address(&ties.address),
            title: match why {
                Some(_) => xml::clean(&retracted.replace("{title}", &story.title)).into_owned().into(),
                None => xml::clean(&story.title),
            },
            summary: why.or(story.summary.as_deref()).map(xml::clean),
            content: text,
            image: shown.and_then(|(_, shown)| body::largest(shown)).map(|address| base.address(address)),
            published: moment::of(&story.date, config),
            updated: moment::of(&moment::updated(story), config),
            tags: story.tags.iter().map(|tag| xml::clean(tag)).collect(),
            authors: story.authors.iter().map(|author| xml::clean(author)).collect(),
            lang: story.written_in(&config.language),
        })
    }
}
