//! The entrance: parse the arguments, run, and turn the ending into an exit code.

fn main() {}
