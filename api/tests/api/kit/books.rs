//! What must not change when a request is refused, and what must be true whatever happened.

use std::time::Duration;

use shared::sql;
use shared::store::{Db, items};
use shared::testing::eventually;

/// Counts and sums over everything that a request could change.
pub type Books = (i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

macro_rules! books {
    ($integer:literal) => {
        concat!(
            "select (select count(*) from orders), (select count(*) from events), (select count(*) from users),
                    (select count(*) from users where archived_at is not null), (select count(*) from businesses),
                    (select count(*) from items), (select count(*) from stock_adjustments),
                    (select count(*) from idempotency_keys), (select count(*) from refresh_tokens),
                    cast(coalesce((select sum(version) from orders), 0) as ",
            $integer,
            "), cast(coalesce((select sum(stock_quantity) from items), 0) as ",
            $integer,
            "), cast(coalesce((select sum(version) from items), 0) as ",
            $integer,
            ")"
        )
    };
}

/// The books as they are now.
pub async fn read(db: &Db) -> Books {
    let mut read = db.read().await.unwrap();
    sql!(read, one Books, books!("bigint"); mysql: books!("signed")).await.unwrap()
}

/// Stock is what was bought less what was sold; every order's events rise from 1 to its version; the outbox empties.
pub async fn audit(db: &Db) {
    let mut read = db.read().await.unwrap();
    assert_eq!(items::discrepancies(&mut read).await.unwrap(), [], "the stock is not what the books say");
    let below = sql!(read, one[i64], "select count(*) from items where stock_quantity < 0").await.unwrap();
    assert_eq!(below, (0,), "stock below zero");
    let gaps = sql!(read, all [i64, i64, i64],
        "select o.version, count(e.id), max(e.version) from orders o join events e on e.order_id = o.id
          group by o.id, o.version having count(e.id) <> o.version or max(e.version) <> o.version");
    assert_eq!(gaps.await.unwrap(), [], "a history with gaps");
    let untold = sql!(
        read,
        one[i64],
        "select count(*) from orders o where not exists (select 1 from events e where e.order_id = o.id)"
    );
    assert_eq!(untold.await.unwrap(), (0,), "an order without an event");
    let wrong =
        sql!(read, one [i64],
        "select count(*) from orders o where o.total_cents <> (select coalesce(sum(l.quantity * l.unit_price_cents), 0)
           from order_lines l where l.order_id = o.id)");
    assert_eq!(wrong.await.unwrap(), (0,), "an order that costs something else than its lines");
    drop(read);
    // A relay that was cut off from its database has leased what it was about to publish for 30 seconds.
    eventually("an empty outbox", Duration::from_secs(45), || async {
        let mut read = db.read().await.unwrap();
        let (left,) = sql!(read, one[i64], "select count(*) from outbox").await.unwrap();
        (left == 0).then_some(())
    })
    .await;
}
