//! Which file imports which, and where they do so in a circle.

use crate::source::{File, Path};
use std::collections::{BTreeMap, BTreeSet};

/// The circles between files: each a list of names, in order. A file that hands on what another one defines is no part of
/// the way there.
pub(crate) fn circles(files: &[File]) -> Vec<Vec<String>> {
    let by_module: BTreeMap<&[String], usize> =
        files.iter().enumerate().map(|(ix, file)| (file.module.as_slice(), ix)).collect();
    let edges: Vec<BTreeSet<usize>> = files
        .iter()
        .enumerate()
        .map(|(ix, file)| {
            let ends = file.paths.iter().filter_map(|path| end(path, files, &by_module, 0));
            ends.filter(|end| *end != ix).collect()
        })
        .collect();
    let reached: Vec<BTreeSet<usize>> = (0..files.len()).map(|start| reach(start, &edges)).collect();
    let mut circles = BTreeSet::new();
    for start in 0..files.len() {
        let circle: Vec<String> = (0..files.len())
            .filter(|other| reached[start].contains(other) && reached[*other].contains(&start))
            .map(|other| files[other].name.clone())
            .collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

/// The file in which a path ends: the deepest module on it, or where that one has it from.
fn end(path: &Path, files: &[File], by_module: &BTreeMap<&[String], usize>, depth: usize) -> Option<usize> {
    let inside = path.inside()?;
    let (length, ix) =
        (1..=inside.len()).rev().find_map(|n| by_module.get(&inside[..n]).map(|ix| (n, *ix)))?;
    match inside.get(length).and_then(|name| files[ix].handed_on.get(name)) {
        Some(from) if depth < 8 => end(from, files, by_module, depth + 1),
        _ => Some(ix),
    }
}

/// Everything that can be reached from a file.
fn reach(start: usize, edges: &[BTreeSet<usize>]) -> BTreeSet<usize> {
    let (mut seen, mut next) = (BTreeSet::new(), vec![start]);
    while let Some(at) = next.pop() {
        next.extend(edges[at].iter().filter(|other| seen.insert(**other)));
    }
    seen
}
