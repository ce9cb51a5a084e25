use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use shared::item::ItemId;
use shared::problem::Problem;
use shared::store::items;

use super::for_edit;
use crate::error::{Error, Result, retried};
use crate::extract::{Owner, Path};
use crate::state::App;

/// Take an item off the menu
///
/// Orders of it, and their history, stay.
#[utoipa::path(
    delete, path = "/api/items/{id}", tag = "items", security(("bearer" = []), ("password" = [])),
    params(
        ("id" = uuid::Uuid, Path, description = "The item's id"),
        ("If-Match" = Option<String>, Header, description = "The ETag that this is based on"),
    ),
    responses(
        (status = 204, description = "It is off the menu"),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such item, or not yours", body = Problem),
        (status = 412, description = "Somebody else has edited it", body = Problem),
    )
)]
pub(super) async fn archive(
    State(app): State<App>,
    owner: Owner,
    Path(id): Path<ItemId>,
    headers: HeaderMap,
) -> Result<StatusCode> {
    retried(|| async {
        let mut tx = app.db.begin().await?;
        let mut item = for_edit(&mut tx, &owner, id, &headers).await?;
        item.archived_at = Some(app.clock.now());
        item.version += 1;
        if !items::update(&mut tx, &item).await? {
            return Err(Error::Stale(item.version));
        }
        tx.commit().await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
