use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use shared::account::Role;
use shared::auth::Account;
use shared::business::BusinessId;
use shared::item::{ItemId, Quantity};
use shared::order::{Detail, Guest, Note, Order, OrderId, OrderType};
use shared::problem::Problem;
use shared::store::events;
use shared::telemetry::Trace;
use utoipa::ToSchema;

use crate::error::{Error, Result};
use crate::extract::{Json, Orderer, Traced};
use crate::order_desk::decide::Wanted;
use crate::order_desk::{Ask, Key, Outcome};
use crate::state::App;

/// The most lines of an order.
pub(in crate::routes) const MOST_LINES: usize = 50;

/// What somebody orders.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::routes) struct PlaceOrder {
    /// The business; that of the items by default.
    pub business_id: Option<BusinessId>,
    /// 1 to 50 lines, all of one business. The same item twice is merged.
    #[schema(min_items = 1, max_items = 50)]
    pub items: Vec<PlaceLine>,
    /// How the guest gets it; `takeaway` by default, or `dine_in` when a table is given.
    pub order_type: Option<OrderType>,
    /// Whom it is for.
    pub customer: Option<Guest>,
    /// A wish about the whole order.
    pub note: Option<Note>,
    /// What the guest was told that it costs: if it costs something else by now, it is not placed.
    #[schema(minimum = 0)]
    pub expected_total_cents: Option<i64>,
}

/// One line.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::routes) struct PlaceLine {
    /// Which item.
    pub item_id: ItemId,
    /// How many.
    pub quantity: Quantity,
    /// A wish about it.
    pub note: Option<Note>,
}

impl PlaceOrder {
    /// These lines, and nothing else said.
    pub(in crate::routes) fn of(items: Vec<PlaceLine>) -> Self {
        Self { business_id: None, items, order_type: None, customer: None, note: None, expected_total_cents: None }
    }
}

impl PlaceLine {
    /// So many of an item.
    pub(in crate::routes) const fn new(item_id: ItemId, quantity: Quantity) -> Self {
        Self { item_id, quantity, note: None }
    }
}

/// Place an order
///
/// All of it or none: its stock is taken in the same transaction. With an `Idempotency-Key`, a request that comes
/// twice is one order.
#[utoipa::path(
    post, path = "/api/orders", tag = "orders", request_body = PlaceOrder,
    security(("bearer" = []), ("password" = [])),
    params((
        "Idempotency-Key" = Option<String>, Header, description = "Your name for this request, kept for 24 hours",
        min_length = 1, max_length = 255, pattern = "^[!-~]+$",
    )),
    responses(
        (status = 201, description = "The order", body = Order,
         headers(("Location" = String), ("Idempotent-Replayed" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 409, description = "Sold out, closed, or at another price; or the first request with this key is still \
         being answered", body = Problem, headers(("Retry-After" = i64))),
    )
)]
pub(super) async fn place(
    State(app): State<App>,
    orderer: Orderer,
    Traced(trace): Traced,
    headers: HeaderMap,
    Json(form): Json<PlaceOrder>,
) -> Result<Response> {
    match hand_in(&app, orderer, trace, &headers, form).await? {
        Outcome::Placed(order) => Ok(created(order.id, &*order)),
        Outcome::Replayed(id) => {
            let first = events::of_order(&mut app.db.read().await?, id).await?;
            let told = first.first().ok_or(Error::NotFound("order"))?;
            // The first answer was the order as it was placed, and that is what its first event tells.
            let Told { order } =
                serde_json::from_str(&told.payload).map_err(|error| Error::Malformed(error.to_string()))?;
            let mut response = created(id, order);
            let replayed = HeaderName::from_static("idempotent-replayed");
            response.headers_mut().insert(replayed, HeaderValue::from_static("true"));
            Ok(response)
        }
    }
}

/// Hands an order in at the desk: placed now, or before under the same key.
pub(in crate::routes) async fn hand_in(
    app: &App,
    orderer: Orderer,
    trace: Trace,
    headers: &HeaderMap,
    form: PlaceOrder,
) -> Result<Outcome> {
    let key = key(headers, &form)?;
    let lines = merge(form.items)?;
    let guest = guest(&orderer, form.customer.unwrap_or_default());
    let by_table = if guest.table.is_some() { OrderType::DineIn } else { OrderType::Takeaway };
    let ask = Ask {
        business_id: form.business_id,
        lines,
        order_type: form.order_type.unwrap_or(by_table),
        guest,
        note: form.note.filter(|note| !note.as_str().is_empty()),
        expected_total: form.expected_total_cents,
        key,
        trace,
        account: orderer.0,
    };
    app.desk.place(ask).await
}

/// The order within an event, as it stands there.
#[derive(Deserialize)]
struct Told<'a> {
    #[serde(borrow)]
    order: &'a RawValue,
}

fn created(id: OrderId, order: impl Serialize) -> Response {
    let location = [(header::LOCATION, format!("/api/orders/{id}"))];
    (StatusCode::CREATED, location, axum::Json(order)).into_response()
}

/// The idempotency key, with the fingerprint of the request as it was understood: another order of its JSON's members
/// is the same request.
fn key(headers: &HeaderMap, form: &PlaceOrder) -> Result<Option<Key>> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text.is_empty() || text.len() > 255 {
        return Err(Error::field("Idempotency-Key", "must have 1 to 255 visible ASCII characters"));
    }
    let body = serde_json::to_vec(form).map_err(|error| Error::Malformed(error.to_string()))?;
    let fingerprint = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(body));
    Ok(Some(Key { text: text.to_owned(), fingerprint }))
}

/// Each item once; the same item twice is one line of both quantities.
fn merge(lines: Vec<PlaceLine>) -> Result<Vec<Wanted>> {
    if lines.is_empty() || lines.len() > MOST_LINES {
        return Err(Error::field("items", format!("must have 1 to {MOST_LINES} lines, not {}", lines.len())));
    }
    let mut merged: Vec<Wanted> = Vec::with_capacity(lines.len());
    for (index, line) in lines.into_iter().enumerate() {
        let note = line.note.filter(|note| !note.as_str().is_empty());
        match merged.iter_mut().find(|wanted| wanted.item_id == line.item_id) {
            Some(wanted) => {
                wanted.quantity = Quantity::new(wanted.quantity.get() + line.quantity.get())
                    .map_err(crate::extract::field(&format!("items[{index}].quantity")))?;
                wanted.note = both(wanted.note.take(), note);
            }
            None => merged.push(Wanted {
                item_id: line.item_id,
                quantity: line.quantity,
                note,
                field: format!("items[{index}]"),
            }),
        }
    }
    Ok(merged)
}

/// Two wishes about one item; what would be too long for a note is cut.
fn both(first: Option<Note>, second: Option<Note>) -> Option<Note> {
    match (first, second) {
        (Some(first), Some(second)) if first != second => {
            let joined: String = format!("{first}; {second}").chars().take(500).collect();
            joined.parse().ok()
        }
        (first, second) => first.or(second),
    }
}

/// Whom it is for: a customer orders under its own name, unless it gives another.
fn guest(account: &Account, given: Guest) -> Guest {
    let filled = |detail: Option<Detail>| detail.filter(|detail| !detail.as_str().is_empty());
    let own = || (account.role == Role::Customer).then(|| account.name.parse().ok()).flatten();
    Guest { name: filled(given.name).or_else(own), phone: filled(given.phone), table: filled(given.table) }
}
