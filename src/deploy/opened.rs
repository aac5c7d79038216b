//! An opened bucket, and the small texts of ours in it, which are written on the condition that nobody else did.

use super::failure::Failure;
use super::place::Saved;
use object_store::path::Path as Key;
use object_store::{
    Attribute, Attributes, Error, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, PutResult,
    UpdateVersion,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A folder of a bucket.
#[derive(Debug)]
pub(super) struct Opened {
    /// The store.
    pub(super) store: Arc<dyn ObjectStore>,
    /// The folder, without `/` at its ends.
    prefix: String,
    /// Its address, as the configuration has it.
    pub(super) name: String,
    /// What must never be printed.
    secrets: Vec<String>,
    unguarded: AtomicBool,
}

/// A version of an object: what was there when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Version {
    /// Nothing.
    Absent,
    /// This one.
    Known(UpdateVersion),
    /// The store does not say.
    Untold,
}

impl Version {
    fn of(e_tag: Option<String>, version: Option<String>) -> Version {
        match (&e_tag, &version) {
            (None, None) => Version::Untold,
            _ => Version::Known(UpdateVersion { e_tag, version }),
        }
    }

    fn mode(&self) -> PutMode {
        match self {
            Version::Absent => PutMode::Create,
            Version::Known(version) => PutMode::Update(version.clone()),
            Version::Untold => PutMode::Overwrite,
        }
    }
}

impl Opened {
    pub(super) fn new(
        store: Arc<dyn ObjectStore>,
        prefix: String,
        name: String,
        secrets: Vec<String>,
    ) -> Opened {
        Opened { store, prefix, name, secrets, unguarded: AtomicBool::new(false) }
    }

    /// Whether the store turned out not to write on a condition: nothing keeps two runs apart.
    pub(super) fn is_unguarded(&self) -> bool {
        self.unguarded.load(Ordering::Relaxed)
    }

    /// The name of a file in the store.
    pub(super) fn key(&self, path: &str) -> Result<Key, Failure> {
        let whole = if self.prefix.is_empty() { path.to_owned() } else { format!("{}/{path}", self.prefix) };
        // `Key::from` would put `%C3%BC` into the name; a store has the name itself.
        let why = "no store takes its name".to_owned();
        Key::parse(whole).map_err(|_| Failure::Name { name: path.to_owned(), why })
    }

    /// What the store said, without keys.
    pub(super) fn refused(&self, doing: String, error: &Error) -> Failure {
        super::refusal::refused(doing, error, &self.name, &self.secrets)
    }

    /// A small text of ours, and its version.
    pub(super) async fn text(&self, path: &str) -> Result<(Option<String>, Version), Failure> {
        let refused = |error: &Error| self.refused(format!("read `{path}`"), error);
        let got = match self.store.get(&self.key(path)?).await {
            Ok(got) => got,
            Err(Error::NotFound { .. }) => return Ok((None, Version::Absent)),
            Err(error) => return Err(refused(&error)),
        };
        let version = Version::of(got.meta.e_tag.clone(), got.meta.version.clone());
        let bytes = got.bytes().await.map_err(|error| refused(&error))?;
        Ok((Some(String::from_utf8_lossy(&bytes).into_owned()), version))
    }

    /// Writes a small text of ours, if there is still that version. An answer can be lost and the text be there: where the
    /// store says that another is there, it is asked which.
    pub(super) async fn write(
        &self,
        path: &str,
        text: &str,
        over: &Version,
    ) -> Result<Saved<Version>, Failure> {
        let attributes = attributes("text/plain; charset=utf-8", "no-store", false);
        let put = |mode| PutOptions { mode, attributes: attributes.clone(), ..PutOptions::default() };
        let key = self.key(path)?;
        let payload = || PutPayload::from(text.as_bytes().to_vec());
        let put_on_condition = self.store.put_opts(&key, payload(), put(over.mode())).await;
        let result = match put_on_condition {
            Err(Error::NotImplemented { .. } | Error::NotSupported { .. }) => {
                self.unguarded.store(true, Ordering::Relaxed);
                self.store.put_opts(&key, payload(), put(PutMode::Overwrite)).await
            }
            result => result,
        };
        match result {
            Ok(PutResult { e_tag, version, .. }) => {
                let version = Version::of(e_tag, version);
                if version == Version::Untold {
                    self.unguarded.store(true, Ordering::Relaxed);
                }
                Ok(Saved::As(version))
            }
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => {
                let (there, version) = self.text(path).await?;
                Ok(if there.as_deref() == Some(text) { Saved::As(version) } else { Saved::Moved })
            }
            Err(error) => Err(self.refused(format!("write `{path}`"), &error)),
        }
    }
}

/// What the store is told about a file.
pub(super) fn attributes(media_type: &'static str, cache: &'static str, gzip: bool) -> Attributes {
    let mut attributes = Attributes::new();
    attributes.insert(Attribute::ContentType, media_type.into());
    attributes.insert(Attribute::CacheControl, cache.into());
    if gzip {
        attributes.insert(Attribute::ContentEncoding, "gzip".into());
    }
    attributes
}
