//! Writing a decision down: one line at the end of `moderation.yaml` or `inbox.yaml`, under an opaque name.

use super::super::arguments::{Against, Decide, InboxVerb};
use super::super::clock;
use super::super::console::Console;
use super::super::ending::{Ending, Misused};
use super::heard::heard;
use crate::config::site_address;
use crate::model::moderation::Reason;
use crate::model::reply::{Opaque, Reply};
use crate::model::vocabulary::Channel;
use crate::write;
use crate::yaml::scalar::quoted;
use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use std::path::Path;
use std::sync::Arc;

const MODERATION: &str = "moderation.yaml";
const INBOX: &str = "inbox.yaml";
/// What a new file begins with.
const MODERATION_HEAD: &str = "# What may be shown of what other people said: one decision a line, under opaque names. No name, handle, address or\n# text of others belongs here: git keeps it for ever. `hearback inbox show|hide|takedown URL` writes the lines.\ndecisions:\n";
const INBOX_HEAD: &str = "# What was noted about our answers, one entry a line, in our words and without anybody's name. `hearback inbox` reads it\n# and writes it.\nentries:\n";

/// Writes one line, and says where.
pub(super) fn run(root: &Path, verb: &InboxVerb, now: Option<&str>, console: &Console) -> Result<Ending> {
    let today = clock::now(now, root)?.to_zoned_datetime(clock::zone(root)).date();
    let (file, head, line) = match verb {
        InboxVerb::Show(about) => {
            (MODERATION, MODERATION_HEAD, format!("{}, do: show", entry(root, about, today)?))
        }
        InboxVerb::Hide(against) => (MODERATION, MODERATION_HEAD, refusal(root, against, "hide", today)?),
        InboxVerb::Takedown(against) => {
            (MODERATION, MODERATION_HEAD, refusal(root, against, "takedown", today)?)
        }
        InboxVerb::Done { url } => (INBOX, INBOX_HEAD, format!("{}, done: true", noted(root, url, today)?)),
        InboxVerb::Assign { url, team } => {
            (INBOX, INBOX_HEAD, format!("{}, team: {}", noted(root, url, today)?, quoted(team)))
        }
        InboxVerb::Note { url, text } => {
            (INBOX, INBOX_HEAD, format!("{}, note: {}", noted(root, url, today)?, quoted(text)))
        }
        InboxVerb::Add { said, channel, received } => {
            (INBOX, INBOX_HEAD, letter(said, channel, received.as_deref(), today)?)
        }
    };
    append(&root.join(file), head, &format!("  - {{{line}}}\n"))?;
    console.say(&format!("noted in `{file}`: commit it"));
    Ok(Ending::Fine)
}

fn entry(root: &Path, about: &Decide, today: Date) -> Result<String> {
    let reply = find(root, &about.url)?;
    let name = match (about.account, about.server) {
        (true, _) => Opaque::account(&reply.author.handle),
        (_, true) => Opaque::server(reply.author.host()),
        _ => Opaque::reply(&reply.uri),
    };
    Ok(format!("about: {name}, on: {today}"))
}

fn refusal(root: &Path, against: &Against, verb: &str, today: Date) -> Result<String> {
    let Some(reason) = Reason::read(&against.reason) else {
        let words: Vec<&str> = Reason::ALL.iter().map(|reason| reason.word()).collect();
        let message = format!("`{}` is no reason\n  write one of {}", against.reason, words.join(", "));
        return Err(Misused(message).into());
    };
    Ok(format!("{}, do: {verb}, reason: {reason}", entry(root, &against.about, today)?))
}

fn noted(root: &Path, url: &str, today: Date) -> Result<String> {
    Ok(format!("about: {}, on: {today}", Opaque::reply(&find(root, url)?.uri)))
}

/// What was heard at an address.
fn find(root: &Path, url: &str) -> Result<Arc<Reply>> {
    let found = heard(root).into_iter().find(|reply| reply.url == url || reply.uri == url);
    let Some(reply) = found else {
        if site_address(url).is_none() {
            return Err(Misused(format!("`{url}` is no address of a toot")).into());
        }
        bail!(
            "nothing was heard at `{url}`\n  run `hearback listen`, or copy the address from `hearback inbox`"
        )
    };
    Ok(reply)
}

fn letter(said: &str, channel: &str, received: Option<&str>, today: Date) -> Result<String> {
    let Some(channel) = Channel::ALL.iter().find(|known| known.word() == channel) else {
        let words: Vec<&str> = Channel::ALL.iter().map(|channel| channel.word()).collect();
        return Err(Misused(format!("`{channel}` is no channel\n  write one of {}", words.join(", "))).into());
    };
    let received = match received {
        None => today,
        Some(day) => {
            day.parse().map_err(|_| Misused(format!("`--received {day}` is no day such as `2026-03-27`")))?
        }
    };
    let name = &blake3::hash(format!("{received} {said}").as_bytes()).to_hex()[..8];
    Ok(format!(
        "id: {}-{name}, received: {received}, channel: {}, said: {}",
        channel.word().replace('_', "-"),
        channel.word(),
        quoted(said)
    ))
}

/// Adds a line at the end of a file, which is made where it is not there.
fn append(path: &Path, head: &str, line: &str) -> Result<()> {
    if !path.exists() {
        return Ok(write::create(path, format!("{head}{line}").as_bytes())?);
    }
    let mut text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(write::replace(path, format!("{text}{line}").as_bytes())?)
}
