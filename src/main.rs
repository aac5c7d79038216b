//! The entrance: parse the arguments, run, and turn the ending into an exit code.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Pages are made of many small texts on all cores at once: the C library's allocator takes a quarter longer for them.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    hearback::cli::run(std::env::args_os())
}
