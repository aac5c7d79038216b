//! Opening a bucket: where its server is, and the keys that the environment has.

use super::failure::Failure;
use super::opened::Opened;
use super::refusal::{refused, secrets};
use crate::config::{Bucket, Cloud};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
use object_store::{BackoffConfig, ClientOptions, Error, ObjectStore, RetryConfig};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// The longest that one request may take: a part of a film over a slow line.
const TIMEOUT: Duration = Duration::from_secs(5 * 60);
/// The longest until a connection stands.
const CONNECT: Duration = Duration::from_secs(10);

/// Opens a bucket with the keys of the environment, of a profile in `~/.aws`, or of the machine that this runs on.
///
/// # Errors
/// When what the configuration and the environment say does not fit together.
pub(super) fn open(bucket: &Bucket, variables: &BTreeMap<String, String>) -> Result<Opened, Failure> {
    let mut variables = variables.clone();
    if bucket.cloud == Cloud::S3 {
        profile(&mut variables);
    }
    let name = name(bucket);
    let secrets = secrets(&variables);
    let options = ClientOptions::new()
        .with_user_agent(object_store::HeaderValue::from_static(concat!(
            "hearback/",
            env!("CARGO_PKG_VERSION")
        )))
        .with_timeout(TIMEOUT)
        .with_connect_timeout(CONNECT)
        .with_allow_http(is_here(bucket, &variables));
    let retry = RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(200),
            max_backoff: Duration::from_secs(15),
            base: 2.0,
        },
        max_retries: 10,
        retry_timeout: Duration::from_secs(3 * 60),
    };
    let store: Result<Arc<dyn ObjectStore>, Error> = match bucket.cloud {
        Cloud::S3 => s3(bucket, &variables, options, retry),
        Cloud::Azure => azure(bucket, &variables, options, retry),
        Cloud::Google => google(bucket, &variables, options, retry),
    };
    let store = store.map_err(|error| refused("open the store".to_owned(), &error, &name, &secrets))?;
    Ok(Opened::new(store, bucket.prefix.clone(), name, secrets))
}

fn s3(
    bucket: &Bucket,
    variables: &BTreeMap<String, String>,
    options: ClientOptions,
    retry: RetryConfig,
) -> Result<Arc<dyn ObjectStore>, Error> {
    let mut builder = AmazonS3Builder::new().with_client_options(options).with_retry(retry);
    for (key, value) in named(variables, "AWS_") {
        if let Ok(key) = key.parse::<AmazonS3ConfigKey>() {
            builder = builder.with_config(key, value);
        }
    }
    builder = builder.with_bucket_name(&bucket.name);
    if let Some(endpoint) = &bucket.endpoint {
        builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
    }
    if let Some(region) = &bucket.region {
        builder = builder.with_region(region);
    }
    Ok(Arc::new(builder.build()?))
}

fn azure(
    bucket: &Bucket,
    variables: &BTreeMap<String, String>,
    options: ClientOptions,
    retry: RetryConfig,
) -> Result<Arc<dyn ObjectStore>, Error> {
    let mut builder = MicrosoftAzureBuilder::new().with_client_options(options).with_retry(retry);
    for (key, value) in named(variables, "AZURE_") {
        if let Ok(key) = key.parse::<AzureConfigKey>() {
            builder = builder.with_config(key, value);
        }
    }
    builder = builder.with_container_name(&bucket.name);
    if let Some(account) = &bucket.account {
        builder = builder.with_account(account);
    }
    if let Some(endpoint) = &bucket.endpoint {
        builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/').to_owned());
    }
    Ok(Arc::new(builder.build()?))
}

fn google(
    bucket: &Bucket,
    variables: &BTreeMap<String, String>,
    options: ClientOptions,
    retry: RetryConfig,
) -> Result<Arc<dyn ObjectStore>, Error> {
    let mut builder = GoogleCloudStorageBuilder::new().with_client_options(options).with_retry(retry);
    for (key, value) in named(variables, "GOOGLE_") {
        if let Ok(key) = key.parse::<GoogleConfigKey>() {
            builder = builder.with_config(key, value);
        }
    }
    builder = builder.with_bucket_name(&bucket.name);
    if let Some(endpoint) = &bucket.endpoint {
        let address = endpoint.as_str().trim_end_matches('/');
        builder = builder.with_config(GoogleConfigKey::BaseUrl, address);
    }
    Ok(Arc::new(builder.build()?))
}

/// The variables that begin so, with their names as the library reads them.
fn named<'v>(
    variables: &'v BTreeMap<String, String>,
    start: &'static str,
) -> impl Iterator<Item = (String, &'v String)> {
    variables
        .iter()
        .filter(move |(name, value)| name.starts_with(start) && !value.is_empty())
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
}

/// Whether the store is on this machine: only there plain HTTP does no harm.
fn is_here(bucket: &Bucket, variables: &BTreeMap<String, String>) -> bool {
    let of_environment =
        ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT", "AZURE_STORAGE_ENDPOINT"]
            .iter()
            .find_map(|name| Url::parse(variables.get(*name)?).ok());
    let endpoint = bucket.endpoint.clone().or(of_environment);
    endpoint.is_some_and(|url| matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]")))
}

/// Adds what the files of the `aws` command say (`~/.aws/credentials`, `~/.aws/config`), where the environment has no key.
fn profile(variables: &mut BTreeMap<String, String>) {
    if variables.contains_key("AWS_ACCESS_KEY_ID") || variables.contains_key("AWS_WEB_IDENTITY_TOKEN_FILE") {
        return;
    }
    let home = variables.get("HOME").or_else(|| variables.get("USERPROFILE")).cloned().unwrap_or_default();
    let profile = variables.get("AWS_PROFILE").cloned().unwrap_or_else(|| "default".to_owned());
    let long = format!("profile {profile}");
    for (variable, usual) in
        [("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials"), ("AWS_CONFIG_FILE", ".aws/config")]
    {
        let path = variables.get(variable).map_or_else(|| Path::new(&home).join(usual), Into::into);
        let text = std::fs::read_to_string(path).unwrap_or_default();
        for (name, value) in section(&text, &[&profile, &long]) {
            let name = match name {
                "region" => "AWS_REGION".to_owned(),
                "endpoint_url" => "AWS_ENDPOINT_URL".to_owned(),
                name => name.to_ascii_uppercase(),
            };
            let is_wanted = name.starts_with("AWS_") && !value.is_empty();
            if is_wanted {
                variables.entry(name).or_insert_with(|| value.to_owned());
            }
        }
    }
}

/// The `name = value` lines of a section.
fn section<'t>(text: &'t str, names: &[&str]) -> Vec<(&'t str, &'t str)> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            inside = names.contains(&name.trim());
        } else if inside && let Some((name, value)) = line.split_once('=') {
            found.push((name.trim(), value.trim()));
        }
    }
    found
}

/// The bucket's address, as the configuration has it.
fn name(bucket: &Bucket) -> String {
    let scheme = match bucket.cloud {
        Cloud::S3 => "s3",
        Cloud::Azure => "az",
        Cloud::Google => "gs",
    };
    let slash = if bucket.prefix.is_empty() { "" } else { "/" };
    format!("{scheme}://{}{slash}{}", bucket.name, bucket.prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_of_the_aws_command_is_read_where_the_environment_has_no_key() {
        let home = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(home.path().join(".aws")).expect("made");
        let put = |name, text| std::fs::write(home.path().join(".aws").join(name), text).expect("written");
        put(
            "credentials",
            "[other]\naws_access_key_id = x\n[site]\naws_access_key_id=A\naws_secret_access_key = B\n",
        );
        put("config", "[profile site]\nregion = eu-central-1\n");
        let home = home.path().to_string_lossy().into_owned();
        let given =
            BTreeMap::from([("HOME".to_owned(), home), ("AWS_PROFILE".to_owned(), "site".to_owned())]);
        let mut variables = given.clone();
        profile(&mut variables);
        let named = |name: &str| variables.get(name).map(String::as_str);
        assert_eq!(named("AWS_ACCESS_KEY_ID"), Some("A"));
        assert_eq!(named("AWS_SECRET_ACCESS_KEY"), Some("B"));
        assert_eq!(named("AWS_REGION"), Some("eu-central-1"));

        let mut of_environment = given;
        of_environment.insert("AWS_ACCESS_KEY_ID".to_owned(), "mine".to_owned());
        profile(&mut of_environment);
        assert_eq!(of_environment.get("AWS_SECRET_ACCESS_KEY"), None);
    }
}
