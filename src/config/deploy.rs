//! The part of `hearback.yaml` about where the site goes.

use crate::config::branch_name::is_branch_name;
use crate::config::resolved::{Bucket, Cloud, Deploy, Target};
use crate::config::rule;
use crate::yaml::fields::Fields;
use url::Url;

/// The remote that a branch is pushed to where the site names no other.
const REMOTE: &str = "origin";
/// The ways to say where the site goes, of which one is needed.
const WAYS: [&str; 4] = ["to", "folder", "branch", "command"];

/// `deploy:`, where there is one.
pub(super) fn read(fields: &Fields<'_>) -> Option<Deploy> {
    let inner = fields.fields("deploy")?;
    let compress = inner.flag("compress").unwrap_or(false);
    let to = inner.text("to");
    let folder = inner.text("folder");
    let branch = inner.text("branch").filter(|branch| is_branch(&inner, branch));
    let command = inner.text("command");
    let remote = inner.text("remote").filter(|remote| is_remote(&inner, remote));
    let bucket = to.as_deref().and_then(|to| bucket(&inner, to));
    let named: Vec<&str> = WAYS.into_iter().filter(|way| inner.has(way)).collect();
    match named.as_slice() {
        [_] => {}
        [] => inner.error(
            rule::REQUIRED,
            "",
            "`deploy` does not say where the site goes",
            "add `to` with a store's address, or `folder`, `branch` or `command`",
        ),
        [_, second, ..] => inner.error(
            rule::TYPE,
            second,
            format!("the site goes to one place, and this names {}", named.len()),
            "keep one of `to`, `folder`, `branch` and `command`",
        ),
    }
    inner.finish();
    let target = bucket
        .map(Target::Store)
        .or(folder.map(Target::Folder))
        .or(branch
            .map(|branch| Target::Branch { remote: remote.unwrap_or_else(|| REMOTE.to_owned()), branch }))
        .or(command.map(Target::Command))?;
    Some(Deploy { target, compress })
}

fn is_branch(fields: &Fields<'_>, branch: &str) -> bool {
    let is_name = is_branch_name(branch);
    if !is_name {
        let hint = "name a branch of its own, as `gh-pages`";
        fields.error(rule::TYPE, "branch", format!("`{branch}` is no name of a branch"), hint);
    }
    is_name
}

/// A remote's name or address is a word of git's command line: it must not be an option.
fn is_remote(fields: &Fields<'_>, remote: &str) -> bool {
    let is_remote = !remote.starts_with('-');
    if !is_remote {
        let hint = "write a remote's name, as `origin`, or its address";
        fields.error(rule::TYPE, "remote", format!("`{remote}` is no remote"), hint);
    }
    is_remote
}

/// `s3://bucket/prefix`, `az://container/prefix` or `gs://bucket/prefix`, with what else the store has to be told.
fn bucket(fields: &Fields<'_>, written: &str) -> Option<Bucket> {
    let cloud = |scheme| match scheme {
        "s3" => Some(Cloud::S3),
        "az" => Some(Cloud::Azure),
        "gs" => Some(Cloud::Google),
        _ => None,
    };
    let region = fields.text("region");
    let account = fields.text("account");
    let endpoint = endpoint(fields);
    let parts = written.split_once("://").and_then(|(scheme, rest)| Some((cloud(scheme)?, rest)));
    let Some((cloud, rest)) = parts else {
        let hint = "write `s3://bucket/prefix`, `az://container/prefix` or `gs://bucket/prefix`";
        fields.error(rule::ADDRESS, "to", format!("`{written}` is not the address of a store"), hint);
        return None;
    };
    let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let prefix = prefix.trim_matches('/');
    let is_part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '?', '#']);
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-._$".contains(c);
    let fits = !name.is_empty() && name.chars().all(is_name);
    if !fits || !(prefix.is_empty() || prefix.split('/').all(is_part)) {
        // Whoever writes a user and a password here sees neither again.
        let shown = written.rsplit_once('@').map_or(written, |(_, rest)| rest);
        let hint =
            "write the bucket's name and, behind a `/`, a folder in it; keys belong into the environment";
        fields.error(rule::ADDRESS, "to", format!("`{shown}` does not name a bucket"), hint);
        return None;
    }
    Some(Bucket { cloud, name: name.to_owned(), prefix: prefix.to_owned(), endpoint, region, account })
}

/// The address of a store that is not the cloud's own. Keys and pages go there: https, but for this machine.
fn endpoint(fields: &Fields<'_>) -> Option<Url> {
    let written = fields.text("endpoint")?;
    let is_here = |url: &Url| matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let fits = |url: &Url| {
        url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && (url.scheme() == "https" || (url.scheme() == "http" && is_here(url)))
    };
    let url = Url::parse(&written).ok().filter(fits);
    if url.is_none() {
        let hint = "write it as `https://storage.example`, without keys";
        fields.error(rule::ADDRESS, "endpoint", "this is not the address of a store's server", hint);
    }
    url
}

#[cfg(test)]
mod tests {
    use crate::config::{Cloud, Target, parse};
    use crate::model::source::Source;

    fn read(deploy: &str) -> (Option<Target>, Vec<String>) {
        let yaml = format!("title: Ferrow\nurl: https://ferrow.example/\ndeploy: {deploy}\n");
        let (config, found) = parse(&Source { path: "hearback.yaml".into(), bytes: yaml.into_bytes() });
        let target = config.and_then(|config| config.deploy).map(|deploy| deploy.target);
        (target, found.into_iter().map(|found| found.message).collect())
    }

    #[test]
    fn a_store_a_folder_a_branch_or_a_command_takes_the_site() {
        let (target, found) =
            read("{to: \"s3://site/news/\", endpoint: \"https://r2.example\", region: auto}");
        let Some(Target::Store(bucket)) = target else { panic!("no store: {found:?}") };
        assert_eq!((bucket.cloud, bucket.name.as_str(), bucket.prefix.as_str()), (Cloud::S3, "site", "news"));
        assert_eq!(bucket.endpoint.map(String::from), Some("https://r2.example/".to_owned()));
        assert!(
            matches!(read("{to: \"az://$web\"}").0, Some(Target::Store(bucket)) if bucket.name == "$web")
        );
        assert_eq!(read("{folder: /srv/www}").0, Some(Target::Folder("/srv/www".to_owned())));
        let branch = Target::Branch { remote: "origin".to_owned(), branch: "gh-pages".to_owned() };
        assert_eq!(read("{branch: gh-pages}").0, Some(branch));
        assert_eq!(read("{command: make upload}").0, Some(Target::Command("make upload".to_owned())));
    }

    #[test]
    fn a_place_that_is_none_is_explained_and_a_key_is_not_repeated() {
        let said = |deploy| read(deploy).1;
        assert_eq!(said("{}"), ["`deploy` does not say where the site goes"]);
        assert_eq!(said("{folder: out, branch: pages}"), ["the site goes to one place, and this names 2"]);
        assert_eq!(said("{to: \"ftp://x\"}"), ["`ftp://x` is not the address of a store"]);
        assert_eq!(said("{to: \"s3://key:secret@site/x\"}"), ["`site/x` does not name a bucket"]);
        assert_eq!(said("{to: \"s3://site/../x\"}"), ["`s3://site/../x` does not name a bucket"]);
        for endpoint in ["http://store.example", "https://key:secret@store.example", "store"] {
            let deploy = format!("{{to: \"s3://site\", endpoint: \"{endpoint}\"}}");
            assert_eq!(read(&deploy).1, ["this is not the address of a store's server"]);
        }
        assert_eq!(said("{branch: a..b}"), ["`a..b` is no name of a branch"]);
        assert_eq!(said("{branch: pages, remote: --upload-pack=x}"), ["`--upload-pack=x` is no remote"]);
    }
}
