//! Backups and their restoration, as docs/operations.md describes them, on each of the three database engines.

use std::fs::File;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use store::{Db, sql};
use testkit::brokers::rabbitmq_url;
use testkit::wait::RECOVERY_TIMEOUT;
use testkit::{
    ApiClient, Engine, FeedClient, Frame, Namespace, TempDir, assert_consistent, database_url, empty_database_url,
    eventually, on_every_engine,
};
use tokio::task::{JoinHandle, block_in_place};

use crate::commands::{assert_failure, assert_success, run};
use crate::support::{AllInOne, FEED_TIMEOUT, STOP_TIMEOUT};

/// Maximum time until all restored orders are completed.
const COMPLETION_TIMEOUT: Duration = Duration::from_mins(1);
/// Maximum number of orders that are placed while a backup is made. It limits the events that the client of the live feed must
/// read.
const MAX_TRAFFIC: usize = 60;

/// An installation of the all-in-one process: on SQLite or MariaDB with the in-process broker, or on PostgreSQL with RabbitMQ.
struct Installation {
    engine: Engine,
    dir: TempDir,
    /// `DATABASE_URL`, or `None` for the default, an SQLite file in the data directory.
    database_url: Option<String>,
    /// `BROKER_URL` and `BROKER_NAMESPACE`.
    broker: (String, Namespace),
}

impl Installation {
    async fn new(engine: Engine) -> Self {
        let database_url = match engine {
            Engine::Sqlite => None,
            Engine::Postgres | Engine::MariaDb => Some(database_url(engine).await),
        };
        let broker = match engine {
            Engine::Postgres => (rabbitmq_url(), Namespace::on_rabbitmq()),
            Engine::Sqlite | Engine::MariaDb => ("memory:".to_owned(), Namespace::in_memory()),
        };
        Self { engine, dir: TempDir::new(), database_url, broker }
    }

    fn settings(&self) -> Vec<(&str, &str)> {
        let (broker_url, namespace) = &self.broker;
        let mut settings = vec![
            ("DATA_DIR", self.dir.as_str()),
            ("BROKER_URL", broker_url.as_str()),
            ("BROKER_NAMESPACE", namespace.as_str()),
            ("EXPEDITER_DEMO", "true"),
        ];
        settings.extend(self.database_url.as_deref().map(|url| ("DATABASE_URL", url)));
        settings
    }

    async fn start(&self, kitchen: &[(&str, &str)]) -> AllInOne {
        AllInOne::start_with(&[&self.settings()[..], kitchen].concat()).await
    }

    /// Runs a command of `expediter`.
    fn run(&self, args: &[&str]) -> (bool, String) {
        block_in_place(|| run(args, &self.settings()))
    }

    async fn connect(&self) -> Db {
        let default = || format!("sqlite:{}", self.sqlite_file().display());
        Db::connect(&self.database_url.clone().unwrap_or_else(default), 2).await.unwrap()
    }

    fn sqlite_file(&self) -> PathBuf {
        self.dir.path().join("expediter.db")
    }

    /// Backs up the database. Returns the file.
    fn back_up(&self) -> PathBuf {
        let file = self.dir.path().join("backup");
        match (&self.database_url, self.engine) {
            (None, _) => assert_success(&self.run(&["backup", file.to_str().unwrap()]), "Wrote a backup"),
            (Some(url), Engine::MariaDb) => {
                let mut dump = mariadb("mariadb-dump", url);
                dump.args(["--single-transaction", "--hex-blob"]).arg(format!("--result-file={}", file.display()));
                run_tool(dump.arg(database_name(url)));
            }
            (Some(url), _) => {
                run_tool(Command::new("pg_dump").args(["--no-owner", "--dbname", url, "--file"]).arg(&file));
            }
        }
        file
    }

    /// Restores a backup. A database on a server is restored under another name.
    async fn restore(&mut self, backup: &Path) {
        let Some(url) = &mut self.database_url else {
            let file = self.sqlite_file();
            for suffix in ["", "-wal", "-shm"] {
                std::fs::remove_file(format!("{}{suffix}", file.display())).unwrap();
            }
            std::fs::copy(backup, &file).unwrap();
            return;
        };
        *url = empty_database_url(self.engine).await;
        if self.engine == Engine::MariaDb {
            run_tool(mariadb("mariadb", url).arg(database_name(url)).stdin(File::open(backup).unwrap()));
        } else {
            let mut psql = Command::new("psql");
            psql.args(["--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--dbname", url, "--file"]);
            run_tool(psql.arg(backup));
        }
    }
}

/// Returns a client command of MariaDB with the address and the account of this URL.
fn mariadb(program: &str, url: &str) -> Command {
    let url = url::Url::parse(url).unwrap();
    let mut command = Command::new(program);
    command.arg(format!("--host={}", url.host_str().unwrap())).arg(format!("--port={}", url.port().unwrap()));
    command.arg(format!("--user={}", url.username())).arg("--default-character-set=utf8mb4");
    command
}

fn database_name(url: &str) -> &str {
    url.rsplit_once('/').unwrap().1
}

#[track_caller]
fn run_tool(command: &mut Command) {
    let output = block_in_place(|| command.output().unwrap());
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Places orders, one after the other, until it is stopped or has placed [`MAX_TRAFFIC`] orders.
struct Traffic {
    placed: Arc<Mutex<Vec<Value>>>,
    task: JoinHandle<()>,
}

impl Traffic {
    /// Starts to place orders of the item, and returns when the first order is placed.
    async fn start(customer: ApiClient, item: Value) -> Self {
        let placed = Arc::<Mutex<Vec<_>>>::default();
        let orders = placed.clone();
        let task = tokio::spawn(async move {
            for _ in 0..MAX_TRAFFIC {
                let order = customer.place_order(&item, 1).await;
                orders.lock().unwrap().push(order);
            }
        });
        let is_running = async || (!placed.lock().unwrap().is_empty()).then_some(());
        eventually("the first order", RECOVERY_TIMEOUT, is_running).await;
        Self { placed, task }
    }

    /// Stops, and returns the orders whose responses were received. One more order may have been placed.
    async fn stop(self) -> Vec<Value> {
        self.task.abort();
        let _ = self.task.await;
        std::mem::take(&mut *self.placed.lock().unwrap())
    }
}

fn number_of(order: &Value) -> i64 {
    order["number"].as_str().unwrap().strip_prefix("ORD").unwrap().parse().unwrap()
}

/// Waits until the feed has sent the event of this kind about an order.
async fn wait_for_event(feed: &mut FeedClient, order: &Value, kind: &str) {
    loop {
        let event = feed.expect_event().await;
        if event["order"]["id"] == order["id"] && event["kind"] == kind {
            return;
        }
    }
}

/// Waits until all orders are completed, and checks that each of them was placed, accepted, started and completed once.
async fn assert_all_completed_once(db: &Db) {
    eventually("all orders to be completed", COMPLETION_TIMEOUT, async || {
        let mut read = db.read().await.unwrap();
        let open = sql!(read, one[i64], "select count(*) from orders where status <> 'completed'").await.unwrap();
        (open == (0,)).then_some(())
    })
    .await;
    let (orders, events, completions) = sql!(
        &mut db.read().await.unwrap(),
        one[i64, i64, i64],
        "select (select count(*) from orders), (select count(*) from events where kind like 'order.%'),
                (select count(*) from events where kind = 'order.completed')"
    )
    .await
    .unwrap();
    assert_eq!((events, completions), (4 * orders, orders));
    assert_consistent(db).await;
}

on_every_engine! {
    async fn restored_backup_loses_only_what_happened_after_it(engine: Engine) {
        let mut installation = Installation::new(engine).await;
        let server = installation.start(&[("KITCHEN_PREP_SECONDS", "2")]).await;
        let (owner, customer) = (server.log_in("trattoria").await, server.log_in("diner").await);
        let item = json!({"name": "Bruschetta", "price_cents": 590, "stock_quantity": 100_000});
        let item = owner.post("/api/items").json(item).await.expect_status(201);
        let path = format!("/api/businesses/{}", owner.business_id());
        owner.patch(path).json(json!({"grace_seconds": 0})).await.expect_status(200);
        let mut kept = Vec::new();
        for _ in 0..10 {
            kept.push(customer.place_order(&item, 1).await);
        }
        // When the backup is made, orders are pending, accepted and in preparation, and others are being placed.
        let traffic = Traffic::start(customer.clone(), item.clone()).await;
        let backup = installation.back_up();
        let during_backup = traffic.stop().await;
        let lost_item = json!({"name": "Lost", "price_cents": 590, "stock_quantity": 1});
        let lost_item = owner.post("/api/items").json(lost_item).await.expect_status(201);
        let mut feed = FeedClient::open(server.endpoint.addr(), &customer.token).await.with_timeout(FEED_TIMEOUT);
        let mut lost = Vec::new();
        for _ in 0..5 {
            lost.push(customer.place_order(&item, 1).await);
        }
        wait_for_event(&mut feed, &lost[4], "order.accepted").await;
        let cursor = feed.cursor().to_owned();
        server.process.kill();

        installation.restore(&backup).await;
        assert_success(&installation.run(&["restored"]), "The restored");
        let kitchen = [("KITCHEN_PREP_SECONDS", "0.1"), ("KITCHEN_CONCURRENCY", "50")];
        let server = installation.start(&kitchen).await;

        // Sessions have ended, because tokens that were used after the backup must not be valid again.
        server.endpoint.anonymous().with_token(&customer.token).get("/api/orders").await.expect_status(401);
        let refresh_token = json!({"refresh_token": customer.refresh_token});
        let refresh = server.endpoint.anonymous().post("/api/auth/refresh").json(refresh_token).await;
        refresh.expect_problem(401, "unauthenticated");
        let customer = server.log_in("diner").await;
        let addr = server.endpoint.addr();
        let mut feed = FeedClient::resume(addr, &customer.token, &cursor).await.with_timeout(FEED_TIMEOUT);
        feed.expect_ready().await;
        assert_eq!(feed.next().await, Frame::Resync);
        let order = customer.place_order(&item, 1).await;
        let assigned = kept.iter().chain(&during_backup).chain(&lost).map(number_of).max().unwrap();
        assert!(number_of(&order) > assigned, "{} <= {assigned}", number_of(&order));
        wait_for_event(&mut feed, &order, "order.completed").await;
        let owner = server.log_in("trattoria").await;
        let new_item = json!({"name": "New", "price_cents": 590, "stock_quantity": 1});
        let new_item = owner.post("/api/items").json(new_item).await.expect_status(201);
        assert!(new_item["number"].as_i64() > lost_item["number"].as_i64());

        for order in &kept {
            customer.get(format!("/api/orders/{}", order["id"].as_str().unwrap())).await.expect_status(200);
        }
        for order in &lost {
            let request = customer.get(format!("/api/orders/{}", order["id"].as_str().unwrap()));
            request.await.expect_problem(404, "not-found");
        }
        assert_all_completed_once(&installation.connect().await).await;
        // No message about a lost order has reached the kitchen.
        let dead_letters = server.log_in("admin").await.get("/api/dead-letters").await.expect_status(200);
        assert_eq!(dead_letters["data"], json!([]));
    }

    async fn restored_refuses_a_database_in_use(engine: Engine) {
        let installation = Installation::new(engine).await;
        let mut server = installation.start(&[]).await;
        let reason = match engine {
            Engine::Sqlite => "expediter.db-wal exists. If Expediter is running, stop it.",
            Engine::Postgres | Engine::MariaDb => "other processes use the database. Stop all services first",
        };
        assert_failure(&installation.run(&["restored"]), &[reason]);
        // The workers of another database use the same queue.
        if engine == Engine::Postgres {
            let other = Installation {
                engine,
                dir: TempDir::new(),
                database_url: Some(database_url(engine).await),
                broker: (rabbitmq_url(), Namespace::in_memory()),
            };
            let namespace = installation.broker.1.as_str();
            let settings = [&other.settings()[..], &[("BROKER_NAMESPACE", namespace)]].concat();
            let result = block_in_place(|| run(&["restored"], &settings));
            assert_failure(&result, &["kitchen workers are connected to the broker (1). Stop all services first"]);
        }
        let mut next_number = 1_001;
        if engine != Engine::Sqlite {
            let customer = server.log_in("diner").await;
            let mut feed = FeedClient::open(server.endpoint.addr(), &customer.token).await.with_timeout(FEED_TIMEOUT);
            next_number += 1_000;
            let expected = format!("order numbers   continue with ORD{next_number}");
            assert_success(&installation.run(&["restored", "--force"]), &expected);
            // The notifier notices the new id of the database.
            assert_eq!(feed.next().await, Frame::Resync);
        }
        assert!(server.process.terminate(STOP_TIMEOUT).await.success());
        for skipped in [1_000, 1_000, 0, 30] {
            next_number += skipped;
            let result = installation.run(&["restored", "--skip-orders", &skipped.to_string()]);
            assert_success(&result, &format!("order numbers   continue with ORD{next_number}"));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backup_is_a_private_file_that_replaces_nothing() {
    let installation = Installation::new(Engine::Sqlite).await;
    let backups = TempDir::new();
    let path = backups.path().join("backup.db");
    let back_up = || installation.run(&["backup", path.to_str().unwrap()]);
    assert_failure(&back_up(), &["there is no database at", "expediter.db"]);
    let _server = installation.start(&[]).await;
    assert_success(&back_up(), "Wrote a backup of the database to");
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let content = std::fs::read(&path).unwrap();
    assert_failure(&back_up(), &["backup.db already exists"]);
    assert!(std::fs::read(&path).unwrap() == content, "the first backup was changed");
    let missing = backups.path().join("missing/backup.db");
    assert_failure(&installation.run(&["backup", missing.to_str().unwrap()]), &["cannot create a file in"]);
    let names: Vec<_> = std::fs::read_dir(backups.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["backup.db"]);
}

#[test]
fn backup_of_a_server_is_made_with_its_tools() {
    let dir = TempDir::new();
    let file = dir.path().join("backup");
    let back_up = |url| run(&["backup", file.to_str().unwrap()], &[("DATA_DIR", dir.as_str()), ("DATABASE_URL", url)]);
    assert_failure(&back_up("postgres://u:tiger@127.0.0.1:1/x"), &["pg_dump", "docs/operations.md"]);
    assert_failure(&back_up("mysql://u:tiger@127.0.0.1:1/x"), &["mariadb-dump --single-transaction"]);
    assert_failure(&back_up("sqlite::memory:"), &["in memory"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn restored_requires_a_database_and_a_broker() {
    let dir = TempDir::new();
    let restored = |settings: &[(&str, &str)]| {
        let settings = [&[("DATA_DIR", dir.as_str())], settings].concat();
        block_in_place(|| run(&["restored"], &settings))
    };
    assert_failure(&restored(&[]), &["there is no database at"]);
    assert_failure(&restored(&[("DATABASE_URL", "sqlite::memory:")]), &["in memory"]);
    let (empty, migrated) = (empty_database_url(Engine::Postgres).await, database_url(Engine::Postgres).await);
    assert_failure(&restored(&[("DATABASE_URL", &migrated)]), &["set BROKER_URL"]);
    let memory = ("BROKER_URL", "memory:");
    assert_failure(&restored(&[("DATABASE_URL", &empty), memory]), &["restore the backup first"]);
    let unreachable = ("BROKER_URL", "amqp://127.0.0.1:1");
    assert_failure(&restored(&[("DATABASE_URL", &migrated), unreachable]), &["cannot read the kitchen queue"]);
    assert_success(&restored(&[("DATABASE_URL", &migrated), memory]), "The restored PostgreSQL database can be used.");
}

/// SQLite would apply a write-ahead log from before the restore to the restored file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn write_ahead_log_from_before_the_restore_is_refused() {
    let mut installation = Installation::new(Engine::Sqlite).await;
    let server = installation.start(&[]).await;
    let backup = installation.back_up();
    server.process.kill();
    let log = installation.dir.path().join("expediter.db-wal");
    let leftover = std::fs::read(&log).unwrap();
    installation.restore(&backup).await;
    std::fs::write(&log, &leftover).unwrap();
    assert_failure(&installation.run(&["restored"]), &["expediter.db-wal exists", "delete it"]);
    assert_eq!(std::fs::read(&log).unwrap(), leftover);
    std::fs::remove_file(&log).unwrap();
    assert_success(&installation.run(&["restored"]), "The restored SQLite database can be used.");
}
