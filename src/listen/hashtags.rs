//! Hashtags that the organisation names: public toots of people whom it could help. Nothing said, and not allowed to look,
//! are two answers.

use std::collections::BTreeMap;

use super::failure::Stop;
use super::run::Run;
use super::told;
use crate::model::reply::Door;

/// Reads each hashtag.
pub(super) async fn read(run: &mut Run<'_>) -> Result<(), Stop> {
    for tag in &run.settings.hashtags {
        let after = run.heard.hashtags.get(tag).cloned();
        let toots = match run.ask(async |server| server.tagged(tag, after.as_deref()).await).await? {
            Ok(toots) => toots,
            Err(error) if matches!(error.status(), Some(401 | 403 | 404 | 422)) => {
                run.deaf.push(format!("`#{tag}`: the server does not let anybody look"));
                continue;
            }
            Err(error) => {
                run.deaf.push(format!("`#{tag}`: {error}"));
                continue;
            }
        };
        let newest = toots.iter().max_by_key(|status| status.created_at).map(|status| status.id.clone());
        let others = toots.iter().filter(|status| status.account.id != run.ears.id);
        let told =
            others.filter_map(|status| told::reply(status, Door::Hashtag, None, &BTreeMap::new(), &run.ears));
        let told = told.filter(|reply| !reply.quiet && reply.signals.is_empty()).collect();
        run.take_others(told, &[])?;
        if let Some(newest) = newest {
            run.heard.hashtags.insert(tag.clone(), newest);
        }
        run.keep()?;
    }
    Ok(())
}
