//! Who is at work in a store: one object that a run writes again and again while it lives. Whoever comes meanwhile waits,
//! and takes it over when it was not written for a while.
//!
//! No clock is compared with another: a run that waits sees by its own watch how long nothing changed. What keeps a site
//! right is not this but the condition under which the manifest is written; this only spares runs that would start again.

use super::failure::Failure;
use super::opened::{Opened, Version};
use super::place::Saved;
use super::progress::{Event, Tell};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Its place, below the site's.
pub(super) const PLACE: &str = ".hearback/deploying";
/// How it begins when nobody is at work.
const FREE: &str = "free";

/// How often a run says that it lives, and how long others wait for that.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// The time between two signs of life.
    pub(super) beat: Duration,
    /// After so long without one a run is taken for dead.
    pub(super) dead: Duration,
    /// The time between two looks of a run that waits.
    pub(super) look: Duration,
}

impl Pace {
    pub(super) const USUAL: Pace =
        Pace { beat: Duration::from_secs(2), dead: Duration::from_secs(10), look: Duration::from_secs(1) };
}

/// The object as this run wrote it last.
#[derive(Debug)]
pub(super) struct Lease {
    run: String,
    last: Mutex<(Version, u64)>,
}

impl Lease {
    fn last(&self) -> std::sync::MutexGuard<'_, (Version, u64)> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits until nobody is at work.
///
/// # Errors
/// When the store cannot be asked or written.
pub(super) async fn take(opened: &Opened, pace: Pace, run: &str, tell: Tell<'_>) -> Result<Lease, Failure> {
    let mut seen: Option<(String, Instant)> = None;
    loop {
        let (there, version) = opened.text(PLACE).await?;
        let others = there.filter(|text| !text.starts_with(FREE));
        if let Some(text) = others {
            match &seen {
                Some((before, since)) if *before == text && since.elapsed() >= pace.dead => {}
                Some((before, _)) if *before == text => {
                    sleep(pace.look).await;
                    continue;
                }
                _ => {
                    if seen.is_none() {
                        tell(&Event::Waits);
                    }
                    seen = Some((text, Instant::now()));
                    sleep(pace.look).await;
                    continue;
                }
            }
        }
        if let Saved::As(version) = opened.write(PLACE, &format!("{run} 0\n"), &version).await? {
            return Ok(Lease { run: run.to_owned(), last: Mutex::new((version, 0)) });
        }
    }
}

/// Says again and again that this run lives. Ends when somebody else took its place.
pub(super) async fn keep(opened: &Opened, pace: Pace, lease: &Lease) {
    loop {
        sleep(pace.beat).await;
        let (version, beat) = lease.last().clone();
        let text = format!("{} {}\n", lease.run, beat + 1);
        match opened.write(PLACE, &text, &version).await {
            Ok(Saved::As(version)) => *lease.last() = (version, beat + 1),
            Ok(Saved::Moved) => return,
            // A store that cannot be written now may be written at the next beat; if others take this run for dead, that
            // is seen then.
            Err(_) => {}
        }
    }
}

/// Says that nobody is at work any more. Where that does not arrive, the next run waits a while and takes over.
pub(super) async fn release(opened: &Opened, lease: Lease) {
    let (version, _) = lease.last().clone();
    let free = format!("{FREE} {}\n", lease.run);
    if let Ok(Saved::Moved) = opened.write(PLACE, &free, &version).await {
        // The last sign of life may have arrived without its answer.
        if let Ok((Some(text), version)) = opened.text(PLACE).await
            && text.split(' ').next() == Some(lease.run.as_str())
        {
            let _ = opened.write(PLACE, &free, &version).await;
        }
    }
}
