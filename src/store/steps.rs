//! Every effect of a run that posts or listens passes here first. For tests: so a run can be killed before each of its steps, and a step that
//! somebody adds is found without a list.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// Counts the steps of a run.
#[derive(Debug, Default)]
pub struct Steps {
    passed: AtomicU32,
    die_at: Option<u32>,
}

impl Steps {
    /// Counts; where `die_at` says so, the process is killed before that step, counted from 1.
    pub fn new(die_at: Option<u32>) -> Steps {
        Steps { passed: AtomicU32::new(0), die_at }
    }

    /// One more step begins.
    pub fn pass(&self) {
        let step = self.passed.fetch_add(1, Ordering::SeqCst) + 1;
        if self.die_at == Some(step) {
            die();
        }
    }

    /// How many there were.
    pub fn passed(&self) -> u32 {
        self.passed.load(Ordering::SeqCst)
    }
}

/// Ends the process as a power cut would: without unwinding, flushing or any other last word.
fn die() -> ! {
    if cfg!(unix) {
        let _ = Command::new("kill").args(["-9", &std::process::id().to_string()]).status();
    }
    std::process::abort()
}
