//! The page beside the writer: the site from memory, by the same functions as `build`, new at every save.

mod answer;
mod bytes;
mod connection;
mod host;
mod inject;
mod look;
mod panel;
mod policy;
#[cfg(test)]
mod tests;
mod watch;
mod world;

pub use inject::without_additions;

use crate::model::diagnostic::Diagnostic;
use crate::pipeline::Request;
use axum::Router;
use jiff::Timestamp;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use thiserror::Error;
use tokio::net::TcpListener;
use watch::Watch;
pub use watch::Watching;
use world::World;

/// What to serve, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which site.
    pub request: Request,
    /// The address to bind to.
    pub bind: IpAddr,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// How changes are noticed.
    pub watching: Watching,
}

/// How the server speaks; the terminal belongs to whoever started it.
pub trait Voice: Send + Sync + 'static {
    /// The site answers at this address.
    fn ready(&self, url: &str);
    /// What is newly wrong, and everything that is, called whenever that changes; both are empty when all is well again.
    fn findings(&self, new: &[Diagnostic], all: &[Diagnostic]);
    /// One finding as text for the page: file, line, caret, hint.
    fn text(&self, finding: &Diagnostic) -> String;
    /// The moment that counts as now.
    fn now(&self) -> Timestamp;
    /// Something that the writer should know.
    fn warn(&self, words: &str);
}

/// Why the server could not begin.
#[derive(Debug, Error)]
#[error("cannot serve at `{address}`: {}", plain(.cause))]
pub struct ServeFailure {
    /// Where.
    pub address: SocketAddr,
    /// What came back.
    #[source]
    pub cause: io::Error,
}

fn plain(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::AddrInUse => "another program uses this port; choose one with `--port`".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "this user may not use this port; choose one above 1023".to_owned()
        }
        _ => cause.to_string(),
    }
}

/// Serves until the process ends.
///
/// # Errors
/// When the address cannot be bound.
pub async fn run(options: Options, voice: Arc<dyn Voice>) -> Result<(), ServeFailure> {
    let address = SocketAddr::new(options.bind, options.port);
    let failed = |cause| ServeFailure { address, cause };
    // The port first: that another program has it is known at once, not after a large site was read.
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    let Options { request, watching, .. } = options;
    let (world, watch) = {
        let voice = Arc::clone(&voice);
        let opened = tokio::task::spawn_blocking(move || {
            // First the watch, so that what changes while the site is read is seen.
            let watch = begin(&request.root, watching, &*voice);
            (Arc::new(World::open(request, bound.ip(), voice)), watch)
        });
        opened.await.map_err(|cause| failed(io::Error::other(cause)))?
    };
    world::keep_fresh(Arc::clone(&world), watch);
    voice.ready(&format!("http://{}{}", shown(bound), world.base_path()));
    let router = Router::new().fallback(answer::answer).with_state(world);
    connection::answer_all(listener, router, connection::PATIENCE).await
}

/// Begins to watch, or says why not. Where events cannot be had, files are looked at instead.
fn begin(root: &Path, watching: Watching, voice: &dyn Voice) -> Option<Watch> {
    match watching {
        Watching::Off => None,
        Watching::Looking => Some(Watch::by_looking(root)),
        Watching::Events => Some(Watch::by_events(root).unwrap_or_else(|cause| {
            let instead = "the files are looked at twice a second instead";
            voice.warn(&format!("the system does not say what changes ({cause}); {instead}"));
            Watch::by_looking(root)
        })),
    }
}

/// The address as a browser takes it.
fn shown(bound: SocketAddr) -> String {
    if bound.ip().is_loopback() { format!("localhost:{}", bound.port()) } else { bound.to_string() }
}
