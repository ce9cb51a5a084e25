use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use domain::business::Business;
use domain::event::MenuEventKind;
use domain::item::{Item, ItemId, MAX_STOCK, NewItem};
use service::problem::Problem;
use service::trace_context::TraceContext;
use store::{Tx, businesses, items, sequences};

use super::etag::{TaggedItem, with_etag};
use crate::app::App;
use crate::error::{Error, Result, retry};
use crate::extract::{Json, Owner, Traced};
use crate::menu_log::record_item;
use crate::routes::businesses::check_expected_currency;

/// Add an item to the menu
///
/// The item number (101, 102, …) is assigned automatically, and is unique in the installation.
#[utoipa::path(
    post, path = "/api/items", tag = "items", request_body = NewItem, security(("bearer" = []), ("password" = [])),
    responses(
        (status = 201, description = "The item", body = Item, headers(("Location" = String), ("ETag" = String))),
        (status = 403, description = "Not allowed", body = Problem),
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    owner: Owner,
    Traced(trace): Traced,
    Json(form): Json<NewItem>,
) -> Result<(StatusCode, [(HeaderName, String); 1], TaggedItem)> {
    if !(0..=MAX_STOCK).contains(&form.stock_quantity) {
        return Err(Error::field("stock_quantity", "must be a whole number from 0 to 1000000"));
    }
    let item = retry(|| async {
        let mut tx = app.db.begin().await?;
        let item = add_item(&mut tx, &app, &owner, &trace, |business| {
            check_expected_currency(form.expected_currency.as_ref(), business)?;
            Ok(form.clone())
        })
        .await?;
        tx.commit().await?;
        Ok(item)
    })
    .await?;
    app.relay.wake();
    let location = format!("/api/items/{}", item.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], with_etag(item)))
}

/// Adds an item to the owner's menu. `new_item` receives the business because prices depend on its currency. The caller must wake
/// the relay after the commit.
pub(in crate::routes) async fn add_item(
    tx: &mut Tx,
    app: &App,
    owner: &Owner,
    trace: &TraceContext,
    new_item: impl FnOnce(&Business) -> Result<NewItem>,
) -> Result<Item> {
    let stamp = app.clock.stamp();
    // The sequence is the first lock of all transactions that use it.
    let number = sequences::next_item_number(tx).await?;
    // The currency of a locked business cannot change before this item exists.
    let business = businesses::lock(tx, owner.business).await?.ok_or(Error::NotFound("business"))?;
    let item = new_item(&business)?.into_item(ItemId(stamp.id), number, &business);
    items::create(tx, &item, owner.id().0, stamp).await?;
    record_item(tx, app, (&owner.account, trace), MenuEventKind::ItemAdded, &item).await?;
    Ok(item)
}
