//! Placing many orders in one transaction: what the order desk reads, and what it writes.

use std::collections::BTreeMap;

use super::{Connection, Result, Tx, events, from_row, idempotency, orders, to_json};
use crate::account::UserId;
use crate::business::{Acceptance, BusinessId};
use crate::clock::Timestamp;
use crate::event::Event;
use crate::item::ItemId;
use crate::money::{Cents, Currency};
use crate::order::Order;
use crate::sql;

/// An item as the desk needs to know it, with what its business says about orders. Its row is locked.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Which item.
    pub item_id: ItemId,
    /// What it is called.
    pub name: String,
    /// What one costs.
    pub price_cents: Cents,
    /// In which currency.
    pub currency: Currency,
    /// How many are left.
    pub stock_quantity: i64,
    /// Whether it can be ordered at all.
    pub available: bool,
    /// Whose it is.
    pub business_id: BusinessId,
    /// What that business is called.
    pub business_name: String,
    /// Whether it takes orders now.
    pub open: bool,
    /// How it accepts them.
    pub acceptance: Acceptance,
    /// How long customers may still take them back, in seconds.
    pub grace_seconds: i64,
}

from_row!(Offer {
    item_id,
    name,
    price_cents,
    currency,
    stock_quantity,
    available,
    business_id,
    business_name,
    open,
    acceptance,
    grace_seconds,
});

/// The columns of an [`Offer`], of items that are still on the menu.
macro_rules! offers {
    () => {
        "select i.id as item_id, i.name, i.price_cents, i.currency, i.stock_quantity, i.available, i.business_id, \
                b.name as business_name, b.open, b.acceptance, b.grace_seconds \
           from items i join businesses b on b.id = i.business_id where i.archived_at is null and "
    };
}

/// Locks these items, in the order of their ids, so that two desks never wait for each other; answers those that are
/// on a menu. `ids` must be sorted.
pub async fn lock_offers(tx: &mut Tx, ids: &[ItemId]) -> Result<BTreeMap<ItemId, Offer>> {
    debug_assert!(ids.is_sorted());
    let offers: Vec<Offer> = if let Connection::Postgres(connection) = tx.connection() {
        let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
        sqlx::query_as(concat!(offers!(), "i.id = any($1) order by i.id for update of i"))
            .bind(ids)
            .fetch_all(connection)
            .await?
    } else {
        let mut offers = Vec::with_capacity(ids.len());
        for &id in ids {
            // Locks the item's row only: the business's is shared by everyone.
            sql!(tx, optional [ItemId], "select id from items where id = ? for update", id;
                sqlite: "select id from items where id = ?")
            .await?;
            let offer = sql!(tx, optional Offer, concat!(offers!(), "i.id = ?"), id).await?;
            offers.extend(offer);
        }
        offers
    };
    Ok(offers.into_iter().map(|offer| (offer.item_id, offer)).collect())
}

/// What each of these accounts used each of these keys for, after `since`.
pub async fn used_keys(
    tx: &mut Tx,
    keys: &[(UserId, String)],
    since: Timestamp,
) -> Result<BTreeMap<(UserId, String), idempotency::Used>> {
    let mut used = BTreeMap::new();
    if keys.is_empty() {
        return Ok(used);
    }
    if let Connection::Postgres(connection) = tx.connection() {
        let (users, texts): (Vec<_>, Vec<_>) = keys.iter().map(|(user, key)| (user.0, key.clone())).unzip();
        let rows: Vec<(UserId, String, String, crate::order::OrderId)> = sqlx::query_as(
            "select k.user_id, k.idempotency_key, k.fingerprint, k.order_id
               from idempotency_keys k join unnest($1::uuid[], $2::text[]) as asked (user_id, idempotency_key)
                 on asked.user_id = k.user_id and asked.idempotency_key = k.idempotency_key
              where k.created_at > $3",
        )
        .bind(users)
        .bind(texts)
        .bind(since)
        .fetch_all(connection)
        .await?;
        for (user, key, fingerprint, order_id) in rows {
            used.insert((user, key), idempotency::Used { fingerprint, order_id });
        }
        return Ok(used);
    }
    for (user, key) in keys {
        if let Some(found) = idempotency::find(tx, *user, key, since).await? {
            used.insert((*user, key.clone()), found);
        }
    }
    Ok(used)
}

/// One order to be written, with the event that tells of it and the key under which it was asked for.
#[derive(Clone, Debug)]
pub struct Placement {
    /// The order.
    pub order: Order,
    /// `order.placed`.
    pub event: Event,
    /// Its idempotency key and its request's fingerprint.
    pub key: Option<(String, String)>,
}

/// Writes orders, lines, events, outbox rows and keys, and takes their stock: all that a batch of placements is.
/// The items must have been locked by [`lock_offers`] and found sufficient.
pub async fn write(tx: &mut Tx, placements: &[Placement]) -> Result<()> {
    if placements.is_empty() {
        return Ok(());
    }
    if let Connection::Postgres(connection) = tx.connection() {
        return postgres::write(connection, placements).await;
    }
    for (item, quantity) in taken(placements) {
        sql!(tx, execute "update items set stock_quantity = stock_quantity - ? where id = ?", quantity, item).await?;
    }
    for placement in placements {
        insert(tx, &placement.order).await?;
        events::append(tx, &placement.event).await?;
        if let Some((key, fingerprint)) = &placement.key {
            let used = idempotency::Used { fingerprint: fingerprint.clone(), order_id: placement.order.id };
            idempotency::insert(tx, placement.order.placed_by, key, &used, placement.order.placed_at).await?;
        }
    }
    Ok(())
}

/// How many of each item these orders take together.
fn taken(placements: &[Placement]) -> BTreeMap<ItemId, i64> {
    let mut taken = BTreeMap::new();
    for line in placements.iter().flat_map(|placement| &placement.order.lines) {
        *taken.entry(line.item_id).or_default() += line.quantity.get();
    }
    taken
}

/// The guest's name as it is searched for.
fn guest_key(order: &Order) -> Option<String> {
    order.customer.name.as_ref().map(|name| name.as_str().to_lowercase())
}

async fn insert(tx: &mut Tx, order: &Order) -> Result<()> {
    let (due_at, due_action) = orders::due_columns(order.due);
    let guest = &order.customer;
    sql!(tx, execute
        "insert into orders (id, number, status, version, business_id, business_name, customer_id, placed_by,
                             order_type, guest_name, guest_phone, guest_table, guest_key, note, lines_json,
                             total_cents, currency, placed_at, due_at, due_action)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        order.id, order.number, order.status, order.version, order.business_id, &order.business_name,
        order.customer_id, order.placed_by, order.order_type, &guest.name, &guest.phone, &guest.table,
        guest_key(order), &order.note, to_json(&order.lines)?, order.total_cents, &order.currency, order.placed_at,
        due_at, due_action)
    .await?;
    for (line, number) in order.lines.iter().zip(1_i64..) {
        sql!(tx, execute
            "insert into order_lines (order_id, line, item_id, quantity, unit_price_cents) values (?, ?, ?, ?, ?)",
            order.id, number, line.item_id, line.quantity, line.unit_price_cents)
        .await?;
    }
    Ok(())
}

/// On PostgreSQL a batch is one statement over arrays: one round trip, however many orders.
mod postgres {
    use sqlx::PgConnection;
    use time::OffsetDateTime;
    use uuid::Uuid;

    use super::{Placement, Result, Timestamp, guest_key, orders, taken, to_json};

    const WRITE: &str = "
        with stock as (
            update items set stock_quantity = stock_quantity - taken.quantity
              from unnest($1::uuid[], $2::bigint[]) as taken (item_id, quantity)
             where items.id = taken.item_id
        ), placed as (
            insert into orders (id, number, status, version, business_id, business_name, customer_id, placed_by,
                                order_type, guest_name, guest_phone, guest_table, guest_key, note, lines_json,
                                total_cents, currency, placed_at, due_at, due_action)
            select id, number, 'pending', 1, business_id, business_name, customer_id, placed_by, order_type,
                   guest_name, guest_phone, guest_table, guest_key, note, lines_json, total_cents, currency,
                   placed_at, due_at, due_action
              from unnest($3::uuid[], $4::bigint[], $5::uuid[], $6::text[], $7::uuid[], $8::uuid[], $9::text[],
                          $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::bigint[],
                          $17::text[], $18::timestamptz[], $19::timestamptz[], $20::text[])
                as new (id, number, business_id, business_name, customer_id, placed_by, order_type, guest_name,
                        guest_phone, guest_table, guest_key, note, lines_json, total_cents, currency, placed_at,
                        due_at, due_action)
        ), lines as (
            insert into order_lines (order_id, line, item_id, quantity, unit_price_cents)
            select * from unnest($21::uuid[], $22::bigint[], $23::uuid[], $24::bigint[], $25::bigint[])
        ), told as (
            insert into events (id, order_id, version, kind, business_id, customer_id, actor_id, occurred_at,
                                traceparent, payload)
            select id, order_id, 1, 'order.placed', business_id, customer_id, actor_id, occurred_at, traceparent,
                   payload
              from unnest($26::uuid[], $3::uuid[], $5::uuid[], $7::uuid[], $27::uuid[], $35::timestamptz[],
                          $28::text[], $29::text[])
                as new (id, order_id, business_id, customer_id, actor_id, occurred_at, traceparent, payload)
        ), published as (
            insert into outbox (event_id, order_id) select * from unnest($26::uuid[], $3::uuid[])
        )
        insert into idempotency_keys (user_id, idempotency_key, fingerprint, order_id, created_at)
        select * from unnest($30::uuid[], $31::text[], $32::text[], $33::uuid[], $34::timestamptz[])";

    pub(super) async fn write(connection: &mut PgConnection, placements: &[Placement]) -> Result<()> {
        let (items, quantities): (Vec<Uuid>, Vec<i64>) =
            taken(placements).into_iter().map(|(item, quantity)| (item.0, quantity)).unzip();
        let all: Vec<_> = placements.iter().map(|placement| &placement.order).collect();
        let lines: Vec<_> =
            all.iter().flat_map(|o| o.lines.iter().zip(1_i64..).map(move |(l, n)| (o.id.0, n, l))).collect();
        let due: Vec<_> = all.iter().map(|o| orders::due_columns(o.due)).collect();
        let keyed: Vec<_> = placements.iter().filter_map(|p| p.key.as_ref().map(|key| (&p.order, key))).collect();
        let payloads = placements.iter().map(|p| to_json(&p.event)).collect::<Result<Vec<_>>>()?;
        let lines_json = all.iter().map(|o| to_json(&o.lines)).collect::<Result<Vec<_>>>()?;
        let detail = |text: &Option<crate::order::Detail>| text.as_ref().map(|text| text.as_str().to_owned());

        sqlx::query(WRITE)
            .bind(items)
            .bind(quantities)
            .bind(all.iter().map(|o| o.id.0).collect::<Vec<Uuid>>())
            .bind(all.iter().map(|o| o.number.0).collect::<Vec<i64>>())
            .bind(all.iter().map(|o| o.business_id.0).collect::<Vec<Uuid>>())
            .bind(all.iter().map(|o| o.business_name.clone()).collect::<Vec<String>>())
            .bind(all.iter().map(|o| o.customer_id.map(|id| id.0)).collect::<Vec<Option<Uuid>>>())
            .bind(all.iter().map(|o| o.placed_by.0).collect::<Vec<Uuid>>())
            .bind(all.iter().map(|o| o.order_type.as_str()).collect::<Vec<&str>>())
            .bind(all.iter().map(|o| detail(&o.customer.name)).collect::<Vec<Option<String>>>())
            .bind(all.iter().map(|o| detail(&o.customer.phone)).collect::<Vec<Option<String>>>())
            .bind(all.iter().map(|o| detail(&o.customer.table)).collect::<Vec<Option<String>>>())
            .bind(all.iter().map(|o| guest_key(o)).collect::<Vec<Option<String>>>())
            .bind(all.iter().map(|o| o.note.as_ref().map(|n| n.as_str().to_owned())).collect::<Vec<Option<String>>>())
            .bind(lines_json)
            .bind(all.iter().map(|o| o.total_cents.get()).collect::<Vec<i64>>())
            .bind(all.iter().map(|o| o.currency.as_str()).collect::<Vec<&str>>())
            .bind(all.iter().map(|o| o.placed_at.to_offset()).collect::<Vec<OffsetDateTime>>())
            .bind(due.iter().map(|(at, _)| at.map(Timestamp::to_offset)).collect::<Vec<Option<OffsetDateTime>>>())
            .bind(due.iter().map(|(_, action)| *action).collect::<Vec<Option<&str>>>())
            .bind(lines.iter().map(|(order, _, _)| *order).collect::<Vec<Uuid>>())
            .bind(lines.iter().map(|(_, number, _)| *number).collect::<Vec<i64>>())
            .bind(lines.iter().map(|(_, _, line)| line.item_id.0).collect::<Vec<Uuid>>())
            .bind(lines.iter().map(|(_, _, line)| line.quantity.get()).collect::<Vec<i64>>())
            .bind(lines.iter().map(|(_, _, line)| line.unit_price_cents.get()).collect::<Vec<i64>>())
            .bind(placements.iter().map(|p| p.event.id.0).collect::<Vec<Uuid>>())
            .bind(placements.iter().map(|p| p.event.actor.id).collect::<Vec<Option<Uuid>>>())
            .bind(placements.iter().map(|p| p.event.traceparent.clone()).collect::<Vec<Option<String>>>())
            .bind(payloads)
            .bind(keyed.iter().map(|(order, _)| order.placed_by.0).collect::<Vec<Uuid>>())
            .bind(keyed.iter().map(|(_, (key, _))| key.as_str()).collect::<Vec<&str>>())
            .bind(keyed.iter().map(|(_, (_, fingerprint))| fingerprint.as_str()).collect::<Vec<&str>>())
            .bind(keyed.iter().map(|(order, _)| order.id.0).collect::<Vec<Uuid>>())
            .bind(keyed.iter().map(|(order, _)| order.placed_at.to_offset()).collect::<Vec<OffsetDateTime>>())
            .bind(placements.iter().map(|p| p.event.occurred_at.to_offset()).collect::<Vec<OffsetDateTime>>())
            .execute(connection)
            .await?;
        Ok(())
    }
}
