//! `hearback.yaml` as written becomes the configuration with every default filled in. An unknown key is an error here: a
//! setting that nobody reads is a promise that nobody keeps.

use crate::config::bound::{at_least_one, inside_the_site, is_web_address};
use crate::config::branch_name::is_branch_name;
use crate::config::resolved::{
    CheckLevel, Claim, Config, FeedItems, Languages, Listen, MenuItem, Organisation, Security, site_address,
};
use crate::config::{deploy, mastodon, own, rule, working_days};
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::lang::Lang;
use crate::model::moderation::Policy;
use crate::model::place::Place;
use crate::model::source::Source;
use crate::yaml::fields::Fields;
use crate::yaml::findings::{Findings, Origin};
use crate::yaml::read;
use crate::yaml::text::Text;
use crate::yaml::value::Data;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::collections::BTreeMap;
use std::time::Duration;
use url::Url;

/// The branch that has the ledger where the site names no other.
const LEDGER_BRANCH: &str = "hearback/ledger";
/// A day, and two hours for a machine that is late.
const MAX_AGE: Duration = Duration::from_secs(26 * 60 * 60);

/// Reads `hearback.yaml`. There is a configuration only where nothing is wrong with the file.
pub fn parse(source: &Source) -> (Option<Config>, Vec<Diagnostic>) {
    let text = match Text::read(source) {
        Ok(text) => text,
        Err(found) => return (None, vec![found]),
    };
    let document = match read::fields(&text.text) {
        Ok(document) => document,
        Err(fault) => {
            let place = Place::bytes(&source.path, text.to_disk(fault.range));
            let found = rule::SYNTAX.at(place, fault.message);
            return (None, vec![Diagnostic { hint: fault.hint, ..found }]);
        }
    };
    let origin = Origin { text: &text, offset: 0 };
    let findings = Findings::new(&source.path, &text.text, origin, rule::UNKNOWN_KEY);
    let config = resolve(&Fields::new(&findings, &document.fields));
    findings.lost_to_comments(&document);
    let found = findings.into_list();
    let wrong = found.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    (config.filter(|_| !wrong), found)
}

fn resolve(fields: &Fields<'_>) -> Option<Config> {
    let title = fields.required("title");
    let url = address(fields);
    let language = language(fields);
    let timezone = timezone(fields);
    let organisation = organisation(fields, title.as_deref().unwrap_or_default());
    let (feeds, authority) = feeds(fields);
    // It stands here only until the end of this function decides whether it is there.
    let url_or_none = url.clone().or_else(|| Url::parse("http://localhost/").ok())?;
    let config = Config {
        description: fields.text("description").unwrap_or_default(),
        language,
        languages: languages(fields),
        timezone,
        organisation,
        theme: theme(fields),
        accent: accent(fields),
        styles: own::styles(fields),
        fonts: own::fonts(fields),
        script: own::script(fields),
        menu: menu(fields),
        paginate: at_least_one(fields, "paginate").unwrap_or(20),
        search: fields.flag("search").unwrap_or(true),
        feeds,
        authority: authority.unwrap_or_else(|| url_or_none.clone()),
        mastodon: mastodon::read(fields),
        deploy: deploy::read(fields),
        claim: claim(fields),
        listen: listen(fields),
        service_standard: working_days::standard(fields),
        calendar: working_days::calendar(fields),
        totals: totals(fields),
        check: check(fields),
        security: security(fields),
        extra: fields.free("extra"),
        title: title.clone().unwrap_or_default(),
        url: url_or_none,
    };
    fields.finish();
    title.and(url).map(|_| config)
}

fn address(fields: &Fields<'_>) -> Option<Url> {
    let written = fields.required("url")?;
    let url = site_address(&written);
    if url.is_none() {
        let hint = "write the whole address of the site, as `https://example.org/` or `https://example.org/stories/`";
        fields.error(rule::ADDRESS, "url", format!("`{written}` is not the address of a site"), hint);
    }
    url
}

fn language(fields: &Fields<'_>) -> Lang {
    let written = fields.text("language");
    let lang = written.as_deref().map(Lang::parse);
    if let (Some(written), Some(None)) = (&written, &lang) {
        let hint = "write a BCP 47 tag, as `en`, `en-GB` or `ar`";
        fields.error(rule::VOCABULARY, "language", format!("`{written}` is not a language"), hint);
    }
    lang.flatten().unwrap_or_else(Lang::english)
}

/// The languages of editions. Without the field they are the theme's, which is read later.
fn languages(fields: &Fields<'_>) -> Languages {
    let mut named = Vec::new();
    for (written, path) in fields.located_texts("languages") {
        match Lang::parse(&written) {
            Some(lang) => named.push(lang),
            None => {
                let found = rule::VOCABULARY
                    .at(fields.findings().at(&path), format!("`{written}` is not a language"));
                fields.findings().add(found.hint("write a BCP 47 tag, as `en`, `en-GB` or `ar`"));
            }
        }
    }
    if fields.has("languages") { Languages::Named(named) } else { Languages::OfTheTheme(Vec::new()) }
}

fn timezone(fields: &Fields<'_>) -> TimeZone {
    let Some(written) = fields.text("timezone") else { return TimeZone::UTC };
    // The zones in the binary, so that a page is the same on every machine.
    TimeZoneDatabase::bundled().get(&written).unwrap_or_else(|_| {
        let hint = "write a name of the IANA time zone database, as `Europe/London`";
        fields.error(rule::VOCABULARY, "timezone", format!("`{written}` is not a time zone"), hint);
        TimeZone::UTC
    })
}

fn organisation(fields: &Fields<'_>, title: &str) -> Organisation {
    let Some(inner) = fields.fields("organisation") else {
        return Organisation { name: title.to_owned(), ..Organisation::default() };
    };
    let email = inner.text("email");
    if let Some(email) = email.as_deref().filter(|email| !is_email(email)) {
        inner.error(
            rule::ADDRESS,
            "email",
            format!("`{email}` is not an e-mail address"),
            "write it as `hello@example.org`",
        );
    }
    for (url, path) in inner.located_texts("same_as") {
        if !is_web_address(&url) {
            let place = inner.findings().at(&path);
            let found = rule::ADDRESS.at(place, format!("`{url}` is not a web address"));
            inner.findings().add(found.hint("write the whole address, with `https://`"));
        }
    }
    let organisation = Organisation {
        name: inner.text("name").unwrap_or_else(|| title.to_owned()),
        email,
        logo: inner.text("logo").map(|logo| logo.trim_start_matches('/').to_owned()),
        same_as: inner.texts("same_as"),
    };
    inside_the_site(&inner, "logo", organisation.logo.as_deref());
    inner.finish();
    organisation
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !host.contains('@') && !text.contains(char::is_whitespace)
    })
}

fn theme(fields: &Fields<'_>) -> String {
    let theme = fields.text("theme").unwrap_or_else(|| "default".to_owned());
    if theme.contains(['/', '\\']) || theme.starts_with('.') {
        fields.error(
            rule::ADDRESS,
            "theme",
            format!("`{theme}` is not the name of a folder below `themes/`"),
            "write the folder's name alone",
        );
    }
    theme
}

fn accent(fields: &Fields<'_>) -> Option<String> {
    let written = fields.text("accent")?;
    let digits = written.strip_prefix('#').filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
    match digits {
        Some(hex) if hex.len() == 6 => Some(format!("#{}", hex.to_ascii_lowercase())),
        Some(hex) if hex.len() == 3 => {
            Some(hex.chars().flat_map(|c| [c, c]).fold("#".to_owned(), |mut hex, c| {
                hex.push(c.to_ascii_lowercase());
                hex
            }))
        }
        _ => {
            fields.error(
                rule::VOCABULARY,
                "accent",
                format!("`{written}` is not a colour"),
                "write it as `\"#0b6e4f\"`, with quotes",
            );
            None
        }
    }
}

fn menu(fields: &Fields<'_>) -> Vec<MenuItem> {
    let mut menu = Vec::new();
    for item in fields.items("menu") {
        let (title, url) = (item.required("title"), item.required("url"));
        if let Some(url) = url.as_deref().filter(|url| !is_target(url)) {
            let hint = "write an address of this site with a `/` in front, or a whole address";
            item.error(rule::ADDRESS, "url", format!("`{url}` leads nowhere"), hint);
        }
        item.finish();
        menu.extend(title.zip(url).map(|(title, url)| MenuItem { title, url }));
    }
    menu
}

/// Where a hole in the site's safety is to be reported. An e-mail address may be written without `mailto:`.
fn security(fields: &Fields<'_>) -> Option<Security> {
    let inner = fields.fields("security")?;
    let mut contacts = Vec::new();
    for (contact, path) in inner.located_texts("contact") {
        let whole = if is_email(&contact) { format!("mailto:{contact}") } else { contact };
        if ["https://", "mailto:", "tel:"].iter().any(|start| whole.starts_with(start)) {
            contacts.push(whole);
        } else {
            let place = inner.findings().at(&path);
            let found = rule::ADDRESS.at(place, format!("`{whole}` is nowhere to write to"));
            inner.findings().add(found.hint("write an e-mail address, or a whole address with `https://`"));
        }
    }
    if !inner.has("contact") {
        inner.missing("contact");
    }
    let policy = inner.text("policy");
    if let Some(policy) = policy.as_deref().filter(|policy| !policy.starts_with("https://")) {
        let hint = "write a whole address with `https://`";
        inner.error(rule::ADDRESS, "policy", format!("`{policy}` is no safe address"), hint);
    }
    inner.finish();
    (!contacts.is_empty()).then_some(Security { contacts, policy })
}

fn is_target(url: &str) -> bool {
    (url.starts_with('/') && !url.starts_with("//"))
        || is_web_address(url)
        || url.starts_with("mailto:")
        || url.starts_with("tel:")
}

/// How many items feeds have, and the address that their guids are named after.
fn feeds(fields: &Fields<'_>) -> (FeedItems, Option<Url>) {
    let Some(inner) = fields.fields("feeds") else { return (FeedItems::Newest(30), None) };
    let items = match inner.value("items").map(|value| &value.data) {
        Some(Data::Text(word)) if word == "all" => FeedItems::All,
        Some(Data::Text(word)) => {
            inner.error(
                rule::TYPE,
                "items",
                format!("`{word}` is not a number of items"),
                "write a number, or `all`",
            );
            FeedItems::All
        }
        Some(_) => at_least_one(&inner, "items").map_or(FeedItems::All, FeedItems::Newest),
        None => FeedItems::Newest(30),
    };
    let authority = inner.text("authority").and_then(|written| {
        let authority = site_address(&written);
        if authority.is_none() {
            let hint = "write the whole address that the site had at first, as `https://old.example/`";
            let message = format!("`{written}` is not the address of a site");
            inner.error(rule::ADDRESS, "authority", message, hint);
        }
        authority
    });
    inner.finish();
    (items, authority)
}

/// Where toots are claimed, and on which branch where that is git.
fn claim(fields: &Fields<'_>) -> Claim {
    let Some(inner) = fields.fields("ledger") else { return Claim::Local };
    let is_git = inner.word("claim", &[false, true], |is_git| if is_git { "git" } else { "local" });
    let branch = inner.text("branch").filter(|branch| {
        let is_name = is_branch_name(branch);
        if !is_name {
            let hint = "name a branch of its own, as `hearback/ledger`";
            inner.error(rule::TYPE, "branch", format!("`{branch}` is no name of a branch"), hint);
        }
        is_name
    });
    inner.finish();
    match is_git {
        Some(true) => Claim::Git(branch.unwrap_or_else(|| LEDGER_BRANCH.to_owned())),
        _ => Claim::Local,
    }
}

fn listen(fields: &Fields<'_>) -> Listen {
    let Some(inner) = fields.fields("listen") else {
        return Listen { show: Policy::Approved, hashtags: Vec::new(), max_age: None };
    };
    let show = inner.word("show", &Policy::ALL, Policy::word);
    let confirmed = inner.text("confirmed");
    if show == Some(Policy::Public) && confirmed.is_none() {
        let hint = "add `confirmed: …` and say in a sentence who answers for it, or write `show: approved`";
        let message = "`public` shows what nobody of yours has read, and your organisation answers for it";
        inner.error(rule::REQUIRED, "show", message, hint);
    }
    let hashtags = inner.texts("hashtags").iter().map(|tag| tag.trim_start_matches('#').to_owned()).collect();
    let max_age = mastodon::duration(&inner, "max_age").unwrap_or(MAX_AGE);
    inner.finish();
    Listen { show: show.unwrap_or_default(), hashtags, max_age: Some(max_age) }
}

fn totals(fields: &Fields<'_>) -> Option<String> {
    let totals = fields.text("totals");
    inside_the_site(fields, "totals", totals.as_deref());
    totals
}

/// The weights of rules. Whether a rule of that name exists is known to `check`.
fn check(fields: &Fields<'_>) -> BTreeMap<String, CheckLevel> {
    let Some(inner) = fields.fields("check") else { return BTreeMap::new() };
    let levels = [CheckLevel::Off, CheckLevel::Warning, CheckLevel::Error];
    let word = |level| match level {
        CheckLevel::Off => "off",
        CheckLevel::Warning => "warning",
        CheckLevel::Error => "error",
    };
    let mut check = BTreeMap::new();
    for (name, value) in inner.entries() {
        let path = inner.path(&name);
        let level = match &value.data {
            Data::Bool(false) => Some(CheckLevel::Off),
            Data::Text(written) => inner.word_of(written, &path, &levels, word),
            _ => inner.word_of("this", &path, &levels, word),
        };
        check.extend(level.map(|level| (name, level)));
    }
    check
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(yaml: &str) -> (Option<Config>, Vec<String>) {
        let source = Source { path: "hearback.yaml".into(), bytes: yaml.as_bytes().to_vec() };
        let (config, found) = parse(&source);
        let show = |d: &Diagnostic| {
            let spot = match &d.place.spot {
                crate::model::place::Spot::Field(path) => path.clone(),
                other => format!("{other:?}"),
            };
            format!("{} {spot}: {}; {}", d.rule, d.message, d.hint.as_deref().unwrap_or("-"))
        };
        (config, found.iter().map(show).collect())
    }

    #[test]
    fn title_and_url_are_enough() {
        let (config, found) = read("title: Ferrow\nurl: https://ferrow.example/stories\n");
        let config = config.expect("a configuration");
        assert_eq!(
            (config.base_path(), config.paginate, config.feeds),
            ("/stories/", 20, FeedItems::Newest(30))
        );
        assert_eq!((config.organisation.name.as_str(), config.calendar.week.len()), ("Ferrow", 5));
        assert_eq!(found, Vec::<String>::new());
        let moved = config.apply_base_url("http://127.0.0.1:8000").expect("an address");
        assert_eq!(moved.absolute("/impact/"), "http://127.0.0.1:8000/impact/");
    }

    #[test]
    fn every_mistake_is_reported_and_not_only_the_first() {
        let (config, found) = read(
            "tilte: x\norganisation: {colour: teal}\nurl: ferrow\ntimezone: Europe/Londn\nlanguage: english language\naccent: teal\npaginate: 0\n\
             mastodon: {account: ferrow, min_gap: soon, visibility: publik}\ncalendar: {week: [mon, tues], holidays: [2026-02-30]}\n\
             check: {tone: of}\nfeeds: {items: 7}\nservice_standard: 5\ntotals: ../totals.csv\n",
        );
        assert!(config.is_none());
        assert_eq!(
            found,
            [
                "required Bytes(0, 0): `title` is missing; add a line `title: …`",
                "address url: `ferrow` is not the address of a site; write the whole address of the site, as `https://example.org/` or `https://example.org/stories/`",
                "vocabulary language: `english language` is not a language; write a BCP 47 tag, as `en`, `en-GB` or `ar`",
                "vocabulary timezone: `Europe/Londn` is not a time zone; write a name of the IANA time zone database, as `Europe/London`",
                "unknown-key Bytes(24, 30): nobody reads a field `colour` here; what can be said here: `email`, `logo`, `name` and `same_as`",
                "vocabulary accent: `teal` is not a colour; write it as `\"#0b6e4f\"`, with quotes",
                "type paginate: `paginate` is 0; write a number above 0",
                "address mastodon.account: `ferrow` is not an account; write it as `\"@name@social.example\"`, with quotes",
                "vocabulary mastodon.visibility: `publik` is no word for `visibility`; did you mean `public`? There are `public`, `unlisted`, `private` and `direct`",
                "type mastodon.min_gap: `soon` is not a length of time; write it as `90s`, `15m`, `2h` or `1d`",
                "type service_standard: `service_standard` is a number, not a group of fields; write the fields indented below it",
                "vocabulary calendar.week[1]: `tues` is no word for `week[1]`; did you mean `tue`? There are `mon`, `tue`, `wed`, `thu`, `fri`, `sat` and `sun`",
                "date calendar.holidays[0]: there is no 2026-02-30: February 2026 has 28 days; write a day as `2026-03-05`",
                "address totals: `../totals.csv` leads out of the site; write a path inside the site's folder",
                "vocabulary check.tone: `of` is no word for `tone`; did you mean `off`? There are `off`, `warning` and `error`",
                "unknown-key Bytes(0, 5): nobody reads a field `tilte` here; did you mean `title`?",
            ]
        );
    }
}
