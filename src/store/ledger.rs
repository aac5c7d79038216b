//! `ledger.jsonl`: read with what is wrong in it, and written so that a crash leaves whole lines before a torn one.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::model::ledger::Ledger;
use crate::model::record::Record;

/// A line that was skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its number, from 1.
    pub line: u32,
    /// Why.
    pub why: String,
}

/// Reads the ledger; a file that is not there is an empty one.
pub fn read(path: &Path) -> io::Result<(Ledger, Vec<Skipped>)> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(parse(&bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Default::default()),
        Err(error) => Err(error),
    }
}

/// Reads the ledger's bytes. A line that cannot be read is skipped, as one torn by a crash is.
pub fn parse(bytes: &[u8]) -> (Ledger, Vec<Skipped>) {
    let mut ledger = Ledger::default();
    let mut skipped = Vec::new();
    for (line, bytes) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let bytes = bytes.trim_ascii();
        if bytes.is_empty() {
            continue;
        }
        let record = std::str::from_utf8(bytes).map_err(|error| error.to_string()).and_then(Record::parse);
        match record {
            Ok(record) => ledger.add(record),
            Err(why) => skipped.push(Skipped { line, why }),
        }
    }
    (ledger, skipped)
}

/// Appends records and waits until the disk has them. A last line that a crash left unfinished is ended first, so that
/// it does not swallow the new one.
pub fn append(path: &Path, records: &[Record]) -> io::Result<()> {
    let new = !path.exists();
    let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
    let mut bytes = Vec::new();
    if unfinished(&mut file)? {
        bytes.push(b'\n');
    }
    bytes.extend(lines(records));
    file.write_all(&bytes)?;
    file.sync_all()?;
    if new { sync_folder(path) } else { Ok(()) }
}

/// The ledger's bytes with records added: what `append` makes of a file, as a value for git.
pub fn appended(mut bytes: Vec<u8>, records: &[Record]) -> Vec<u8> {
    if bytes.last().is_some_and(|last| *last != b'\n') {
        bytes.push(b'\n');
    }
    bytes.extend(lines(records));
    bytes
}

fn lines(records: &[Record]) -> Vec<u8> {
    records.iter().flat_map(|record| (record.to_line() + "\n").into_bytes()).collect()
}

fn unfinished(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// A new file is there after a crash only once its folder is on the disk, too.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str) -> Record {
        let line = r#"{"v":1,"kind":"failed","intent":"ID","story":"wells","action":"new","why":"late","at":"2026-11-24T03:14:03Z"}"#;
        Record::parse(&line.replace("ID", id)).expect("a record")
    }

    #[test]
    fn a_ledger_cut_at_any_byte_keeps_every_whole_line_and_takes_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ledger.jsonl");
        let whole = appended(Vec::new(), &[record("i1"), record("i2")]);
        for cut in 0..=whole.len() {
            std::fs::write(&path, &whole[..cut]).expect("written");
            append(&path, &[record("i3")]).expect("appended");
            let (ledger, _) = read(&path).expect("read");
            let lines = whole[..cut].split(|byte| *byte == b'\n').filter(|line| line.ends_with(b"}")).count();
            assert_eq!(ledger.records().count(), lines + 1, "cut at {cut}");
        }
    }

    #[test]
    fn a_line_that_is_no_record_is_named_and_skipped() {
        let mut bytes = appended(Vec::new(), &[record("i1")]);
        bytes.extend(b"<<<<<<< ours\n\n\xff\n");
        let (ledger, skipped) = parse(&bytes);
        assert_eq!(ledger.records().count(), 1);
        assert_eq!(skipped.iter().map(|skipped| skipped.line).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn a_ledger_that_is_not_there_is_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(read(&folder.path().join("ledger.jsonl")).expect("read"), Default::default());
    }
}
