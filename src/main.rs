//! The entrance: parse the arguments, run, and turn the ending into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    hearback::cli::run(std::env::args_os())
}
