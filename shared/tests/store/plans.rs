//! Ten million old orders must not slow one new one: what a question costs is counted in rows, by the databases
//! themselves, over a history of 200,000 orders.

use std::sync::atomic::{AtomicI64, Ordering};

use shared::clock::Timestamp;
use shared::order::{OrderId, OrderNumber, Status};
use shared::store::events::{self, Scope};
use shared::store::orders::{self, Window};
use shared::store::{Connection, Db, items, outbox, users};
use shared::testing::{self, Engine, Stall};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use uuid::Uuid;

/// Old orders of two businesses and a thousand customers, all long over; their events; and 20,000 accounts.
const POSTGRES: &str = "
    set local statement_timeout = '60s';
    insert into users (id, username, email, name, role, password_hash, created_at)
    select md5('user ' || n)::uuid, 'guest' || n, 'guest' || n || '@example.com', 'Guest', 'customer', '-', now()
      from generate_series(1, 20000) n;
    insert into orders (id, number, status, version, business_id, business_name, customer_id, placed_by, order_type,
                        guest_name, guest_key, lines_json, total_cents, currency, placed_at)
    select (lpad(to_hex(1700000000000 + n * 1000), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid,
           1000000 + n, (array['completed', 'completed', 'completed', 'cancelled', 'rejected'])[1 + n % 5], 5,
           b.id, b.name, md5('user ' || (1 + n % 1000))::uuid, md5('user 1')::uuid, 'dine_in',
           'Guest ' || n, 'guest ' || n, '[]', 950, 'EUR', to_timestamp(1700000000 + n)
      from generate_series(1, 200000) n
      join (select id, name, row_number() over (order by id) as place from businesses) b on b.place = 1 + n % 2;
    insert into events (id, order_id, version, kind, business_id, customer_id, occurred_at, payload)
    select md5('event ' || o.number)::uuid, o.id, 5, 'order.completed', o.business_id, o.customer_id, o.placed_at, '{}'
      from orders o order by o.number;
    analyze";

/// The same for MariaDB.
const MARIADB: &str = "
    insert into users (id, username, email, name, role, password_hash, created_at)
    select unhex(md5(concat('user ', seq))), concat('guest', seq), concat('guest', seq, '@example.com'), 'Guest',
           'customer', '-', now()
      from seq_1_to_20000;
    insert into orders (id, number, status, version, business_id, business_name, customer_id, placed_by, order_type,
                        guest_name, guest_key, lines_json, total_cents, currency, placed_at)
    select unhex(concat(lpad(hex(1700000000000 + n.seq * 1000), 12, '0'), '70008000', lpad(hex(n.seq), 12, '0'))),
           1000000 + n.seq, elt(1 + n.seq % 5, 'completed', 'completed', 'completed', 'cancelled', 'rejected'), 5,
           b.id, b.name, unhex(md5(concat('user ', 1 + n.seq % 1000))), unhex(md5('user 1')), 'dine_in',
           concat('Guest ', n.seq), concat('guest ', n.seq), '[]', 950, 'EUR', from_unixtime(1700000000 + n.seq)
      from seq_1_to_200000 n
      join (select id, name, row_number() over (order by id) as place from businesses) b on b.place = 1 + n.seq % 2;
    insert into events (id, order_id, version, kind, business_id, customer_id, occurred_at, payload)
    select unhex(md5(concat('event ', o.number))), o.id, 5, 'order.completed', o.business_id, o.customer_id,
           o.placed_at, '{}'
      from orders o order by o.number;
    analyze table users, orders, events";

/// The same for SQLite, which has no `md5`.
const SQLITE: &str = "
    insert into users (id, username, email, name, role, password_hash, created_at)
    with recursive n(n) as (select 1 union all select n + 1 from n where n < 20000)
    select unhex(printf('%032x', n)), 'guest' || n, 'guest' || n || '@example.com', 'Guest', 'customer', '-', 0 from n;
    insert into orders (id, number, status, version, business_id, business_name, customer_id, placed_by, order_type,
                        guest_name, guest_key, lines_json, total_cents, currency, placed_at)
    with recursive n(n) as (select 1 union all select n + 1 from n where n < 200000)
    select unhex(printf('%012x', 1700000000000 + n * 1000) || '70008000' || printf('%012x', n)),
           1000000 + n, case n % 5 when 3 then 'cancelled' when 4 then 'rejected' else 'completed' end, 5,
           b.id, b.name, unhex(printf('%032x', 1 + n % 1000)), unhex(printf('%032x', 1)), 'dine_in',
           'Guest ' || n, 'guest ' || n, '[]', 950, 'EUR', 1700000000000 + n * 1000
      from n join (select id, name, row_number() over (order by id) as place from businesses) b on b.place = 1 + n % 2;
    insert into events (id, order_id, version, kind, business_id, customer_id, occurred_at, payload)
    select unhex(printf('%032x', o.number)), o.id, 5, 'order.completed', o.business_id, o.customer_id, o.placed_at, '{}'
      from orders o order by o.number";

/// How many steps SQLite's machine may make for one row: those of an order with its 26 columns.
const STEPS: i64 = 30;

/// A SQLite database whose one connection counts its steps.
async fn counting(url: &str, steps: &'static AtomicI64) -> Db {
    let options = url.parse::<SqliteConnectOptions>().unwrap().synchronous(SqliteSynchronous::Off);
    let pool = SqlitePoolOptions::new().max_connections(1).after_connect(move |connection, _| {
        Box::pin(async move {
            connection.lock_handle().await?.set_progress_handler(10, move || {
                steps.fetch_add(10, Ordering::Relaxed);
                true
            });
            Ok(())
        })
    });
    let pool = pool.connect_with(options).await.unwrap();
    Db::Sqlite { write: pool.clone(), read: pool }
}

static MADE: AtomicI64 = AtomicI64::new(0);

/// A broker that was away: 20,000 events wait.
const BACKLOG: &str =
    "insert into outbox (event_id, order_id) select id, order_id from events order by position limit 20000";

/// Runs statements of the test's own, in one transaction.
async fn make(db: &Db, text: &'static str) {
    let mut tx = db.begin().await.unwrap();
    match tx.connection() {
        Connection::Postgres(connection) => drop(sqlx::raw_sql(text).execute(connection).await.unwrap()),
        Connection::MySql(connection) => drop(sqlx::raw_sql(text).execute(connection).await.unwrap()),
        Connection::Sqlite(connection) => drop(sqlx::raw_sql(text).execute(connection).await.unwrap()),
    }
    tx.commit().await.unwrap();
}

/// Scans of the large tables so far (PostgreSQL only), and the rows that were read of them.
async fn cost(db: &Db) -> (i64, i64) {
    let mut read = db.read().await.unwrap();
    match read.connection() {
        Connection::Postgres(connection) => {
            sqlx::query("select pg_stat_force_next_flush()").execute(&mut *connection).await.unwrap();
            let of = "select sum(t.seq_scan)::bigint, sum(t.seq_tup_read + coalesce(i.read, 0))::bigint
                        from pg_stat_user_tables t
                        join lateral (select sum(idx_tup_read) as read
                                        from pg_stat_user_indexes i where i.relid = t.relid) i on true
                       where t.relname in ('orders', 'events', 'outbox', 'users')";
            sqlx::query_as(of).fetch_one(connection).await.unwrap()
        }
        Connection::MySql(connection) => {
            let of = "select cast(sum(variable_value) as signed) from information_schema.session_status
                       where variable_name in ('HANDLER_READ_FIRST', 'HANDLER_READ_KEY', 'HANDLER_READ_LAST',
                             'HANDLER_READ_NEXT', 'HANDLER_READ_PREV', 'HANDLER_READ_RND', 'HANDLER_READ_RND_NEXT')";
            (0, sqlx::query_scalar(of).fetch_one(connection).await.unwrap())
        }
        Connection::Sqlite(_) => (0, MADE.load(Ordering::Relaxed) / STEPS),
    }
}

/// Asks eight times, since PostgreSQL plans a prepared statement anew for its first five; no scan, and at most so many
/// rows a time (MariaDB also counts those of its own bookkeeping).
macro_rules! costs {
    ($db:expr, $most:expr, $what:expr, $ask:expr) => {{
        let (scans, rows) = cost(&$db).await;
        for _ in 0..8 {
            $ask;
        }
        let (scans, rows) = {
            let now = cost(&$db).await;
            (now.0 - scans, (now.1 - rows) / 8)
        };
        println!("{:<40} {rows:>6} rows", $what);
        if scans > 0 || rows > $most {
            $db.1.push(format!("{}: {scans} scans, {rows} rows a time, not {}", $what, $most));
        }
    }};
}

/// One connection, whose statistics can be flushed, and the complaints.
struct Asked(Db, Vec<String>);

impl std::ops::Deref for Asked {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.0
    }
}

mod no_question_reads_the_whole_history {
    use super::*;

    #[tokio::test]
    async fn postgres() {
        ask(Engine::Postgres, POSTGRES).await;
    }

    #[tokio::test]
    async fn mariadb() {
        ask(Engine::MariaDb, MARIADB).await;
    }

    #[tokio::test]
    async fn sqlite() {
        ask(Engine::Sqlite, SQLITE).await;
    }

    #[expect(clippy::too_many_lines, reason = "one question after the other")]
    async fn ask(engine: Engine, history: &'static str) {
        let url = testing::database_url(engine).await;
        let db = match engine {
            Engine::Sqlite => counting(&url, &MADE).await,
            Engine::Postgres | Engine::MariaDb => Db::connect(&url, 1).await.unwrap(),
        };
        let stall = Stall::open(db).await;
        let mut db = Asked(stall.db.clone(), Vec::new());
        stall.another().await;
        make(&db, history).await;
        // The present: some pending, some accepted, some on a stove that is cold.
        stall.place(30).await;
        for mut order in stall.accepted(30).await.into_iter().take(10) {
            order.worker_id = Some(Uuid::new_v4());
            stall.does(order, shared::order::Command::Start).await;
        }
        let old = md5_user(&db, 7).await;
        let window = Window { below: OrderId(Uuid::max()), from: OrderId(Uuid::nil()), limit: 20 };
        let mid = Window { below: OrderId(Timestamp::from_millis(1_700_100_000_000).first_id()), ..window };
        let far = Timestamp::MAX;

        for (whose, scope) in [
            ("a business", Scope::Business(stall.business.id)),
            ("a customer", Scope::Customer(old)),
            ("all", Scope::All),
        ] {
            for window in [window, mid] {
                let what = |how: &str| format!("{how} of {whose}");
                costs!(db, 60, what("a page"), assert_eq!(page(&db, scope, window).await, 20));
                for status in [Status::Completed, Status::Pending] {
                    costs!(
                        db,
                        60,
                        what("a page by status"),
                        assert!(by_status(&db, scope, status, window).await <= 20)
                    );
                }
                // "guest" is everybody's name; the state alone makes the difference.
                for (status, name, most) in [
                    (Status::Completed, "guest 1234", 400),
                    (Status::Rejected, "guest 1234", 400),
                    (Status::Accepted, "guest", 100),
                    (Status::Pending, "guest", 100),
                ] {
                    costs!(
                        db,
                        most,
                        what("a page by guest"),
                        assert!(by_guest(&db, scope, status, name, window).await <= 20)
                    );
                }
            }
            // The sixty that are live, by their indices; not what was long ago.
            costs!(db, 150, format!("what is live of {whose}"), {
                orders::live(&mut db.read().await.unwrap(), scope).await.unwrap();
            });
            costs!(db, 60, format!("events of {whose}"), {
                events::after(&mut db.read().await.unwrap(), scope, 100_000, 20).await.unwrap();
            });
        }
        // Two hundred are this customer's own.
        costs!(db, 500, "what a customer had", {
            let mut read = db.read().await.unwrap();
            let (completed, others) = orders::ended(&mut read, old).await.unwrap();
            assert_eq!(completed + others, 200);
            orders::preparations(&mut read, old, 1_000).await.unwrap();
        });
        costs!(db, 90, "due", {
            let mut tx = db.begin().await.unwrap();
            assert_eq!(orders::due(&mut tx, far, 100).await.unwrap().len(), 30);
            tx.commit().await.unwrap();
        });
        costs!(db, 5, "next due", orders::next_due(&mut db.read().await.unwrap()).await.unwrap().unwrap());
        costs!(db, 120, "uncooked", {
            let mut tx = db.begin().await.unwrap();
            assert_eq!(orders::uncooked(&mut tx, far, 100).await.unwrap().len(), 20);
            tx.commit().await.unwrap();
        });
        costs!(db, 120, "abandoned", {
            let mut tx = db.begin().await.unwrap();
            assert_eq!(orders::abandoned(&mut tx, far, 100).await.unwrap().len(), 10);
            tx.commit().await.unwrap();
        });
        costs!(db, 5, "one order by number", {
            orders::find_by_number(&mut db.read().await.unwrap(), OrderNumber(1_000_077)).await.unwrap().unwrap();
        });
        costs!(db, 5, "the head of the log", events::head(&mut db.read().await.unwrap()).await.unwrap());
        costs!(db, 45, "some places of the log", {
            events::positions(&mut db.read().await.unwrap(), 100_000, 100_019).await.unwrap();
            events::between(&mut db.read().await.unwrap(), 100_000, 100_019).await.unwrap();
        });
        for login in ["guest77", "guest77@example.com", "nobody", "nobody@example.com"] {
            costs!(db, 5, format!("login of {login}"), {
                users::credentials(&mut db.read().await.unwrap(), login).await.unwrap();
            });
        }
        costs!(db, 60, "a page of people", {
            users::page(&mut db.read().await.unwrap(), None, old, 20).await.unwrap();
        });
        costs!(db, 5, "a menu", items::menu(&mut db.read().await.unwrap(), stall.business.id, 0, 20).await.unwrap());

        make(&db, BACKLOG).await;
        make(&db, if engine == Engine::MariaDb { "analyze table outbox" } else { "analyze outbox" }).await;
        costs!(
            db,
            5,
            "the oldest of the outbox",
            outbox::oldest(&mut db.read().await.unwrap()).await.unwrap().unwrap()
        );
        costs!(db, 2_000, "a lease, and its settlement", {
            let lease = Uuid::new_v4();
            assert_eq!(outbox::lease(&db, lease, 100).await.unwrap().len(), 100);
            outbox::settle(&db, lease).await.unwrap();
        });
        assert!(db.1.is_empty(), "{:#?}", db.1);
    }
}

async fn page(db: &Db, scope: Scope, window: Window) -> usize {
    orders::page(&mut db.read().await.unwrap(), scope, window).await.unwrap().len()
}

async fn by_status(db: &Db, scope: Scope, status: Status, window: Window) -> usize {
    orders::page_by_status(&mut db.read().await.unwrap(), scope, status, window).await.unwrap().len()
}

async fn by_guest(db: &Db, scope: Scope, status: Status, name: &str, window: Window) -> usize {
    orders::page_by_guest(&mut db.read().await.unwrap(), scope, status, name, window).await.unwrap().len()
}

/// One of the customers of the history.
async fn md5_user(db: &Db, n: i64) -> shared::account::UserId {
    let login = format!("guest{n}");
    users::credentials(&mut db.read().await.unwrap(), &login).await.unwrap().unwrap().id
}
