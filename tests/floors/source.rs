//! The source as the laws see it: every file of every room, with each path that it names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{self, PathBuf};
use syn::visit::{self, Visit};

/// A file of a room, without its tests.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// Its path from the root of the repository: `src/render/page.rs`.
    pub(crate) name: String,
    /// The room it lies in: `render`.
    pub(crate) room: String,
    /// Its module: `render`, `page`.
    pub(crate) module: Vec<String>,
    /// Every path that it names, imports resolved.
    pub(crate) paths: Vec<Path>,
    /// What it hands on under a name of its own: `pub use press::Press`.
    pub(crate) handed_on: BTreeMap<String, Path>,
}

/// A path in a source file: `crate::render::Press`, `std::fs`, `println!`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Path(Vec<String>);

impl Path {
    /// Its first segment.
    pub(crate) fn head(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    /// The outside library that it leads into. A word alone is a variable, or a name that was imported elsewhere.
    pub(crate) fn library(&self) -> Option<&str> {
        (self.0.len() > 1).then(|| self.head())
    }

    /// What stands behind `crate::`, where it leads into this house.
    pub(crate) fn inside(&self) -> Option<&[String]> {
        (self.head() == "crate").then(|| &self.0[1..])
    }

    /// Whether it begins with another path, or is that path.
    pub(crate) fn starts(&self, other: &str) -> bool {
        let other: Vec<&str> = other.split("::").collect();
        self.0.len() >= other.len() && self.0.iter().zip(&other).all(|(mine, other)| mine == other)
    }

    /// Whether its last segments are these.
    pub(crate) fn ends(&self, last: &[&str]) -> bool {
        self.0.len() >= last.len()
            && self.0[self.0.len() - last.len()..].iter().zip(last).all(|(a, b)| a == b)
    }
}

/// Every file of every room.
pub(crate) fn house() -> Vec<File> {
    let mut files = Vec::new();
    collect(&root().join("src"), &mut files);
    files.sort();
    let read: Vec<(String, Reader)> = files.iter().map(|path| (name_of(path), read(path))).collect();
    let tests: BTreeSet<Vec<String>> =
        read.iter().flat_map(|(_, reader)| reader.tests.iter().cloned()).collect();
    let rooms = read.into_iter().filter(|(name, _)| !matches!(name.as_str(), "src/lib.rs" | "src/main.rs"));
    let files: Vec<File> = rooms
        .filter(|(_, reader)| !tests.iter().any(|test| reader.module.starts_with(test)))
        .map(|(name, reader)| reader.into_file(name))
        .collect();
    assert!(!files.is_empty());
    files
}

/// The program's `main.rs`.
pub(crate) fn main() -> File {
    let path = root().join("src/main.rs");
    read(&path).into_file(name_of(&path))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn name_of(path: &path::Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

fn collect(folder: &path::Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn read(path: &path::Path) -> Reader {
    let text = fs::read_to_string(path).unwrap();
    let inside = name_of(path);
    let inside = inside.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    let module: Vec<String> =
        inside.split('/').filter(|part| !matches!(*part, "lib" | "main")).map(str::to_owned).collect();
    read_text(module, &text)
}

fn read_text(module: Vec<String>, text: &str) -> Reader {
    let file = syn::parse_file(text).unwrap();
    let mut reader = Reader { module: module.clone(), here: module, ..Reader::default() };
    reader.visit_file(&file);
    reader
}

/// Walks a file and notes what it names. Items behind `#[cfg(test)]` are passed over: a room's tests may build what they
/// test with the rooms below and above.
#[derive(Default)]
struct Reader {
    module: Vec<String>,
    /// The module that is being read: the file's own, or one inside it.
    here: Vec<String>,
    /// The names that imports and modules inside the file stand for.
    names: BTreeMap<String, Vec<String>>,
    handed_on: BTreeMap<String, Vec<String>>,
    raw: Vec<Vec<String>>,
    /// Modules of tests that lie in files of their own.
    tests: Vec<Vec<String>>,
}

impl Reader {
    fn into_file(self, name: String) -> File {
        let mut paths: Vec<Path> = self.raw.iter().map(|raw| Path(self.resolved(raw))).collect();
        paths.sort();
        paths.dedup();
        let room = self.module.first().cloned().unwrap_or_default();
        let handed_on = self.handed_on.into_iter().map(|(name, path)| (name, Path(path))).collect();
        File { name, room, module: self.module, paths, handed_on }
    }

    /// A path with its first segment looked up among the imports.
    fn resolved(&self, raw: &[String]) -> Vec<String> {
        match self.names.get(&raw[0]) {
            Some(stands_for) => stands_for.iter().chain(&raw[1..]).cloned().collect(),
            None => raw.to_vec(),
        }
    }

    /// `self` and `super` counted from the module that is being read.
    fn absolute(&self, path: &[String]) -> Vec<String> {
        let mut module = self.here.clone();
        let mut rest = path;
        match path.first().map(String::as_str) {
            Some("self") => rest = &path[1..],
            Some("super") => {
                while rest.first().is_some_and(|first| first == "super") {
                    module.pop();
                    rest = &rest[1..];
                }
            }
            _ => return path.to_vec(),
        }
        std::iter::once("crate".to_owned()).chain(module).chain(rest.iter().cloned()).collect()
    }

    fn note(&mut self, path: &[String]) {
        if !path.is_empty() {
            self.raw.push(self.absolute(path));
        }
    }

    fn import(&mut self, tree: &syn::UseTree, before: &[String], public: bool) {
        let with = |name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>();
        match tree {
            syn::UseTree::Path(path) => self.import(&path.tree, &with(&path.ident), public),
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.import(tree, before, public))
            }
            syn::UseTree::Glob(_) => self.note(before),
            syn::UseTree::Name(name) if name.ident == "self" => {
                self.bring(before, before.last().cloned(), public)
            }
            syn::UseTree::Name(name) => self.bring(&with(&name.ident), Some(name.ident.to_string()), public),
            syn::UseTree::Rename(name) if name.ident == "self" => {
                self.bring(before, Some(name.rename.to_string()), public);
            }
            syn::UseTree::Rename(name) => {
                self.bring(&with(&name.ident), Some(name.rename.to_string()), public)
            }
        }
    }

    /// Notes an import. What is only handed on is no use of it.
    fn bring(&mut self, path: &[String], name: Option<String>, public: bool) {
        let absolute = self.resolved(&self.absolute(path));
        let Some(name) = name else { return };
        if public && absolute.first().is_some_and(|first| first == "crate") {
            self.handed_on.insert(name.clone(), absolute.clone());
        } else {
            self.raw.push(absolute.clone());
        }
        self.names.insert(name, absolute);
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_file(&mut self, file: &'ast syn::File) {
        // The modules of a file are known before anything that may name them.
        for item in &file.items {
            if let syn::Item::Mod(module) = item
                && !is_test(&module.attrs)
            {
                let path = std::iter::once("crate".to_owned()).chain(self.here.iter().cloned());
                self.names.insert(module.ident.to_string(), path.chain([module.ident.to_string()]).collect());
            }
        }
        visit::visit_file(self, file);
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        if is_test(attributes(item)) {
            if let syn::Item::Mod(module) = item
                && module.content.is_none()
            {
                self.tests.push(self.here.iter().cloned().chain([module.ident.to_string()]).collect());
            }
            return;
        }
        visit::visit_item(self, item);
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let test = match item {
            syn::ImplItem::Fn(function) => is_test(&function.attrs),
            syn::ImplItem::Const(constant) => is_test(&constant.attrs),
            _ => false,
        };
        if !test {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.here.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.here.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let public = !matches!(item.vis, syn::Visibility::Inherited);
        self.import(&item.tree, &[], public);
    }

    /// `pub(super)` names a place and uses nothing of it.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.note(&segments);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        for path in paths_in(call.tokens.clone()) {
            self.note(&path);
        }
        let mut name: Vec<String> =
            call.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        name.iter_mut().last().into_iter().for_each(|last| last.push('!'));
        self.note(&name);
    }
}

/// Every path among the tokens of a macro: words joined by `::`.
fn paths_in(tokens: proc_macro2::TokenStream) -> Vec<Vec<String>> {
    let (mut paths, mut path, mut colons) = (Vec::new(), Vec::<String>::new(), 0);
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Ident(word) => {
                if colons != 2 {
                    paths.push(std::mem::take(&mut path));
                }
                path.push(word.to_string());
                colons = 0;
            }
            proc_macro2::TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
            proc_macro2::TokenTree::Group(group) => {
                paths.push(std::mem::take(&mut path));
                paths.extend(paths_in(group.stream()));
                colons = 0;
            }
            _ => {
                paths.push(std::mem::take(&mut path));
                colons = 0;
            }
        }
    }
    paths.push(path);
    paths.retain(|path| !path.is_empty());
    paths
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

#[test]
fn what_a_file_names_is_found_in_imports_expressions_and_macros() {
    let text = r##"
        use crate::{read, parse::{html, x as y}};
        use std::{env, fs as files};
        mod inner;
        // crate::cli
        const S: &str = "crate::serve";
        #[cfg(test)]
        use crate::git;
        fn f() { files::read(env::args()); inner::g(y::h()); super::sibling::z(); println!("{}", tera::Value::Null); }
        #[cfg(test)]
        mod tests { use crate::outreach; }
        fn behind_the_tests() { crate::images::probe(); }
    "##;
    let file =
        read_text(vec!["room".to_owned(), "file".to_owned()], text).into_file("src/room/file.rs".to_owned());
    let found: Vec<String> = file.paths.iter().map(|path| path.0.join("::")).collect();
    let wanted = [
        "crate::images::probe",
        "crate::parse::html",
        "crate::parse::x::h",
        "crate::read",
        "crate::room::file::inner::g",
        "crate::room::sibling::z",
        "println!",
        "std::env::args",
        "std::fs::read",
        "tera::Value::Null",
    ];
    for path in wanted {
        assert!(found.iter().any(|found| found == path), "{path} is not in {found:?}");
    }
    for path in ["crate::git", "crate::outreach", "crate::serve", "crate::cli"] {
        assert!(!found.iter().any(|found| found.starts_with(path)), "{path} is in {found:?}");
    }
}
