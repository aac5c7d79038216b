//! A command of the site's own: any line for the system's shell, run in the site's root.

use super::failure::Failure;
use super::progress::{Event, Tell};
use super::receipt::Receipt;
use super::request::Request;
use std::io;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::Command;

/// How the shell is told where the site is.
const FOLDER: &str = "HEARBACK_OUT";
/// The account's token, which a command that copies files need not know.
const TOKEN: &str = "HEARBACK_TOKEN";

/// The command, in people's words.
pub(super) fn name(line: &str) -> String {
    format!("the command `{line}`")
}

/// Runs it to its end, and tells every line that it prints.
pub(super) async fn run(line: &str, request: &Request<'_>, tell: Tell<'_>) -> Result<Receipt, Failure> {
    let failed = |cause: io::Error| Failure::Command(cause.to_string());
    let (shell, option) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let folder = std::path::absolute(request.folder).map_err(failed)?;
    let mut command = Command::new(shell);
    command.arg(option).arg(line).current_dir(request.root).env(FOLDER, folder).env_remove(TOKEN);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().map_err(failed)?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (told, complained, status) = tokio::join!(lines(stdout, tell), lines(stderr, tell), child.wait());
    told.and(complained).map_err(failed)?;
    let status = status.map_err(failed)?;
    if status.success() {
        Ok(Receipt { to: name(line), ..Receipt::default() })
    } else {
        Err(Failure::Command(status.to_string()))
    }
}

async fn lines(pipe: Option<impl AsyncRead + Unpin>, tell: Tell<'_>) -> io::Result<()> {
    let Some(pipe) = pipe else { return Ok(()) };
    let mut lines = BufReader::new(pipe).split(b'\n');
    while let Some(line) = lines.next_segment().await? {
        tell(&Event::Line(String::from_utf8_lossy(&line).trim_end().to_owned()));
    }
    Ok(())
}
