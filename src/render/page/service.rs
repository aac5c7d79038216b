//! Pages that help along: how to hear of what is new, what the open data holds, and what is said where nothing is.

use super::{Printed, insert, others, page};
use crate::model::address;
use crate::model::route::{DataFormat, DataSet, Edition, FeedFormat, List};
use crate::model::vocabulary::Kind;
use crate::render::body::Base;
use crate::render::data;
use crate::render::shared::Shared;
use crate::render::view::card::dir;
use crate::render::view::frame::{Head, context};
use crate::render::view::{LinkView, here};
use serde::Serialize;

/// How many titles the page for lost addresses shows in each language.
const NEWEST: usize = 8;

/// How to hear of what is new.
pub(in crate::render) fn subscribe(shared: &Shared, edition: &Edition) -> Printed {
    let lang = shared.edition_lang(edition).clone();
    let words = shared.words(&lang);
    let editions = others(shared, edition, address::subscribe);
    let title = words.text("subscribe.title").to_owned();
    let mut context = page(shared, edition, &lang, title, address::subscribe(edition), editions, None)?;
    let kinds = [Kind::Impact, Kind::Response, Kind::Answer].map(|kind| Some(List::Kind(kind)));
    let channels = [None].into_iter().chain(kinds).filter_map(|list| channel(shared, edition, list.as_ref()));
    let mastodon = shared.config().mastodon.as_ref().map(|mastodon| LinkView {
        title: format!("@{}@{}", mastodon.user, mastodon.host),
        url: Some(format!("https://{}/@{}", mastodon.host, mastodon.user)),
    });
    let view = SubscribeView { channels: channels.collect(), mastodon };
    insert(&mut context, "subscribe", &view);
    shared.print("subscribe.html", &context)
}

/// The ways to hear of what is new.
#[derive(Serialize)]
struct SubscribeView {
    /// The feeds: of everything, and of each kind.
    channels: Vec<ChannelView>,
    /// The account on Mastodon; `null` where there is none.
    mastodon: Option<LinkView>,
}

/// What a feed has, and its addresses.
#[derive(Serialize)]
struct ChannelView {
    /// What is in it.
    title: String,
    /// Its whole address, to be copied into a feed reader.
    address: String,
    /// The same in each format.
    formats: Vec<LinkView>,
}

/// The feeds of a list, or of everything in a language; nothing where there are none.
fn channel(shared: &Shared, edition: &Edition, list: Option<&List>) -> Option<ChannelView> {
    let whole = Base::Absolute(shared.config().url.as_str());
    let format = |(format, name): (FeedFormat, &str)| {
        let address = address::feed(edition, list, format);
        let is_there = shared.site().routes.contains_key(&address);
        is_there.then(|| LinkView { title: name.to_owned(), url: Some(whole.address(&address)) })
    };
    let formats = [(FeedFormat::Atom, "Atom"), (FeedFormat::Rss, "RSS"), (FeedFormat::Json, "JSON Feed")];
    let formats: Vec<LinkView> = formats.into_iter().filter_map(format).collect();
    let words = shared.words(shared.edition_lang(edition));
    let title =
        list.map_or_else(|| words.text("subscribe.all").to_owned(), |list| shared.list_title(edition, list));
    Some(ChannelView { title, address: formats.first()?.url.clone()?, formats })
}

/// What the open data holds.
pub(in crate::render) fn our_data(shared: &Shared, edition: &Edition) -> Printed {
    let lang = shared.edition_lang(edition).clone();
    let words = shared.words(&lang);
    let editions = others(shared, edition, address::our_data);
    let title = words.text("data.title").to_owned();
    let mut context = page(shared, edition, &lang, title, address::our_data(edition), editions, None)?;
    let sets = DataSet::ALL.into_iter().map(|set| (set, data::count(shared.site(), shared.config(), set)));
    let sets = sets.filter(|(_, rows)| *rows > 0).map(|(set, rows)| DataView {
        title: words.text(&format!("data.{}.title", set.name())).to_owned(),
        text: words.text(&format!("data.{}.text", set.name())).to_owned(),
        count: words.count("data.rows", rows as u64),
        files: [(DataFormat::Csv, "csv"), (DataFormat::Json, "json")].map(|(format, ending)| LinkView {
            title: format!("{}.{ending}", set.name()),
            url: Some(here(shared, &address::data(set, format))),
        }),
    });
    let view = OurDataView {
        sets: sets.collect(),
        calendar: (!shared.site().promises.is_empty()).then(|| here(shared, address::DUE_CALENDAR)),
        schema: here(shared, address::DATA_SCHEMA),
    };
    insert(&mut context, "data", &view);
    shared.print("data.html", &context)
}

/// The open data that has something in it.
#[derive(Serialize)]
struct OurDataView {
    sets: Vec<DataView>,
    /// The commitments as a calendar; `null` where there are none.
    calendar: Option<String>,
    /// What each column means, for machines.
    schema: String,
}

/// A set of data.
#[derive(Serialize)]
struct DataView {
    title: String,
    /// What it holds.
    text: String,
    /// How many rows, in words.
    count: String,
    files: [LinkView; 2],
}

/// The answer to every address that is not there, in every language of the site: a host has one for all of them.
pub(in crate::render) fn not_found(shared: &Shared) -> Printed {
    let lang = shared.config().language.clone();
    let head = Head { title: shared.words(&lang).text("missing.title").to_owned(), ..Head::default() };
    let mut context = context(shared, &None, &lang, head)?;
    // A site without a story has its first page all the same.
    let editions = &shared.site().editions;
    let own = [None].into_iter().filter(|own| !editions.contains(own));
    let missing: Vec<MissingView> =
        own.chain(editions.iter().cloned()).map(|edition| MissingView::of(shared, &edition)).collect();
    insert(&mut context, "missing", &missing);
    shared.print("404.html", &context)
}

/// What is said in a language where nothing is.
#[derive(Serialize)]
struct MissingView {
    lang: String,
    dir: &'static str,
    title: String,
    text: String,
    home: LinkView,
    /// Where one searches, with the words of the field and of its button; `null` where one cannot.
    search: Option<LinkView>,
    search_button: String,
    /// Above the titles.
    newest_title: String,
    /// The newest titles.
    newest: Vec<LinkView>,
    /// All titles; `null` where there are no more than these.
    archive: Option<LinkView>,
}

impl MissingView {
    fn of(shared: &Shared, edition: &Edition) -> Self {
        let lang = shared.edition_lang(edition);
        let words = shared.words(lang);
        let link = |title: &str, address: &str| LinkView {
            title: words.text(title).to_owned(),
            url: Some(here(shared, address)),
        };
        let is_there = |address: &String| shared.site().routes.contains_key(address);
        let stories = shared.site().all.get(edition).map_or(&[][..], Vec::as_slice);
        let newest = stories.iter().take(NEWEST).map(|ix| LinkView {
            title: shared.story(*ix).title.clone(),
            url: Some(here(shared, &shared.ties(*ix).address)),
        });
        let search = Some(address::search(edition)).filter(is_there);
        let archive =
            Some(address::archive(edition)).filter(|address| stories.len() > NEWEST && is_there(address));
        Self {
            lang: lang.to_string(),
            dir: dir(lang.is_right_to_left()),
            title: words.text("missing.title").to_owned(),
            text: words.text("missing.text").to_owned(),
            home: link("missing.home", &address::home(edition)),
            search: search.map(|address| link("search.label", &address)),
            search_button: words.text("search.button").to_owned(),
            newest_title: words.text("home.newest").to_owned(),
            newest: newest.collect(),
            archive: archive.map(|address| link("list.archive", &address)),
        }
    }
}
