//! What a store says when it refuses, in words that hold no key.

use super::failure::Failure;
use object_store::Error;
use std::collections::BTreeMap;

/// What names of variables with keys have in them.
const SECRET: [&str; 7] = ["KEY", "SECRET", "TOKEN", "PASSWORD", "SAS", "CREDENTIAL", "SIGNATURE"];
/// A shorter value is no key, and would be found in every second word.
const SHORTEST: usize = 6;
/// How much of what a store says is repeated.
const SAID: usize = 300;

/// The values that must not be printed.
pub(super) fn secrets(variables: &BTreeMap<String, String>) -> Vec<String> {
    let is_secret = |name: &str| SECRET.iter().any(|part| name.to_ascii_uppercase().contains(part));
    let found = variables.iter().filter(|(name, value)| is_secret(name) && value.len() >= SHORTEST);
    let mut found: Vec<String> = found.map(|(_, value)| value.clone()).collect();
    // The longest first: a part of a key is no key.
    found.sort_by_key(|value| std::cmp::Reverse(value.len()));
    found
}

/// What a store said, in a line: its code and its message out of the XML or JSON that it sends, or what the network says.
pub(super) fn refused(doing: String, error: &Error, name: &str, secrets: &[String]) -> Failure {
    let whole = error.to_string();
    let code = between(&whole, "<Code>", "</Code>").unwrap_or_default();
    let status = between(&whole, "status code: ", ":").map(|status| status.trim().to_owned());
    let said =
        between(&whole, "<Message>", "</Message>").or_else(|| between(&whole, "\"message\": \"", "\""));
    let said = match (&status, said) {
        (Some(status), Some(said)) => format!("{status}: {}", said.lines().next().unwrap_or_default()),
        (Some(status), None) => status.clone(),
        (None, _) => innermost(error),
    };
    let mut why: String = said.chars().take(SAID).collect();
    for secret in secrets {
        why = why.replace(secret.as_str(), "[hidden]");
    }
    let hint = hint(error, code, &whole, name);
    Failure::Store { doing: format!("{doing} in `{name}`"), why, hint }
}

fn hint(error: &Error, code: &str, whole: &str, name: &str) -> Option<String> {
    let hint = match (code, error) {
        ("RequestTimeTooSkewed", _) => "set the clock of this machine",
        ("NoSuchBucket" | "ContainerNotFound", _) => {
            return Some(format!("make `{name}` first, or mend its name in `hearback.yaml`"));
        }
        ("InvalidAccessKeyId" | "SignatureDoesNotMatch", _) | (_, Error::Unauthenticated { .. }) => {
            "look at the keys in the environment: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, \
             `AZURE_STORAGE_ACCOUNT_KEY` or `GOOGLE_APPLICATION_CREDENTIALS`"
        }
        (_, Error::PermissionDenied { .. }) => {
            "let these keys read, write and delete there, and look whether this machine's clock is right"
        }
        _ if whole.contains("169.254.169.254") || whole.contains("metadata.google.internal") => {
            "put the keys into the environment: none are there, and this machine is none of the cloud's own"
        }
        _ if whole.contains("503") || whole.contains("429") => "the store wants a rest; run it again later",
        _ => return None,
    };
    Some(hint.to_owned())
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let rest = &text[text.find(start)? + start.len()..];
    Some(&rest[..rest.find(end)?])
}

/// The innermost cause: the outer ones repeat addresses, and those of Azure can hold a signature.
fn innermost(error: &Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string().lines().next().unwrap_or("it failed").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_store_says_is_one_line_and_holds_no_key() {
        let variables = BTreeMap::from([
            ("AWS_ACCESS_KEY_ID".to_owned(), "AKIAEXAMPLE".to_owned()),
            ("AWS_SECRET_ACCESS_KEY".to_owned(), "very/secret/key".to_owned()),
        ]);
        let body = "Server returned non-2xx status code: 403 Forbidden: <Error><Code>InvalidAccessKeyId</Code><Message>no \
                    key AKIAEXAMPLE is known</Message><StringToSign>very/secret/key</StringToSign></Error>";
        let error = Error::Generic { store: "S3", source: body.into() };
        let failure = refused("read `x`".to_owned(), &error, "s3://site", &secrets(&variables));
        assert_eq!(
            failure.to_string(),
            "cannot read `x` in `s3://site`: 403 Forbidden: no key [hidden] is known"
        );
        assert!(failure.hint().is_some_and(|hint| hint.contains("look at the keys")));
    }

    #[test]
    fn a_wrong_clock_is_named() {
        let body = "non-2xx status code: 403 Forbidden: <Error><Code>RequestTimeTooSkewed</Code><Message>too far</Message>";
        let error = Error::PermissionDenied { path: "x".to_owned(), source: body.into() };
        let failure = refused("read `x`".to_owned(), &error, "s3://site", &[]);
        assert_eq!(failure.hint().as_deref(), Some("set the clock of this machine"));
    }
}
