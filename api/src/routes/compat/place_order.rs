//! `POST /order` for the food ordering and order queue clients, which send different bodies.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::HeaderMap;
use domain::account::{Role, normalize_login};
use domain::item::{Item, Quantity};
use domain::money::{Amount, Currency};
use domain::order::{Guest, GuestDetail};
use serde::{Deserialize, Serialize};
use service::problem::Problem;
use store::users;
use utoipa::ToSchema;

use super::amounts::ExpectedTotal;
use super::food_ordering::FoodOrder;
use super::lenient_numbers::LenientQuantity;
use super::order_queue::QueuedOrder;
use super::references::{ItemRef, resolve_items};
use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{CanOrder, Json, Traced};
use crate::routes::orders::{MAX_LINES, PlaceLine, PlaceOrder, PlacedHeaders, submit};

/// An order from either client.
#[derive(ToSchema)]
#[serde(untagged)]
pub(super) enum CompatOrder {
    /// Food ordering: one item.
    SingleItem {
        /// The item. The field may also be named `m_id`.
        menu_id: ItemRef,
        /// Number of portions.
        quantity: LenientQuantity,
        /// The customer, as in the other variant. The field may also be named `u_id`.
        user_id: Option<String>,
    },
    /// Order queue: several items and their total price.
    ItemList {
        /// The id or username of the customer. If staff place the order, the name of the guest.
        user_id: String,
        /// The items. Repeat an item to order several portions.
        #[schema(min_items = 1)]
        item_ids: Vec<ItemRef>,
        /// The expected total price. If the actual total differs, the order is not placed.
        #[schema(value_type = Amount)]
        total_amount: ExpectedTotal,
    },
}

/// The fields of both variants.
#[derive(Deserialize)]
pub(super) struct CompatOrderFields {
    #[serde(alias = "m_id")]
    menu_id: Option<ItemRef>,
    quantity: Option<LenientQuantity>,
    #[serde(alias = "u_id")]
    user_id: Option<String>,
    item_ids: Option<Vec<ItemRef>>,
    total_amount: Option<ExpectedTotal>,
}

impl TryFrom<CompatOrderFields> for CompatOrder {
    type Error = Error;

    /// Determines the variant by its fields. `user_id` occurs in both.
    fn try_from(fields: CompatOrderFields) -> Result<Self> {
        let CompatOrderFields { menu_id, quantity, user_id, item_ids, total_amount } = fields;
        let is_single_item = menu_id.is_some() || quantity.is_some();
        let is_item_list = item_ids.is_some() || total_amount.is_some();
        let variants = "either menu_id and quantity, or user_id, item_ids and total_amount";
        let missing = |field: &str| Error::field(field, "is missing");
        match (is_single_item, is_item_list) {
            (true, true) => Err(Error::field("", format!("must have {variants}, not fields of both"))),
            (false, false) if user_id.is_none() => Err(Error::field("", format!("must have {variants}"))),
            (true, false) => Ok(Self::SingleItem {
                menu_id: menu_id.ok_or_else(|| missing("menu_id"))?,
                quantity: quantity.ok_or_else(|| missing("quantity"))?,
                user_id,
            }),
            (false, _) => Ok(Self::ItemList {
                user_id: user_id.ok_or_else(|| missing("user_id"))?,
                item_ids: item_ids.ok_or_else(|| missing("item_ids"))?,
                total_amount: total_amount.ok_or_else(|| missing("total_amount"))?,
            }),
        }
    }
}

/// The placed order, in the format of the client.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum CompatPlacedOrder {
    /// Food ordering.
    Food(Box<FoodOrder>),
    /// Order queue.
    Queued(QueuedOrder),
}

/// Place an order (food ordering, order queue)
///
/// The fields of the request determine the format of the response. All lines are placed or none: the stock is deducted in the
/// same transaction.
#[utoipa::path(
    post, path = "/order", tag = "compat", request_body = CompatOrder, security(("bearer" = []), ("password" = [])),
    params((
        "Idempotency-Key" = Option<String>, Header, description = "Identifies the request for 24 hours",
        min_length = 1, max_length = 255, pattern = "^[!-~]+$",
    )),
    responses(
        (status = 200, description = "The order", body = CompatPlacedOrder, headers(("Idempotent-Replayed" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 409, description = "Sold out, closed, or the price has changed; or the first request with this key is \
         still in progress", body = Problem, headers(("Retry-After" = i64))),
    )
)]
pub(super) async fn place_order(
    State(app): State<App>,
    account: CanOrder,
    Traced(trace): Traced,
    headers: HeaderMap,
    Json(fields): Json<CompatOrderFields>,
) -> Result<(PlacedHeaders, axum::Json<CompatPlacedOrder>)> {
    match CompatOrder::try_from(fields)? {
        CompatOrder::SingleItem { menu_id, quantity: LenientQuantity(quantity), user_id } => {
            let customer = match user_id {
                Some(user_id) => resolve_customer(&app, &account, &user_id).await?,
                None => None,
            };
            let field = |_| "menu_id".to_owned();
            let items = resolve_items(&mut app.db.read().await?, &account, &[menu_id], field).await?;
            let lines = items.iter().map(|item| PlaceLine { item_id: item.id, quantity, note: None });
            let form = PlaceOrder { customer, items: lines.collect(), ..PlaceOrder::default() };
            let (placed_headers, order) = submit(&app, account, trace, &headers, form).await?;
            Ok((placed_headers, axum::Json(CompatPlacedOrder::Food(Box::new(order.try_into()?)))))
        }
        CompatOrder::ItemList { user_id, item_ids, total_amount } => {
            let customer = resolve_customer(&app, &account, &user_id).await?;
            let (items, lines) = count_items(&app, &account, &item_ids).await?;
            // If the items belong to several businesses, the order is refused in any case.
            let currency = items.into_iter().next().map(|item| item.currency).ok_or(Error::SeveralBusinesses)?;
            let expected_total_cents = Some(total_amount.to_cents(&currency)?);
            let form = PlaceOrder { customer, items: lines, expected_total_cents, ..PlaceOrder::default() };
            let placed = submit(&app, account, trace, &headers, form).await;
            let (placed_headers, order) = placed.map_err(|error| with_decimal_amounts(error, currency))?;
            Ok((placed_headers, axum::Json(CompatPlacedOrder::Queued((&order).into()))))
        }
    }
}

/// Checks that a customer's `user_id` is its own. For staff, returns the guest with the name in `user_id`.
async fn resolve_customer(app: &App, account: &CanOrder, user_id: &str) -> Result<Option<Guest>> {
    if account.role != Role::Customer {
        let name: GuestDetail = user_id.parse().map_err(Error::for_field("user_id"))?;
        return Ok(Some(Guest { name: Some(name), ..Guest::default() }));
    }
    let user = users::find(&mut app.db.read().await?, account.id).await?;
    let user = user.ok_or(Error::Unauthenticated("This account has been deactivated."))?;
    // A username of an older version is not normalized.
    let user_id = normalize_login(user_id);
    if user_id != normalize_login(user.username.as_str()) && user_id != user.id.to_string() {
        return Err(Error::field("user_id", "must be your own id or username"));
    }
    Ok(None)
}

/// Counts how often each item occurs. Returns the distinct items, and one line per item.
async fn count_items(app: &App, account: &CanOrder, item_ids: &[ItemRef]) -> Result<(Vec<Item>, Vec<PlaceLine>)> {
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
    let items = resolve_items(&mut app.db.read().await?, account, &references, field).await?;
    let lines = items.iter().zip(&references).map(|(item, reference)| {
        let quantity = Quantity::new(counts.get(reference).copied().unwrap_or(1));
        let quantity = quantity.map_err(|_| Error::field("item_ids", "must contain an item at most 999 times"))?;
        Ok(PlaceLine { item_id: item.id, quantity, note: None })
    });
    let lines = lines.collect::<Result<_>>()?;
    Ok((items, lines))
}

/// Converts the amounts in an error to decimals, which this client uses.
fn with_decimal_amounts(error: Error, currency: Currency) -> Error {
    match error {
        Error::PriceChanged { expected, total } => Error::AmountChanged { expected, total, currency },
        other => other,
    }
}
