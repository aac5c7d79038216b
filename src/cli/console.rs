//! The terminal: data to stdout, everything else to stderr, colour only where it is wanted.

use std::io::{IsTerminal, Write};

/// Where a run prints.
#[derive(Debug, Clone, Copy)]
pub(super) struct Console {
    colour: bool,
}

impl Console {
    /// Looks at stderr and at `NO_COLOR` and its relatives.
    pub(super) fn new() -> Self {
        let choice = anstream::AutoStream::choice(&std::io::stderr());
        Self { colour: choice != anstream::ColorChoice::Never }
    }

    /// Whether stderr takes colour.
    pub(super) fn colour(&self) -> bool {
        self.colour
    }

    /// Whether somebody is looking.
    pub(super) fn is_terminal(&self) -> bool {
        std::io::stderr().is_terminal()
    }

    /// A line for people.
    pub(super) fn say(&self, line: &str) {
        // A closed pipe is nobody's fault.
        let _ = writeln!(anstream::stderr(), "{line}");
    }

    /// Text for people that brings its own line breaks.
    pub(super) fn say_text(&self, text: &str) {
        let _ = write!(anstream::stderr(), "{text}");
    }

    /// Data for programs, or for people who asked for it.
    pub(super) fn data(&self, text: &str) {
        let _ = write!(anstream::stdout(), "{text}");
    }

    /// A failure of the world, with what caused it, each cause on its own line.
    pub(super) fn failure(&self, failure: &anyhow::Error) {
        let red = anstyle::AnsiColor::Red.on_default().bold();
        self.say(&format!("{red}error{red:#}: {failure}"));
        for cause in failure.chain().skip(1) {
            self.say(&format!("  because: {cause}"));
        }
    }
}
