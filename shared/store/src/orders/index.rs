//! Backfill of the search terms of orders that were placed before the search terms existed, or by a process of an older version.

use domain::business::BusinessId;
use domain::isolation::IsolatedTable;
use domain::order::{Guest, GuestDetail, OrderId};
use uuid::Uuid;

use super::search::search_term_rows;
use crate::insert::insert_all;
use crate::isolation::{Keyed, KeyedRow};
use crate::{Connection, Db, Result, decoded, sql};

/// Maximum number of orders per transaction.
const BATCH: i64 = 100;

row! {
    /// An order without search terms.
    struct UnindexedOrder {
        id: OrderId,
        business_id: BusinessId,
        guest_name: Option<GuestDetail>,
        guest_phone: Option<GuestDetail>,
        guest_table: Option<GuestDetail>,
    }
}

impl KeyedRow for UnindexedOrder {
    const TABLE: IsolatedTable = IsolatedTable::Orders;
    const KEY: &'static str = "id";
    type Key = OrderId;
}

/// Inserts the search terms of the newest orders below `below` that lack them. Skips orders that another process has locked, or
/// that cannot be decoded. Returns the last order that was read if the batch was full: there may be further orders below it.
pub async fn index_batch(db: &Db, below: Option<OrderId>) -> Result<Option<OrderId>> {
    let mut tx = db.begin().await?;
    // Ordered like the index, see `count_missed_batch`.
    let unindexed = sql!(tx, all Keyed<UnindexedOrder>,
        "select {columns} from orders {mysql force index (orders_unindexed)}
          where search_indexed is null and id < ?
          order by {postgres search_indexed desc,} {sqlite search_indexed desc,} id desc limit ? {for update} {skip locked}",
        below.unwrap_or(OrderId(Uuid::max())), BATCH)
    .await?;
    let is_full = i64::try_from(unindexed.len()).is_ok_and(|count| count == BATCH);
    let last = unindexed.last().map(|row| row.key).filter(|_| is_full);
    let unindexed = decoded(tx.isolate(unindexed));
    let mut rows = Vec::new();
    for order in &unindexed {
        let guest = Guest {
            name: order.guest_name.clone(),
            phone: order.guest_phone.clone(),
            table: order.guest_table.clone(),
        };
        rows.extend(search_term_rows(order.id, order.business_id, &guest));
    }
    insert_all(&mut tx, rows.iter()).await?;
    if let Connection::Postgres(connection) = tx.connection() {
        let ids: Vec<_> = unindexed.iter().map(|order| order.id).collect();
        sqlx::query("update orders set search_indexed = true where id = any($1)").bind(ids).execute(connection).await?;
    } else {
        for order in &unindexed {
            sql!(tx, execute "update orders set search_indexed = true where id = ?", order.id).await?;
        }
    }
    tx.commit().await?;
    Ok(last)
}
