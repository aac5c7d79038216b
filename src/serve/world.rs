//! What the server knows: the newest site that could be made, and what is wrong now.

use super::Voice;
use super::watch::{Changes, Watch};
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::output::Output;
use crate::pipeline::{self, Assembled, Gathered, Request};
use crate::render::Press;
use jiff::civil::Date;
use serde::Serialize;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::watch::{Receiver, Sender, channel};

/// How long nothing may happen before the date is looked at.
const GLANCE: Duration = Duration::from_secs(20);
/// The folders below the root that make a site.
const FOLDERS: [&str; 3] = ["content", "static", "themes"];

/// One site, ready to be rendered. It does not change; a newer one takes its place.
pub(super) struct Snapshot {
    root: PathBuf,
    press: Press,
}

impl Snapshot {
    /// The folder that files are copied from.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The site that is shown.
    pub(super) fn press(&self) -> &Press {
        &self.press
    }

    /// The path of the site's address, with `/` at both ends.
    pub(super) fn base_path(&self) -> &str {
        self.press.config().base_path()
    }

    /// Whether an address is there.
    pub(super) fn has(&self, address: &str) -> bool {
        self.press.site().routes.contains_key(address)
    }

    /// What answers an address.
    pub(super) fn answer(&self, address: &str) -> Option<Result<Output, Diagnostic>> {
        self.press.site().routes.get(address).map(|route| self.press.answer(address, route))
    }
}

/// What a browser is told when something changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct News {
    /// Counts the sites that were shown.
    pub(super) generation: u64,
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
    severity: &'static str,
    text: String,
}

/// Everything that answers share.
pub(super) struct World {
    bound: IpAddr,
    voice: Arc<dyn Voice>,
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
}

impl World {
    /// Reads the site for the first time. Where it cannot be read at all, there is none until it can.
    pub(super) fn open(request: Request, bound: IpAddr, voice: Arc<dyn Voice>) -> Self {
        let (gathered, snapshot, findings) = match pipeline::gather(&request) {
            Ok(gathered) => {
                // Even an unsound site is better than none: what could be read is shown below what is wrong.
                let Assembled { press, diagnostics } = pipeline::assemble(&request, &gathered);
                let snapshot = Arc::new(Snapshot { root: request.root.clone(), press });
                (Some(gathered), Some(snapshot), diagnostics)
            }
            Err(findings) => (None, None, findings),
        };
        let (news, _) = channel(News { generation: 1, kind: Kind::Page });
        let world = Self {
            bound,
            voice,
            snapshot: RwLock::new(snapshot),
            findings: RwLock::default(),
            news,
            workshop: Mutex::new(Workshop { request, gathered, said: Vec::new() }),
        };
        world.say(&mut world.workshop.lock().unwrap_or_else(PoisonError::into_inner), findings);
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

    /// The path of the site's address.
    pub(super) fn base_path(&self) -> String {
        self.snapshot().map_or_else(|| "/".to_owned(), |snapshot| snapshot.base_path().to_owned())
    }

    /// The folder of the site.
    fn root(&self) -> PathBuf {
        self.workshop.lock().unwrap_or_else(PoisonError::into_inner).request.root.clone()
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
    fn renew(&self, changes: &Changes) {
        let mut workshop = self.workshop.lock().unwrap_or_else(PoisonError::into_inner);
        let paths = match changes {
            Changes::Paths(paths) => relevant(&workshop.request.root, paths),
            Changes::Anything => vec![String::new()],
        };
        let day = workshop.day();
        workshop.request.now = self.voice.now();
        let new_day = day != workshop.day();
        if paths.is_empty() && !new_day {
            return;
        }
        let Workshop { request, gathered, .. } = &mut *workshop;
        let read = match gathered {
            Some(gathered) if !new_day => pipeline::reread(request, gathered, &paths),
            _ => pipeline::gather(request).map(|fresh| *gathered = Some(fresh)),
        };
        if let Err(findings) = read {
            self.say(&mut workshop, findings);
            self.tell(Kind::Findings);
            return;
        }
        let Some(gathered) = gathered.as_ref() else { return };
        let assembled = pipeline::assemble(request, gathered);
        let sound = assembled.is_sound();
        let Assembled { press, diagnostics } = assembled;
        self.say(&mut workshop, diagnostics);
        if !sound {
            self.tell(Kind::Findings);
            return;
        }
        let fresh = Arc::new(Snapshot { root: workshop.request.root.clone(), press });
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Some(fresh);
        let style = !paths.is_empty() && paths.iter().all(|path| path.ends_with(".css"));
        self.tell(if style && !new_day { Kind::Style } else { Kind::Page });
    }

    /// Keeps what is wrong for the page, and says it on the terminal if it is something new.
    fn say(&self, workshop: &mut Workshop, findings: Vec<Diagnostic>) {
        let shown = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| Shown { severity: finding.severity.word(), text: self.voice.text(finding) })
            .collect();
        *self.findings.write().unwrap_or_else(PoisonError::into_inner) = shown;
        if findings != workshop.said {
            self.voice.findings(&findings);
            workshop.said = findings;
        }
    }

    fn tell(&self, kind: Kind) {
        self.news.send_modify(|news| {
            news.generation += u64::from(kind != Kind::Findings);
            news.kind = kind;
        });
    }
}

impl Workshop {
    /// The day that the site was made for.
    fn day(&self) -> Option<Date> {
        let zone = self.gathered.as_ref()?.config().timezone.clone();
        Some(self.request.now.to_zoned_datetime(zone).date())
    }
}

/// Watches the site on a thread of its own until the process ends.
pub(super) fn keep_fresh(world: &Arc<World>) {
    let world = Arc::clone(world);
    std::thread::spawn(move || {
        let root = world.root();
        let mut watch = match Watch::begin(&root, &FOLDERS) {
            Ok(watch) => watch,
            Err(cause) => {
                world.voice.warn(&format!("changes cannot be watched for: {cause}; restart to see them"));
                return;
            }
        };
        while let Some(changes) = watch.next(GLANCE) {
            if let Changes::Paths(paths) = &changes {
                // A folder that was not there when the watching began.
                for folder in FOLDERS.map(|name| root.join(name)) {
                    if paths.contains(&folder) {
                        watch.add(&folder);
                    }
                }
            }
            world.renew(&changes);
        }
    });
}

/// The paths that belong to the site, from its root, with `/`. What editors leave for themselves is none of it.
fn relevant<'a>(root: &Path, paths: impl IntoIterator<Item = &'a PathBuf>) -> Vec<String> {
    let inside = |path: &PathBuf| {
        let path = path.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
        let own =
            path.split('/').any(|part| part.starts_with('.') || part.ends_with('~') || part.starts_with('#'));
        let below = FOLDERS.iter().any(|folder| {
            path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let file = ["hearback.yaml", "ledger.jsonl", "moderation.yaml"].contains(&path.as_str())
            || path.ends_with(".csv");
        // vim writes a file named 4913 to see whether it may write.
        ((below || file) && !own && !path.ends_with("/4913")).then_some(path)
    };
    let mut found: Vec<String> = paths.into_iter().filter_map(inside).collect();
    found.sort();
    found
}
