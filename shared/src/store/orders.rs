//! Orders.

use uuid::Uuid;

use super::reports::Ended;
use super::{Read, Result, Tx, events, from_json, from_row, items, kitchen};
use crate::account::UserId;
use crate::business::BusinessId;
use crate::clock::Timestamp;
use crate::event::{Event, EventId, Kind};
use crate::money::{Cents, Currency};
use crate::order::{Due, Guest, Note, Order, OrderId, OrderNumber, OrderType, Status};
use crate::sql;

pub use super::events::Scope;

/// An order as its row has it.
struct Row {
    id: OrderId,
    number: OrderNumber,
    status: Status,
    version: i64,
    business_id: BusinessId,
    business_name: String,
    customer_id: Option<UserId>,
    placed_by: UserId,
    order_type: OrderType,
    guest_name: Option<crate::order::Detail>,
    guest_phone: Option<crate::order::Detail>,
    guest_table: Option<crate::order::Detail>,
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
}

from_row!(Row {
    id,
    number,
    status,
    version,
    business_id,
    business_name,
    customer_id,
    placed_by,
    order_type,
    guest_name,
    guest_phone,
    guest_table,
    note,
    lines_json,
    total_cents,
    currency,
    reason,
    placed_at,
    accepted_at,
    processing_at,
    completed_at,
    cancelled_at,
    handed_over_at,
    due_at,
    due_action,
    worker_id,
});

/// The columns of a [`Row`].
macro_rules! columns {
    () => {
        "id, number, status, version, business_id, business_name, customer_id, placed_by, order_type, guest_name, \
         guest_phone, guest_table, note, lines_json, total_cents, currency, reason, placed_at, accepted_at, \
         processing_at, completed_at, cancelled_at, handed_over_at, due_at, due_action, worker_id"
    };
}

impl TryFrom<Row> for Order {
    type Error = super::Error;

    fn try_from(row: Row) -> Result<Self> {
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
            due: row.due_at.zip(row.due_action).map(|(at, action)| match action.as_str() {
                ACCEPT => Due::Accept(at),
                _ => Due::Cancel(at),
            }),
            worker_id: row.worker_id,
        })
    }
}

const ACCEPT: &str = "accept";
const CANCEL: &str = "cancel";

/// A [`Due`] as its two columns.
pub(super) fn due_columns(due: Option<Due>) -> (Option<Timestamp>, Option<&'static str>) {
    match due {
        Some(Due::Accept(at)) => (Some(at), Some(ACCEPT)),
        Some(Due::Cancel(at)) => (Some(at), Some(CANCEL)),
        None => (None, None),
    }
}

fn orders(rows: Vec<Row>) -> Result<Vec<Order>> {
    rows.into_iter().map(Order::try_from).collect()
}

/// One order.
pub async fn find(read: &mut Read, id: OrderId) -> Result<Option<Order>> {
    sql!(read, optional Row, concat!("select ", columns!(), " from orders where id = ?"), id)
        .await?
        .map(Order::try_from)
        .transpose()
}

/// One order by the number that people call out.
pub async fn find_by_number(read: &mut Read, number: OrderNumber) -> Result<Option<Order>> {
    sql!(read, optional Row, concat!("select ", columns!(), " from orders where number = ?"), number)
        .await?
        .map(Order::try_from)
        .transpose()
}

/// One order, locked until the transaction ends.
pub async fn lock(tx: &mut Tx, id: OrderId) -> Result<Option<Order>> {
    sql!(tx, optional Row, concat!("select ", columns!(), " from orders where id = ? for update"), id;
        sqlite: concat!("select ", columns!(), " from orders where id = ?"))
    .await?
    .map(Order::try_from)
    .transpose()
}

/// Saves an order after a change, with its event, for history and relay alike; what a cancelled or rejected order had
/// taken goes back into stock, and reports count what is over when the transaction commits. All in one transaction, and
/// only if the order is still at the version before: `false` means that somebody else was faster, and that nothing was
/// written.
pub async fn save(tx: &mut Tx, order: &Order, event: &Event) -> Result<bool> {
    let (due_at, due_action) = due_columns(order.due);
    let in_kitchen = matches!(order.status, Status::Accepted | Status::Processing);
    let ended = matches!(event.kind, Kind::Completed | Kind::Cancelled | Kind::Rejected);
    let rows = sql!(tx, execute
        "update orders set status = ?, version = ?, reason = ?, accepted_at = ?, processing_at = ?, completed_at = ?,
                cancelled_at = ?, handed_over_at = ?, due_at = ?, due_action = ?, worker_id = ?, announced_at = ?,
                counted = coalesce(?, counted)
          where id = ? and version = ?",
        order.status, order.version, &order.reason, order.accepted_at, order.processing_at, order.completed_at,
        order.cancelled_at, order.handed_over_at, due_at, due_action, order.worker_id,
        in_kitchen.then_some(event.occurred_at), ended.then_some(true), order.id, order.version - 1)
    .await?;
    if rows == 0 {
        return Ok(false);
    }
    if matches!(event.kind, Kind::Cancelled | Kind::Rejected) {
        let mut lines: Vec<_> = order.lines.iter().collect();
        lines.sort_by_key(|line| line.item_id);
        for line in lines {
            items::give_back(tx, line.item_id, line.quantity.get()).await?;
        }
    }
    events::append(tx, event).await?;
    if ended {
        tx.has_ended(Ended::of(order, event.occurred_at));
    }
    Ok(true)
}

// MySQL, left alone, walks a whole business (`ref`) where a stretch of it (`range`) would do: it is told which index to
// take, in a comment that only it reads.

/// Where a page of orders begins and ends: orders are listed newest first, and their ids rise with time.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Orders with an id below this one only: those after it in the list.
    pub below: OrderId,
    /// Orders with at least this id only: those placed from then on.
    pub from: OrderId,
    /// At most so many.
    pub limit: i64,
}

/// A page of the orders in this scope, newest first.
pub async fn page(read: &mut Read, scope: Scope, window: Window) -> Result<Vec<Order>> {
    let Window { below, from, limit } = window;
    let rows = match scope {
        Scope::Customer(customer) => {
            sql!(read, all Row, concat!("select ", columns!(), " from orders /*! force index (orders_of_customer) */
                 where customer_id = ? and id < ? and id >= ? order by id desc limit ?"), customer, below, from, limit)
            .await?
        }
        Scope::Business(business) => {
            sql!(read, all Row, concat!("select ", columns!(), " from orders /*! force index (orders_of_business) */
                 where business_id = ? and id < ? and id >= ? order by id desc limit ?"), business, below, from, limit)
            .await?
        }
        Scope::All => {
            sql!(read, all Row, concat!("select ", columns!(), " from orders
                 where id < ? and id >= ? order by id desc limit ?"), below, from, limit)
            .await?
        }
    };
    orders(rows)
}

/// A page of the orders in this scope that are in this state, newest first.
///
/// One state at a time: that is one stretch of one index, however long the history. Several are merged by the caller.
pub async fn page_by_status(read: &mut Read, scope: Scope, status: Status, window: Window) -> Result<Vec<Order>> {
    let Window { below, from, limit } = window;
    let rows = match scope {
        Scope::Customer(customer) => {
            sql!(read, all Row, concat!("select ", columns!(), " from orders /*! force index (orders_of_customer_by_status) */
                 where customer_id = ? and status = ? and id < ? and id >= ? order by id desc limit ?"),
                customer, status, below, from, limit)
            .await?
        }
        Scope::Business(business) => {
            sql!(read, all Row, concat!("select ", columns!(), " from orders /*! force index (orders_of_business_by_status) */
                 where business_id = ? and status = ? and id < ? and id >= ? order by id desc limit ?"),
                business, status, below, from, limit)
            .await?
        }
        Scope::All => {
            sql!(read, all Row, concat!("select ", columns!(), " from orders /*! force index (orders_by_status) */
                 where status = ? and id < ? and id >= ? order by id desc limit ?"), status, below, from, limit)
            .await?
        }
    };
    orders(rows)
}

/// The order that so many of this scope, and of this state if one is given, come before, newest first: where a page
/// that is counted begins. It walks an index: bound it.
pub async fn nth(read: &mut Read, scope: Scope, status: Option<Status>, before: i64) -> Result<Option<OrderId>> {
    let nth = match (scope, status) {
        (Scope::Customer(customer), None) => {
            sql!(
                read,
                optional[OrderId],
                "select id from orders /*! force index (orders_of_customer) */
                 where customer_id = ? order by id desc limit 1 offset ?",
                customer,
                before
            )
            .await?
        }
        (Scope::Customer(customer), Some(status)) => {
            sql!(
                read,
                optional[OrderId],
                "select id from orders /*! force index (orders_of_customer_by_status) */
                 where customer_id = ? and status = ? order by id desc limit 1 offset ?",
                customer,
                status,
                before
            )
            .await?
        }
        (Scope::Business(business), None) => {
            sql!(
                read,
                optional[OrderId],
                "select id from orders /*! force index (orders_of_business) */
                 where business_id = ? order by id desc limit 1 offset ?",
                business,
                before
            )
            .await?
        }
        (Scope::Business(business), Some(status)) => {
            sql!(
                read,
                optional[OrderId],
                "select id from orders /*! force index (orders_of_business_by_status) */
                 where business_id = ? and status = ? order by id desc limit 1 offset ?",
                business,
                status,
                before
            )
            .await?
        }
        (Scope::All, None) => {
            sql!(read, optional[OrderId], "select id from orders order by id desc limit 1 offset ?", before).await?
        }
        (Scope::All, Some(status)) => {
            sql!(
                read,
                optional[OrderId],
                "select id from orders /*! force index (orders_by_status) */
                 where status = ? order by id desc limit 1 offset ?",
                status,
                before
            )
            .await?
        }
    };
    Ok(nth.map(|(id,)| id))
}

/// At most so many orders in this scope and state whose guest's name begins with `name`, newest first.
///
/// One state at a time, as by [`page_by_status`]: a name that is common in one costs nothing in the others.
pub async fn page_by_guest(
    read: &mut Read,
    scope: Scope,
    status: Status,
    name: &str,
    window: Window,
) -> Result<Vec<Order>> {
    let Window { below, from, limit } = window;
    let key = name.to_lowercase();
    let end = format!("{key}\u{10FFFF}");
    let rows = match scope {
        Scope::Customer(customer) => {
            sql!(read, all Row, concat!("select ", columns!(), " from orders /*! force index (orders_of_customer_by_status) */
                 where customer_id = ? and status = ? and guest_key >= ? and guest_key < ? and id < ? and id >= ?
                 order by id desc limit ?"), customer, status, key, end, below, from, limit)
            .await?
        }
        // SQLite would walk back through all orders, to have them in order.
        Scope::Business(business) => {
            sql!(read, all Row, concat!("select ", columns!(), " from orders
                 where business_id = ? and status = ? and guest_key >= ? and guest_key < ? and id < ? and id >= ?
                 order by id desc limit ?"), business, status, key, end, below, from, limit;
                sqlite: concat!("select ", columns!(), " from orders indexed by orders_by_guest
                 where business_id = ? and status = ? and guest_key >= ? and guest_key < ? and id < ? and id >= ?
                 order by id desc limit ?"))
            .await?
        }
        Scope::All => {
            sql!(read, all Row, concat!("select ", columns!(), " from orders
                 where status = ? and guest_key >= ? and guest_key < ? and id < ? and id >= ?
                 order by id desc limit ?"), status, key, end, below, from, limit;
                sqlite: concat!("select ", columns!(), " from orders indexed by orders_by_guest_anywhere
                 where status = ? and guest_key >= ? and guest_key < ? and id < ? and id >= ?
                 order by id desc limit ?"))
            .await?
        }
    };
    orders(rows)
}

/// At most `limit` pending orders whose time has come, locked; those that another process has locked are left to it. One
/// that cannot be read must not keep the others waiting.
pub async fn due(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<Vec<(OrderId, Result<Order>)>> {
    let rows = sql!(tx, all Row,
        concat!("select ", columns!(), " from orders /*! force index (orders_due) */ where due_at <= ?
         order by due_at limit ? for update skip locked"),
        now, limit;
        sqlite: concat!("select ", columns!(), " from orders where due_at <= ? order by due_at limit ?"))
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, Order::try_from(row))).collect())
}

/// Leaves what is due of an order for later.
pub async fn postpone(tx: &mut Tx, id: OrderId, until: Timestamp) -> Result<()> {
    sql!(tx, execute "update orders set due_at = ? where id = ? and due_at is not null", until, id).await?;
    Ok(())
}

/// When the next pending order's time will have come.
pub async fn next_due(read: &mut Read) -> Result<Option<Timestamp>> {
    let next =
        sql!(read, optional[Timestamp], "select due_at from orders where due_at is not null order by due_at limit 1")
            .await?;
    Ok(next.map(|(at,)| at))
}

/// An order that the kitchen seems to have lost.
struct Stray {
    id: OrderId,
}

from_row!(Stray { id });

/// At most `limit` orders that were accepted for an automatic kitchen, of which the kitchen was last told before
/// `before`, and that no worker has begun; locked.
pub async fn uncooked(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<Vec<OrderId>> {
    let strays = sql!(tx, all Stray,
        "select o.id from orders o join businesses b on b.id = o.business_id
          where o.announced_at < ? and o.status = 'accepted' and b.kitchen = 'automatic'
          order by o.announced_at limit ? for update of o skip locked", before, limit;
        // By this index, or more rows are locked than are answered; and a join would lock the businesses, too.
        mysql: "select o.id from orders o force index (orders_announced)
          where o.announced_at < ? and o.status = 'accepted'
            and (select b.kitchen from businesses b where b.id = o.business_id) = 'automatic'
          order by o.announced_at limit ? for update skip locked",
        sqlite: "select o.id from orders o join businesses b on b.id = o.business_id
          where o.announced_at < ? and o.status = 'accepted' and b.kitchen = 'automatic'
          order by o.announced_at limit ?")
    .await?;
    Ok(strays.into_iter().map(|stray| stray.id).collect())
}

/// At most `limit` orders that are being cooked by a worker that has not been heard of for too long, and of which the
/// kitchen was last told before `before`; locked.
pub async fn abandoned(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<Vec<OrderId>> {
    let strays = sql!(tx, all Stray,
        "select o.id from orders o
          where o.announced_at < ? and o.status = 'processing' and o.worker_id is not null
            and not exists (select 1 from kitchen_workers w where w.id = o.worker_id
                             and w.beat_at > now() - make_interval(secs => ?::float8))
          order by o.announced_at limit ? for update skip locked", before, kitchen::SILENCE_SECONDS, limit;
        mysql: "select o.id from orders o force index (orders_announced)
          where o.announced_at < ? and o.status = 'processing' and o.worker_id is not null
            and not exists (select 1 from kitchen_workers w where w.id = o.worker_id
                             and w.beat_at > utc_timestamp(6) - interval ? second)
          order by o.announced_at limit ? for update skip locked",
        sqlite: "select o.id from orders o
          where o.announced_at < ? and o.status = 'processing' and o.worker_id is not null
            and not exists (select 1 from kitchen_workers w where w.id = o.worker_id
                             and w.beat_at > cast(unixepoch('subsec') * 1000 as integer) - ? * 1000)
          order by o.announced_at limit ?")
    .await?;
    Ok(strays.into_iter().map(|stray| stray.id).collect())
}

/// Puts the order's `order.accepted` into the outbox once more: the kitchen is told again, nobody else minds.
pub async fn announce_again(tx: &mut Tx, id: OrderId, at: Timestamp) -> Result<()> {
    let event =
        sql!(tx, optional[EventId], "select id from events where order_id = ? and kind = ?", id, Kind::Accepted)
            .await?;
    if let Some((event,)) = event {
        super::outbox::put(tx, event, id).await?;
        sql!(tx, execute "update orders set announced_at = ? where id = ?", at, id).await?;
    }
    Ok(())
}

/// The order, which is being cooked, has a new cook. Its version stays: whoever completes it first, completes it.
pub async fn take_over(tx: &mut Tx, id: OrderId, worker: Uuid, at: Timestamp) -> Result<()> {
    sql!(tx, execute
        "update orders set worker_id = ?, announced_at = ? where id = ? and status = 'processing'", worker, at, id)
    .await?;
    Ok(())
}

/// The worker that cooks the order gives it back unfinished: it belongs to nobody, and the next one who is told of it
/// takes it over at once. `false` if it was not this worker's any more.
pub async fn hand_back(tx: &mut Tx, id: OrderId, worker: Uuid, at: Timestamp) -> Result<bool> {
    let rows = sql!(tx, execute
        "update orders set worker_id = ?, announced_at = ? where id = ? and status = 'processing' and worker_id = ?",
        Uuid::nil(), at, id, worker)
    .await?;
    Ok(rows == 1)
}

/// How many orders are in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Which state.
    pub status: Status,
    /// How many.
    pub orders: i64,
}

from_row!(Tally { status, orders });

/// The orders in this scope that are not over yet, by their state.
pub async fn live(read: &mut Read, scope: Scope) -> Result<Vec<Tally>> {
    match scope {
        Scope::Customer(customer) => {
            sql!(read, all Tally,
                "select status, count(*) as orders from orders
                  where customer_id = ? and status in ('pending', 'accepted', 'processing') group by status", customer)
            .await
        }
        Scope::Business(business) => {
            sql!(read, all Tally,
                "select status, count(*) as orders from orders
                  where business_id = ? and status in ('pending', 'accepted', 'processing') group by status", business)
            .await
        }
        Scope::All => {
            sql!(read, all Tally,
                "select status, count(*) as orders from orders
                  where status in ('pending', 'accepted', 'processing') group by status")
            .await
        }
    }
}

/// How many of a customer's orders are over: completed, and cancelled or rejected. From an index alone.
pub async fn ended(read: &mut Read, customer: UserId) -> Result<(i64, i64)> {
    let count = async |read: &mut Read, status: Status| {
        sql!(read, one[i64], "select count(*) from orders where customer_id = ? and status = ?", customer, status).await
    };
    let (completed,) = count(read, Status::Completed).await?;
    let (cancelled,) = count(read, Status::Cancelled).await?;
    let (rejected,) = count(read, Status::Rejected).await?;
    Ok((completed, cancelled + rejected))
}

/// How long a customer's latest completed orders, at most `limit`, were cooked, in milliseconds each.
pub async fn preparations(read: &mut Read, customer: UserId, limit: i64) -> Result<Vec<i64>> {
    let spans = sql!(read, all [Timestamp, Timestamp],
        "select processing_at, completed_at from orders /*! force index (orders_of_customer_by_status) */
          where customer_id = ? and status = 'completed' and processing_at is not null order by id desc limit ?",
        customer, limit);
    let millis = |(begun, ready): (Timestamp, Timestamp)| ready.as_millis() - begun.as_millis();
    Ok(spans.await?.into_iter().map(millis).collect())
}

/// The orders in a state and a currency, and what they are worth together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worth {
    /// Which state.
    pub status: Status,
    /// Which currency: amounts of two are never added.
    pub currency: Currency,
    /// How many.
    pub orders: i64,
    /// Their totals, in minor units.
    pub cents: i64,
}

from_row!(Worth { status, currency, orders, cents });

/// The orders that were placed at this time or later, by their state and currency.
pub async fn since(read: &mut Read, from: Timestamp) -> Result<Vec<Worth>> {
    let first = OrderId(from.first_id());
    sql!(read, all Worth,
        "select status, currency, count(*) as orders, cast(sum(total_cents) as bigint) as cents
           from orders where id >= ? group by status, currency order by currency", first;
        mysql: "select status, currency, count(*) as orders, cast(sum(total_cents) as signed) as cents
           from orders where id >= ? group by status, currency order by currency")
    .await
}
