//! Writing down what was published without a toot, so that it does not change in silence.

use crate::model::record::Record;
use crate::model::said::to_remember;
use crate::model::site::Site;
use crate::outreach::failure::Stop;
use crate::outreach::ledger_file::LedgerFile;
use crate::outreach::run::Outreach;
use crate::store::lock;

/// Writes what the site says and the ledger does not remember yet, as far as it is live; returns how much that was.
///
/// # Errors
/// When another run has the lock, or the ledger cannot be read or written. The next run writes it.
pub async fn remember(
    outreach: Outreach<'_>,
    site: &Site,
    is_live: &(dyn Fn(&Record) -> bool + Sync),
) -> Result<usize, Stop> {
    let Outreach { root, steps, now, settings, .. } = outreach;
    let _lock = lock::take(root).map_err(|error| Stop::ledger(&error))?.ok_or(Stop::Busy)?;
    let mut file = LedgerFile::open(root, &settings.claim, &settings.remote, steps).await?;
    let mut records = to_remember(site, &file.ledger, now);
    records.retain(is_live);
    if !records.is_empty() {
        file.record(&records).await?;
    }
    Ok(records.len())
}
