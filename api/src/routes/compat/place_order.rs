//! `POST /order` for the food ordering and order queue clients, which send different bodies.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::HeaderMap;
use domain::item::Quantity;
use domain::money::{Amount, Cents};
use serde::{Deserialize, Serialize};
use service::problem::Problem;
use service::trace_context::TraceContext;
use utoipa::ToSchema;

use super::customer::resolve_customer;
use super::food_ordering::{FoodOrder, PlacedFoodOrders, SingleItemOrder, place_food_orders};
use super::lenient_numbers::LenientQuantity;
use super::order_queue::QueuedOrder;
use super::references::{ItemRef, resolve_items};
use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{BasicOrBearer, CanOrder, OneOrMany, Traced};
use crate::placement::ExpectedAmount;
use crate::routes::orders::{IdempotencyKeyHeader, MAX_LINES, PlaceLine, PlaceOrder, PlacedHeaders, submit};

/// An order of a food ordering client or of the order queue client, or a list of orders of one item each.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "documents the body, which is extracted as `OneOrMany`")]
pub(super) enum CompatOrders {
    /// One order.
    One(CompatOrder),
    /// Food ordering: 1 to 50 orders. All are placed or none.
    Many(Vec<SingleItemOrder>),
}

/// An order of a food ordering client or of the order queue client.
#[derive(ToSchema)]
#[serde(untagged)]
pub(super) enum CompatOrder {
    /// Food ordering: one item.
    SingleItem(SingleItemOrder),
    /// Order queue: several items and their total price.
    ItemList {
        /// The id or username of the customer. If staff place the order, the name of the guest.
        user_id: String,
        /// The items. Repeat an item to order several portions.
        #[schema(min_items = 1)]
        item_ids: Vec<ItemRef>,
        /// The expected total price. If the actual total differs, the order is not placed.
        #[schema(value_type = Amount)]
        total_amount: ExpectedAmount,
    },
}

/// The fields of both variants of [`CompatOrder`].
#[derive(Deserialize)]
pub(super) struct CompatOrderFields {
    #[serde(alias = "m_id")]
    menu_id: Option<ItemRef>,
    quantity: Option<LenientQuantity>,
    #[serde(alias = "u_id")]
    user_id: Option<String>,
    item_ids: Option<Vec<ItemRef>>,
    total_amount: Option<ExpectedAmount>,
}

impl CompatOrder {
    /// Determines the variant by its fields. `user_id` occurs in both.
    fn new(fields: CompatOrderFields) -> Result<Self> {
        let is_single_item = fields.menu_id.is_some() || fields.quantity.is_some();
        let variants = "either menu_id and quantity, or user_id, item_ids and total_amount";
        match (is_single_item, fields.is_item_list()) {
            (true, true) => Err(Error::field("", format!("must have {variants}, not fields of both"))),
            (false, false) if fields.user_id.is_none() => Err(Error::field("", format!("must have {variants}"))),
            (true, false) => fields.into_single_item("").map(Self::SingleItem),
            (false, _) => Ok(Self::ItemList {
                user_id: fields.user_id.ok_or_else(|| missing("user_id"))?,
                item_ids: fields.item_ids.ok_or_else(|| missing("item_ids"))?,
                total_amount: fields.total_amount.ok_or_else(|| missing("total_amount"))?,
            }),
        }
    }
}

impl CompatOrderFields {
    /// Returns `true` if a field is present that only [`CompatOrder::ItemList`] has.
    const fn is_item_list(&self) -> bool {
        self.item_ids.is_some() || self.total_amount.is_some()
    }

    /// Returns the order of one item. `path` is the path of the order in the request with a trailing dot, or empty for a request
    /// of one order.
    fn into_single_item(self, path: &str) -> Result<SingleItemOrder> {
        Ok(SingleItemOrder {
            menu_id: self.menu_id.ok_or_else(|| missing(format!("{path}menu_id")))?,
            quantity: self.quantity.ok_or_else(|| missing(format!("{path}quantity")))?,
            user_id: self.user_id,
        })
    }

    /// Converts the entry at this index of a list. Fails if the entry is not an order of one item.
    fn into_list_entry(self, index: usize) -> Result<SingleItemOrder> {
        let refusal = |message: &str| Err(Error::field(format!("[{index}]"), message));
        if self.is_item_list() {
            return refusal(
                "must have menu_id and quantity; an order with item_ids and total_amount cannot be part of a list",
            );
        }
        if self.menu_id.is_none() && self.quantity.is_none() {
            return refusal("must have menu_id and quantity");
        }
        self.into_single_item(&format!("[{index}]."))
    }
}

fn missing(field: impl Into<String>) -> Error {
    Error::field(field, "is missing")
}

/// The placed order, in the format of the client.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum CompatPlacedOrder {
    /// Food ordering.
    Food(Box<FoodOrder>),
    /// Food ordering: the orders of a list, in the order of the request.
    FoodList(Vec<FoodOrder>),
    /// Order queue.
    Queued(QueuedOrder),
}

/// Place an order (food ordering, order queue)
///
/// The fields of the request determine the format of the response. All lines of an order, and all orders of a list, are placed or
/// none: the stock is deducted in the same transaction. Clients can also authenticate with HTTP Basic: the username and password
/// of an account.
#[utoipa::path(
    post, path = "/order", tag = "compat", request_body = CompatOrders,
    security(("bearer" = []), ("password" = []), ("basic" = [])),
    params(IdempotencyKeyHeader),
    responses(
        (status = 200, description = "The order", body = CompatPlacedOrder, headers(("Idempotent-Replayed" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 409, description = "Sold out, closed, or the price has changed; or the first request with this key is \
         still in progress", body = Problem, headers(("Retry-After" = i64))),
    )
)]
pub(super) async fn place_order(
    State(app): State<App>,
    BasicOrBearer(account): BasicOrBearer,
    Traced(trace): Traced,
    headers: HeaderMap,
    body: OneOrMany<CompatOrderFields>,
) -> Result<(PlacedHeaders, axum::Json<CompatPlacedOrder>)> {
    let account = CanOrder::try_from(account)?;
    let fields = match body {
        OneOrMany::One(fields) => fields,
        OneOrMany::Many(list) => return place_list(&app, account, trace, &headers, list).await,
    };
    match CompatOrder::new(fields)? {
        CompatOrder::SingleItem(order) => {
            let field = |_, name: &str| name.to_owned();
            let placed = place_food_orders(&app, account, trace, &headers, &[order], field).await?;
            let PlacedFoodOrders { headers, mut orders, items } = placed;
            let order = orders.pop().ok_or(Error::NotFound("order"))?;
            Ok((headers, axum::Json(CompatPlacedOrder::Food(Box::new(FoodOrder::new(order, &items)?)))))
        }
        CompatOrder::ItemList { user_id, item_ids, total_amount } => {
            let customer = resolve_customer(&app, &account, &user_id, "user_id").await?;
            let lines = count_items(&app, &item_ids).await?;
            let form = PlaceOrder {
                customer,
                items: lines,
                expected_total_cents: to_fingerprint(&total_amount),
                expected_amount: Some(total_amount),
                ..PlaceOrder::default()
            };
            let placed = submit(&app, account, trace, &headers, form).await;
            let (placed_headers, order) = placed.map_err(with_decimal_amounts)?;
            Ok((placed_headers, axum::Json(CompatPlacedOrder::Queued((&order).into()))))
        }
    }
}

/// Returns the total for the fingerprint: in hundredths, as in the fingerprints of version 0.1.0 for most currencies, or in
/// thousandths if it has three decimals. Returns `None` if it has more: such a total is refused for any currency.
fn to_fingerprint(total: &ExpectedAmount) -> Option<Cents> {
    ["EUR", "KWD"].iter().find_map(|currency| total.to_cents(&currency.parse().ok()?).ok())
}

/// Places the orders of a list, which have one item each.
async fn place_list(
    app: &App,
    account: CanOrder,
    trace: TraceContext,
    headers: &HeaderMap,
    list: Vec<CompatOrderFields>,
) -> Result<(PlacedHeaders, axum::Json<CompatPlacedOrder>)> {
    let orders: Vec<_> =
        list.into_iter().enumerate().map(|(index, fields)| fields.into_list_entry(index)).collect::<Result<_>>()?;
    let field = |index, name: &str| format!("[{index}].{name}");
    let PlacedFoodOrders { headers, orders, items } =
        place_food_orders(app, account, trace, headers, &orders, field).await?;
    let orders = orders.into_iter().map(|order| FoodOrder::new(order, &items)).collect::<Result<_>>()?;
    Ok((headers, axum::Json(CompatPlacedOrder::FoodList(orders))))
}

/// Counts how often each reference occurs. Returns one line per distinct reference.
async fn count_items(app: &App, item_ids: &[ItemRef]) -> Result<Vec<PlaceLine>> {
    if item_ids.is_empty() {
        return Err(Error::field("item_ids", "must not be empty"));
    }
    let mut first_index: Vec<(ItemRef, usize)> = Vec::new();
    let mut counts: BTreeMap<ItemRef, i64> = BTreeMap::new();
    for (index, item) in item_ids.iter().enumerate() {
        let count = counts.entry(*item).or_insert(0);
        if *count == 0 {
            first_index.push((*item, index));
        }
        *count += 1;
    }
    if first_index.len() > MAX_LINES {
        return Err(Error::field("item_ids", format!("must have at most {MAX_LINES} different items")));
    }
    let references: Vec<_> = first_index.iter().map(|(item, _)| *item).collect();
    let field = |index: usize| format!("item_ids[{}]", first_index[index].1);
    let items = resolve_items(&mut app.db.read().await?, &references, field).await?;
    let lines = items.iter().zip(&first_index).map(|(item, (reference, index))| {
        let quantity = Quantity::new(counts.get(reference).copied().unwrap_or(1));
        let quantity = quantity.map_err(|_| Error::field("item_ids", "must contain each item at most 999 times"))?;
        Ok(PlaceLine { item_id: item.id, quantity, note: None, item_field: Some(format!("item_ids[{index}]")) })
    });
    lines.collect()
}

/// Converts the amounts in an error to decimals, which the order queue client uses.
fn with_decimal_amounts(error: Error) -> Error {
    match error {
        Error::PriceChanged { expected, actual } => Error::AmountChanged { expected, actual },
        other => other,
    }
}
