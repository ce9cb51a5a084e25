//! Orders of one item each, one or several per request.

use axum::http::HeaderMap;
use domain::order::Order;
use serde::Deserialize;
use service::trace_context::TraceContext;
use utoipa::ToSchema;

use super::food_order::{OrderedItems, find_ordered_items};
use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::CanOrder;
use crate::routes::compat::customer::resolve_customer;
use crate::routes::compat::lenient_numbers::LenientQuantity;
use crate::routes::compat::references::{ItemRef, resolve_items};
use crate::routes::orders::{PlaceLine, PlaceOrder, PlacedHeaders, submit_all};

/// Maximum number of orders per request.
const MAX_ORDERS: usize = 50;

/// An order of one item.
#[derive(Deserialize, ToSchema)]
pub(in crate::routes::compat) struct SingleItemOrder {
    /// The item. The field may also be named `m_id`.
    #[serde(alias = "m_id")]
    pub(in crate::routes::compat) menu_id: ItemRef,
    /// Number of portions.
    pub(in crate::routes::compat) quantity: LenientQuantity,
    /// The id or username of the customer. If staff place the order, the name of the guest. The field may also be named `u_id`.
    #[serde(alias = "u_id")]
    pub(in crate::routes::compat) user_id: Option<String>,
}

/// An order, or a list of orders.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "documents the body, which is extracted as `OneOrMany`")]
pub(in crate::routes::compat) enum SingleItemOrders {
    /// An order.
    One(SingleItemOrder),
    /// 1 to 50 orders.
    Many(Vec<SingleItemOrder>),
}

/// Orders that were placed, and their items. `items` is empty if the request has an idempotency key, or if the items could not be
/// read.
pub(in crate::routes::compat) struct PlacedFoodOrders {
    pub(in crate::routes::compat) headers: PlacedHeaders,
    pub(in crate::routes::compat) orders: Vec<Order>,
    pub(in crate::routes::compat) items: OrderedItems,
}

/// Places orders: all or none. `field` returns the path of an entry's field, for error messages.
pub(in crate::routes::compat) async fn place_food_orders(
    app: &App,
    account: CanOrder,
    trace: TraceContext,
    headers: &HeaderMap,
    entries: &[SingleItemOrder],
    field: impl Fn(usize, &str) -> String,
) -> Result<PlacedFoodOrders> {
    if entries.is_empty() || entries.len() > MAX_ORDERS {
        let message = format!("must have 1 to {MAX_ORDERS} orders, not {}", entries.len());
        return Err(Error::field("", message));
    }
    let mut customers = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        customers.push(match &entry.user_id {
            Some(user_id) => resolve_customer(app, &account, user_id, &field(index, "user_id")).await?,
            None => None,
        });
    }
    let references: Vec<_> = entries.iter().map(|entry| entry.menu_id).collect();
    let menu_id = |index| field(index, "menu_id");
    let items = resolve_items(&mut app.db.read().await?, &references, menu_id).await?;
    let forms = entries.iter().zip(&items).zip(customers).enumerate().map(|(index, ((entry, item), customer))| {
        let item_field = Some(menu_id(index));
        let line = PlaceLine { item_id: item.id, quantity: entry.quantity.0, note: None, item_field };
        PlaceOrder { customer, items: vec![line], ..PlaceOrder::default() }
    });
    // A repeated request has the same response, so the response must not contain what can change.
    let is_repeatable = headers.contains_key("idempotency-key");
    let (headers, orders) = submit_all(app, account, trace, headers, forms.collect()).await?;
    let items = if is_repeatable { OrderedItems::new() } else { find_current_items(app, &orders).await };
    Ok(PlacedFoodOrders { headers, orders, items })
}

/// Finds the items of orders that were placed. The request must not fail anymore, so the result is empty after an error.
async fn find_current_items(app: &App, orders: &[Order]) -> OrderedItems {
    let find = async { find_ordered_items(&mut app.db.read().await?, orders).await };
    find.await.unwrap_or_else(|error| {
        tracing::warn!(
            ?error,
            "failed to read the items of placed orders; their stock and image_url are null in the response"
        );
        OrderedItems::new()
    })
}
