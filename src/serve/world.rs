//! What the server knows: the newest site that could be made, and what is wrong now.

use super::Voice;
use super::watch::{Changes, Watch};
use crate::images::Darkroom;
use crate::model::address;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::output::Output;
use crate::model::site::{Absent, LeftOut};
use crate::pipeline::{self, Assembled, Gathered, Request};
use crate::render::Renderer;
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::watch::{Receiver, Sender, channel};

/// How long nothing may happen before the clock is looked at.
const GLANCE: Duration = Duration::from_secs(2);

/// One site, ready to be rendered. It does not change; a newer one takes its place.
pub(super) struct Snapshot {
    darkroom: Arc<Darkroom>,
    press: Renderer,
    mark: Mark,
}

/// Tells the sites apart that were shown: by this server, and by the one before it on the same port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The process.
    pub(super) server: u32,
    /// Counts the sites that it showed; 0 until there is one.
    pub(super) count: u64,
}

impl Mark {
    fn next(self) -> Self {
        Self { count: self.count + 1, ..self }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.server, self.count)
    }
}

impl Serialize for Mark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Snapshot {
    /// The site's folder.
    pub(super) fn root(&self) -> &Path {
        self.darkroom.root()
    }

    /// Where its pictures are made.
    pub(super) fn darkroom(&self) -> &Darkroom {
        &self.darkroom
    }

    /// The site that is shown.
    pub(super) fn press(&self) -> &Renderer {
        &self.press
    }

    /// Which of the sites that were shown it is.
    pub(super) fn mark(&self) -> Mark {
        self.mark
    }

    /// The path of the site's address, with `/` at both ends.
    pub(super) fn base_path(&self) -> &str {
        self.press.config().base_path()
    }

    /// The stories whose day has not come, which nobody who looks for them would find otherwise.
    pub(super) fn left_out(&self) -> Vec<String> {
        let said = |(file, absent): (&String, &Absent)| match absent.why {
            LeftOut::Future(day) => Some(format!(
                "`{file}` is dated {day} and not published before; `hearback serve --future` shows it today"
            )),
            LeftOut::Draft => Some(format!("`{file}` is a draft")),
            // Why it cannot be read is an error, which is shown.
            LeftOut::Broken => None,
        };
        self.press.site().left_out.iter().filter_map(said).collect()
    }

    /// Whether an address is there.
    pub(super) fn has(&self, address: &str) -> bool {
        self.press.site().routes.contains_key(address)
    }

    /// The style sheet of all pages, where an address is that of an earlier one.
    pub(super) fn style_now(&self, address: &str) -> Option<String> {
        let before = address::theme_file("site.");
        let is_earlier = address.starts_with(&before) && address.ends_with(".css");
        let mut sheets = self.press.site().routes.keys().filter(|known| known.starts_with(&before));
        if is_earlier { sheets.find(|known| known.ends_with(".css")).cloned() } else { None }
    }

    /// What answers an address.
    pub(super) fn answer(&self, address: &str) -> Option<Result<Output, Diagnostic>> {
        self.press.site().routes.get(address).map(|route| self.press.answer(address, route))
    }
}

/// What a browser is told when something changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct News {
    /// The site that is shown now.
    pub(super) site: Mark,
    /// The site from which `kind` leads to it. Whoever shows another has to load the page again.
    pub(super) before: Mark,
    /// What to do about it.
    pub(super) kind: Kind,
}

/// What a browser has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// Load the page again.
    Page,
    /// Swap the style sheets.
    Style,
    /// Ask what is wrong: the page is as it was.
    Findings,
}

/// A finding as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Shown {
    pub(super) severity: &'static str,
    pub(super) text: String,
}

/// Everything that answers share.
pub(super) struct World {
    bound: IpAddr,
    voice: Arc<dyn Voice>,
    darkroom: Arc<Darkroom>,
    /// `None` until the site could be read for the first time.
    snapshot: RwLock<Option<Arc<Snapshot>>>,
    findings: RwLock<Vec<Shown>>,
    news: Sender<News>,
    workshop: Mutex<Workshop>,
}

/// What is needed to make the next site.
struct Workshop {
    request: Request,
    gathered: Option<Gathered>,
    said: Vec<Diagnostic>,
    /// Paths that could not be read again yet, because something that everything hangs on was broken.
    owed: Vec<String>,
    /// Whether something is gathered that is not shown, because the site was unsound.
    behind: bool,
}

impl World {
    /// Reads the site for the first time. Where it cannot be read at all, there is none until it can.
    pub(super) fn open(request: Request, bound: IpAddr, voice: Arc<dyn Voice>) -> Self {
        let nothing = Mark { server: std::process::id(), count: 0 };
        let darkroom = Arc::new(Darkroom::new(&request.root));
        let (gathered, snapshot, findings) = match pipeline::gather(&request) {
            Ok(gathered) => {
                // Even an unsound site is better than none: what could be read is shown below what is wrong.
                let Assembled { press, diagnostics } = pipeline::assemble(&request, &gathered, None);
                let snapshot = Snapshot { darkroom: Arc::clone(&darkroom), press, mark: nothing.next() };
                (Some(gathered), Some(Arc::new(snapshot)), diagnostics)
            }
            Err(findings) => (None, None, findings),
        };
        let site = snapshot.as_ref().map_or(nothing, |snapshot| snapshot.mark);
        let (news, _) = channel(News { site, before: site, kind: Kind::Page });
        let workshop = Workshop { request, gathered, said: Vec::new(), owed: Vec::new(), behind: true };
        let world = Self {
            bound,
            voice,
            darkroom,
            snapshot: RwLock::new(snapshot),
            findings: RwLock::default(),
            news,
            workshop: Mutex::new(workshop),
        };
        world.say(&mut world.workshop(), findings);
        world
    }

    /// The address that the server is bound to.
    pub(super) fn bound(&self) -> IpAddr {
        self.bound
    }

    /// The newest site that could be made.
    pub(super) fn snapshot(&self) -> Option<Arc<Snapshot>> {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Which site is shown.
    pub(super) fn mark(&self) -> Mark {
        self.news.borrow().site
    }

    fn workshop(&self) -> MutexGuard<'_, Workshop> {
        self.workshop.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The path of the site's address.
    pub(super) fn base_path(&self) -> String {
        self.snapshot().map_or_else(|| "/".to_owned(), |snapshot| snapshot.base_path().to_owned())
    }

    /// What is wrong now.
    pub(super) fn findings(&self) -> Vec<Shown> {
        self.findings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// News from now on, the newest first.
    pub(super) fn subscribe(&self) -> Receiver<News> {
        let mut receiver = self.news.subscribe();
        receiver.mark_changed();
        receiver
    }

    /// Makes the site again from what changed. An unsound one does not take the place of the one that is shown.
    ///
    /// 1. The paths, those that are still owed, and the clock say what to read again; often nothing.
    /// 2. What everything hangs on may be broken: then nothing else is known, and the paths are owed.
    /// 3. The whole site is assembled, what is wrong is said, and a sound one is shown.
    pub(super) fn renew(&self, changes: &Changes) {
        let mut workshop = self.workshop();
        let paths = match changes {
            Changes::Paths(paths) => relevant(&workshop.request.root, paths),
            Changes::Anything => vec![String::new()],
        };
        let read = match workshop.read_again(self.voice.now(), paths) {
            Ok(None) => return,
            Ok(Some(read)) => read,
            Err(findings) => {
                self.say(&mut workshop, findings);
                self.tell(None, Kind::Findings);
                return;
            }
        };
        let Some(gathered) = workshop.gathered.as_ref() else { return };
        let before = self.snapshot();
        let before = before.as_deref().map(Snapshot::press);
        let assembled = pipeline::assemble(&workshop.request, gathered, before);
        let sound = assembled.is_sound();
        let Assembled { press, diagnostics } = assembled;
        self.say(&mut workshop, diagnostics);
        if !sound {
            workshop.behind = true;
            self.tell(None, Kind::Findings);
            return;
        }
        let style = read == Read::Styles && !workshop.behind;
        workshop.behind = false;
        let mark = self.mark().next();
        let old = self.show(Snapshot { darkroom: Arc::clone(&self.darkroom), press, mark });
        self.tell(Some(mark), if style { Kind::Style } else { Kind::Page });
        // To take a large site to pieces takes a while, in which nobody should have to wait for the new one.
        drop(old);
    }

    /// Puts a site in the place of the one before, and gives that one back.
    fn show(&self, snapshot: Snapshot) -> Option<Arc<Snapshot>> {
        let fresh = Some(Arc::new(snapshot));
        let mut place = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *place, fresh)
    }

    /// Keeps what is wrong for the page, and says it on the terminal if it is something new.
    fn say(&self, workshop: &mut Workshop, findings: Vec<Diagnostic>) {
        let shown = findings
            .iter()
            .map(|finding| Shown { severity: finding.severity.word(), text: self.voice.text(finding) })
            .collect();
        *self.findings.write().unwrap_or_else(PoisonError::into_inner) = shown;
        if findings != workshop.said {
            // What was said once is not said again because a line was put in above it.
            let known: BTreeSet<_> = workshop.said.iter().map(what).collect();
            let new: Vec<Diagnostic> =
                findings.iter().filter(|found| !known.contains(&what(found))).cloned().collect();
            self.voice.findings(&new, &findings);
            workshop.said = findings;
        }
    }

    fn tell(&self, shown: Option<Mark>, kind: Kind) {
        self.news.send_modify(|news| {
            let before = news.site;
            *news = News { site: shown.unwrap_or(before), before, kind };
        });
    }
}

/// What a finding says, wherever in its file it stands.
fn what(finding: &Diagnostic) -> (&str, &str, Severity, &str) {
    (&finding.place.file, finding.rule, finding.severity, &finding.message)
}

/// What was read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    Styles,
    More,
}

impl Workshop {
    /// Reads again what changed, as of a new moment; `None` where nothing has to be done.
    fn read_again(
        &mut self,
        now: Timestamp,
        mut paths: Vec<String>,
    ) -> Result<Option<Read>, Vec<Diagnostic>> {
        let turned = self.gathered.as_ref().is_some_and(|gathered| gathered.is_older(self.request.now, now));
        if paths.is_empty() && !turned {
            return Ok(None);
        }
        paths.append(&mut self.owed);
        let request = Request { now, ..self.request.clone() };
        let read = match &mut self.gathered {
            Some(gathered) if !turned => pipeline::reread(&request, gathered, &paths),
            gathered => pipeline::gather(&request).map(|fresh| {
                *gathered = Some(fresh);
                true
            }),
        };
        match read {
            Ok(looked) => {
                self.request = request;
                let styles = !turned && paths.iter().all(|path| path.ends_with(".css"));
                Ok(looked.then_some(if styles { Read::Styles } else { Read::More }))
            }
            // The moment stays what it was: a day that could not be read has still to be turned.
            Err(findings) => {
                self.owed = paths;
                Err(findings)
            }
        }
    }
}

/// Keeps the site as new as its files and the clock, on a thread of its own until the process ends.
pub(super) fn keep_fresh(world: Arc<World>, watch: Option<Watch>) {
    std::thread::spawn(move || {
        if let Some(watch) = watch {
            follow(&world, watch);
        }
        loop {
            std::thread::sleep(GLANCE);
            world.renew(&Changes::none());
        }
    });
}

/// Renews the world at every burst of changes, until the watch ends.
fn follow(world: &World, mut watch: Watch) {
    while let Some(changes) = watch.next(GLANCE) {
        if let Changes::Paths(paths) = &changes {
            watch.add(paths);
        }
        world.renew(&changes);
    }
}

/// The paths that a site can have, from its root, with `/`. A name that is no text stands for anything.
fn relevant<'a>(root: &Path, paths: impl IntoIterator<Item = &'a PathBuf>) -> Vec<String> {
    let inside = |path: &PathBuf| {
        let path = path.strip_prefix(root).ok()?.to_str().map(|text| text.replace('\\', "/"));
        path.map_or(Some(String::new()), |path| pipeline::is_public(&path).then_some(path))
    };
    let mut found: Vec<String> = paths.into_iter().filter_map(inside).collect();
    found.sort();
    found
}
