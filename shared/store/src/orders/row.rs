//! The columns of `orders`.

use domain::account::UserId;
use domain::business::BusinessId;
use domain::clock::Timestamp;
use domain::isolation::IsolatedTable;
use domain::money::{Cents, Currency};
use domain::order::state::Status;
use domain::order::{Due, Guest, GuestDetail, Note, Order, OrderId, OrderNumber, OrderType};
use uuid::Uuid;

use crate::isolation::{Keyed, KeyedRow};
use crate::json::{from_json, to_json};
use crate::{Error, Result};

table_row! {
    /// A row of `orders`.
    pub(crate) struct OrderRow in "orders" {
        pub(crate) id: OrderId,
        number: OrderNumber,
        status: Status,
        version: i64,
        business_id: BusinessId,
        business_name: String,
        customer_id: Option<UserId>,
        placed_by: UserId,
        order_type: OrderType,
        guest_name: Option<GuestDetail>,
        guest_phone: Option<GuestDetail>,
        guest_table: Option<GuestDetail>,
        note: Option<Note>,
        lines_json: String,
        total_cents: Cents,
        currency: Currency,
        reason: Option<String>,
        placed_at: Timestamp,
        accepted_at: Option<Timestamp>,
        processing_at: Option<Timestamp>,
        completed_at: Option<Timestamp>,
        cancelled_at: Option<Timestamp>,
        handed_over_at: Option<Timestamp>,
        due_at: Option<Timestamp>,
        due_action: Option<String>,
        worker_id: Option<Uuid>,
    } insert {
        // The guest's name in lower case, for searches by processes of older versions.
        guest_key = |row| row.guest_name.as_ref().map(|name| name.as_str().to_lowercase()),
        // The search terms are inserted in the same transaction.
        search_indexed = |_row| true,
    }
}

impl KeyedRow for OrderRow {
    const TABLE: IsolatedTable = IsolatedTable::Orders;
    const KEY: &'static str = "id";
    type Key = OrderId;
}

/// A row of `orders` that possibly cannot be decoded.
pub(crate) type KeyedOrder = Keyed<OrderRow>;

impl TryFrom<OrderRow> for Order {
    type Error = Error;

    fn try_from(row: OrderRow) -> Result<Self> {
        let due = parse_due(row.due_at, row.due_action.as_deref())?;
        Ok(Self {
            id: row.id,
            number: row.number,
            status: row.status,
            version: row.version,
            business_id: row.business_id,
            business_name: row.business_name,
            customer_id: row.customer_id,
            placed_by: row.placed_by,
            order_type: row.order_type,
            customer: Guest { name: row.guest_name, phone: row.guest_phone, table: row.guest_table },
            note: row.note,
            lines: from_json("lines_json", &row.lines_json)?,
            total_cents: row.total_cents,
            currency: row.currency,
            reason: row.reason,
            placed_at: row.placed_at,
            accepted_at: row.accepted_at,
            processing_at: row.processing_at,
            completed_at: row.completed_at,
            cancelled_at: row.cancelled_at,
            handed_over_at: row.handed_over_at,
            estimate: None,
            due,
            worker_id: row.worker_id,
        })
    }
}

impl TryFrom<&Order> for OrderRow {
    type Error = Error;

    fn try_from(order: &Order) -> Result<Self> {
        let (due_at, due_action) = due_columns(order.due);
        let guest = order.customer.clone();
        Ok(Self {
            id: order.id,
            number: order.number,
            status: order.status,
            version: order.version,
            business_id: order.business_id,
            business_name: order.business_name.clone(),
            customer_id: order.customer_id,
            placed_by: order.placed_by,
            order_type: order.order_type,
            guest_name: guest.name,
            guest_phone: guest.phone,
            guest_table: guest.table,
            note: order.note.clone(),
            lines_json: to_json(&order.lines)?,
            total_cents: order.total_cents,
            currency: order.currency.clone(),
            reason: order.reason.clone(),
            placed_at: order.placed_at,
            accepted_at: order.accepted_at,
            processing_at: order.processing_at,
            completed_at: order.completed_at,
            cancelled_at: order.cancelled_at,
            handed_over_at: order.handed_over_at,
            due_at,
            due_action: due_action.map(ToOwned::to_owned),
            worker_id: order.worker_id,
        })
    }
}

const ACCEPT: &str = "accept";
const CANCEL: &str = "cancel";

/// Decodes the columns `due_at` and `due_action`. An unknown action is an error, because a newer version may have written it.
fn parse_due(at: Option<Timestamp>, action: Option<&str>) -> Result<Option<Due>> {
    match (at, action) {
        (None, _) => Ok(None),
        (Some(at), Some(ACCEPT)) => Ok(Some(Due::Accept(at))),
        (Some(at), Some(CANCEL)) => Ok(Some(Due::Cancel(at))),
        (Some(_), action) => Err(Error::ColumnDecode {
            index: "\"due_action\"".to_owned(),
            source: format!("must be {ACCEPT} or {CANCEL}, not {action:?}").into(),
        }),
    }
}

/// Returns the columns `due_at` and `due_action`.
pub(super) const fn due_columns(due: Option<Due>) -> (Option<Timestamp>, Option<&'static str>) {
    match due {
        Some(Due::Accept(at)) => (Some(at), Some(ACCEPT)),
        Some(Due::Cancel(at)) => (Some(at), Some(CANCEL)),
        None => (None, None),
    }
}
