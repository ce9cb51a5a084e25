//! Database checks: records that a refused request must not change, and invariants that always hold.

use std::time::Duration;

use store::{Db, items, outbox, sql};

use crate::wait::eventually;

/// Maximum time until the outbox is empty. If a relay loses its database connection, its lease expires after 30 s.
const OUTBOX_TIMEOUT: Duration = Duration::from_secs(45);

/// The columns of [`RecordCounts`].
type Columns = (i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

/// Counts and sums that most changes by requests alter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordCounts {
    orders: i64,
    events: i64,
    users: i64,
    archived_users: i64,
    businesses: i64,
    items: i64,
    stock_adjustments: i64,
    idempotency_keys: i64,
    refresh_tokens: i64,
    order_versions: i64,
    stock: i64,
    item_versions: i64,
}

impl RecordCounts {
    /// Reads the current counts and sums.
    pub async fn read(db: &Db) -> Self {
        let mut read = db.read().await.unwrap();
        let columns = sql!(read, one Columns,
            "select (select count(*) from orders), (select count(*) from events), (select count(*) from users),
                    (select count(*) from users where archived_at is not null), (select count(*) from businesses),
                    (select count(*) from items), (select count(*) from stock_adjustments),
                    (select count(*) from idempotency_keys), (select count(*) from refresh_tokens),
                    cast(coalesce((select sum(version) from orders), 0) as {bigint}),
                    cast(coalesce((select sum(stock_quantity) from items), 0) as {bigint}),
                    cast(coalesce((select sum(version) from items), 0) as {bigint})");
        let columns = columns.await.unwrap();
        Self {
            orders: columns.0,
            events: columns.1,
            users: columns.2,
            archived_users: columns.3,
            businesses: columns.4,
            items: columns.5,
            stock_adjustments: columns.6,
            idempotency_keys: columns.7,
            refresh_tokens: columns.8,
            order_versions: columns.9,
            stock: columns.10,
            item_versions: columns.11,
        }
    }
}

/// Asserts the invariants of the database. The stock of every item is not negative, and equals its adjustments minus the lines of
/// orders that are neither cancelled nor rejected. The events of every order have the versions from 1 to the order's version.
/// Every total is the sum of the order's lines. The outbox becomes empty.
pub async fn assert_consistent(db: &Db) {
    let mut read = db.read().await.unwrap();
    assert_eq!(items::find_stock_mismatches(&mut read).await.unwrap(), [], "items with a wrong stock");
    let negative = sql!(read, one[i64], "select count(*) from items where stock_quantity < 0").await.unwrap();
    assert_eq!(negative, (0,), "items with a negative stock");
    let gaps = sql!(read, all [i64, i64, i64],
        "select o.version, count(e.id), max(e.version) from orders o join events e on e.order_id = o.id
          group by o.id, o.version having count(e.id) <> o.version or max(e.version) <> o.version");
    assert_eq!(gaps.await.unwrap(), [], "orders with missing events");
    let without_events = sql!(
        read,
        one[i64],
        "select count(*) from orders o where not exists (select 1 from events e where e.order_id = o.id)"
    );
    assert_eq!(without_events.await.unwrap(), (0,), "orders without events");
    let wrong_totals = sql!(
        read,
        one[i64],
        "select count(*) from orders o where o.total_cents <> (select coalesce(sum(l.quantity * l.unit_price_cents), 0)
           from order_lines l where l.order_id = o.id)"
    );
    assert_eq!(wrong_totals.await.unwrap(), (0,), "orders whose total is not the sum of their lines");
    drop(read);
    eventually("an empty outbox", OUTBOX_TIMEOUT, async || {
        let mut read = db.read().await.unwrap();
        (outbox::count(&mut read).await.unwrap() == 0).then_some(())
    })
    .await;
}
