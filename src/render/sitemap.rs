//! The sitemap (sitemaps.org protocol 0.9), with the other languages of a page, split where it would be too long.

use super::body::Base;
use super::{moment, xml};
use crate::config::Config;
use crate::model::address;
use crate::model::lang::Lang;
use crate::model::route::{Edition, List, Route, StoryIx};
use crate::model::site::Site;
use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// How many addresses a part may have.
const PART: usize = 50_000;

/// Bytes that most addresses take, with what stands around them.
const ENTRY: usize = 160;

/// The namespace of the protocol.
const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A part of the sitemap: 0 is the index where there are several parts, else the only one.
pub(super) fn write(site: &Site, config: &Config, part: usize) -> Vec<u8> {
    let listed: Vec<_> = site.routes.iter().filter(|(_, route)| is_listed(site, route)).collect();
    let base = Base::Absolute(config.url.as_str());
    let mut writer = Writer::new_with_indent(Vec::with_capacity(ENTRY * listed.len().min(PART)), b' ', 1);
    // Writing to memory cannot fail; an empty file would be the sign that it did.
    let written = match part {
        0 if listed.len() > PART => index(&mut writer, listed.len().div_ceil(PART), base),
        0 => urls(&mut writer, &listed, site, config, base),
        part => {
            let chunk = listed.chunks(PART).nth(part - 1).unwrap_or_default();
            urls(&mut writer, chunk, site, config, base)
        }
    };
    match written {
        Ok(()) => writer.into_inner(),
        Err(_) => Vec::new(),
    }
}

/// Whether a search engine is told about it: pages for people, drafts left out.
fn is_listed(site: &Site, route: &Route) -> bool {
    match route {
        Route::Story(ix) => site.stories.get(*ix).is_some_and(|story| !story.draft),
        other => other.is_page(),
    }
}

type Written = std::io::Result<()>;
type Xml = Writer<Vec<u8>>;

fn index(writer: &mut Xml, parts: usize, base: Base<'_>) -> Written {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut root = BytesStart::new("sitemapindex");
    root.push_attribute(("xmlns", SITEMAP));
    writer.write_event(Event::Start(root))?;
    for part in 1..=parts {
        writer.write_event(Event::Start(BytesStart::new("sitemap")))?;
        text(writer, "loc", &base.address(&address::sitemap(part)))?;
        writer.write_event(Event::End(BytesEnd::new("sitemap")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("sitemapindex")))
}

fn urls(
    writer: &mut Xml,
    listed: &[(&String, &Route)],
    site: &Site,
    config: &Config,
    base: Base<'_>,
) -> Written {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut root = BytesStart::new("urlset");
    root.push_attribute(("xmlns", SITEMAP));
    root.push_attribute(("xmlns:xhtml", "http://www.w3.org/1999/xhtml"));
    writer.write_event(Event::Start(root))?;
    for (address, route) in listed {
        writer.write_event(Event::Start(BytesStart::new("url")))?;
        text(writer, "loc", &base.address(address))?;
        if let Some(day) = last_changed(site, route) {
            text(writer, "lastmod", &day.to_string())?;
        }
        for (lang, address) in languages(site, config, route) {
            let mut link = BytesStart::new("xhtml:link");
            link.push_attribute(("rel", "alternate"));
            link.push_attribute(("hreflang", lang.as_str()));
            link.push_attribute(("href", base.address(&address).as_str()));
            writer.write_event(Event::Empty(link))?;
        }
        writer.write_event(Event::End(BytesEnd::new("url")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("urlset")))
}

fn text(writer: &mut Xml, name: &str, value: &str) -> Written {
    writer.write_event(Event::Start(BytesStart::new(name)))?;
    writer.write_event(Event::Text(BytesText::new(&xml::clean(value))))?;
    writer.write_event(Event::End(BytesEnd::new(name)))
}

/// The last change of a story, or of the newest story of a list: its first, since lists are newest first.
fn last_changed(site: &Site, route: &Route) -> Option<Date> {
    let of = |ix: &StoryIx| site.stories.get(*ix).map(|story| moment::updated(story).day);
    match route {
        Route::Story(ix) => of(ix),
        Route::Home(edition) => site.all.get(edition)?.first().and_then(of),
        Route::List { edition, list, .. } => {
            let key: (Edition, List) = (edition.clone(), list.clone());
            site.lists.get(&key)?.first().and_then(of)
        }
        Route::Commitment { promise, .. } => {
            let promise = site.promises.get(*promise)?;
            let told = promise.timeline.last().map(|told| told.entry.date);
            told.max(site.stories.get(promise.story).map(|story| story.date.day))
        }
        _ => None,
    }
}

/// Every language of a page with its address, itself included; nothing where there is only one.
fn languages(site: &Site, config: &Config, route: &Route) -> Vec<(Lang, String)> {
    match route {
        Route::Story(ix) => {
            let (Some(story), Some(ties)) = (site.stories.get(*ix), site.ties.get(*ix)) else {
                return Vec::new();
            };
            if ties.editions.is_empty() {
                return Vec::new();
            }
            let own = story.written_in(&config.language);
            let others = ties.editions.iter().filter_map(|(lang, other)| {
                let ties = site.ties.get(*other)?;
                Some((lang.clone(), ties.address.clone()))
            });
            std::iter::once((own.clone(), ties.address.clone())).chain(others).collect()
        }
        Route::Commitment { promise, .. } => {
            let Some(promise) =
                site.promises.get(*promise).filter(|promise| !promise.translations.is_empty())
            else {
                return Vec::new();
            };
            let page = |edition: &Edition| {
                let (story, _, address) = promise.said_in(edition);
                let lang = site.stories.get(story)?.written_in(&config.language);
                Some((lang.clone(), address.to_owned()))
            };
            promise.editions().filter_map(page).collect()
        }
        Route::Home(_) if site.editions.len() > 1 => {
            let home = |edition: &Edition| {
                (edition.as_ref().unwrap_or(&config.language).clone(), address::home(edition))
            };
            site.editions.iter().map(home).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::{config, site};

    #[test]
    fn every_page_is_listed_with_its_languages() {
        insta::assert_snapshot!(String::from_utf8(write(&site(), &config(), 0)).expect("UTF-8"));
    }

    #[test]
    fn many_pages_are_split_and_none_is_lost() {
        let mut site = site();
        let routes = (0..PART + 3).map(|n| (format!("/answers/{n:06}/"), Route::Story(2))).collect();
        site.routes = std::sync::Arc::new(routes);
        let count =
            |part| String::from_utf8(write(&site, &config(), part)).expect("UTF-8").matches("<loc>").count();
        assert_eq!((count(0), count(1), count(2), count(3)), (2, PART, 3, 0));
    }
}
