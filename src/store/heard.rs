//! What was heard, in `.hearback/heard/`: `state.json`, and a file for the replies of each thread. Public words only; a cache,
//! which may be lost and is never committed. Each file is replaced whole or not at all.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::model::heard::Heard;
use crate::model::reply::Reply;

/// The folder of one site.
#[derive(Clone, Debug)]
pub struct Replies {
    folder: PathBuf,
}

impl Replies {
    /// That of the site with this root.
    pub fn of(root: &Path) -> Replies {
        Replies { folder: root.join(".hearback/heard") }
    }

    /// The state of listening. A file that is not there, or that a crash or a hand broke, is an empty state: listening
    /// begins again.
    pub fn state(&self) -> Heard {
        self.read("state.json").ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Keeps the state of listening.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep_state(&self, heard: &Heard) -> io::Result<()> {
        self.write("state.json", &serde_json::to_vec(heard)?)
    }

    /// The replies in the thread of our toot with this permanent address; none where the file is not there or broken.
    pub fn thread(&self, uri: &str) -> Vec<Reply> {
        self.list(&name(uri))
    }

    /// Keeps the replies of a thread; a thread without replies has no file.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep_thread(&self, uri: &str, replies: &[Reply]) -> io::Result<()> {
        self.keep(&name(uri), replies)
    }

    /// What was said to us outside of our threads: mentions, and toots with hashtags that the site watches.
    pub fn others(&self) -> Vec<Reply> {
        self.list("others.json")
    }

    /// Keeps what was said to us outside of our threads.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep_others(&self, replies: &[Reply]) -> io::Result<()> {
        self.keep("others.json", replies)
    }

    fn list(&self, file: &str) -> Vec<Reply> {
        let bytes = self.read(file).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    fn keep(&self, file: &str, replies: &[Reply]) -> io::Result<()> {
        if replies.is_empty() {
            return match std::fs::remove_file(self.folder.join(file)) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        self.write(file, &serde_json::to_vec(replies)?)
    }

    fn read(&self, file: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.folder.join(file))
    }

    fn write(&self, file: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.folder.join(file);
        let folder = path.parent().unwrap_or(&self.folder);
        std::fs::create_dir_all(folder)?;
        let mut staged = tempfile::NamedTempFile::new_in(folder)?;
        staged.write_all(bytes)?;
        staged.persist(&path)?;
        Ok(())
    }
}

/// The file of a thread: an address is no name of a file.
fn name(uri: &str) -> String {
    format!("threads/{}.json", &blake3::hash(uri.as_bytes()).to_hex()[..24])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_broken_or_gone_is_empty_and_a_thread_without_replies_has_no_file() {
        let root = tempfile::tempdir().expect("a folder");
        let replies = Replies::of(root.path());
        assert_eq!((replies.state(), replies.thread("https://a.example/1")), (Heard::default(), Vec::new()));
        let heard = Heard { private: 2, ..Heard::default() };
        replies.keep_state(&heard).expect("kept");
        assert_eq!(replies.state(), heard);
        std::fs::write(root.path().join(".hearback/heard/state.json"), "{\"acc").expect("broken");
        assert_eq!(replies.state(), Heard::default());
        replies.keep_thread("https://a.example/1", &[]).expect("kept");
        assert!(!root.path().join(".hearback/heard/threads").exists());
    }
}
