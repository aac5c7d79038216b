//! The user's browser.

use super::trust;
use std::process::{Command, Stdio};

/// Opens an address in the browser; whether one could be started. It need not know the account's token.
pub(super) fn open(url: &str) -> bool {
    open::commands(url).into_iter().any(|mut command| {
        command.env_remove(trust::TOKEN).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        apart(&mut command);
        command.spawn().is_ok()
    })
}

/// What ends this program with Ctrl-C does not end the browser.
#[cfg(unix)]
fn apart(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

/// Elsewhere a browser is a program of its own anyway.
#[cfg(not(unix))]
fn apart(_: &mut Command) {}
