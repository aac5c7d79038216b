//! The errand itself: one deploy from the folder that was built to the end, or the plan of it.

use super::branch;
use super::cloud;
use super::command;
use super::failure::Failure;
use super::folder::Folder;
use super::manifest::{Deployed, Mark};
use super::objects::Objects;
use super::place::{Place, Saved};
use super::plan::Plan;
use super::progress::{Count, Event, Tell};
use super::receipt::Receipt;
use super::request::Request;
use super::site::Site;
use crate::config::Target;
use futures_util::{StreamExt, stream};
use std::time::{Duration, Instant};

/// How many files are put at once.
const AT_ONCE: usize = 16;
/// How many files are removed in one request, where a store can.
const TOGETHER: usize = 500;
/// How often a run starts again before it gives up.
const ROUNDS: usize = 5;
/// So often a long run writes down what it has put, so that the next one need not put it again.
const REMEMBER: Duration = Duration::from_secs(30);

/// What a deploy would do. Nothing is written. A command of the site's own cannot be looked into: its plan is empty.
///
/// # Errors
/// When there is no site in the folder, or the place cannot be read.
pub async fn plan(request: &Request<'_>) -> Result<Plan, Failure> {
    match &request.deploy.target {
        Target::Store(bucket) => {
            look(&Objects::new(cloud::open(bucket, request.variables)?), &read(request)?, request).await
        }
        Target::Folder(folder) => look(&Folder::new(request.root, folder), &read(request)?, request).await,
        Target::Branch { remote, branch } => {
            branch::plan(request, &read(request)?, &branch::At { remote, branch }).await
        }
        Target::Command(line) => {
            read(request)?;
            Ok(Plan { to: command::name(line), ..Plan::default() })
        }
    }
}

/// Deploys.
///
/// # Errors
/// When there is no site in the folder, too much would be removed, or the place refuses. What was put until then is whole,
/// and the next run goes on from there.
pub async fn run(request: &Request<'_>, tell: Tell<'_>) -> Result<Receipt, Failure> {
    match &request.deploy.target {
        Target::Store(bucket) => {
            let objects = Objects::new(cloud::open(bucket, request.variables)?);
            let receipt = carry_out(&objects, &read(request)?, request, tell).await?;
            Ok(Receipt { unguarded: objects.opened.is_unguarded(), ..receipt })
        }
        Target::Folder(folder) => {
            carry_out(&Folder::new(request.root, folder), &read(request)?, request, tell).await
        }
        Target::Branch { remote, branch } => {
            branch::run(request, &read(request)?, &branch::At { remote, branch }, tell).await
        }
        Target::Command(line) => {
            read(request)?;
            (request.pass)();
            command::run(line, request, tell).await
        }
    }
}

fn read(request: &Request<'_>) -> Result<Site, Failure> {
    Site::read(request.folder, request.built, request.deploy.compress)
}

async fn look(place: &impl Place, site: &Site, request: &Request<'_>) -> Result<Plan, Failure> {
    let (deployed, _) = place.read().await?;
    Ok(Plan::of(site, &deployed, request.all, &place.name()))
}

/// Puts a site, starting again where others were faster.
pub(super) async fn carry_out<P: Place>(
    place: &P,
    site: &Site,
    request: &Request<'_>,
    tell: Tell<'_>,
) -> Result<Receipt, Failure> {
    let name = name_of_a_run();
    let count = Count::default();
    let mut removed = 0;
    for round in 0..ROUNDS {
        if round > 0 {
            tell(&Event::StartsAgain);
        }
        (request.pass)();
        let (deployed, version) = place.read().await?;
        // What was put in an earlier round is what this run knows best.
        let plan = Plan::of(site, &deployed, request.all && round == 0, &place.name());
        plan.within(deployed.files.len(), request.max_removals)?;
        if plan.is_empty() {
            let (uploaded, bytes) = count.so_far();
            let unchanged = plan.unchanged.saturating_sub(uploaded);
            return Ok(Receipt { to: plan.to, uploaded, bytes, removed, unchanged, unguarded: false });
        }
        (request.pass)();
        let run = format!("{name}-{round}");
        let hold = place.hold(&run, tell).await?;
        let work = Work { place, site, plan: &plan, count: &count, request, tell };
        let ended = tokio::select! {
            ended = work.to_the_end(&deployed, version, &run) => ended,
            () = place.keep(&hold) => Ok(Ended::Moved),
        };
        (request.pass)();
        place.release(hold).await;
        if matches!(ended?, Ended::Whole) {
            removed += plan.removed.len();
            let (uploaded, bytes) = count.so_far();
            return Ok(Receipt {
                to: plan.to,
                uploaded,
                bytes,
                removed,
                unchanged: plan.unchanged,
                unguarded: false,
            });
        }
    }
    Err(Failure::Contended)
}

/// How a round ended.
enum Ended {
    /// Everything is out and written down.
    Whole,
    /// Somebody else wrote the manifest, or took the place over.
    Moved,
}

/// One round: a plan being carried out.
struct Work<'a, P> {
    place: &'a P,
    site: &'a Site,
    plan: &'a Plan,
    count: &'a Count,
    request: &'a Request<'a>,
    tell: Tell<'a>,
}

impl<P: Place> Work<'_, P> {
    async fn to_the_end(&self, read: &Deployed, version: P::Version, run: &str) -> Result<Ended, Failure> {
        let claimed = Deployed { files: self.plan.claimed(read), by: String::new() };
        let mut book = Book { place: self.place, deployed: claimed, version, run, pages: 0 };
        if !self.write(&mut book).await? {
            return Ok(Ended::Moved);
        }
        match self.carry(&mut book).await {
            Ok(true) => {}
            Ok(false) => return Ok(Ended::Moved),
            Err(failure) => {
                // What was put need not be put again. Where that cannot be written down, it will be.
                let _ = book.write().await;
                return Err(failure);
            }
        }
        Ok(if self.write(&mut book).await? { Ended::Whole } else { Ended::Moved })
    }

    async fn write(&self, book: &mut Book<'_, P>) -> Result<bool, Failure> {
        (self.request.pass)();
        book.write().await
    }

    /// Puts all stages, and removes. `false` where somebody else has written the manifest meanwhile.
    async fn carry(&self, book: &mut Book<'_, P>) -> Result<bool, Failure> {
        let of = (self.plan.new.len() + self.plan.changed.len(), self.plan.bytes);
        let mut remembered = Instant::now();
        for (stage, paths) in self.plan.stages() {
            (self.tell)(&Event::Stage(stage.words(), paths.len()));
            let mut puts = stream::iter(paths).map(|path| self.put(path)).buffer_unordered(AT_ONCE);
            while let Some(put) = puts.next().await {
                let (path, mark) = put?;
                book.deployed.files.insert(path.to_owned(), mark);
                self.count.put(self.site, path, of, self.tell);
                if remembered.elapsed() > REMEMBER {
                    if !self.write(book).await? {
                        return Ok(false);
                    }
                    remembered = Instant::now();
                }
            }
        }
        if !self.plan.removed.is_empty() {
            (self.tell)(&Event::Removes(self.plan.removed.len()));
        }
        for paths in self.plan.removed.chunks(TOGETHER) {
            (self.request.pass)();
            self.place.remove(paths).await?;
            for path in paths {
                book.deployed.files.remove(path);
            }
        }
        Ok(true)
    }

    async fn put<'p>(&self, path: &'p str) -> Result<(&'p str, Mark), Failure> {
        (self.request.pass)();
        let Some(file) = self.site.files.get(path) else { return Ok((path, Mark::Doubtful)) };
        let mark = self.place.put(path, &self.site.folder.join(path), file).await?;
        Ok((path, mark))
    }
}

/// The manifest while it is ours.
struct Book<'a, P: Place> {
    place: &'a P,
    deployed: Deployed,
    version: P::Version,
    run: &'a str,
    pages: usize,
}

impl<P: Place> Book<'_, P> {
    /// Writes it down. `false` where it is not ours any more.
    async fn write(&mut self) -> Result<bool, Failure> {
        self.pages += 1;
        self.deployed.by = format!("{}.{}", self.run, self.pages);
        match self.place.save(&self.deployed, &self.version).await? {
            Saved::As(version) => {
                self.version = version;
                Ok(true)
            }
            Saved::Moved => Ok(false),
        }
    }
}

/// A name that no other run has.
fn name_of_a_run() -> String {
    let mut bytes = [0; 8];
    match getrandom::fill(&mut bytes) {
        Ok(()) => format!("{:016x}", u64::from_be_bytes(bytes)),
        // Without randomness the process is the best that there is.
        Err(_) => format!("process-{}", std::process::id()),
    }
}
