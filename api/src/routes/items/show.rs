use axum::extract::State;
use shared::item::{Item, ItemId};
use shared::problem::Problem;
use shared::store::items;

use super::{Tagged, tagged};
use crate::error::{Error, Result};
use crate::extract::Path;
use crate::state::App;

/// Show an item
#[utoipa::path(
    get, path = "/api/items/{id}", tag = "items",
    params(("id" = uuid::Uuid, Path, description = "The item's id")),
    responses(
        (status = 200, description = "The item", body = Item, headers(("ETag" = String))),
        (status = 404, description = "No such item on any menu", body = Problem),
    )
)]
pub(super) async fn show(State(app): State<App>, Path(id): Path<ItemId>) -> Result<Tagged> {
    let item = items::find(&mut app.db.read().await?, id).await?;
    item.filter(|item| item.archived_at.is_none()).map(tagged).ok_or(Error::NotFound("item"))
}
