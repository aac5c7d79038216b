//! `hearback translate`: the file of a story's edition in another language, for somebody to translate.

use super::arguments::{Format, Translate};
use super::console::Console;
use super::ending::{Ending, Misused};
use super::{clock, report, root};
use crate::model::lang::Lang;
use crate::pipeline::{self, Request};
use crate::{parse, read, scaffold, write};
use anyhow::{Result, anyhow, bail};
use std::path::Path;

/// Makes the file beside its story; never over one that is there.
pub(super) fn run(named: &Path, translate: &Translate, console: &Console) -> Result<Ending> {
    let root = root::find(named)?;
    let Some(path) = story(&root, &translate.file) else {
        let file = translate.file.display();
        bail!("`{file}` is no story of this site\n  name a file as `content/impact/wells.md`");
    };
    let now = clock::now(None, &root)?;
    let request = Request { root: root.clone(), base_url: None, drafts: true, future: true, now };
    let gathered = match pipeline::gather(&request) {
        Ok(gathered) => gathered,
        Err(findings) => {
            console.say_text(&report::findings(&root, &findings, Format::Human, console.colour(), false));
            return Ok(Ending::Content);
        }
    };
    let config = gathered.config();
    let lang = Lang::parse(&translate.language).ok_or_else(|| {
        Misused(format!("`{}` is not a language: write it as `es` or `pt-BR`", translate.language))
    })?;
    if config.languages.find(lang.as_str()).is_none() {
        bail!(
            "`{lang}` is none of this site's languages\n  name it in `hearback.yaml`, as `languages: [{}, {lang}]`",
            config.language
        );
    }
    let wanted = parse::edition_path(&path, &lang, config);
    if wanted == path {
        return Err(Misused(format!("`{path}` is in `{lang}` already")).into());
    }
    let original = read::file(&root, &path).map_err(|finding| anyhow!(finding.message))?;
    let bytes = scaffold::translation(&original).map_err(|message| anyhow!(message))?;
    write::create(&root.join(&wanted), &bytes)?;
    console.data(&format!("{wanted}\n"));
    console.say(
        "a draft: translate the words and leave ids, dates and figures; then take out the line `draft: true`",
    );
    Ok(Ending::Fine)
}

/// The path of a story from the site's root, however it was named: from there, or from where the command runs.
fn story(root: &Path, file: &Path) -> Option<String> {
    let inside = |path: &Path| {
        let path = path.to_str()?.replace('\\', "/");
        let path = path.trim_start_matches("./").to_owned();
        read::is_story(root, &path).then_some(path)
    };
    inside(file).or_else(|| inside(file.canonicalize().ok()?.strip_prefix(root.canonicalize().ok()?).ok()?))
}
