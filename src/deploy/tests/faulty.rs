//! A store in memory that fails, lies and dies as it is told, and keeps what it was asked.

use async_trait::async_trait;
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMode,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use std::sync::{Arc, Mutex};

/// What is wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is refused, and nothing is done.
    Refused,
    /// It is done, and the answer is lost: what comes back is what a second try would get.
    AnswerLost,
    /// The store cannot do that.
    Unknown,
}

/// Looks at each request before it is done: `PUT path`, `PUT? path` on a condition, `GET path`, `DELETE path`.
pub(super) type Watch = Box<dyn Fn(&str, usize) -> Option<Fault> + Send + Sync>;

#[derive(Default)]
pub(super) struct Faulty {
    pub(super) inner: Arc<InMemory>,
    watch: Mutex<Option<Watch>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Faulty {
    pub(super) fn watched(inner: &Arc<InMemory>, watch: Watch) -> Faulty {
        Faulty { inner: Arc::clone(inner), watch: Mutex::new(Some(watch)), ..Faulty::default() }
    }

    pub(super) fn of(inner: &Arc<InMemory>) -> Faulty {
        Faulty { inner: Arc::clone(inner), ..Faulty::default() }
    }

    /// What it was asked.
    pub(super) fn asked(&self) -> Arc<Mutex<Vec<String>>> {
        Arc::clone(&self.asked)
    }

    fn ask(&self, what: String) -> Option<Fault> {
        let count = {
            let mut asked = self.asked.lock().expect("unbroken");
            asked.push(what.clone());
            asked.len()
        };
        self.watch.lock().expect("unbroken").as_ref().and_then(|watch| watch(&what, count))
    }
}

fn refused() -> Error {
    Error::Generic { store: "S3", source: "non-2xx status code: 503 Service Unavailable: ".into() }
}

fn unknown() -> Error {
    Error::NotImplemented { operation: "put".to_owned(), implementer: "Faulty".to_owned() }
}

impl std::fmt::Display for Faulty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Faulty")
    }
}

impl std::fmt::Debug for Faulty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Faulty")
    }
}

#[async_trait]
impl ObjectStore for Faulty {
    async fn put_opts(&self, at: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        let on_condition = options.mode != PutMode::Overwrite;
        let fault = self.ask(format!("PUT{} {at}", if on_condition { "?" } else { "" }));
        match fault {
            Some(Fault::Refused) => Err(refused()),
            Some(Fault::Unknown) => Err(unknown()),
            Some(Fault::AnswerLost) => {
                self.inner.put_opts(at, payload, options).await?;
                Err(Error::Precondition { path: at.to_string(), source: "it is another one now".into() })
            }
            None => self.inner.put_opts(at, payload, options).await,
        }
    }

    async fn put_multipart_opts(
        &self,
        at: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        match self.ask(format!("PARTS {at}")) {
            None => self.inner.put_multipart_opts(at, options).await,
            Some(_) => Err(refused()),
        }
    }

    async fn get_opts(&self, at: &Path, options: GetOptions) -> Result<GetResult> {
        if self.ask(format!("GET {at}")).is_some() {
            return Err(refused());
        }
        let mut got = self.inner.get_opts(at, options).await?;
        // What its clock says is of no use to anybody.
        got.meta.last_modified = std::time::SystemTime::UNIX_EPOCH.into();
        Ok(got)
    }

    fn delete_stream(&self, at: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        let fault = self.ask("DELETE".to_owned());
        match fault {
            Some(_) => stream::iter([Err(refused())]).boxed(),
            None => self.inner.delete_stream(at),
        }
    }

    fn list(&self, _: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.ask("LIST".to_owned());
        stream::empty().boxed()
    }

    async fn list_with_delimiter(&self, _: Option<&Path>) -> Result<ListResult> {
        self.ask("LIST".to_owned());
        Ok(ListResult { common_prefixes: Vec::new(), objects: Vec::new(), extensions: Default::default() })
    }

    async fn copy_opts(&self, _: &Path, _: &Path, _: CopyOptions) -> Result<()> {
        Err(unknown())
    }
}
