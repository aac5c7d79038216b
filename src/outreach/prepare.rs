//! What must be true before a toot is claimed: its page is there for everybody, and its picture is with the server.

use std::time::{Duration, Instant};

use url::Url;

use crate::mastodon::ApiError;
use crate::mastodon::media::Upload;
use crate::model::announcement::Announcement;
use crate::model::record::Action;
use crate::outreach::failure::Stop;
use crate::outreach::report::Outcome;
use crate::outreach::run::Run;
use crate::web::live;

/// How long until a page is looked at again.
const PAUSES: [Duration; 4] =
    [Duration::from_millis(250), Duration::from_secs(1), Duration::from_secs(3), Duration::from_secs(10)];

/// A toot that may be claimed.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    /// Its pictures, as the server knows them.
    pub(super) media: Vec<String>,
}

/// Waits for the page and uploads the picture; else says why the toot cannot be posted now.
pub(super) async fn prepare(run: &Run<'_>, what: &Announcement) -> Result<Result<Ready, Outcome>, Stop> {
    if !matches!(what.action, Action::Part(_))
        && let Err(why) = wait_for_page(run, what).await
    {
        return Ok(Err(Outcome::NotLive(why)));
    }
    let Some(picture) = &what.image else { return Ok(Ok(Ready { media: Vec::new() })) };
    let upload = Upload {
        name: picture.name.clone(),
        mime: picture.mime.clone(),
        bytes: picture.bytes.to_vec(),
        alt: picture.alt.clone(),
    };
    run.step();
    match run.server().upload(upload).await {
        Ok(media) => Ok(Ok(Ready { media: vec![media.id] })),
        Err(error @ ApiError::Refused { status: 429, .. }) => Err(error.into()),
        Err(error) => Ok(Err(Outcome::NotPosted(format!("its picture: {error}")))),
    }
}

/// Waits until a page is there as it is announced.
pub(super) async fn wait_for_page(run: &Run<'_>, what: &Announcement) -> Result<(), String> {
    let page = Url::parse(&what.page).map_err(|error| format!("its page `{}`: {error}", what.page))?;
    let pauses = PAUSES.into_iter().chain(std::iter::repeat(PAUSES[PAUSES.len() - 1]));
    for pause in pauses {
        run.step();
        let Err(why) = live::look(run.from.client, &page, &what.revision).await else { return Ok(()) };
        let left = run.wait_until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(format!("{why} ({page})"));
        }
        tokio::time::sleep(pause.min(left)).await;
    }
    Ok(())
}
