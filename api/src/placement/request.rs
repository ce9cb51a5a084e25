//! A request to place an order, as the batcher receives it.

use auth::Account;
use domain::business::BusinessId;
use domain::item::{ItemId, Quantity};
use domain::money::{Cents, Currency};
use domain::order::{Note, Order, OrderOptions};
use service::trace_context::TraceContext;

use super::expected_amount::ExpectedAmount;

/// One line of a requested order. Lines with the same item and the same note have been merged.
#[derive(Clone, Debug)]
pub struct RequestedLine {
    /// The item.
    pub item_id: ItemId,
    /// Number of portions.
    pub quantity: Quantity,
    /// Special instructions for this line.
    pub note: Option<Note>,
    /// Path of the item in the client's request, for error messages: `items[0].item_id`.
    pub item_field: String,
}

/// An idempotency key with the fingerprint of its request.
#[derive(Clone, Debug)]
pub struct PlacementKey {
    /// The key.
    pub text: String,
    /// SHA-256 of the parsed and reserialized request, in base64url.
    pub fingerprint: String,
}

/// A validated request to place an order.
#[derive(Clone, Debug)]
pub struct PlacementRequest {
    /// The account that places the order.
    pub account: Account,
    /// The business that the client expects; `None` if the client did not name one.
    pub business_id: Option<BusinessId>,
    /// The requested lines.
    pub lines: Vec<RequestedLine>,
    /// The options of the order.
    pub options: OrderOptions,
    /// The total price that the client expects, in minor units.
    pub expected_total_cents: Option<Cents>,
    /// The currency that the client expects.
    pub expected_currency: Option<Currency>,
    /// The total price that the client expects, in major units. Replaces `expected_total_cents`.
    pub expected_amount: Option<ExpectedAmount>,
    /// The idempotency key, if the client sent one.
    pub key: Option<PlacementKey>,
    /// The trace of the request.
    pub trace: TraceContext,
}

/// A placed order.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The order as it was right after its placement.
    pub order: Order,
    /// `true` if an earlier request with the same idempotency key placed the order.
    pub is_replay: bool,
}
