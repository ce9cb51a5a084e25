//! Placing many orders in one transaction.

use std::collections::BTreeMap;

use domain::business::{Acceptance, BusinessId};
use domain::isolation::IsolatedTable;
use domain::item::{ItemId, Quantity};
use domain::money::{Cents, Currency};
use domain::order::OrderId;
use domain::order::event::OrderEvent;
use sqlx::mysql::MySqlRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use crate::idempotency_keys::IdempotencyKey;
use crate::insert::{Batch, insert_all};
use crate::orders::{OrderRow, search_term_rows};
use crate::outbox::OutboxRow;
use crate::{Connection, Result, Row, Tx, sql};

row! {
    /// An item on a menu, locked for a placement, with the settings of its business.
    #[derive(Clone, Debug)]
    pub struct LockedItem {
        /// The item.
        pub item_id: ItemId,
        /// The name of the item.
        pub name: String,
        /// Price of one portion.
        pub price_cents: Cents,
        /// The currency of the price.
        pub currency: Currency,
        /// Number of portions in stock.
        pub stock_quantity: i64,
        /// `false` marks the item as sold out.
        pub available: bool,
        /// The business.
        pub business_id: BusinessId,
        /// The name of the business.
        pub business_name: String,
        /// `true` while the business takes orders.
        pub open: bool,
        /// How the business accepts orders.
        pub acceptance: Acceptance,
        /// Cancellation window, in seconds.
        pub grace_seconds: i64,
    }
}

/// A row of a [`LockedItem`], which possibly cannot be decoded.
struct LockedRow {
    item: Result<LockedItem>,
    /// The table and the row to report if `item` cannot be decoded.
    source: (IsolatedTable, Uuid),
}

/// Decodes a [`LockedRow`] of any engine.
macro_rules! decode_locked {
    ($row:ident, $from_row:path) => {{
        use sqlx::Row as _;
        let is_business_decodable = $row.try_get::<String, _>("business_name").is_ok()
            && $row.try_get::<bool, _>("open").is_ok()
            && $row.try_get::<Acceptance, _>("acceptance").is_ok()
            && $row.try_get::<i64, _>("grace_seconds").is_ok();
        let source = if is_business_decodable {
            (IsolatedTable::Items, $row.try_get("item_id")?)
        } else {
            (IsolatedTable::Businesses, $row.try_get("business_id")?)
        };
        Ok(Self { item: $from_row($row), source })
    }};
}

impl Row for LockedRow {
    const COLUMNS: &'static str = LockedItem::COLUMNS;

    fn from_postgres(row: &PgRow) -> Result<Self> {
        decode_locked!(row, LockedItem::from_postgres)
    }

    fn from_mysql(row: &MySqlRow) -> Result<Self> {
        decode_locked!(row, LockedItem::from_mysql)
    }

    fn from_sqlite(row: &SqliteRow) -> Result<Self> {
        decode_locked!(row, LockedItem::from_sqlite)
    }
}

/// The start of a query for [`LockedItem`]s on menus. The caller appends the last condition.
macro_rules! select_items {
    () => {
        "select i.id as item_id, i.name, i.price_cents, i.currency, i.stock_quantity, i.available, i.business_id, \
                b.name as business_name, b.open, b.acceptance, b.grace_seconds \
           from items i join businesses b on b.id = i.business_id where i.archived_at is null and "
    };
}

/// Locks these items in the order of their ids, so that concurrent placements do not deadlock, and returns those that are on a
/// menu. Skips items that cannot be decoded, or whose business cannot. `ids` must be sorted.
pub async fn lock_items(tx: &mut Tx, ids: &[ItemId]) -> Result<BTreeMap<ItemId, LockedItem>> {
    debug_assert!(ids.is_sorted());
    let mut rows: Vec<LockedRow> = Vec::with_capacity(ids.len());
    if let Connection::Postgres(connection) = tx.connection() {
        let query = sqlx::query(concat!(select_items!(), "i.id = any($1) order by i.id for update of i"));
        let found = query.bind(ids).fetch_all(connection).await?;
        rows = found.iter().map(LockedRow::from_postgres).collect::<Result<_>>()?;
    } else {
        for &id in ids {
            // Lock only the item's row, because all orders of a business share the row of the business.
            sql!(tx, optional[ItemId], "select id from items where id = ? {for update}", id).await?;
            rows.extend(sql!(tx, optional LockedRow, concat!(select_items!(), "i.id = ?"), id).await?);
        }
    }
    let report = |LockedRow { item, source: (table, id) }: LockedRow| {
        item.inspect_err(|error| tx.isolation().report(table, Some(id), error)).ok()
    };
    Ok(rows.into_iter().filter_map(report).map(|item| (item.item_id, item)).collect())
}

/// An order to be inserted.
#[derive(Clone, Debug)]
pub struct Placement {
    /// The `order.placed` event, which contains the order.
    pub event: OrderEvent,
    /// The idempotency key of the request.
    pub key: Option<IdempotencyKey>,
}

/// Inserts orders, lines, search terms, events, outbox rows and idempotency keys, and deducts the stock. The items must be locked
/// by [`lock_items`], and their stock must suffice.
pub async fn insert(tx: &mut Tx, placements: &[Placement]) -> Result<()> {
    if placements.is_empty() {
        return Ok(());
    }
    let events = placements.iter().map(|placement| &placement.event);
    let orders = events.clone().map(|event| OrderRow::try_from(&event.order)).collect::<Result<Vec<_>>>()?;
    let outbox: Vec<_> =
        events.clone().map(|event| OutboxRow { event_id: event.id, subject_id: event.order.id.0 }).collect();
    let keys = placements.iter().filter_map(|placement| placement.key.as_ref());
    let (lines, deductions) = lines_and_deductions(placements);
    let terms: Vec<_> = events
        .clone()
        .flat_map(|OrderEvent { order, .. }| search_term_rows(order.id, order.business_id, &order.customer))
        .collect();
    if let Connection::Postgres(connection) = tx.connection() {
        let mut batch = Batch::default();
        batch.add(deductions.iter(), |new| {
            let update = "update items set stock_quantity = stock_quantity - new.quantity";
            format!("{update} from {new} where items.id = new.item_id")
        })?;
        batch.insert(orders.iter())?;
        batch.insert(lines.iter())?;
        batch.insert(terms.iter())?;
        batch.insert(events)?;
        batch.insert(outbox.iter())?;
        batch.insert(keys)?;
        return batch.execute(connection).await;
    }
    for Deduction { item_id, quantity } in &deductions {
        sql!(tx, execute "update items set stock_quantity = stock_quantity - ? where id = ?", quantity, item_id)
            .await?;
    }
    insert_all(tx, orders.iter()).await?;
    insert_all(tx, lines.iter()).await?;
    insert_all(tx, terms.iter()).await?;
    insert_all(tx, events).await?;
    insert_all(tx, outbox.iter()).await?;
    insert_all(tx, keys).await
}

/// The stock that a batch deducts from an item.
struct Deduction {
    item_id: ItemId,
    quantity: i64,
}

insert!(Deduction in "items" { item_id = |row| row.item_id, quantity = |row| row.quantity });

/// A row of `order_lines`.
struct LineRow {
    order_id: OrderId,
    line: i64,
    item_id: ItemId,
    quantity: Quantity,
    unit_price_cents: Cents,
}

insert!(LineRow in "order_lines" {
    order_id = |row| row.order_id,
    line = |row| row.line,
    item_id = |row| row.item_id,
    quantity = |row| row.quantity,
    unit_price_cents = |row| row.unit_price_cents,
});

fn lines_and_deductions(placements: &[Placement]) -> (Vec<LineRow>, Vec<Deduction>) {
    let mut rows = Vec::new();
    let mut deducted: BTreeMap<ItemId, i64> = BTreeMap::new();
    for order in placements.iter().map(|placement| &placement.event.order) {
        for (line, number) in order.lines.iter().zip(1_i64..) {
            *deducted.entry(line.item_id).or_default() += line.quantity.get();
            rows.push(LineRow {
                order_id: order.id,
                line: number,
                item_id: line.item_id,
                quantity: line.quantity,
                unit_price_cents: line.unit_price_cents,
            });
        }
    }
    let deductions = deducted.into_iter().map(|(item_id, quantity)| Deduction { item_id, quantity });
    (rows, deductions.collect())
}
