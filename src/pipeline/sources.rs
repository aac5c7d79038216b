//! What a site has beside its stories: its configuration, theme, totals, and what was posted.

use super::{CONFIG_FILE, LEDGER_FILE, Request};
use crate::config::rule;
use crate::config::{self, Config, Languages, OwnScript};
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::ledger::Ledger;
use crate::model::place::Place;
use crate::model::site::{TootRecord, Total};
use crate::render;
use crate::theme::{self, Script, Theme, ThemeFiles};
use crate::{parse, read, store};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The configuration, with the address that the request asks for.
pub(super) fn configuration(request: &Request) -> Result<(Config, Vec<Diagnostic>), Vec<Diagnostic>> {
    let source = read::file(&request.root, CONFIG_FILE).map_err(|finding| vec![finding])?;
    let (config, mut findings) = config::parse(&source);
    let Some(config) = config else { return Err(findings) };
    let Some(url) = &request.base_url else { return Ok((config, findings)) };
    match config.apply_base_url(url) {
        Some(config) => Ok((config, findings)),
        None => {
            let message = format!("`--base-url {url}` is no address that a site can have");
            findings.push(
                rule::ADDRESS
                    .at(Place::whole(CONFIG_FILE), message)
                    .hint("write it whole: `https://site.example/`"),
            );
            Err(findings)
        }
    }
}

/// The site's own theme files, above those inside the binary. They say in which languages a story may have an edition,
/// unless `hearback.yaml` says it.
pub(super) fn theme_files(root: &Path, config: &mut Config) -> Result<ThemeFiles, Vec<Diagnostic>> {
    let own = read::theme(root, &config.theme)?;
    let mut files = theme::built_in();
    files.name.clone_from(&config.theme);
    for (path, bytes) in &own.files {
        files.take(Path::new(path), bytes);
    }
    files.script = script(root, config)?;
    if let Languages::OfTheTheme(languages) = &mut config.languages {
        *languages = files.words.keys().filter_map(|tag| Lang::parse(tag)).collect();
    }
    Ok(files)
}

/// The site's own script, where it asks for one.
fn script(root: &Path, config: &Config) -> Result<Option<Script>, Vec<Diagnostic>> {
    let Some(OwnScript { file, connect }) = &config.script else { return Ok(None) };
    let place = || Place::field(CONFIG_FILE, "script.file");
    if !root.join(file).is_file() {
        let found = rule::ADDRESS.at(place(), format!("there is no file `{file}`"));
        return Err(vec![found.hint("name a file of the site's folder, or take out `script`")]);
    }
    let source = read::file(root, file).map_err(|found| vec![Diagnostic { place: place(), ..found }])?;
    let script = Script::new(&String::from_utf8_lossy(&source.bytes), connect.clone());
    let ends = || {
        let message =
            "a script in a page ends at `</script`, and `<script` or `<!--` in it is read as more than text";
        let hint = r"write `<\/script` in a text, and take out `<!--`";
        vec![rule::THEME.at(Place::whole(file), message).hint(hint)]
    };
    script.map(Some).ok_or_else(ends)
}

/// The theme of these files, tried before it is used.
pub(super) fn theme(files: ThemeFiles, config: &Config) -> Result<Arc<Theme>, Vec<Diagnostic>> {
    let theme = Arc::new(Theme::load(files, config)?);
    // The default theme is tried by its tests.
    let faults = if theme.has_own_templates() { render::rehearse(&theme, config) } else { Vec::new() };
    if faults.is_empty() { Ok(theme) } else { Err(faults) }
}

/// The site's own totals, where it has some.
pub(super) fn totals(root: &Path, config: &Config) -> (Vec<Total>, Vec<Diagnostic>) {
    let Some(path) = &config.totals else { return (Vec::new(), Vec::new()) };
    match read::file(root, path) {
        Ok(source) => parse::totals(&source),
        Err(finding) => {
            let place = Place::field(CONFIG_FILE, "totals");
            let finding = Diagnostic { place, ..finding };
            let finding = match root.join(path).exists() {
                true => finding,
                false => finding.hint("make the file, or take out the line"),
            };
            (Vec::new(), vec![finding])
        }
    }
}

/// The ledger, and what is wrong with it.
pub(super) fn ledger(root: &Path) -> (Ledger, Vec<Diagnostic>) {
    let (ledger, skipped) = match store::ledger::read(&root.join(LEDGER_FILE)) {
        Ok(read) => read,
        Err(cause) => {
            let message = format!("cannot read `{LEDGER_FILE}`: {cause}");
            let finding = rule::UNREADABLE.at(Place::whole(LEDGER_FILE), message);
            return (Ledger::default(), vec![finding]);
        }
    };
    let warn = |line: &store::ledger::Skipped| {
        let message = format!("line {} cannot be read and is left out: {}", line.line, line.why);
        rule::LEDGER.at(Place::whole(LEDGER_FILE), message)
    };
    let findings = skipped.iter().map(warn).collect();
    (ledger, findings)
}

/// What the ledger says about each story's first toot: its address for people, unless it was taken back.
pub(super) fn toots(ledger: &Ledger) -> BTreeMap<String, TootRecord> {
    let addressed = ledger.posted().filter_map(|(story, posted)| Some((story, posted.receipt.url.clone()?)));
    addressed.map(|(story, url)| (story.to_owned(), TootRecord { url })).collect()
}
