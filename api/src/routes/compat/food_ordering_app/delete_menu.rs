use axum::extract::State;
use axum::http::HeaderMap;
use service::problem::Problem;

use super::done::Done;
use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{Owner, Path, Traced};
use crate::routes::compat::references::{ItemRef, find_item};
use crate::routes::items::archive_item;

/// Remove an item from the menu (food ordering app)
///
/// Orders that contain the item are kept.
#[utoipa::path(
    delete, path = "/menu/delete/{id}", tag = "compat", security(("bearer" = []), ("password" = [])),
    params(("id" = String, Path, description = "The id of the item, or its number, such as 101")),
    responses(
        (status = 200, description = "The item is removed", body = Done),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such item, or not on your menu", body = Problem),
    )
)]
pub(super) async fn delete_menu(
    State(app): State<App>,
    owner: Owner,
    Traced(trace): Traced,
    Path(id): Path<String>,
) -> Result<axum::Json<Done>> {
    let reference = ItemRef::parse(&id).ok_or(Error::NotFound("item"))?;
    let item = find_item(&mut app.db.read().await?, reference).await?;
    archive_item(&app, &owner, &trace, item.id, &HeaderMap::new()).await?;
    Ok(Done::new(format!("{} is no longer on the menu.", item.name)))
}
