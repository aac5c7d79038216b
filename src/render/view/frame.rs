//! What every page has around its own part: the head, the site's name, the menu, the foot.

use super::card::dir;
use super::language;
use super::{LinkView, here};
use crate::config::MenuItem;
use crate::model::address;
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::media_type;
use crate::model::route::{DataFormat, DataSet, Edition, FeedFormat, List, Route};
use crate::model::story::Change;
use crate::model::vocabulary::{ChangeKind, Kind};
use crate::render::part::Parts;
use crate::render::shared::Shared;
use crate::render::{data, policy};
use crate::theme::Words;
use serde::Serialize;
use tera::Value;

/// What a page says about itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Head {
    /// Its title, without the site's.
    pub(crate) title: String,
    /// What it is about, in a sentence.
    pub(crate) description: Option<String>,
    /// Its own address; `None` where it has none of its own (404).
    pub(crate) address: Option<String>,
    /// The same page in other languages: language and address.
    pub(crate) editions: Vec<(Lang, String)>,
    /// The entry of the menu that it belongs to, where that is another page: its address.
    pub(crate) section: Option<String>,
    /// The list whose feeds belong to it, beside the site's.
    pub(crate) feeds: Option<List>,
    /// `article` or `website`.
    pub(crate) og_type: &'static str,
    /// Its picture: whole URL, width, height, text.
    pub(crate) picture: Option<(String, u32, u32, String)>,
    /// When it was published and last changed, for an article.
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    /// The revision that a toot announces.
    pub(crate) revision: String,
    /// What it may load and do; `None` is what every page may.
    pub(crate) policy: Option<&'static str>,
    /// JSON-LD, ready to stand in a `<script>`.
    pub(crate) json_ld: Option<String>,
}

/// The site as every page of a language sees it. Made once for each language.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SiteView {
    /// The language of its title and description, which may not be the page's.
    lang: String,
    /// The direction of that language: `ltr` or `rtl`.
    dir: &'static str,
    title: String,
    description: String,
    home: String,
    organisation: String,
    email: Option<String>,
    logo: Option<String>,
    menu: Vec<MenuView>,
    kinds: Vec<LinkView>,
    tags: Option<String>,
    archive: Option<String>,
    commitments: Option<String>,
    accountability: Option<String>,
    corrections: Option<String>,
    /// Where one searches.
    search: Option<String>,
    /// How to hear of what is new.
    subscribe: Option<String>,
    /// What the open data holds; `null` where there is none.
    our_data: Option<String>,
    feeds: Vec<LinkView>,
    data: Vec<LinkView>,
    /// Other homes of the organisation: `rel=me`.
    me: Vec<LinkView>,
    /// The languages of the site, this one included.
    languages: Vec<LanguageView>,
    /// The addresses of the style sheets: the theme's, the accent, the site's own.
    styles: Vec<String>,
    /// The fonts that are fetched early.
    fonts: Vec<FontView>,
    /// The site's own script, for a `<script>` before the end of the page; `null` where it has none.
    script: Option<Value>,
    /// Whatever else stands under `extra` in `hearback.yaml`.
    extra: Value,
    favicon: Option<String>,
    creator: Option<String>,
    theme_color: ThemeColorView,
}

/// The accent for the browser's own surfaces, in both colour schemes.
#[derive(Debug, Clone, Serialize)]
struct ThemeColorView {
    light: String,
    dark: String,
}

/// A font that is fetched before a style sheet asks for it.
#[derive(Debug, Clone, Serialize)]
struct FontView {
    /// Its address.
    url: String,
    /// Its media type: `font/woff2`.
    media: &'static str,
}

/// An entry of the menu.
#[derive(Debug, Clone, Serialize)]
struct MenuView {
    /// The language of its title: the page's where it leads to a story that has been translated.
    lang: String,
    /// The direction of that language: `ltr` or `rtl`.
    dir: &'static str,
    title: String,
    url: String,
}

#[derive(Debug, Clone, Serialize)]
struct LanguageView {
    lang: String,
    name: String,
    url: String,
    current: bool,
}

/// The head as templates see it.
#[derive(Debug, Clone, Serialize)]
struct HeadView {
    /// What the page may load and do, for its `<meta>` (Content Security Policy).
    policy: Value,
    title: String,
    full_title: String,
    description: Option<String>,
    canonical: Option<String>,
    alternates: Vec<AlternateView>,
    og_type: &'static str,
    og_locale: String,
    picture: Option<String>,
    picture_width: Option<u32>,
    picture_height: Option<u32>,
    picture_alt: Option<String>,
    published: Option<String>,
    modified: Option<String>,
    revision: String,
    /// HTML: JSON that is safe inside a script element.
    json_ld: Option<Value>,
}

#[derive(Debug, Clone, Serialize)]
struct AlternateView {
    lang: String,
    url: String,
}

#[derive(Debug, Clone, Serialize)]
struct FeedView {
    title: String,
    url: String,
    media: &'static str,
}

const MEDIA: [(FeedFormat, &str, &str); 3] = [
    (FeedFormat::Rss, "application/rss+xml", "RSS"),
    (FeedFormat::Atom, "application/atom+xml", "Atom"),
    (FeedFormat::Json, "application/feed+json", "JSON Feed"),
];

impl SiteView {
    pub(crate) fn of(shared: &Shared, edition: &Edition, words: &Words) -> Self {
        let (site, config) = (shared.site(), shared.config());
        let there = |address: String| site.routes.contains_key(&address).then(|| here(shared, &address));
        let offer = Offer::of(shared, edition);
        let kinds = [Kind::Impact, Kind::Response, Kind::Answer].into_iter().filter_map(|kind| {
            let url = there(address::list(edition, &List::Kind(kind), 1))?;
            let title = words.text(&format!("kinds.{}.many_title", kind.word())).to_owned();
            Some(LinkView { title, url: Some(url) })
        });
        let menu = config.menu.iter().map(|item| menu_item(shared, edition, item));
        let data = DataSet::ALL.into_iter().filter_map(|set| {
            let url = there(address::data(set, DataFormat::Csv)).filter(|_| data::has_rows(site, set))?;
            Some(LinkView { title: format!("{}.csv", set.name()), url: Some(url) })
        });
        let favicon = ["/favicon.svg", "/favicon.ico", "/favicon.png"]
            .into_iter()
            .find_map(|path| there(path.to_owned()));
        let mastodon = config.mastodon.as_ref();
        let profile = mastodon.map(|mastodon| format!("https://{}/@{}", mastodon.host, mastodon.user));
        let mut me: Vec<String> = config.organisation.same_as.clone();
        me.extend(profile.filter(|profile| !config.organisation.same_as.contains(profile)));
        let [light, dark] = shared.theme().theme_colors();
        Self {
            lang: config.language.to_string(),
            dir: dir(config.language.is_right_to_left()),
            title: config.title.clone(),
            description: config.description.clone(),
            home: here(shared, &address::home(edition)),
            organisation: config.organisation.name.clone(),
            email: config.organisation.email.clone(),
            logo: config
                .organisation
                .logo
                .as_ref()
                .and_then(|logo| there(format!("/{}", logo.trim_start_matches('/')))),
            menu: menu.collect(),
            kinds: kinds.collect(),
            tags: there(address::tags(edition)).filter(|_| offer.tags),
            archive: there(address::archive(edition)).filter(|_| offer.stories),
            commitments: there(address::commitments(edition)).filter(|_| offer.promises),
            accountability: there(address::accountability(edition)).filter(|_| offer.account),
            corrections: there(address::corrections(edition)).filter(|_| offer.corrections),
            search: there(address::search(edition)),
            subscribe: there(address::subscribe(edition)).filter(|_| offer.stories),
            our_data: there(address::our_data(edition)).filter(|_| offer.data),
            feeds: MEDIA
                .iter()
                .filter_map(|(format, _, name)| {
                    let url = there(address::feed(edition, None, *format))?;
                    Some(LinkView { title: (*name).to_owned(), url: Some(url) })
                })
                .collect(),
            data: data
                .chain(
                    there(address::DUE_CALENDAR.to_owned())
                        .filter(|_| offer.promises)
                        .map(|url| LinkView { title: "due.ics".to_owned(), url: Some(url) }),
                )
                .collect(),
            me: me.into_iter().map(|url| LinkView { title: short(&url), url: Some(url) }).collect(),
            languages: languages(shared, edition, &[]),
            styles: [shared.theme().style(), "theme.css"]
                .into_iter()
                .map(address::theme_file)
                .chain(config.styles.iter().map(|file| format!("/{file}")))
                .filter_map(there)
                .collect(),
            fonts: config
                .fonts
                .iter()
                .filter_map(|file| {
                    Some(FontView { url: there(format!("/{file}"))?, media: media_type::of(file) })
                })
                .collect(),
            script: shared.theme().script().map(|script| Value::safe_string(script.text())),
            extra: Value::try_from_serializable(&config.extra).unwrap_or_else(|_| Value::none()),
            favicon,
            creator: mastodon.map(|mastodon| format!("@{}@{}", mastodon.user, mastodon.host)),
            theme_color: ThemeColorView { light: light.clone(), dark: dark.clone() },
        }
    }
}

/// What there is something of: nothing empty is offered.
struct Offer {
    stories: bool,
    tags: bool,
    promises: bool,
    corrections: bool,
    /// Something to be held to: a standard, or something that was answered, promised or counted.
    account: bool,
    data: bool,
}

impl Offer {
    fn of(shared: &Shared, edition: &Edition) -> Self {
        let (site, config) = (shared.site(), shared.config());
        let is_tag = |(of, list): &(Edition, List)| of == edition && matches!(list, List::Tag(_));
        let is_correction = |change: &Change| change.kind != ChangeKind::Update;
        let mut own = site.stories.iter().filter(|story| story.edition == *edition);
        let promises = !site.promises.is_empty();
        let voices = data::has_rows(site, DataSet::Responses);
        Self {
            stories: site.all.get(edition).is_some_and(|all| !all.is_empty()),
            tags: site.lists.keys().any(is_tag),
            corrections: own.any(|story| story.changes.iter().any(is_correction)),
            account: promises
                || voices
                || config.service_standard.is_some()
                || !site.account.totals.is_empty(),
            data: DataSet::ALL.into_iter().any(|set| data::has_rows(site, set)),
            promises,
        }
    }
}

/// The site as every page of a language sees it, made once.
fn site_view(shared: &Shared, edition: &Edition) -> Value {
    let Some(view) = shared.parts().site_views.get(edition) else { return Value::none() };
    let words = shared.words(shared.edition_lang(edition));
    view.get_or_init(|| Value::from_serializable(&SiteView::of(shared, edition, words))).clone()
}

/// What stands above all pages of a section in a language: `section` is the address of its entry in the menu.
fn top(shared: &Shared, edition: &Edition, lang: &Lang, section: Option<&str>) -> Result<Value, Diagnostic> {
    // A page that stands in no menu is marked nowhere, so all of them share one.
    let section = section.filter(|section| is_in_menu(shared, edition, section));
    let print = || {
        let mut context = common(shared, edition, lang);
        context.insert_value("current", Value::from(section.map(|section| here(shared, section))));
        shared.print("top.html", &context)
    };
    let key = (edition.clone(), lang.clone(), section.map(str::to_owned));
    Parts::kept(&shared.parts().tops, &key, print)
}

/// Whether the menu of a language leads to an address.
fn is_in_menu(shared: &Shared, edition: &Edition, address: &str) -> bool {
    let own = |item: &MenuItem| match shared.site().routes.get(&item.url) {
        Some(Route::Story(ix)) => shared.ties(shared.in_edition(*ix, edition)).address == address,
        _ => item.url == address,
    };
    Parts::sections(edition).any(|section| section == address) || shared.config().menu.iter().any(own)
}

/// A page in all languages of its site; where it is not there in one, the first page in that language.
fn languages(shared: &Shared, edition: &Edition, editions: &[(Lang, String)]) -> Vec<LanguageView> {
    let site = shared.site();
    // Most sites have one, and most pages are theirs.
    if site.editions.len() < 2 {
        return Vec::new();
    }
    let spoken: Vec<&Lang> = site.editions.iter().map(|other| shared.edition_lang(other)).collect();
    let names = language::names(&spoken);
    let one = |((other, lang), name): ((&Edition, &Lang), String)| {
        let same = editions.iter().find(|(known, _)| known == lang).map(|(_, address)| address.clone());
        LanguageView {
            lang: lang.to_string(),
            name,
            url: here(shared, &same.unwrap_or_else(|| address::home(other))),
            current: other == edition,
        }
    };
    site.editions.iter().zip(spoken).zip(names).map(one).collect()
}

/// What stands below all pages of a language.
fn foot(shared: &Shared, edition: &Edition, lang: &Lang) -> Result<Value, Diagnostic> {
    let print = || shared.print("foot.html", &common(shared, edition, lang));
    Parts::kept(&shared.parts().feet, &(edition.clone(), lang.clone()), print)
}

/// What all pages of a language know.
pub(in crate::render) fn common(shared: &Shared, edition: &Edition, lang: &Lang) -> tera::Context {
    let mut context = tera::Context::new();
    context.insert_value("lang", Value::from(lang.as_str()));
    context.insert_value("dir", Value::from(dir(lang.is_right_to_left())));
    context.insert_value("w", shared.words(lang).value().clone());
    context.insert_value("site", site_view(shared, edition));
    context
}

/// The head and everything around it, for a page of a language.
///
/// # Errors
/// When `top.html`, `foot.html` or `links.html` fails.
pub(crate) fn context(
    shared: &Shared,
    edition: &Edition,
    lang: &Lang,
    head: Head,
) -> Result<tera::Context, Diagnostic> {
    let mut context = common(shared, edition, lang);
    let section = head.section.as_deref().or(head.address.as_deref());
    context.insert_value("top", top(shared, edition, lang, section)?);
    let languages = languages(shared, edition, &head.editions);
    context.insert_value("languages", Value::from_serializable(&languages));
    context.insert_value("foot", foot(shared, edition, lang)?);
    context.insert_value("links", links(shared, edition, head.feeds.as_ref())?);
    context.insert_value("head", Value::from_serializable(&head_view(shared, lang, head)));
    Ok(context)
}

/// What the heads of all pages of a list link to, or of the pages of an edition that belong to no list.
fn links(shared: &Shared, edition: &Edition, list: Option<&List>) -> Result<Value, Diagnostic> {
    let print = || shared.print("links.html", &linked(shared, edition, list));
    Parts::kept(&shared.parts().links, &(edition.clone(), list.cloned()), print)
}

fn linked(shared: &Shared, edition: &Edition, list: Option<&List>) -> tera::Context {
    let mut context = common(shared, edition, shared.edition_lang(edition));
    let own = list.map(|_| feeds(shared, edition, list)).unwrap_or_default();
    let feeds: Vec<FeedView> = feeds(shared, edition, None).into_iter().chain(own).collect();
    context.insert_value("feeds", Value::from_serializable(&feeds));
    context
}

fn head_view(shared: &Shared, lang: &Lang, head: Head) -> HeadView {
    let config = shared.config();
    let whole = |address: &str| crate::render::body::Base::Absolute(config.url.as_str()).address(address);
    let is_home = head.title.is_empty();
    let mut alternates: Vec<AlternateView> = head
        .editions
        .iter()
        .map(|(lang, address)| AlternateView { lang: lang.to_string(), url: whole(address) })
        .collect();
    if let (false, Some(own)) = (alternates.is_empty(), &head.address) {
        alternates.insert(0, AlternateView { lang: lang.to_string(), url: whole(own) });
        // Whoever reads none of these languages gets the site's own.
        let own = alternates.iter().find(|other| other.lang == config.language.as_str());
        let default = own.map(|own| AlternateView { lang: "x-default".to_owned(), url: own.url.clone() });
        alternates.extend(default);
    }
    let (picture, width, height, alt) = match head.picture {
        Some((url, width, height, alt)) => (Some(url), Some(width), Some(height), Some(alt)),
        None => (None, None, None, None),
    };
    HeadView {
        policy: Value::safe_string(&policy::with_script(
            head.policy.unwrap_or(policy::PAGE),
            shared.theme().script(),
        )),
        full_title: if is_home {
            config.title.clone()
        } else {
            format!("{} · {}", head.title, config.title)
        },
        title: if is_home { config.title.clone() } else { head.title },
        description: head
            .description
            .or_else(|| Some(config.description.clone()).filter(|text| is_home && !text.is_empty())),
        canonical: head.address.as_deref().map(whole),
        alternates,
        og_type: if head.og_type.is_empty() { "website" } else { head.og_type },
        og_locale: language::locale(lang),
        picture,
        picture_width: width,
        picture_height: height,
        picture_alt: alt,
        published: head.published,
        modified: head.modified,
        revision: head.revision,
        json_ld: head.json_ld.as_deref().map(Value::safe_string),
    }
}

/// The feeds of an edition or of one of its lists, for the head of a page.
fn feeds(shared: &Shared, edition: &Edition, list: Option<&List>) -> Vec<FeedView> {
    let site = &shared.config().title;
    let title = match list {
        Some(list) => format!("{} · {site}", shared.list_title(edition, list)),
        None => site.clone(),
    };
    MEDIA
        .iter()
        .map(|(format, media, name)| (address::feed(edition, list, *format), *media, *name))
        .filter(|(address, ..)| shared.site().routes.contains_key(address))
        .map(|(address, media, name)| FeedView {
            title: format!("{title} ({name})"),
            url: here(shared, &address),
            media,
        })
        .collect()
}

/// An entry of the menu; where it leads to a story that has an edition in this language, that edition.
fn menu_item(shared: &Shared, edition: &Edition, item: &MenuItem) -> MenuView {
    let translation = match shared.site().routes.get(&item.url) {
        Some(Route::Story(ix)) => Some(shared.in_edition(*ix, edition)).filter(|other| other != ix),
        _ => None,
    };
    let (lang, title, url) = match translation {
        Some(ix) => (shared.story_lang(ix), &shared.story(ix).title, here(shared, &shared.ties(ix).address)),
        None => (&shared.config().language, &item.title, anywhere(shared, &item.url)),
    };
    MenuView { lang: lang.to_string(), dir: dir(lang.is_right_to_left()), title: title.clone(), url }
}

/// An address of the configuration: a path of this site, or a whole URL.
fn anywhere(shared: &Shared, url: &str) -> String {
    if url.starts_with('/') && !url.starts_with("//") { here(shared, url) } else { url.to_owned() }
}

/// An address without what people do not read.
fn short(url: &str) -> String {
    url.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned()
}
