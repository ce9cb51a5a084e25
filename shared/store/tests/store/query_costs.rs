//! The cost of queries over a history of 200,000 orders, in rows counted by the databases themselves: old orders must not slow
//! down new ones.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::account::UserId;
use domain::clock::Timestamp;
use domain::event::MenuEventKind;
use domain::item::Item;
use domain::menu_event::MenuEvent;
use domain::order::search::OrderSearch;
use domain::order::state::{Command, Status};
use domain::order::{OrderId, OrderNumber, OrderScope};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use store::orders::{self, OrderFilter, PageRequest};
use store::{Connection, Db, Pool, decoded, events, items, outbox, users};
use testkit::{Engine, Fixture, database_url, on_every_engine};
use uuid::Uuid;

use crate::support::run_raw;

/// Finished orders of two businesses and a thousand customers, their events, and 20,000 accounts.
const POSTGRES: &str = "
    set local statement_timeout = '60s';
    insert into users (id, username, email, name, role, password_hash, created_at)
    select md5('user ' || n)::uuid, 'guest' || n, 'guest' || n || '@example.com', 'Guest', 'customer', '-', now()
      from generate_series(1, 20000) n;
    insert into orders (id, number, status, version, business_id, business_name, customer_id, placed_by, order_type,
                        guest_name, guest_key, search_indexed, lines_json, total_cents, currency,
                        placed_at)
    select (lpad(to_hex(1700000000000 + n * 1000), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid,
           1000000 + n, (array['completed', 'completed', 'completed', 'cancelled', 'rejected'])[1 + n % 5], 5,
           b.id, b.name, md5('user ' || (1 + n % 1000))::uuid, md5('user 1')::uuid, 'dine_in',
           'Guest ' || n, 'guest ' || n, true, '[]', 950, 'EUR', to_timestamp(1700000000 + n)
      from generate_series(1, 200000) n
      join (select id, name, row_number() over (order by id) as place from businesses) b on b.place = 1 + n % 2;
    insert into events (id, order_id, version, kind, business_id, customer_id, occurred_at, payload)
    select md5('event ' || o.number)::uuid, o.id, 5, 'order.completed', o.business_id, o.customer_id, o.placed_at, '{}'
      from orders o order by o.number;
    insert into order_search_terms (business_id, term, order_id)
    select business_id, 'guest', id from orders union all select business_id, substr(guest_key, 7), id from orders;
    analyze";

/// The same history for MariaDB.
const MARIADB: &str = "
    insert into users (id, username, email, name, role, password_hash, created_at)
    select unhex(md5(concat('user ', seq))), concat('guest', seq), concat('guest', seq, '@example.com'), 'Guest',
           'customer', '-', now()
      from seq_1_to_20000;
    insert into orders (id, number, status, version, business_id, business_name, customer_id, placed_by, order_type,
                        guest_name, guest_key, search_indexed, lines_json, total_cents, currency,
                        placed_at)
    select unhex(concat(lpad(hex(1700000000000 + n.seq * 1000), 12, '0'), '70008000', lpad(hex(n.seq), 12, '0'))),
           1000000 + n.seq, elt(1 + n.seq % 5, 'completed', 'completed', 'completed', 'cancelled', 'rejected'), 5,
           b.id, b.name, unhex(md5(concat('user ', 1 + n.seq % 1000))), unhex(md5('user 1')), 'dine_in',
           concat('Guest ', n.seq), concat('guest ', n.seq), true, '[]', 950, 'EUR', from_unixtime(1700000000 + n.seq)
      from seq_1_to_200000 n
      join (select id, name, row_number() over (order by id) as place from businesses) b on b.place = 1 + n.seq % 2;
    insert into events (id, order_id, version, kind, business_id, customer_id, occurred_at, payload)
    select unhex(md5(concat('event ', o.number))), o.id, 5, 'order.completed', o.business_id, o.customer_id,
           o.placed_at, '{}'
      from orders o order by o.number;
    insert into order_search_terms (business_id, term, order_id)
    select business_id, 'guest', id from orders union all select business_id, substr(guest_key, 7), id from orders;
    analyze table users, orders, events, order_search_terms";

/// The same history for SQLite, which has no `md5`.
const SQLITE: &str = "
    insert into users (id, username, email, name, role, password_hash, created_at)
    with recursive n(n) as (select 1 union all select n + 1 from n where n < 20000)
    select unhex(printf('%032x', n)), 'guest' || n, 'guest' || n || '@example.com', 'Guest', 'customer', '-', 0 from n;
    insert into orders (id, number, status, version, business_id, business_name, customer_id, placed_by, order_type,
                        guest_name, guest_key, search_indexed, lines_json, total_cents, currency,
                        placed_at)
    with recursive n(n) as (select 1 union all select n + 1 from n where n < 200000)
    select unhex(printf('%012x', 1700000000000 + n * 1000) || '70008000' || printf('%012x', n)),
           1000000 + n, case n % 5 when 3 then 'cancelled' when 4 then 'rejected' else 'completed' end, 5,
           b.id, b.name, unhex(printf('%032x', 1 + n % 1000)), unhex(printf('%032x', 1)), 'dine_in',
           'Guest ' || n, 'guest ' || n, true, '[]', 950, 'EUR', 1700000000000 + n * 1000
      from n join (select id, name, row_number() over (order by id) as place from businesses) b on b.place = 1 + n % 2;
    insert into events (id, order_id, version, kind, business_id, customer_id, occurred_at, payload)
    select unhex(printf('%032x', o.number)), o.id, 5, 'order.completed', o.business_id, o.customer_id, o.placed_at, '{}'
      from orders o order by o.number;
    insert into order_search_terms (business_id, term, order_id)
    select business_id, 'guest', id from orders union all select business_id, substr(guest_key, 7), id from orders";

/// Number of steps of SQLite's virtual machine that count as one row. Reading an order with its 26 columns takes about this
/// number of steps.
const STEPS_PER_ROW: i64 = 30;

/// The outbox after an outage of the broker: 20,000 events.
const BACKLOG: &str =
    "insert into outbox (event_id, order_id) select id, order_id from events order by position limit 20000";

/// Turns old events into those of an item that changed 20,000 times.
const ITEM_HISTORY: &str = "
    update events set order_id = (select id from items order by id limit 1), version = position, kind = 'item.updated'
     where position <= 20000";

/// Number of steps that SQLite's virtual machine has executed so far.
static STEPS: AtomicI64 = AtomicI64::new(0);

/// Connects to SQLite with one connection that counts its steps.
async fn connect_counting(url: &str) -> Db {
    let options = url.parse::<SqliteConnectOptions>().unwrap().synchronous(SqliteSynchronous::Off);
    let pool = SqlitePoolOptions::new().max_connections(1).after_connect(|connection, _| {
        Box::pin(async move {
            connection.lock_handle().await?.set_progress_handler(10, || {
                STEPS.fetch_add(10, Ordering::Relaxed);
                true
            });
            Ok(())
        })
    });
    let pool = pool.connect_with(options).await.unwrap();
    Pool::Sqlite { write: pool.clone(), read: pool }.into()
}

/// Returns the number of full scans of the large tables (PostgreSQL only), and the number of rows read from them, so far.
async fn read_counters(db: &Db) -> (i64, i64) {
    let mut read = db.read().await.unwrap();
    match read.connection() {
        Connection::Postgres(connection) => {
            sqlx::query("select pg_stat_force_next_flush()").execute(&mut *connection).await.unwrap();
            let counters = "select sum(t.seq_scan)::bigint, sum(t.seq_tup_read + coalesce(i.read, 0))::bigint
                        from pg_stat_user_tables t
                        join lateral (select sum(idx_tup_read) as read
                                        from pg_stat_user_indexes i where i.relid = t.relid) i on true
                       where t.relname in ('orders', 'events', 'outbox', 'users', 'order_search_terms')";
            sqlx::query_as(counters).fetch_one(connection).await.unwrap()
        }
        Connection::MySql(connection) => {
            let counters = "select cast(sum(variable_value) as signed) from information_schema.session_status
                       where variable_name in ('HANDLER_READ_FIRST', 'HANDLER_READ_KEY', 'HANDLER_READ_LAST',
                             'HANDLER_READ_NEXT', 'HANDLER_READ_PREV', 'HANDLER_READ_RND', 'HANDLER_READ_RND_NEXT')";
            (0, sqlx::query_scalar(counters).fetch_one(connection).await.unwrap())
        }
        Connection::Sqlite(_) => (0, STEPS.load(Ordering::Relaxed) / STEPS_PER_ROW),
    }
}

/// A database, and a description of each query that exceeded its limit. The database has a single connection, so that the
/// statistics of all queries can be flushed.
struct CostMeter {
    db: Db,
    exceeded: Vec<String>,
}

impl CostMeter {
    /// Runs a query eight times, because PostgreSQL plans the first five executions of a prepared statement individually. It
    /// must not scan a table, and may read at most `max_rows` each time. MariaDB also counts rows of its own bookkeeping.
    async fn measure(&mut self, what: &str, max_rows: i64, mut query: impl AsyncFnMut(&Db)) {
        let before = read_counters(&self.db).await;
        for _ in 0..8 {
            query(&self.db).await;
        }
        let after = read_counters(&self.db).await;
        let (scans, rows) = (after.0 - before.0, (after.1 - before.1) / 8);
        println!("{what:<40} {rows:>6} rows");
        if scans > 0 || rows > max_rows {
            self.exceeded.push(format!("{what}: {scans} scans, {rows} rows each time, not {max_rows}"));
        }
    }
}

on_every_engine! {
    async fn no_query_reads_the_whole_history(engine: Engine) {
        measure_queries(engine).await;
    }
}

async fn measure_queries(engine: Engine) {
    let url = database_url(engine).await;
    let (db, history, analyze_outbox) = match engine {
        Engine::Sqlite => (connect_counting(&url).await, SQLITE, "analyze outbox"),
        Engine::Postgres => (Db::connect(&url, 1).await.unwrap(), POSTGRES, "analyze outbox"),
        Engine::MariaDb => (Db::connect(&url, 1).await.unwrap(), MARIADB, "analyze table outbox"),
    };
    let fixture = Fixture::new(db).await;
    fixture.add_business().await;
    run_raw(&fixture.db, history).await;
    // The current orders: some are pending, some are accepted, some belong to a worker that does not exist.
    fixture.place_orders(30).await;
    for mut order in fixture.accept_orders(30).await.into_iter().take(10) {
        order.worker_id = Some(Uuid::new_v4());
        fixture.apply(order, Command::Start).await;
    }
    let customer = find_user(&fixture.db, "guest7").await;
    let mut meter = CostMeter { db: fixture.db.clone(), exceeded: Vec::new() };
    for (owner, scope) in [
        ("a business", OrderScope::Business(fixture.business.id)),
        ("a customer", OrderScope::Customer(customer)),
        ("all", OrderScope::All),
    ] {
        measure_pages(&mut meter, owner, scope).await;
    }
    measure_customer(&mut meter, customer).await;
    measure_background_jobs(&mut meter).await;
    measure_lookups(&mut meter, &fixture, customer).await;

    run_raw(&fixture.db, BACKLOG).await;
    run_raw(&fixture.db, analyze_outbox).await;
    measure_outbox(&mut meter).await;

    run_raw(&fixture.db, ITEM_HISTORY).await;
    measure_menu_events(&mut meter, &fixture).await;
    assert!(meter.exceeded.is_empty(), "{:#?}", meter.exceeded);
}

async fn measure_pages(meter: &mut CostMeter, owner: &str, scope: OrderScope) {
    let newest = PageRequest { limit: 20, ..PageRequest::default() };
    let older = PageRequest { below: OrderId(Timestamp::from_millis(1_700_100_000_000).first_id()), ..newest };
    for page in [newest, older] {
        let what = |query: &str| format!("{query} of {owner}");
        meter.measure(&what("a page"), 60, async |db| assert_eq!(list(db, scope, page).await, 20)).await;
        for status in [Status::Completed, Status::Pending] {
            let query = async |db: &Db| assert!(list_by_status(db, scope, status, page).await <= 20);
            meter.measure(&what("a page by status"), 60, query).await;
        }
        let query = async |db: &Db| assert!(list_ready(db, scope, page).await <= 20);
        meter.measure(&what("a page of ready orders"), 60, query).await;
        // All names start with "guest", so only the status narrows the third and the fourth query.
        for (status, text, max_rows) in [
            (Status::Completed, "guest 1234", 400),
            (Status::Rejected, "guest 1234", 400),
            (Status::Accepted, "guest", 100),
            (Status::Pending, "guest", 100),
            (Status::Completed, "guest", 100),
        ] {
            let query = async |db: &Db| assert!(search(db, scope, &[status], text, page).await <= 20);
            meter.measure(&what("a page by guest"), max_rows, query).await;
        }
        // The index finds both words too often. Each request compares at most 2,050 orders.
        let query = async |db: &Db| assert_eq!(search(db, scope, &[], "guest 1", page).await, 0);
        meter.measure(&what("a page by frequent words"), 3_500, query).await;
    }
    // Reads the sixty unfinished orders through their indexes, and nothing else.
    meter
        .measure(&format!("unfinished orders of {owner}"), 150, async |db| {
            orders::count_live(&mut db.read().await.unwrap(), scope).await.unwrap();
        })
        .await;
    meter
        .measure(&format!("events of {owner}"), 60, async |db| {
            events::list_after(&mut db.read().await.unwrap(), scope, 100_000, 20).await.unwrap();
        })
        .await;
}

/// Measures the queries of a customer with 200 orders.
async fn measure_customer(meter: &mut CostMeter, customer: UserId) {
    meter
        .measure("finished orders of a customer", 500, async |db| {
            let mut read = db.read().await.unwrap();
            let (completed, others) = orders::count_finished(&mut read, customer).await.unwrap();
            assert_eq!(completed + others, 200);
            orders::list_preparation_times(&mut read, customer, 1_000).await.unwrap();
        })
        .await;
}

async fn measure_background_jobs(meter: &mut CostMeter) {
    meter
        .measure("due orders", 90, async |db| {
            let mut tx = db.begin().await.unwrap();
            assert_eq!(orders::lock_due(&mut tx, Timestamp::MAX, 100).await.unwrap().len(), 30);
            tx.commit().await.unwrap();
        })
        .await;
    meter
        .measure("the next due order", 5, async |db| {
            orders::next_due_at(&mut db.read().await.unwrap()).await.unwrap().unwrap();
        })
        .await;
    meter
        .measure("orders without search terms", 5, async |db| {
            assert!(orders::index_batch(db, None).await.unwrap().is_none());
        })
        .await;
    meter
        .measure("unclaimed orders", 120, async |db| {
            let mut tx = db.begin().await.unwrap();
            assert_eq!(orders::lock_unclaimed(&mut tx, Timestamp::MAX, 100).await.unwrap().len(), 20);
            tx.commit().await.unwrap();
        })
        .await;
    meter
        .measure("stalled orders", 120, async |db| {
            let mut tx = db.begin().await.unwrap();
            assert_eq!(orders::lock_stalled(&mut tx, Timestamp::MAX, 100).await.unwrap().len(), 10);
            tx.commit().await.unwrap();
        })
        .await;
}

async fn measure_lookups(meter: &mut CostMeter, fixture: &Fixture, customer: UserId) {
    meter
        .measure("an order by number", 5, async |db| {
            let mut read = db.read().await.unwrap();
            orders::find_by_number(&mut read, OrderNumber(1_000_077)).await.unwrap().unwrap();
        })
        .await;
    meter
        .measure("the last position of the log", 5, async |db| {
            events::last_position(&mut db.read().await.unwrap()).await.unwrap();
        })
        .await;
    meter
        .measure("the end of the log and an event", 10, async |db| {
            assert_eq!(events::read_end(&mut db.read().await.unwrap(), &[100_000]).await.unwrap().event_ids.len(), 1);
        })
        .await;
    meter
        .measure("a range of the log", 45, async |db| {
            events::list_positions(&mut db.read().await.unwrap(), 100_000, 100_019).await.unwrap();
            events::list_between(&mut db.read().await.unwrap(), 100_000, 100_019).await.unwrap();
        })
        .await;
    for login in ["guest77", "guest77@example.com", "unknown", "unknown@example.com"] {
        meter
            .measure(&format!("credentials of {login}"), 5, async |db| {
                users::find_credentials(&mut db.read().await.unwrap(), login).await.unwrap();
            })
            .await;
    }
    meter
        .measure("a page of accounts", 60, async |db| {
            users::list(&mut db.read().await.unwrap(), None, customer, 20).await.unwrap();
        })
        .await;
    meter
        .measure("a menu", 5, async |db| {
            items::list_menu(&mut db.read().await.unwrap(), fixture.business.id, 0, 20).await.unwrap();
        })
        .await;
}

/// Appends an event of an item that changed 20,000 times, and one of an item that never changed.
async fn measure_menu_events(meter: &mut CostMeter, fixture: &Fixture) {
    let items = items::list_all(&mut meter.db.read().await.unwrap(), 0, 2).await.unwrap();
    let items = decoded(items);
    meter
        .measure("the version of an item", 60, async |db| {
            let mut tx = db.begin().await.unwrap();
            let to_event = |item: &Item| {
                MenuEvent::of_item(MenuEventKind::ItemUpdated, item.clone(), fixture.owner(), fixture.clock.stamp())
            };
            events::append_menu_events(&mut tx, items.iter().map(to_event).collect()).await.unwrap();
            drop(tx);
        })
        .await;
}

async fn measure_outbox(meter: &mut CostMeter) {
    meter
        .measure("the oldest event of the outbox", 5, async |db| {
            outbox::oldest_occurred_at(&mut db.read().await.unwrap()).await.unwrap().unwrap();
        })
        .await;
    meter
        .measure("a lease and its deletion", 2_000, async |db| {
            let lease = Uuid::new_v4();
            assert_eq!(outbox::lease(db, lease, 100).await.unwrap().len(), 100);
            outbox::delete_leased(db, lease).await.unwrap();
        })
        .await;
}

async fn list(db: &Db, scope: OrderScope, page: PageRequest) -> usize {
    orders::list(&mut db.read().await.unwrap(), scope, page).await.unwrap().len()
}

async fn list_by_status(db: &Db, scope: OrderScope, status: Status, page: PageRequest) -> usize {
    orders::list_by_status(&mut db.read().await.unwrap(), scope, status, page).await.unwrap().len()
}

async fn list_ready(db: &Db, scope: OrderScope, page: PageRequest) -> usize {
    orders::list_ready(&mut db.read().await.unwrap(), scope, page).await.unwrap().len()
}

async fn search(db: &Db, scope: OrderScope, statuses: &[Status], text: &str, page: PageRequest) -> usize {
    let (mut read, query) = (db.read().await.unwrap(), OrderSearch::parse(text));
    orders::search(&mut read, scope, OrderFilter { statuses, ..OrderFilter::default() }, &query, page)
        .await
        .unwrap()
        .orders
        .len()
}

/// Returns the id of an account of the history.
async fn find_user(db: &Db, username: &str) -> UserId {
    users::find_credentials(&mut db.read().await.unwrap(), username).await.unwrap().unwrap().id
}
