use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::event::MenuEventKind;
use domain::item::ItemId;
use service::problem::Problem;
use service::trace_context::TraceContext;
use store::items;

use super::lock::lock_for_edit;
use crate::app::App;
use crate::error::{Error, Result, retry};
use crate::extract::{Owner, Path, Traced};
use crate::menu_log::record_item;

/// Remove an item from the menu
///
/// Orders that contain the item are kept.
#[utoipa::path(
    delete, path = "/api/items/{id}", tag = "items", security(("bearer" = []), ("password" = [])),
    params(
        ("id" = uuid::Uuid, Path, description = "The id of the item"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the version that the client knows"),
    ),
    responses(
        (status = 204, description = "The item is removed"),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such item, or not on your menu", body = Problem),
        (status = 412, description = "The item was edited by someone else", body = Problem),
    )
)]
pub(super) async fn archive(
    State(app): State<App>,
    owner: Owner,
    Traced(trace): Traced,
    Path(id): Path<ItemId>,
    headers: HeaderMap,
) -> Result<StatusCode> {
    archive_item(&app, &owner, &trace, id, &headers).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes an item from the owner's menu. Fails if `If-Match` does not match its version.
pub(in crate::routes) async fn archive_item(
    app: &App,
    owner: &Owner,
    trace: &TraceContext,
    id: ItemId,
    headers: &HeaderMap,
) -> Result<()> {
    retry(|| async {
        let mut tx = app.db.begin().await?;
        let item = lock_for_edit(&mut tx, owner, id, headers).await?.archive(app.clock.now());
        if !items::update(&mut tx, &item).await? {
            return Err(Error::StaleVersion(item.version));
        }
        record_item(&mut tx, app, (&owner.account, trace), MenuEventKind::ItemRemoved, &item).await?;
        Ok(tx.commit().await?)
    })
    .await?;
    app.relay.wake();
    Ok(())
}
