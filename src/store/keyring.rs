//! The system's keyring, by the program that the system itself has for it: `secret-tool` where there is a Secret Service
//! (GNOME, KDE), `security` on macOS. A library for the same would be sixty crates more, and the one keyring that needs
//! none, the kernel's, forgets at every restart. A secret goes through pipes, never onto a command line.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::model::secret::Token;

/// The longest that a person may take to unlock the keyring.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is looked whether the program has ended.
const PAUSE: Duration = Duration::from_millis(10);
/// What our secrets are filed under.
const SERVICE: &str = "hearback";

/// The keyring of whoever is logged in to this machine.
#[derive(Clone, Debug)]
pub struct Keyring {
    helper: Helper,
    program: OsString,
}

#[derive(Clone, Copy, Debug)]
enum Helper {
    SecretTool,
    Security,
}

impl Keyring {
    /// The one of this system. Whether there is one shows when it is asked: a system without says
    /// [`io::ErrorKind::Unsupported`].
    pub fn of_system() -> Keyring {
        match cfg!(target_os = "macos") {
            true => Keyring { helper: Helper::Security, program: "security".into() },
            false => Keyring { helper: Helper::SecretTool, program: "secret-tool".into() },
        }
    }

    /// Keeps a secret under a name, instead of what was there.
    pub fn keep(&self, name: &str, secret: &Token) -> io::Result<()> {
        let (words, input) = match self.helper {
            Helper::SecretTool => {
                let label = format!("--label={SERVICE} {name}");
                (vec!["store".to_owned(), label], secret.expose().to_owned())
            }
            // Only in this way does it take a secret that is not on its command line.
            Helper::Security => {
                let secret = hex(secret.expose());
                let line = format!("add-generic-password -U -s {SERVICE} -a {name} -w {secret}\n");
                (vec!["-i".to_owned()], line)
            }
        };
        self.run(&self.named(words, name), &input).map(drop)
    }

    /// The secret under a name; `None` where there is none.
    pub fn secret(&self, name: &str) -> io::Result<Option<Token>> {
        let words = match self.helper {
            Helper::SecretTool => self.named(vec!["lookup".to_owned()], name),
            Helper::Security => {
                ["find-generic-password", "-s", SERVICE, "-a", name, "-w"].map(str::to_owned).into()
            }
        };
        let told = match self.run(&words, "") {
            Ok(told) => told,
            Err(failure) if failure.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(failure) => return Err(failure),
        };
        let secret = match self.helper {
            Helper::SecretTool => Some(told),
            Helper::Security => unhex(told.trim()),
        };
        Ok(secret.filter(|secret| !secret.trim().is_empty()).map(Token::from))
    }

    /// Forgets the secret under a name; one that is not there is forgotten already.
    pub fn forget(&self, name: &str) -> io::Result<()> {
        let words = match self.helper {
            Helper::SecretTool => self.named(vec!["clear".to_owned()], name),
            Helper::Security => {
                ["delete-generic-password", "-s", SERVICE, "-a", name].map(str::to_owned).into()
            }
        };
        match self.run(&words, "") {
            Err(failure) if failure.kind() != io::ErrorKind::NotFound => Err(failure),
            _ => Ok(()),
        }
    }

    /// The words with what the secret is filed under, where they are not in the input.
    fn named(&self, mut words: Vec<String>, name: &str) -> Vec<String> {
        if let Helper::SecretTool = self.helper {
            words.extend(["application", SERVICE, "account", name].map(str::to_owned));
        }
        words
    }

    fn start(&self, words: &[String]) -> io::Result<Child> {
        Command::new(&self.program)
            .args(words)
            // The token of the environment is not its affair.
            .env_remove("HEARBACK_TOKEN")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|failure| match failure.kind() {
                io::ErrorKind::NotFound => {
                    let program = self.program.to_string_lossy();
                    io::Error::new(io::ErrorKind::Unsupported, format!("`{program}` is not installed"))
                }
                _ => failure,
            })
    }

    /// Runs the program. One that fails without a word, or says that there is no such thing, found nothing.
    fn run(&self, words: &[String], input: &str) -> io::Result<String> {
        let mut child = self.start(words)?;
        if let Some(mut pipe) = child.stdin.take() {
            // A program that ends before it reads says why itself.
            let _ = pipe.write_all(input.as_bytes());
        }
        let begun = Instant::now();
        let status = loop {
            match child.try_wait()? {
                Some(status) => break status,
                None if begun.elapsed() > PATIENCE => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return Err(io::Error::new(io::ErrorKind::TimedOut, "nobody unlocked it"));
                }
                None => sleep(PAUSE),
            }
        };
        // What it writes is shorter than a pipe holds, so it never waited for us.
        let mut told = String::new();
        let mut complaint = String::new();
        child.stdout.take().map(|mut out| out.read_to_string(&mut told)).transpose()?;
        child.stderr.take().map(|mut out| out.read_to_string(&mut complaint)).transpose()?;
        let complaint = complaint.trim();
        if status.success() && !self.failed(complaint) {
            return Ok(told);
        }
        let nothing = complaint.is_empty() || complaint.contains("could not be found");
        let kind = if nothing { io::ErrorKind::NotFound } else { io::ErrorKind::Other };
        Err(io::Error::new(kind, complaint.lines().next().unwrap_or("nothing is there").to_owned()))
    }

    /// `security -i` ends well whatever became of the commands that it read.
    fn failed(&self, complaint: &str) -> bool {
        matches!(self.helper, Helper::Security) && !complaint.is_empty()
    }
}

/// In letters that no shell or parser takes for anything else.
fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<String> {
    let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(byte).collect();
    String::from_utf8(bytes?).ok()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use tempfile::TempDir;

    use super::*;

    /// Does what the system's programs do, with files, and writes down how it was called.
    const FAKE: &str = r#"#!/bin/sh
cd "$(dirname "$0")"
echo "$*" >> called
case "$1" in
  store) cat > "secret-$6" ;;
  lookup) cat "secret-$5" 2>/dev/null ;;
  clear) rm "secret-$5" 2>/dev/null ;;
  -i) read -r verb u s service a name w secret; printf '%s\n' "$secret" > "secret-$name" ;;
  find-generic-password) cat "secret-$5" 2>/dev/null || { echo "The specified item could not be found in the keychain." >&2; exit 44; } ;;
  delete-generic-password) rm "secret-$5" 2>/dev/null || { echo "The specified item could not be found in the keychain." >&2; exit 44; } ;;
esac
"#;

    fn keyring(helper: Helper, script: &str) -> (TempDir, Keyring) {
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("helper");
        std::fs::write(&program, script).expect("written");
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("made a program");
        let keyring = Keyring { helper, program: program.into() };
        (folder, keyring)
    }

    fn kept(keyring: &Keyring) -> Option<String> {
        keyring.secret("ferrow@s.example").expect("an answer").map(|token| token.expose().to_owned())
    }

    fn called(folder: &Path) -> String {
        std::fs::read_to_string(folder.join("called")).unwrap_or_default()
    }

    #[test]
    fn a_secret_comes_back_and_is_on_no_command_line() {
        for helper in [Helper::SecretTool, Helper::Security] {
            let (folder, keyring) = keyring(helper, FAKE);
            assert_eq!(kept(&keyring), None, "{helper:?}");
            let secret = r#"{"token":"s3 'cret\""}"#;
            keyring.keep("ferrow@s.example", &Token::new(secret)).expect("kept");
            assert_eq!(kept(&keyring).as_deref(), Some(secret), "{helper:?}");
            keyring.forget("ferrow@s.example").expect("forgotten");
            keyring.forget("ferrow@s.example").expect("forgotten twice");
            assert_eq!(kept(&keyring), None, "{helper:?}");
            let called = called(folder.path());
            assert!(called.contains("ferrow@s.example") && !called.contains("cret"), "{called}");
            assert!(!called.contains(&hex("cret")), "{called}");
        }
    }

    #[test]
    fn a_keyring_that_does_not_answer_is_no_empty_one() {
        let (_folder, locked) =
            keyring(Helper::SecretTool, "#!/bin/sh\necho 'Cannot autolaunch D-Bus' >&2\nexit 1\n");
        assert_eq!(locked.secret("a@b").expect_err("a failure").to_string(), "Cannot autolaunch D-Bus");
        assert!(locked.keep("a@b", &Token::new("x")).is_err());
        let (_folder, deaf) = keyring(Helper::Security, "#!/bin/sh\necho 'SecKeychainItem: denied' >&2\n");
        assert!(deaf.keep("a@b", &Token::new("x")).is_err());
        let none = Keyring { helper: Helper::SecretTool, program: "/nowhere/secret-tool".into() };
        let missing = none.secret("a@b").expect_err("a failure");
        assert_eq!(missing.to_string(), "`/nowhere/secret-tool` is not installed");
    }
}
