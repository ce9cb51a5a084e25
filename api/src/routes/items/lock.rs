use axum::http::{HeaderMap, header};
use domain::item::{Item, ItemId};
use store::{Tx, items};

use super::etag::format_etag;
use crate::error::{Error, Result};
use crate::extract::Owner;

/// Locks an item on the owner's menu.
pub(in crate::routes) async fn lock_own(tx: &mut Tx, owner: &Owner, id: ItemId) -> Result<Item> {
    items::lock(tx, id)
        .await?
        .filter(|item| item.business_id == owner.business && item.archived_at.is_none())
        .ok_or(Error::NotFound("item"))
}

/// Locks an item on the owner's menu for an edit. Fails if `If-Match` does not match its version (RFC 9110, section 13.1.1).
pub(super) async fn lock_for_edit(tx: &mut Tx, owner: &Owner, id: ItemId, headers: &HeaderMap) -> Result<Item> {
    let item = lock_own(tx, owner, id).await?;
    let if_match = headers.get(header::IF_MATCH).map(|value| value.to_str().unwrap_or_default());
    let current = format_etag(item.version);
    match if_match {
        Some(etags) if etags.split(',').all(|etag| etag.trim() != current && etag.trim() != "*") => {
            Err(Error::StaleVersion(item.version))
        }
        _ => Ok(item),
    }
}
