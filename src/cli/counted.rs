//! For tests: `HEARBACK_DIE_AT=N` kills the program before the Nth step of a run that posts, and `HEARBACK_COUNT_STEPS=1`
//! says how many there were, so that tests find every step without a list of them.

use super::console::Console;
use crate::outreach::Steps;

/// Counts as the environment says.
pub(super) fn steps() -> Steps {
    Steps::new(std::env::var("HEARBACK_DIE_AT").ok().and_then(|step| step.parse().ok()))
}

/// Says the count where it is asked for.
pub(super) fn tell(steps: &Steps, console: &Console) {
    if std::env::var_os("HEARBACK_COUNT_STEPS").is_some() {
        console.say(&format!("steps: {}", steps.passed()));
    }
}
