//! An object store: S3, Azure, Google Cloud.

use super::failure::Failure;
use super::lease::{self, Lease, Pace};
use super::manifest::{self, Deployed, Mark};
use super::opened::{Opened, Version, attributes};
use super::place::{Place, Saved};
use super::progress::Tell;
use super::site::{self, File};
use flate2::{Compression, GzBuilder};
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::{Attributes, Error, ObjectStore, PutMultipartOptions, PutOptions, PutPayload};
use std::io::{Read, Write};
use std::path::Path;
use twox_hash::XxHash3_128;

/// A longer file is put in parts, so that no request carries more than one of them.
const LONG: u64 = 16 << 20;
/// How long a part is. S3 wants 5 MiB at least.
const PART: u64 = 8 << 20;

/// A folder of a bucket that takes a site.
#[derive(Debug)]
pub(super) struct Objects {
    pub(super) opened: Opened,
    pace: Pace,
}

impl Objects {
    pub(super) fn new(opened: Opened) -> Objects {
        Objects { opened, pace: Pace::USUAL }
    }

    /// With signs of life at another pace.
    #[cfg(test)]
    pub(super) fn with_pace(opened: Opened, pace: Pace) -> Objects {
        Objects { opened, pace }
    }

    /// Puts a short file in one request.
    async fn put_whole(&self, path: &str, from: &Path, file: &File) -> Result<Mark, Failure> {
        let bytes = std::fs::read(from).map_err(Failure::disk("read", from))?;
        let mark = site::mark(XxHash3_128::oneshot(&bytes).to_be_bytes(), file.headers);
        let bytes =
            if file.headers.gzip { gzip(&bytes).map_err(Failure::disk("compress", from))? } else { bytes };
        let options = PutOptions { attributes: file_attributes(file), ..PutOptions::default() };
        let put = self.opened.store.put_opts(&self.opened.key(path)?, PutPayload::from(bytes), options).await;
        put.map(|_| mark).map_err(|error| self.opened.refused(format!("store `{path}`"), &error))
    }

    /// Puts a long file in parts, as it is: what is that long is no text.
    async fn put_in_parts(&self, path: &str, from: &Path, file: &File) -> Result<Mark, Failure> {
        let plain = super::headers::Headers { gzip: false, ..file.headers };
        let refused = |error: Error| self.opened.refused(format!("store `{path}`"), &error);
        let attributes = attributes(plain.media_type, plain.cache, false);
        let options = PutMultipartOptions { attributes, ..PutMultipartOptions::default() };
        let mut upload =
            self.opened.store.put_multipart_opts(&self.opened.key(path)?, options).await.map_err(refused)?;
        let mut handle = std::fs::File::open(from).map_err(Failure::disk("read", from))?;
        let mut hasher = XxHash3_128::new();
        let parts = async {
            loop {
                let mut part = Vec::new();
                let read = (&mut handle).take(PART).read_to_end(&mut part);
                if read.map_err(Failure::disk("read", from))? == 0 {
                    break;
                }
                hasher.write(&part);
                upload.put_part(PutPayload::from(part)).await.map_err(refused)?;
            }
            upload.complete().await.map_err(refused)
        };
        if let Err(failure) = parts.await {
            // Parts that nobody joins are paid for until they are thrown away. The store may be gone just now.
            let _ = upload.abort().await;
            return Err(failure);
        }
        Ok(site::mark(hasher.finish_128().to_be_bytes(), file.headers))
    }
}

impl Place for Objects {
    type Version = Version;
    type Hold = Lease;

    fn name(&self) -> String {
        self.opened.name.clone()
    }

    async fn read(&self) -> Result<(Deployed, Version), Failure> {
        let (text, version) = self.opened.text(manifest::PLACE).await?;
        let deployed = match text {
            Some(text) => {
                Deployed::parse(&text).ok_or_else(|| Failure::Foreign(manifest::PLACE.to_owned()))?
            }
            None => Deployed::default(),
        };
        Ok((deployed, version))
    }

    async fn save(&self, deployed: &Deployed, over: &Version) -> Result<Saved<Version>, Failure> {
        self.opened.write(manifest::PLACE, &deployed.text(), over).await
    }

    async fn hold(&self, run: &str, tell: Tell<'_>) -> Result<Lease, Failure> {
        lease::take(&self.opened, self.pace, run, tell).await
    }

    async fn keep(&self, hold: &Lease) {
        lease::keep(&self.opened, self.pace, hold).await;
    }

    async fn release(&self, hold: Lease) {
        lease::release(&self.opened, hold).await;
    }

    async fn put(&self, path: &str, from: &Path, file: &File) -> Result<Mark, Failure> {
        if file.len > LONG {
            self.put_in_parts(path, from, file).await
        } else {
            self.put_whole(path, from, file).await
        }
    }

    async fn remove(&self, paths: &[String]) -> Result<(), Failure> {
        let keys = paths.iter().map(|path| self.opened.key(path)).collect::<Result<Vec<_>, _>>()?;
        let removed = self.opened.store.delete_stream(stream::iter(keys.into_iter().map(Ok)).boxed());
        let refused = |error: Error| self.opened.refused("remove what is gone".to_owned(), &error);
        // What is not there is removed already.
        let there =
            removed.filter(|removed| std::future::ready(!matches!(removed, Err(Error::NotFound { .. }))));
        there.try_for_each(|_| std::future::ready(Ok(()))).await.map_err(refused)
    }
}

fn file_attributes(file: &File) -> Attributes {
    attributes(file.headers.media_type, file.headers.cache, file.headers.gzip)
}

/// Compressed without a time in it: the same text is the same bytes.
fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer =
        GzBuilder::new().mtime(0).write(Vec::with_capacity(bytes.len() / 2), Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}
