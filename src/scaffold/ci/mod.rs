//! What a forge does with a site by itself: shows what a change would do, publishes what was merged, listens every hour.

use super::NewFile;

const GITHUB: &str = include_str!("github.yml");
const DEPENDABOT: &str = include_str!("dependabot.yml");
const GITLAB: &str = include_str!("gitlab.yml");
const FORGEJO: &str = include_str!("forgejo.yml");

/// Where the repository lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forge {
    /// GitHub, github.com.
    Github,
    /// A GitLab.
    Gitlab,
    /// A Forgejo, as Codeberg.
    Forgejo,
}

/// What the workflows are to say.
#[derive(Debug, Clone, Copy)]
pub struct CiWish<'a> {
    /// Where they run.
    pub forge: Forge,
    /// The branch that is published.
    pub branch: &'a str,
    /// The minute of the hour in which to listen: 1 to 59, another for each site, so that not all come at once.
    pub minute: u8,
    /// The program's version.
    pub version: &'a str,
    /// The account's server, where the site names one: the token is sent to no other.
    pub host: Option<&'a str>,
}

/// The workflows of a forge.
pub fn ci(wish: CiWish<'_>) -> Vec<NewFile> {
    let files: &[(&str, &str)] = match wish.forge {
        Forge::Github => {
            &[(".github/workflows/hearback.yml", GITHUB), (".github/dependabot.yml", DEPENDABOT)]
        }
        Forge::Gitlab => &[(".gitlab-ci.yml", GITLAB)],
        Forge::Forgejo => &[(".forgejo/workflows/hearback.yml", FORGEJO)],
    };
    let fill = |text: &str| {
        text.replace("{minute}", &wish.minute.to_string())
            .replace("{version}", wish.version)
            .replace("{branch}", wish.branch)
            .replace("{host}", wish.host.unwrap_or("social.example # write your server here"))
    };
    files.iter().map(|(path, text)| NewFile { path: (*path).to_owned(), text: fill(text) }).collect()
}

/// What is left to do by hand, a line each.
pub fn ci_next(wish: CiWish<'_>) -> Vec<String> {
    let secret = match wish.forge {
        Forge::Github => {
            "make an environment `publish` (Settings, Environments) with the secret HEARBACK_TOKEN; reviewers there are a \
             last human yes"
        }
        Forge::Gitlab => {
            "add the protected, masked variables HEARBACK_TOKEN and LEDGER_TOKEN (Settings, CI/CD; what each is stands in \
             the file), and an hourly schedule"
        }
        Forge::Forgejo => "add the secret HEARBACK_TOKEN (Settings, Actions, Secrets)",
    };
    vec![
        "write into `hearback.yaml` where the pages go (`deploy`), and `ledger: {claim: git}`".to_owned(),
        "make a token on your server (Preferences, Development, New application) with the scopes `read write:statuses \
         write:media`"
            .to_owned(),
        secret.to_owned(),
        format!(
            "commit the files and open a pull request: it shows what a merge into `{}` will do",
            wish.branch
        ),
        "merge it; from then on every merge publishes, and replies come home every hour".to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORGES: [Forge; 3] = [Forge::Github, Forge::Gitlab, Forge::Forgejo];

    fn texts(forge: Forge) -> String {
        let wish = CiWish { forge, branch: "main", minute: 23, version: "0.1.0", host: None };
        ci(wish).into_iter().map(|file| file.text).collect()
    }

    #[test]
    fn every_action_is_pinned_by_its_whole_hash_with_the_version_beside_it() {
        for line in
            FORGES.map(texts).iter().flat_map(|text| text.lines()).filter(|line| line.contains("uses: "))
        {
            let (_, pin) = line.split_once('@').expect("a pin");
            let (hash, version) = pin.split_once(" # v").expect("a version");
            assert!(hash.len() == 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{line}");
            assert!(version.split('.').count() == 3, "{line}");
        }
    }

    #[test]
    fn the_token_is_known_to_the_step_that_publishes_alone() {
        for text in FORGES.map(texts) {
            let code: String = text
                .lines()
                .filter(|line| !line.trim_start().starts_with('#'))
                .collect::<Vec<_>>()
                .join("\n");
            let uses: Vec<usize> = code.match_indices("HEARBACK_TOKEN:").map(|(at, _)| at).collect();
            let publish = code.find("hearback publish").expect("a road");
            assert!(
                uses.iter().all(|at| *at > code[..publish].rfind("- name").unwrap_or(0)),
                "{uses:?} {publish}\n{text}"
            );
            assert!(uses.len() <= 1 && !code.contains("pull_request_target"));
        }
    }

    #[test]
    fn nothing_is_left_to_be_filled_in() {
        for text in FORGES.map(texts) {
            assert!(
                !["{branch}", "{minute}", "{version}", "{host}"].iter().any(|hole| text.contains(hole)),
                "{text}"
            );
        }
    }
}
