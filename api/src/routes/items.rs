//! What menus offer.

mod archive;
mod create;
mod show;
mod stock;
mod update;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
pub(super) use create::{NewItem, add};
use shared::item::{Item, ItemId};
use shared::store::{Tx, items};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::{Error, Result};
use crate::extract::Owner;
use crate::state::App;

/// The routes of `/api/items`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create))
        .routes(routes!(show::show, update::update, archive::archive))
        .routes(routes!(stock::stock))
}

/// An item with its `ETag`.
type Tagged = ([(HeaderName, HeaderValue); 1], axum::Json<Item>);

fn tagged(item: Item) -> Tagged {
    let tag = format!("\"{}\"", item.version).parse().expect("a number in quotes is a header value");
    ([(header::ETAG, tag)], axum::Json(item))
}

/// The owner's item, locked for an edit, if it is still the version that `If-Match` names (RFC 9110, 13.1.1).
async fn for_edit(tx: &mut Tx, owner: &Owner, id: ItemId, headers: &HeaderMap) -> Result<Item> {
    let item = items::lock(tx, id)
        .await?
        .filter(|item| item.business_id == owner.business && item.archived_at.is_none())
        .ok_or(Error::NotFound("item"))?;
    let wanted = headers.get(header::IF_MATCH).map(|value| value.to_str().unwrap_or_default());
    let current = format!("\"{}\"", item.version);
    match wanted {
        Some(tags) if tags.split(',').all(|tag| tag.trim() != current && tag.trim() != "*") => {
            Err(Error::Stale(item.version))
        }
        _ => Ok(item),
    }
}
