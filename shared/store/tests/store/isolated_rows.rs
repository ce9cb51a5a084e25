//! Rows that cannot be decoded do not prevent the processing of other rows.

use std::collections::BTreeMap;

use domain::account::{Role, UserId};
use domain::business::BusinessId;
use domain::clock::Timestamp;
use domain::isolation::{IsolatedTable, IsolationReason};
use domain::order::search::OrderSearch;
use domain::order::state::{Command, Status};
use domain::order::{Order, OrderId, OrderScope};
use store::isolated_rows::CheckedBatch;
use store::orders::{self, OrderFilter, PageRequest, UnitOfWork};
use store::reports::{self, CountedBatch, ReportFilter};
use store::{Db, businesses, decoded, events, isolated_rows, items, outbox, sql, users};
use testkit::fixture::{add_undecodable_report_sum, parse};
use testkit::{Engine, Fixture, database, on_every_engine};
use uuid::Uuid;

use crate::support::run_raw;

/// Runs an update that changes one row.
macro_rules! update {
    ($db:expr, $text:expr $(, $arg:expr)*) => {{
        let mut tx = $db.begin().await.unwrap();
        assert_eq!(sql!(tx, execute $text $(, $arg)*).await.unwrap(), 1);
        tx.commit().await.unwrap();
    }};
}

/// Sets a time that the engine can store, but this version cannot decode.
macro_rules! damage_time {
    ($db:expr, $table:literal, $column:literal, $id:expr) => {
        update!(
            $db,
            concat!(
                "update ",
                $table,
                " set ",
                $column,
                " = {postgres 'infinity'}{mysql '0000-00-00 00:00:00'}{sqlite 'never'}
                      where id = ?"
            ),
            $id
        )
    };
}

async fn place_and_damage(fixture: &Fixture) -> Vec<Order> {
    let placed = fixture.place_orders(6).await;
    update!(fixture.db, "update orders set status = 'brewing' where id = ?", placed[1].id);
    update!(fixture.db, "update orders set lines_json = ? where id = ?", "{", placed[2].id);
    update!(fixture.db, "update orders set due_action = 'remind' where id = ?", placed[4].id);
    placed
}

/// Returns the number of times that rows of a table were skipped.
fn skipped(db: &Db, table: IsolatedTable) -> u64 {
    db.isolation().counts().into_iter().collect::<BTreeMap<_, _>>()[&table]
}

async fn list_isolated(db: &Db) -> Vec<(IsolatedTable, Uuid, IsolationReason)> {
    isolated_rows::record_reports(db).await.unwrap();
    let rows = isolated_rows::list(&mut db.read().await.unwrap(), 100).await.unwrap();
    let mut rows: Vec<_> = rows.into_iter().map(|row| (row.table, row.id, row.reason)).collect();
    rows.sort_unstable();
    rows
}

/// Finishes the order without counting it in the report sums, like a process of an older version.
async fn complete_uncounted(fixture: &Fixture, order: Order) -> OrderId {
    let id = order.id;
    let order = fixture.apply(order, Command::Accept).await;
    let order = fixture.apply(order, Command::Start).await;
    fixture.apply(order, Command::Complete).await;
    update!(fixture.db, "update orders set counted = null where id = ?", id);
    id
}

/// Only SQLite stores a text in a column of numbers. The other engines cannot contain an item that this version cannot decode.
#[tokio::test]
async fn lists_of_items_skip_undecodable_rows() {
    let fixture = Fixture::new(database(Engine::Sqlite).await).await;
    let damaged = fixture.add_item(1).await;
    let last = fixture.add_item(1).await;
    update!(fixture.db, "update items set price_cents = 'free' where id = ?", damaged.id);
    let mut read = fixture.db.read().await.unwrap();
    let menu = items::list_menu(&mut read, fixture.business.id, 0, 2).await.unwrap();
    let all = items::list_all(&mut read, 0, 2).await.unwrap();
    for page in [menu, all] {
        assert_eq!(page.iter().map(|row| row.key).collect::<Vec<_>>(), [fixture.item.number, damaged.number]);
        assert_eq!(decoded(page).iter().map(|item| item.id).collect::<Vec<_>>(), [fixture.item.id]);
    }
    let found = items::find_many(&mut read, &[damaged.id, last.id]).await.unwrap();
    let by_number = items::find_by_numbers(&mut read, &[damaged.number, last.number]).await.unwrap();
    assert!(found.len() == 1 && by_number.len() == 1 && found[0].id == last.id && by_number[0].id == last.id);
    drop(read);
    let expected = (IsolatedTable::Items, damaged.id.0, IsolationReason::Undecodable);
    assert_eq!(list_isolated(&fixture.db).await, [expected]);
}

/// Only SQLite stores a blob in a column of texts.
#[tokio::test]
async fn search_indexer_continues_after_a_batch_of_undecodable_orders() {
    let db = database(Engine::Sqlite).await;
    let fixture = Fixture::new(db.clone()).await;
    let mut placed = fixture.place_orders(101).await;
    placed.sort_by_key(|order| order.id);
    run_raw(&db, "delete from order_search_terms; update orders set search_indexed = null, guest_table = x'ff'").await;
    update!(db, "update orders set guest_table = 'T5' where id = ?", placed[0].id);
    let last = orders::index_batch(&db, None).await.unwrap();
    assert_eq!(last, Some(placed[1].id));
    assert_eq!(orders::index_batch(&db, last).await.unwrap(), None);
    let mut read = db.read().await.unwrap();
    let terms = sql!(&mut read, all[String, OrderId], "select term, order_id from order_search_terms").await.unwrap();
    assert_eq!(terms, [("t5".to_owned(), placed[0].id)]);
}

/// The records of 1,100 orders that do not exist, and of one that is damaged.
#[tokio::test]
async fn all_records_are_checked_for_repairs() {
    let db = database(Engine::Sqlite).await;
    let fixture = Fixture::new(db.clone()).await;
    let damaged = fixture.place_order().await;
    update!(db, "update orders set status = 'brewing' where id = ?", damaged.id);
    orders::find(&mut db.read().await.unwrap(), damaged.id).await.unwrap_err();
    isolated_rows::record_reports(&db).await.unwrap();
    run_raw(
        &db,
        "insert into isolated_rows (table_name, row_id, reason, error, found_at, seen_at)
         with recursive n(n) as (select 1 union all select n + 1 from n where n < 1100)
         select 'orders', unhex(printf('%032x', n)), 'undecodable', 'unknown status', 0, 0 from n",
    )
    .await;
    let first = isolated_rows::delete_repaired(&db, None).await.unwrap();
    assert_eq!(first, CheckedBatch { removed: 1_000, last: Some(Uuid::from_u128(1_000)) });
    let second = isolated_rows::delete_repaired(&db, first.last).await.unwrap();
    assert_eq!(second, CheckedBatch { removed: 100, last: None });
    assert_eq!(list_isolated(&db).await, [(IsolatedTable::Orders, damaged.id.0, IsolationReason::Undecodable)]);
}

on_every_engine! {
    /// The pages of the web app cannot format amounts in such a currency.
    async fn damaged_currencies_are_isolated(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let order = fixture.place_order().await;
        let other = fixture.place_order().await;
        let item = fixture.add_item(1).await;
        let business = fixture.add_business().await.business;
        for currency in ["??", "eur", "E1R"] {
            update!(db, "update orders set currency = ? where id = ?", currency, order.id);
            update!(db, "update items set currency = ? where id = ?", currency, item.id);
            update!(db, "update businesses set currency = ? where id = ?", currency, business.id);
            let mut read = db.read().await.unwrap();
            let error = orders::find(&mut read, order.id).await.unwrap_err().to_string();
            assert!(error.contains("is not a currency code"), "{error}");
            let menu = decoded(items::list_menu(&mut read, fixture.business.id, 0, 10).await.unwrap());
            assert!(menu.iter().all(|listed| listed.id != item.id));
            let listed = decoded(businesses::list(&mut read, "", BusinessId::default(), 10).await.unwrap());
            assert_eq!(listed.iter().map(|business| business.id).collect::<Vec<_>>(), [fixture.business.id]);
            let sums = orders::sum_revenue_since(&mut read, Timestamp::EPOCH).await.unwrap();
            assert_eq!(sums.iter().map(|sum| (sum.orders, &sum.currency)).collect::<Vec<_>>(), [(1, &other.currency)]);
            drop(read);
            let mut expected = vec![
                (IsolatedTable::Orders, order.id.0, IsolationReason::Undecodable),
                (IsolatedTable::Items, item.id.0, IsolationReason::Undecodable),
                (IsolatedTable::Businesses, business.id.0, IsolationReason::Undecodable),
            ];
            expected.sort_unstable();
            assert_eq!(list_isolated(&db).await, expected);
        }
        // A code that this version does not know can be formatted.
        update!(db, "update orders set currency = 'QQQ' where id = ?", order.id);
        assert_eq!(orders::find(&mut db.read().await.unwrap(), order.id).await.unwrap().unwrap().currency.as_str(), "QQQ");
    }

    async fn lists_of_orders_skip_undecodable_rows_and_keep_their_cursors(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let placed = place_and_damage(&fixture).await;
        let intact = [placed[5].id, placed[3].id, placed[0].id];
        for scope in [
            OrderScope::All, OrderScope::Business(fixture.business.id), OrderScope::Customer(fixture.customer.id),
        ] {
            let (mut read, mut page) = (db.read().await.unwrap(), PageRequest { limit: 2, ..PageRequest::default() });
            let (mut keys, mut found) = (Vec::new(), Vec::new());
            loop {
                let rows = orders::list(&mut read, scope, page).await.unwrap();
                let Some(last) = rows.last() else { break };
                page.below = last.key;
                keys.extend(rows.iter().map(|row| row.key));
                found.extend(decoded(rows).iter().map(|order| order.id));
            }
            assert_eq!(keys, placed.iter().rev().map(|order| order.id).collect::<Vec<_>>());
            assert_eq!(found, intact);
            // An order with an unknown status is on no page of a known one.
            let filter = OrderFilter { statuses: &[Status::Pending, Status::Accepted], handed_over: Some(false) };
            let board = orders::list_filtered(&mut read, scope, filter, PageRequest::default()).await.unwrap();
            assert_eq!(board.len(), 5);
            assert_eq!(decoded(board).iter().map(|order| order.id).collect::<Vec<_>>(), intact);
        }
        // Single orders are reported as well, but not skipped.
        let mut read = db.read().await.unwrap();
        for order in [&placed[1], &placed[2], &placed[4]] {
            orders::find(&mut read, order.id).await.unwrap_err();
            orders::find_by_number(&mut read, order.number).await.unwrap_err();
            assert_eq!(orders::find_number(&mut read, order.id).await.unwrap(), Some(order.number));
        }
        drop(read);
        let mut expected: Vec<_> =
            [1, 2, 4].map(|n: usize| (IsolatedTable::Orders, placed[n].id.0, IsolationReason::Undecodable)).into();
        expected.sort_unstable();
        assert_eq!(list_isolated(&db).await, expected);
    }

    async fn searches_skip_undecodable_orders(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let placed = fixture.place_orders(60).await;
        let mut tx = db.begin().await.unwrap();
        sql!(tx, execute "update orders set guest_name = 'Zoë', search_indexed = null").await.unwrap();
        // One of them is among the newest orders, which are compared first, and one is found by the index.
        for order in [&placed[1], &placed[58]] {
            sql!(tx, execute "update orders set lines_json = '[' where id = ?", order.id).await.unwrap();
        }
        sql!(tx, execute "update orders set status = 'brewing' where id = ?", placed[2].id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(orders::index_batch(&db, None).await.unwrap().is_none(), "all orders are indexed");

        let mut read = db.read().await.unwrap();
        let (scope, filter) = (OrderScope::Business(fixture.business.id), OrderFilter::default());
        let page = PageRequest { limit: 100, ..PageRequest::default() };
        let found = orders::search(&mut read, scope, filter, &OrderSearch::parse("zoe"), page).await.unwrap();
        assert_eq!((decoded(found.orders).len(), found.continue_below), (57, None));
        let number = OrderSearch::parse(&placed[1].number.to_string());
        let found = orders::search(&mut read, scope, filter, &number, page).await.unwrap();
        assert!(found.orders.is_empty());
    }

    async fn other_lists_skip_undecodable_rows(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let others = [fixture.add_business().await, fixture.add_business().await];
        update!(db, "update businesses set acceptance = 'lottery' where id = ?", others[0].business.id);
        let (chef, waiter) = (fixture.add_user(Role::Waiter).await, fixture.add_user(Role::Waiter).await);
        update!(db, "update users set role = 'chef' where id = ?", chef.id);

        let mut read = db.read().await.unwrap();
        let page = businesses::list(&mut read, "", BusinessId(Uuid::nil()), 2).await.unwrap();
        assert_eq!(page.last().unwrap().key, others[0].business.id);
        assert_eq!(decoded(page), std::slice::from_ref(&fixture.business));
        let page = users::list(&mut read, Some(fixture.business.id), UserId(Uuid::nil()), 1).await.unwrap();
        assert!(page[0].key == chef.id && page[0].value.is_none());
        let page = users::list(&mut read, Some(fixture.business.id), page[0].key, 1).await.unwrap();
        assert_eq!(page[0].value.as_ref().unwrap().id, waiter.id);
        drop(read);
        let tables: Vec<_> = list_isolated(&db).await.into_iter().map(|(table, ..)| table).collect();
        assert_eq!(tables, [IsolatedTable::Businesses, IsolatedTable::Users]);
    }

    /// Later events of the same order wait for the undecodable event. The events of other orders are published.
    async fn relay_skips_undecodable_events(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let (damaged, other) = (fixture.place_order().await, fixture.place_order().await);
        let placed = fixture.events(damaged.id).await.remove(0);
        damage_time!(db, "events", "occurred_at", placed.id);
        let damaged = fixture.apply(damaged, Command::Accept).await;
        let lease = async || {
            let lease = Uuid::new_v4();
            let leased = outbox::lease(&db, lease, 10).await.unwrap();
            outbox::delete_leased(&db, lease).await.unwrap();
            leased.into_iter().map(|event| (event.subject.id(), event.version)).collect::<Vec<_>>()
        };
        assert_eq!(lease().await, [(other.id.0, 1)]);
        assert_eq!(lease().await, []);
        assert_eq!(fixture.outbox_count().await, 2, "nothing is lost");
        assert_eq!(skipped(&db, IsolatedTable::Events), 1, "the event is postponed");
        let event = (IsolatedTable::Events, placed.id.0, IsolationReason::Undecodable);
        assert_eq!(list_isolated(&db).await, [event]);

        update!(db, "update events set occurred_at = ? where id = ?", placed.occurred_at, placed.id);
        let mut tx = db.begin().await.unwrap();
        sql!(tx, execute "update outbox set leased_until = null").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(lease().await, [(damaged.id.0, 1)]);
        assert_eq!(lease().await, [(damaged.id.0, 2)]);
        assert_eq!(list_isolated(&db).await, []);
    }

    async fn log_is_listed_without_undecodable_events(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let placed = fixture.place_orders(3).await;
        let event = fixture.events(placed[1].id).await.remove(0);
        damage_time!(db, "events", "occurred_at", event.id);
        let mut read = db.read().await.unwrap();
        let page = events::list_after(&mut read, OrderScope::All, 0, 2).await.unwrap();
        assert_eq!(page.iter().map(|row| (row.key, row.value.is_some())).collect::<Vec<_>>(), [
            (event.position - 1, true), (event.position, false),
        ]);
        let rest = events::list_between(&mut read, event.position, event.position + 1).await.unwrap();
        assert_eq!(decoded(rest).iter().map(|event| event.subject.id()).collect::<Vec<_>>(), [placed[2].id.0]);
        assert!(events::list_for_order(&mut read, placed[1].id).await.unwrap().is_empty());
    }

    async fn event_whose_payload_is_not_json_is_undecodable(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let order = fixture.place_order().await;
        let event = fixture.events(order.id).await.remove(0);
        for payload in ["", "{", "{}}"] {
            update!(db, "update events set payload = ? where id = ?", payload, event.id);
            let mut read = db.read().await.unwrap();
            let page = events::list_after(&mut read, OrderScope::All, 0, 2).await.unwrap();
            assert!(page.len() == 1 && page[0].value.is_none(), "{payload}");
            assert!(events::list_for_order(&mut read, order.id).await.unwrap().is_empty(), "{payload}");
        }
        assert_eq!(list_isolated(&db).await, [(IsolatedTable::Events, event.id.0, IsolationReason::Undecodable)]);
    }

    /// The scheduler locks several due orders with one call, which must not fail if some of them cannot be decoded.
    async fn undecodable_due_orders_are_returned_as_errors(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let placed = place_and_damage(&fixture).await;
        damage_time!(db, "orders", "due_at", placed[5].id);
        let now = fixture.clock.now() + std::time::Duration::from_mins(1);
        assert!(orders::next_due_at(&mut db.read().await.unwrap()).await.unwrap().unwrap() <= now);
        let mut unit = UnitOfWork::begin(&db).await.unwrap();
        let due: BTreeMap<_, _> = orders::lock_due(&mut unit, now, 10).await.unwrap().into_iter().collect();
        for (index, order) in placed.iter().enumerate().take(5) {
            assert_eq!(due[&order.id].is_err(), [1, 2, 4].contains(&index), "{index}");
        }
    }

    async fn recount_skips_an_undecodable_order_until_it_is_repaired(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let [intact, damaged]: [Order; 2] = fixture.place_orders(2).await.try_into().unwrap();
        let lines = serde_json::to_string(&damaged.lines).unwrap();
        complete_uncounted(&fixture, intact).await;
        let damaged = complete_uncounted(&fixture, damaged).await;
        update!(db, "update orders set lines_json = '[' where id = ?", damaged);
        let completed = async || reports::totals(&mut db.read().await.unwrap(), None).await.unwrap().completed;
        assert_eq!(reports::rebuild(&db).await.unwrap(), 1);
        assert_eq!((reports::count_missed(&db).await.unwrap(), completed().await), (0, 1));
        let expected = (IsolatedTable::Orders, damaged.0, IsolationReason::Undecodable);
        assert_eq!(list_isolated(&db).await, [expected]);

        update!(db, "update orders set lines_json = ? where id = ?", lines, damaged);
        let counted = reports::count_missed_batch(&db, None).await.unwrap();
        assert_eq!((counted, completed().await), (CountedBatch { counted: 1, last: None }, 2));
        assert_eq!(isolated_rows::delete_repaired(&db, None).await.unwrap().removed, 1);
        assert_eq!(isolated_rows::count(&mut db.read().await.unwrap()).await.unwrap(), 0);
    }

    /// A batch of undecodable orders does not hide the later ones.
    async fn recount_continues_after_a_batch_of_undecodable_orders(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        run_raw(&db, "update items set stock_quantity = 5000").await;
        let mut placed = fixture.place_orders(1_001).await;
        placed.sort_by_key(|order| order.id);
        run_raw(&db, "update orders set status = 'rejected', counted = null, due_at = null, due_action = null,
                                        lines_json = '['").await;
        update!(db, "update orders set lines_json = '[]' where id = ?", placed[1_000].id);
        let first = reports::count_missed_batch(&db, None).await.unwrap();
        assert_eq!(first, CountedBatch { counted: 0, last: Some(placed[999].id) });
        let second = reports::count_missed_batch(&db, first.last).await.unwrap();
        assert_eq!(second, CountedBatch { counted: 1, last: None });
    }

    async fn reports_and_statistics_skip_undecodable_rows(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let placed = fixture.place_orders(3).await;
        let order = fixture.apply(placed[0].clone(), Command::Accept).await;
        let order = fixture.apply(order, Command::Start).await;
        fixture.apply(order, Command::Complete).await;
        update!(db, "update orders set status = 'brewing' where id = ?", placed[1].id);
        add_undecodable_report_sum(&db).await;

        let mut read = db.read().await.unwrap();
        let from = domain::clock::Timestamp::EPOCH;
        let sums = orders::sum_revenue_since(&mut read, from).await.unwrap();
        assert_eq!(sums.iter().map(|sum| sum.orders).sum::<i64>(), 2);
        let days = (parse("2000-01-01"), parse("2999-12-31"));
        let filter = ReportFilter { business: None, currency: parse("EUR"), from: days.0, to: days.1 };
        assert_eq!(reports::durations(&mut read, &filter).await.unwrap().len(), 2);
        assert_eq!(skipped(&db, IsolatedTable::Reports), 1);
    }

    /// A process of another version reports a row of a table that this version does not know.
    async fn row_is_listed_until_it_is_repaired_or_deleted(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let placed = fixture.place_orders(2).await;
        for order in &placed {
            update!(db, "update orders set status = 'brewing' where id = ?", order.id);
            orders::find(&mut db.read().await.unwrap(), order.id).await.unwrap_err();
        }
        let log = db.isolation();
        log.record(IsolatedTable::Users, Some(Uuid::nil()), IsolationReason::Undecodable, &"deleted since");
        let mut tx = db.begin().await.unwrap();
        sql!(tx, execute "insert into isolated_rows (table_name, row_id, reason, error, found_at, seen_at)
                          values ('tables', ?, 'undecodable', 'unknown', {now}, {now})", Uuid::nil()).await.unwrap();
        tx.commit().await.unwrap();

        let listed = list_isolated(&db).await;
        assert_eq!(listed.iter().map(|(table, ..)| *table).collect::<Vec<_>>(), [IsolatedTable::Orders; 2]);
        let rows = isolated_rows::list(&mut db.read().await.unwrap(), 1).await.unwrap();
        assert!(rows.len() == 1 && rows[0].error.contains("brewing") && rows[0].found_at == rows[0].seen_at);
        update!(db, "update orders set status = 'pending' where id = ?", placed[0].id);
        let remaining = [(IsolatedTable::Orders, placed[1].id.0, IsolationReason::Undecodable)];
        assert_eq!(list_isolated(&db).await, remaining);
        assert_eq!(isolated_rows::delete_repaired(&db, None).await.unwrap().removed, 2);
        assert_eq!(list_isolated(&db).await, remaining);
        assert_eq!(isolated_rows::count(&mut db.read().await.unwrap()).await.unwrap(), 2);
    }
}
