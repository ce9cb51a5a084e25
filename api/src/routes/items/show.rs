use axum::extract::State;
use domain::item::{Item, ItemId};
use service::problem::Problem;
use store::items;

use super::etag::{TaggedItem, with_etag};
use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::Path;

/// Show an item
#[utoipa::path(
    get, path = "/api/items/{id}", tag = "items",
    params(("id" = uuid::Uuid, Path, description = "The id of the item")),
    responses(
        (status = 200, description = "The item", body = Item, headers(("ETag" = String))),
        (status = 404, description = "No such item on any menu", body = Problem),
    )
)]
pub(super) async fn show(State(app): State<App>, Path(id): Path<ItemId>) -> Result<TaggedItem> {
    let item = items::find(&mut app.db.read().await?, id).await?;
    item.filter(|item| item.archived_at.is_none()).map(with_etag).ok_or(Error::NotFound("item"))
}
