//! `hearback.yaml` as written becomes the configuration with every default filled in. An unknown key is an error here: a
//! setting that nobody reads is a promise that nobody keeps.

use crate::config::fields::{Fields, Findings, Origin};
use crate::config::resolved::{
    CheckLevel, Claim, Config, FeedItems, Listen, Mastodon, MenuItem, Organisation, Replies, ServiceStandard,
    UnknownRun, WorkingDays, site_address,
};
use crate::config::text::Text;
use crate::config::{moment, rule, yaml};
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::lang::Lang;
use crate::model::place::Place;
use crate::model::source::Source;
use crate::model::vocabulary::Visibility;
use jiff::civil::Weekday;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde_yaml::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use url::Url;

/// Reads `hearback.yaml`. There is a configuration only where nothing is wrong with the file.
pub fn parse(source: &Source) -> (Option<Config>, Vec<Diagnostic>) {
    let text = match Text::read(source) {
        Ok(text) => text,
        Err(found) => return (None, vec![found]),
    };
    let mapping = match yaml::mapping(&text.text) {
        Ok(mapping) => mapping,
        Err(fault) => {
            let place = Place::bytes(&source.path, text.to_disk(fault.range));
            let found = Diagnostic::error(rule::SYNTAX, place, fault.message);
            return (None, vec![Diagnostic { hint: fault.hint, ..found }]);
        }
    };
    let origin = Origin { text: &text, offset: 0 };
    let findings = Findings::new(&source.path, &text.text, origin, Severity::Error);
    let config = resolve(&Fields::new(&findings, &mapping));
    findings.lost_to_comments();
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
    let config = Config {
        description: fields.text("description").unwrap_or_default(),
        language,
        timezone,
        organisation,
        theme: theme(fields),
        accent: accent(fields),
        menu: menu(fields),
        paginate: at_least_one(fields, "paginate").unwrap_or(20),
        feeds: feeds(fields),
        mastodon: mastodon(fields),
        claim: claim(fields),
        listen: listen(fields),
        service_standard: service_standard(fields),
        calendar: calendar(fields),
        totals: totals(fields),
        check: check(fields),
        extra: fields.free("extra"),
        // Both stand here only until the next line decides whether they are there.
        title: title.clone().unwrap_or_default(),
        url: url.clone().or_else(|| Url::parse("http://localhost/").ok())?,
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
            let found = Diagnostic::error(rule::ADDRESS, place, format!("`{url}` is not a web address"));
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

fn is_web_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Reports a path that leads out of the site.
fn inside_the_site(fields: &Fields<'_>, name: &str, path: Option<&str>) {
    let outside = |path: &&str| {
        path.starts_with('/') || path.contains('\\') || path.split('/').any(|part| part == "..")
    };
    if let Some(path) = path.filter(outside) {
        fields.error(
            rule::ADDRESS,
            name,
            format!("`{path}` leads out of the site"),
            "write a path inside the site's folder",
        );
    }
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

fn is_target(url: &str) -> bool {
    (url.starts_with('/') && !url.starts_with("//"))
        || is_web_address(url)
        || url.starts_with("mailto:")
        || url.starts_with("tel:")
}

/// A whole number above zero.
fn at_least_one(fields: &Fields<'_>, name: &'static str) -> Option<usize> {
    let count = fields.count(name)?;
    if count == 0 {
        fields.error(rule::TYPE, name, format!("`{name}` is 0"), "write a number above 0");
    }
    usize::try_from(count).ok()
}

fn feeds(fields: &Fields<'_>) -> FeedItems {
    let Some(inner) = fields.fields("feeds") else { return FeedItems::Newest(30) };
    let items = match inner.value("items") {
        Some(Value::String(word)) if word == "all" => FeedItems::All,
        Some(Value::String(word)) => {
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
    inner.finish();
    items
}

fn mastodon(fields: &Fields<'_>) -> Option<Mastodon> {
    let inner = fields.fields("mastodon")?;
    let account = inner.required("account").and_then(|written| account(&inner, &written));
    let mastodon = Mastodon {
        user: account.as_ref().map(|(user, _)| user.clone()).unwrap_or_default(),
        host: account.as_ref().map(|(_, host)| host.clone()).unwrap_or_default(),
        start: inner.day("start"),
        visibility: inner.word("visibility", Visibility::ALL, Visibility::word).unwrap_or(Visibility::Public),
        max_per_run: at_least_one(&inner, "max_per_run").unwrap_or(3),
        min_gap: duration(&inner, "min_gap").unwrap_or(Duration::from_secs(15 * 60)),
        settle: duration(&inner, "settle").unwrap_or(Duration::from_secs(2 * 60)),
        unknown: inner
            .word("unknown", &[UnknownRun::Retry, UnknownRun::Ask], |unknown| match unknown {
                UnknownRun::Retry => "retry",
                UnknownRun::Ask => "ask",
            })
            .unwrap_or(UnknownRun::Retry),
        max_hashtags: inner.count("max_hashtags").and_then(|n| usize::try_from(n).ok()).unwrap_or(3),
    };
    inner.finish();
    account.map(|_| mastodon)
}

/// `@user@host`.
fn account(fields: &Fields<'_>, written: &str) -> Option<(String, String)> {
    let bare = written.strip_prefix('@').unwrap_or(written);
    let fits = |(user, host): &(&str, &str)| {
        let user_fits = !user.is_empty()
            && user.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
        let address = Url::parse(&format!("https://{host}/")).ok();
        user_fits
            && address.is_some_and(|url| {
                url.path() == "/"
                    && url.username().is_empty()
                    && url.query().is_none()
                    && url.fragment().is_none()
            })
    };
    let parts = bare.split_once('@').filter(fits);
    if parts.is_none() {
        let hint = "write it as `\"@name@social.example\"`, with quotes";
        fields.error(rule::ADDRESS, "account", format!("`{written}` is not an account"), hint);
    }
    parts.map(|(user, host)| (user.to_owned(), host.to_ascii_lowercase()))
}

/// `90s`, `15m`, `2h`, `1d`.
fn duration(fields: &Fields<'_>, name: &'static str) -> Option<Duration> {
    let written = fields.text(name)?;
    let split = written.len() - written.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let seconds = match written[split..].trim() {
        "s" => Some(1),
        "m" | "min" => Some(60),
        "h" => Some(3600),
        "d" => Some(86_400),
        _ => None,
    };
    let number = written[..split].parse::<u64>().ok();
    let duration = number
        .zip(seconds)
        .and_then(|(number, unit)| number.checked_mul(unit))
        .filter(|s| *s <= 366 * 86_400);
    if duration.is_none() {
        fields.error(
            rule::TYPE,
            name,
            format!("`{written}` is not a length of time"),
            "write it as `90s`, `15m`, `2h` or `1d`",
        );
    }
    duration.map(Duration::from_secs)
}

fn claim(fields: &Fields<'_>) -> Claim {
    let Some(inner) = fields.fields("ledger") else { return Claim::Local };
    let claim = inner.word("claim", &[Claim::Local, Claim::Git], |claim| match claim {
        Claim::Local => "local",
        Claim::Git => "git",
    });
    inner.finish();
    claim.unwrap_or(Claim::Local)
}

fn listen(fields: &Fields<'_>) -> Listen {
    let Some(inner) = fields.fields("listen") else {
        return Listen { show: Replies::Approved, hashtags: Vec::new() };
    };
    let show = inner.word("show", &[Replies::Approved, Replies::All, Replies::None], |show| match show {
        Replies::Approved => "approved",
        Replies::All => "all",
        Replies::None => "none",
    });
    let hashtags = inner.texts("hashtags").iter().map(|tag| tag.trim_start_matches('#').to_owned()).collect();
    inner.finish();
    Listen { show: show.unwrap_or(Replies::Approved), hashtags }
}

fn service_standard(fields: &Fields<'_>) -> Option<ServiceStandard> {
    let inner = fields.fields("service_standard")?;
    let days = |name| {
        let count = inner.count(name)?;
        let days = u32::try_from(count).ok().filter(|days| *days <= 1000);
        if days.is_none() {
            inner.error(
                rule::TYPE,
                name,
                format!("`{count}` working days are too many"),
                "write a number up to 1000",
            );
        }
        days
    };
    let standard = ServiceStandard {
        acknowledge_within: days("acknowledge_within"),
        respond_within: days("respond_within"),
    };
    inner.finish();
    Some(standard)
}

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

fn weekday_word(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}

fn calendar(fields: &Fields<'_>) -> WorkingDays {
    let usual = WEEK[..5].to_vec();
    let Some(inner) = fields.fields("calendar") else {
        return WorkingDays { week: usual, holidays: BTreeSet::new() };
    };
    let mut week: Vec<Weekday> = inner
        .located_texts("week")
        .into_iter()
        .filter_map(|(written, path)| inner.word_of(&written, &path, &WEEK, weekday_word))
        .collect();
    week.sort_by_key(|day| day.to_monday_zero_offset());
    week.dedup();
    if week.is_empty() {
        if inner.value("week").is_some_and(|week| week.as_sequence().is_some_and(Vec::is_empty)) {
            inner.error(
                rule::TYPE,
                "week",
                "a week without a working day",
                "name the days, as `[mon, tue, wed, thu, fri]`",
            );
        }
        week = usual;
    }
    let holidays = inner
        .located_texts("holidays")
        .into_iter()
        .filter_map(|(written, path)| inner.date_of(moment::day(&written), &path))
        .collect();
    inner.finish();
    WorkingDays { week, holidays }
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
        let level = match value {
            Value::Bool(false) => Some(CheckLevel::Off),
            Value::String(written) => inner.word_of(written, &path, &levels, word),
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
            "tilte: x\nurl: ferrow\ntimezone: Europe/Londn\nlanguage: english language\naccent: teal\npaginate: 0\n\
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
                "unknown-field Bytes(0, 5): nobody reads a field `tilte` here; did you mean `title`?",
            ]
        );
    }
}
