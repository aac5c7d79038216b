//! The command line: one file a verb. The only place that prints, and the one that knows the clock and the environment.

mod account;
mod arguments;
mod became;
mod browser;
mod build;
mod check;
mod clock;
mod console;
mod counted;
mod deploy;
mod ending;
mod errand;
mod explain;
mod external;
mod fix;
mod history;
mod inbox;
mod init;
mod listen;
mod live;
mod login;
mod logout;
mod new;
mod publish;
mod report;
mod road;
mod root;
mod serve;
mod session;
mod step;
mod toot;
mod translate;
mod trust;
mod webmention;
mod whoami;

use arguments::{Arguments, Verb};
use clap::Parser;
use console::Console;
use ending::Ending;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs one command line and says how it ended.
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(refusal) => {
            // Help and version are refusals to clap; only they belong on stdout and are fine. A closed pipe is nobody's
            // fault.
            let _ = refusal.print();
            return if refusal.use_stderr() { Ending::Usage } else { Ending::Fine }.into();
        }
    };
    let console = Console::new();
    let ending = match &arguments.verb {
        Verb::Build(build) => build::run(&arguments.root, build, &console),
        Verb::Deploy(deploy) => deploy::run(&arguments.root, deploy, &console),
        Verb::Publish(publish) => publish::run(&arguments.root, publish, &console),
        Verb::Serve(serve) => serve::run(&arguments.root, serve, &console),
        Verb::Check(check) => check::run(&arguments.root, check, &console),
        Verb::New(new) => new::run(&arguments.root, new, &console),
        Verb::Translate(translate) => translate::run(&arguments.root, translate, &console),
        Verb::Init(init) => init::run(init, &console),
        Verb::Toot(toot) => toot::run(&arguments.root, toot, &console),
        Verb::Webmention(mention) => webmention::run(&arguments.root, mention, &console),
        Verb::Listen(listen) => listen::run(&arguments.root, listen, &console),
        Verb::Inbox(inbox) => inbox::run(&arguments.root, inbox, &console),
        Verb::Login(login) => login::run(&arguments.root, login, &console),
        Verb::Whoami => whoami::run(&arguments.root, &console),
        Verb::Logout(logout) => logout::run(&arguments.root, logout, &console),
    };
    match ending {
        Ok(ending) => ending.into(),
        Err(failure) => {
            console.failure(&failure);
            Ending::of(&failure).into()
        }
    }
}
