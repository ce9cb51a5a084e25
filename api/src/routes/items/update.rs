use axum::extract::State;
use axum::http::HeaderMap;
use domain::event::MenuEventKind;
use domain::item::{Item, ItemChange, ItemId};
use service::problem::Problem;
use store::items;

use super::etag::{TaggedItem, with_etag};
use super::lock::lock_for_edit;
use crate::app::App;
use crate::error::{Error, Result, retry};
use crate::extract::{Json, Owner, Path, Traced};
use crate::menu_log::record_item;

/// Edit an item
///
/// With `If-Match`, the edit is refused if the item was edited in the meantime. Use `/stock` to change the stock. Existing orders
/// keep their item names and prices.
#[utoipa::path(
    patch, path = "/api/items/{id}", tag = "items", request_body = ItemChange,
    security(("bearer" = []), ("password" = [])),
    params(
        ("id" = uuid::Uuid, Path, description = "The id of the item"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the version that the client knows"),
    ),
    responses(
        (status = 200, description = "The item", body = Item, headers(("ETag" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such item, or not on your menu", body = Problem),
        (status = 412, description = "The item was edited by someone else", body = Problem),
    )
)]
pub(super) async fn update(
    State(app): State<App>,
    owner: Owner,
    Traced(trace): Traced,
    Path(id): Path<ItemId>,
    headers: HeaderMap,
    Json(change): Json<ItemChange>,
) -> Result<TaggedItem> {
    let item = retry(|| async {
        let mut tx = app.db.begin().await?;
        let item = lock_for_edit(&mut tx, &owner, id, &headers).await?.apply(change.clone());
        if !items::update(&mut tx, &item).await? {
            return Err(Error::StaleVersion(item.version));
        }
        record_item(&mut tx, &app, (&owner.account, &trace), MenuEventKind::ItemUpdated, &item).await?;
        tx.commit().await?;
        Ok(item)
    })
    .await?;
    app.relay.wake();
    Ok(with_etag(item))
}
