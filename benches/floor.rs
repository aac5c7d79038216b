//! The floor under a build: it reads every story, parses its front matter and its Markdown on all cores, and writes
//! as many files of the average size as hearback writes. No templates, no links, no order: nobody who does the same
//! reading and writing can be faster, so `compare.py` prints how far above it we are.
//!
//! ```text
//! floor CONTENT OUT FILES BYTES
//! ```

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

/// The HTML of one story, after its front matter was read into a YAML value.
fn parse(path: &Path) -> io::Result<String> {
    let text = fs::read_to_string(path)?;
    let rest = text.strip_prefix("---\n").unwrap_or(&text);
    let (front, body) = rest.split_once("\n---\n").unwrap_or(("", rest));
    let front: serde_yaml::Value = serde_yaml::from_str(front).map_err(io::Error::other)?;
    let mut page = String::with_capacity(body.len() * 2);
    if let Some(title) = front.get("title").and_then(|title| title.as_str()) {
        page.push_str(title);
    }
    html::push_html(&mut page, Parser::new_ext(body, Options::all()));
    Ok(page)
}

/// Writes `page`, repeated until it has `bytes` bytes, as the `number`th file.
fn write(out: &Path, number: usize, page: &str, bytes: usize) -> io::Result<()> {
    let folder = out.join(number.to_string()); // a folder for each file, as a site with clean addresses has
    fs::create_dir(&folder)?;
    let mut content = Vec::with_capacity(bytes);
    while content.len() < bytes && !page.is_empty() {
        let rest = bytes - content.len();
        content.extend_from_slice(&page.as_bytes()[..rest.min(page.len())]);
    }
    fs::write(folder.join("index.html"), content)
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [content, out, files, bytes] = arguments.as_slice() else {
        return Err(io::Error::other("usage: floor CONTENT OUT FILES BYTES"));
    };
    let (files, bytes) = (number(files)?, number(bytes)?);
    let out = PathBuf::from(out);
    fs::create_dir_all(&out)?;
    let mut stories = Vec::new();
    for entry in walkdir::WalkDir::new(content) {
        let entry = entry.map_err(io::Error::other)?;
        if entry.file_type().is_file() {
            stories.push(entry.into_path());
        }
    }
    let pages: Vec<String> = stories.par_iter().map(|path| parse(path)).collect::<io::Result<_>>()?;
    let pages = if pages.is_empty() { vec!["empty".to_owned()] } else { pages };
    (0..files).into_par_iter().try_for_each(|number| write(&out, number, &pages[number % pages.len()], bytes))
}

/// A whole number from the command line.
fn number(text: &str) -> io::Result<usize> {
    text.parse().map_err(io::Error::other)
}
