use auth::Account;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::account::Role;
use domain::business::BusinessId;
use domain::item::{ItemId, Quantity};
use domain::money::{Cents, Currency};
use domain::order::{Guest, GuestDetail, Note, Order, OrderOptions, OrderType};
use serde::{Deserialize, Serialize};
use service::problem::Problem;
use service::trace_context::TraceContext;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use super::idempotency_header::{IdempotencyKeyHeader, MAX_KEY_LENGTH};
use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{CanOrder, Json, Traced};
use crate::placement::{ExpectedAmount, PlacementKey, PlacementRequest, RequestedLine};

/// Maximum number of lines of an order.
pub(in crate::routes) const MAX_LINES: usize = 50;

/// A request to place an order.
// Do not reorder the fields: the fingerprint of an idempotent request is computed from the serialized request.
#[derive(Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::routes) struct PlaceOrder {
    /// The business. Defaults to the business of the items.
    pub business_id: Option<BusinessId>,
    /// 1 to 50 lines with items of the same business. Lines with the same item and the same note are merged.
    #[schema(min_items = 1, max_items = 50)]
    pub items: Vec<PlaceLine>,
    /// How the customer receives the order. Defaults to `dine_in` if there is a table, otherwise to `takeaway`.
    pub order_type: Option<OrderType>,
    /// The contact on the order.
    pub customer: Option<Guest>,
    /// Special instructions for the whole order. For a delivery, the address belongs here.
    pub note: Option<Note>,
    /// The total price shown to the customer. If the actual total differs, the order is not placed.
    pub expected_total_cents: Option<Cents>,
    /// The currency of the expected total. If the prices are in another currency now, the order is not placed.
    // Skipped if absent, so that fingerprints equal those of versions without this field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_currency: Option<Currency>,
    /// The expected total of a client that sends amounts in major units. In this case, `expected_total_cents` is used for nothing
    /// but the fingerprint, which must not depend on the current currency.
    #[serde(skip)]
    pub expected_amount: Option<ExpectedAmount>,
}

/// One line of an order.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::routes) struct PlaceLine {
    /// The item.
    pub item_id: ItemId,
    /// Number of portions.
    pub quantity: Quantity,
    /// Special instructions for this line.
    pub note: Option<Note>,
    /// Path of the item in the client's request. Defaults to `items[<index>].item_id`.
    #[serde(skip)]
    pub item_field: Option<String>,
}

/// The response header `Idempotent-Replayed: true` if the placement is a replay; otherwise empty.
pub(in crate::routes) type PlacedHeaders = AppendHeaders<Option<(HeaderName, HeaderValue)>>;

/// Place an order
///
/// All lines are placed or none: the stock is deducted in the same transaction. With an `Idempotency-Key`, a repeated request
/// places no second order: it receives the first order, as it was right after its placement.
#[utoipa::path(
    post, path = "/api/orders", tag = "orders", request_body = PlaceOrder,
    security(("bearer" = []), ("password" = [])),
    params(IdempotencyKeyHeader),
    responses(
        (status = 201, description = "The order", body = Order,
         headers(("Location" = String), ("Idempotent-Replayed" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 409, description = "Sold out, closed, or the price has changed; or the first request with this key is \
         still in progress", body = Problem, headers(("Retry-After" = i64))),
    )
)]
pub(super) async fn place(
    State(app): State<App>,
    account: CanOrder,
    Traced(trace): Traced,
    headers: HeaderMap,
    Json(form): Json<PlaceOrder>,
) -> Result<Response> {
    let (placed_headers, order) = submit(&app, account, trace, &headers, form).await?;
    let location = [(header::LOCATION, format!("/api/orders/{}", order.id))];
    Ok((StatusCode::CREATED, location, placed_headers, axum::Json(order)).into_response())
}

/// Submits an order to the batcher. Returns the order as it was right after its placement, even for a repeated request.
pub(in crate::routes) async fn submit(
    app: &App,
    account: CanOrder,
    trace: TraceContext,
    headers: &HeaderMap,
    form: PlaceOrder,
) -> Result<(PlacedHeaders, Order)> {
    let (headers, mut orders) = submit_all(app, account, trace, headers, vec![form]).await?;
    orders.pop().map(|order| (headers, order)).ok_or(Error::NotFound("order"))
}

/// Submits several orders to the batcher: all are placed or none. Returns the orders as they were right after their placement,
/// even for a repeated request.
pub(in crate::routes) async fn submit_all(
    app: &App,
    CanOrder(account): CanOrder,
    trace: TraceContext,
    headers: &HeaderMap,
    forms: Vec<PlaceOrder>,
) -> Result<(PlacedHeaders, Vec<Order>)> {
    let keys = parse_keys(headers, &forms)?;
    let requests = forms.into_iter().zip(keys).map(|(form, key)| to_request(&account, &trace, form, key));
    let placed = app.batcher.place_all(requests.collect::<Result<_>>()?).await?;
    let is_replay = placed.iter().any(|placed| placed.is_replay);
    let replayed = (HeaderName::from_static("idempotent-replayed"), HeaderValue::from_static("true"));
    let orders = placed.into_iter().map(|placed| placed.order).collect();
    Ok((AppendHeaders(is_replay.then_some(replayed)), orders))
}

/// Converts the body of a request to a placement request: fills in defaults, removes empty details, and merges lines with the
/// same item and note.
///
/// # Errors
/// The number of lines is out of range, or the merged quantity of a line exceeds the maximum.
fn to_request(
    account: &Account,
    trace: &TraceContext,
    form: PlaceOrder,
    key: Option<PlacementKey>,
) -> Result<PlacementRequest> {
    let customer = resolve_guest(account, form.customer.unwrap_or_default());
    let default_type = if customer.table.is_some() { OrderType::DineIn } else { OrderType::Takeaway };
    let options = OrderOptions {
        order_type: form.order_type.unwrap_or(default_type),
        customer,
        note: form.note.filter(|note| !note.as_str().is_empty()),
    };
    Ok(PlacementRequest {
        business_id: form.business_id,
        lines: merge_lines(form.items)?,
        options,
        expected_total_cents: form.expected_total_cents,
        expected_currency: form.expected_currency,
        expected_amount: form.expected_amount,
        key,
        trace: trace.clone(),
        account: account.clone(),
    })
}

/// Returns the idempotency key of each order, or `None` for each order if the request has no key. Computes the fingerprint from
/// the parsed request, so that the order of JSON members does not matter.
///
/// Each order is stored with its own key: the first with the key of the request, and the others with a key that is derived from
/// it. All have the fingerprint of the whole request.
fn parse_keys(headers: &HeaderMap, forms: &[PlaceOrder]) -> Result<Vec<Option<PlacementKey>>> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(vec![None; forms.len()]) };
    let text = value.to_str().unwrap_or_default().trim();
    if text.is_empty() || text.len() > MAX_KEY_LENGTH {
        return Err(Error::field("Idempotency-Key", "must have 1 to 255 visible ASCII characters"));
    }
    let body = match forms {
        [form] => serde_json::to_vec(form),
        forms => serde_json::to_vec(forms),
    };
    let digest = |data: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(data));
    let fingerprint = digest(&body.map_err(|error| Error::Malformed(error.to_string()))?);
    let to_key = |index: usize| PlacementKey {
        text: if index == 0 { text.to_owned() } else { format!("{} {index}", digest(text.as_bytes())) },
        fingerprint: fingerprint.clone(),
    };
    Ok((0..forms.len()).map(|index| Some(to_key(index))).collect())
}

/// Merges lines with the same item and the same note, and adds their quantities. Lines with different notes stay separate,
/// because a note applies only to the portions of its line.
fn merge_lines(lines: Vec<PlaceLine>) -> Result<Vec<RequestedLine>> {
    if lines.is_empty() || lines.len() > MAX_LINES {
        return Err(Error::field("items", format!("must have 1 to {MAX_LINES} lines, not {}", lines.len())));
    }
    let mut merged: Vec<RequestedLine> = Vec::with_capacity(lines.len());
    for (index, line) in lines.into_iter().enumerate() {
        let note = line.note.filter(|note| !note.as_str().is_empty());
        match merged.iter_mut().find(|requested| requested.item_id == line.item_id && requested.note == note) {
            Some(requested) => {
                requested.quantity = Quantity::new(requested.quantity.get() + line.quantity.get())
                    .map_err(Error::for_field(&format!("items[{index}].quantity")))?;
            }
            None => merged.push(RequestedLine {
                item_id: line.item_id,
                quantity: line.quantity,
                note,
                item_field: line.item_field.unwrap_or_else(|| format!("items[{index}].item_id")),
            }),
        }
    }
    Ok(merged)
}

/// Removes empty details. If a customer places the order, the name defaults to the name of the account.
fn resolve_guest(account: &Account, guest: Guest) -> Guest {
    let not_empty = |detail: Option<GuestDetail>| detail.filter(|detail| !detail.as_str().is_empty());
    let account_name = || (account.role == Role::Customer).then(|| account.name.parse().ok()).flatten();
    Guest {
        name: not_empty(guest.name).or_else(account_name),
        phone: not_empty(guest.phone),
        table: not_empty(guest.table),
    }
}
