//! The command line of `expediter`, and the settings of all binaries.

use std::io::Write as _;
use std::process::{Output, Stdio};

use domain::order::OrderScope;
use domain::order::state::Command;
use store::orders::{self, PageRequest};
use store::{Db, isolated_rows, sql};
use testkit::process::command;
use testkit::{Engine, Fixture, TempDir, database_url};

use crate::support::AllInOne;

const SIGNING_KEY: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a6978";

/// Runs `expediter` with these arguments and settings. Returns whether it succeeded, and its output.
pub(crate) fn run(args: &[&str], settings: &[(&str, &str)]) -> (bool, String) {
    let Output { status, stdout, stderr } =
        command("expediter").args(args).envs(settings.iter().copied()).output().unwrap();
    (status.success(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

/// Asserts that the command succeeded, and that its output contains this text.
#[track_caller]
pub(crate) fn assert_success((succeeded, output): &(bool, String), text: &str) {
    assert!(*succeeded && output.contains(text), "{output}");
}

/// Asserts that the command failed, and that its output contains these texts.
#[track_caller]
pub(crate) fn assert_failure((succeeded, output): &(bool, String), texts: &[&str]) {
    assert!(!succeeded && texts.iter().all(|text| output.contains(text)), "{output}");
}

#[test]
fn openapi_prints_the_document() {
    let (succeeded, document) = run(&["openapi"], &[]);
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert!(succeeded && document["paths"]["/api/orders"]["post"].is_object());
}

#[test]
fn user_create_creates_the_first_admin_once() {
    let dir = TempDir::new();
    let settings = [("DATA_DIR", dir.as_str()), ("EXPEDITER_PASSWORD", "a good password")];
    let create_admin = ["user", "create", "--role", "admin", "--username", "root"];
    assert_success(&run(&create_admin, &settings), "Created the admin account root");
    assert_failure(&run(&create_admin, &settings), &["this username is taken"]);
    let create_waiter = ["user", "create", "--role", "waiter", "--username", "walter"];
    assert_failure(&run(&create_waiter, &settings), &["--business"]);
    // The database is no longer empty, so the demo data is not loaded.
    assert_failure(&run(&["demo"], &settings), &["not empty"]);
}

/// The demo passwords are public, so demo data is loaded into a configured database only on request.
#[tokio::test]
async fn demo_data_is_loaded_into_a_configured_database_only_on_request() {
    let dir = TempDir::new();
    let data_dir = ("DATA_DIR", dir.as_str());
    let url = format!("sqlite:{}", dir.path().join("configured.db").display());
    let has_demo = async |settings: &[(&str, &str)]| {
        let server = AllInOne::start_with(&[&[data_dir], settings].concat()).await;
        reqwest::get(server.endpoint.url("/api/demo")).await.unwrap().status().is_success()
    };
    assert!(has_demo(&[]).await);
    assert!(has_demo(&[("DATABASE_URL", "sqlite::memory:")]).await);
    assert!(!has_demo(&[("DATABASE_URL", &url)]).await);
    assert!(has_demo(&[("DATABASE_URL", &url), ("EXPEDITER_DEMO", "true")]).await);
    assert!(has_demo(&[("DATABASE_URL", &url)]).await, "the demo data of an earlier start is recognized");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doctor_reports_each_problem_with_its_setting() {
    let dir = TempDir::new();
    let run_doctor = |settings: &[(&str, &str)]| {
        let settings = [&[("DATA_DIR", dir.as_str()), ("API_ADDR", "127.0.0.1:0")], settings].concat();
        tokio::task::block_in_place(|| run(&["doctor"], &settings))
    };
    let new_dir = dir.path().join("new");
    let (succeeded, output) = run_doctor(&[("DATA_DIR", new_dir.to_str().unwrap())]);
    assert!(succeeded && !output.contains("ERROR"), "{output}");
    assert!(!new_dir.exists(), "the command created a folder");

    let url = database_url(Engine::Postgres).await;
    assert_success(&run_doctor(&[("DATABASE_URL", &url)]), "PostgreSQL, up to date");

    let unreachable = [("DATABASE_URL", "postgres://user@127.0.0.1:1/database")];
    assert_failure(&run_doctor(&unreachable), &["ERROR  database", "DATABASE_URL"]);
    assert_failure(&run_doctor(&[("BROKER_URL", "amqp://127.0.0.1:1")]), &["ERROR  broker", "BROKER_URL"]);
    assert_failure(&run_doctor(&[("JWT_SECRET", "short")]), &["ERROR  secret", "32"]);

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    assert_failure(&run_doctor(&[("API_ADDR", &addr)]), &["ERROR  address"]);
}

/// `expediter doctor` distinguishes a newer schema from a modified schema.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doctor_compares_the_schema_with_the_migrations() {
    for engine in Engine::ALL {
        let (url, dir) = (database_url(engine).await, TempDir::new());
        let settings = [("DATA_DIR", dir.as_str()), ("API_ADDR", "127.0.0.1:0"), ("DATABASE_URL", url.as_str())];
        let run_doctor = || tokio::task::block_in_place(|| run(&["doctor"], &settings));
        assert_success(&run_doctor(), "up to date and empty");
        let db = Db::connect(&url, 2).await.unwrap();
        for (is_newer, difference) in [
            (true, "version 9999) was applied by a newer version"),
            (false, "0001_init was applied with different SQL"),
        ] {
            let mut tx = db.begin().await.unwrap();
            let rows = if is_newer {
                sql!(tx, execute "update _sqlx_migrations set version = 9999 where version = 1").await
            } else {
                let checksum = vec![7_u8];
                sql!(tx, execute "update _sqlx_migrations set version = 1, checksum = ? where version = 9999", checksum)
                    .await
            };
            assert_eq!(rows.unwrap(), 1);
            tx.commit().await.unwrap();
            let result = run_doctor();
            assert_failure(&result, &["ERROR  database", difference]);
            let is_missing = result.1.contains("0001_init is missing: run `expediter migrate`");
            assert_eq!(is_missing, is_newer, "{}", result.1);
        }
        db.close().await;
    }
}

/// The database contains more orders than one batch of the backfill.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn migrate_adds_all_uncounted_orders_to_the_report_sums() {
    let dir = TempDir::new();
    let url = format!("sqlite:{}", dir.path().join("orders.db").display());
    let migrate = || tokio::task::block_in_place(|| run(&["migrate"], &[("DATABASE_URL", &url)]));
    assert_success(&migrate(), "");
    let db = Db::connect(&url, 2).await.unwrap();
    let fixture = Fixture::new(db.clone()).await;
    let order = fixture.place_order().await;
    fixture.apply(order, Command::Reject).await;
    let mut tx = db.begin().await.unwrap();
    sql!(tx, execute
        "create temp table copies as
         with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 1500)
         select orders.* from numbers, orders")
    .await
    .unwrap();
    sql!(tx, execute "update copies set id = randomblob(16), number = number + rowid, counted = null").await.unwrap();
    assert_eq!(sql!(tx, execute "insert into orders select * from copies").await.unwrap(), 1_500);
    tx.commit().await.unwrap();

    assert_success(&migrate(), "");
    let mut read = db.read().await.unwrap();
    let totals = sql!(read, one[i64, i64], "select sum(rejected), (select count(*) from orders) from order_totals");
    assert_eq!(totals.await.unwrap(), (1_501, 1_501));
}

#[test]
fn password_is_read_from_the_first_line_of_standard_input() {
    let dir = TempDir::new();
    let mut create_admin = command("expediter");
    create_admin.args(["user", "create", "--role", "admin", "--username", "root"]).env("DATA_DIR", dir.path());
    create_admin.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = create_admin.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"a good password\r\nnot a part of it\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (succeeded, output) = run(
        &["user", "create", "--role", "admin", "--username", "second"],
        &[("DATA_DIR", dir.as_str()), ("EXPEDITER_PASSWORD", "short")],
    );
    assert!(!succeeded && output.starts_with("error: the password "), "{output}");
}

/// Errors at startup name the setting. They contain neither debug output nor passwords.
#[test]
fn startup_errors_name_the_setting() {
    let dir = TempDir::new();
    let common = [("DATA_DIR", dir.as_str()), ("JWT_SECRET", SIGNING_KEY)];
    let in_memory = ("DATABASE_URL", "sqlite::memory:");
    let cases: [(&[(&str, &str)], &str); 6] = [
        (&[("DATABASE_URL", "oracle://scott:tiger@db/x")], "error: DATABASE_URL must begin with postgres://"),
        (&[in_memory, ("BROKER_NAMESPACE", "")], "BROKER_NAMESPACE"),
        (&[in_memory, ("BROKER_NAMESPACE", "a b")], "BROKER_NAMESPACE"),
        (&[in_memory, ("CORS_ORIGINS", "https://a.example,*")], "CORS_ORIGINS"),
        (&[in_memory, ("PASSWORD_MIN_LENGTH", "3")], "password-min-length"),
        (
            &[("DATABASE_URL", "postgres://u:tiger@127.0.0.1:1/x"), ("BROKER_URL", "amqp://127.0.0.1:1")],
            "error: cannot ",
        ),
    ];
    for binary in ["expediter", "api", "notifier", "kitchen-worker"] {
        for (settings, text) in cases {
            if matches!(
                (binary, text),
                ("kitchen-worker", "CORS_ORIGINS") | ("kitchen-worker" | "notifier", "password-min-length")
            ) {
                continue; // The binary has no such setting.
            }
            let mut start = command(binary);
            start.envs(common).envs(settings.iter().copied());
            start.env("RUST_BACKTRACE", "1").env("API_ADDR", "127.0.0.1:0");
            let Output { status, stderr, .. } = start.output().unwrap();
            let output = String::from_utf8_lossy(&stderr).into_owned();
            assert!(!status.success() && output.contains(text), "{binary}: {output}");
            for forbidden in ["tiger", "backtrace", "Caused by"] {
                assert!(!output.contains(forbidden), "{binary}: {output}");
            }
        }
    }
}

#[test]
fn services_do_not_start_without_required_settings() {
    let assert_refused = |binary: &str, settings: &[(&str, &str)], text: &str| {
        let Output { status, stderr, .. } = command(binary).envs(settings.iter().copied()).output().unwrap();
        let output = String::from_utf8_lossy(&stderr).into_owned();
        assert!(!status.success() && output.contains(text), "{binary}: {output}");
    };
    let key = ("JWT_SECRET", SIGNING_KEY);
    let in_memory = ("DATABASE_URL", "sqlite::memory:");
    for binary in ["api", "notifier"] {
        assert_refused(binary, &[], "JWT_SECRET");
        assert_refused(binary, &[("JWT_SECRET", "short")], "32");
        assert_refused(binary, &[("JWT_SECRET", "change-me-please-change-me-please-secret")], "sample");
        assert_refused(binary, &[key], "DATABASE_URL");
        assert_refused(binary, &[key, in_memory], "BROKER_URL");
        assert_refused(binary, &[key, in_memory, ("BROKER_URL", "memory:")], "one process");
        let unknown_engine = [key, ("DATABASE_URL", "oracle://x"), ("BROKER_URL", "amqp://127.0.0.1:1")];
        assert_refused(binary, &unknown_engine, "DATABASE_URL");
    }
    assert_refused("kitchen-worker", &[], "DATABASE_URL");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn database_urls_of_sqlalchemy_are_accepted() {
    let dir = TempDir::new();
    let (mysql, postgres) = (database_url(Engine::MariaDb).await, database_url(Engine::Postgres).await);
    for (url, engine) in [
        ("sqlite:///./orders.db".to_owned(), "SQLite"),
        (mysql.replacen("mysql://", "mysql+pymysql://", 1), "MySQL"),
        (format!("postgresql://{}", postgres.split_once("://").unwrap().1), "PostgreSQL"),
    ] {
        let mut migrate = command("expediter");
        migrate.arg("migrate").current_dir(dir.path()).env("DATABASE_URL", &url);
        let Output { status, stdout, stderr } = migrate.output().unwrap();
        let output = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        let expected = format!("The {engine} database is up to date.");
        assert!(status.success() && output.contains(&expected), "{url}: {output}");
    }
    assert!(dir.path().join("orders.db").exists(), "the path is not relative to the working directory");
}

#[test]
fn secrets_can_be_read_from_files() {
    let dir = TempDir::new();
    let path = dir.path().join("secret");
    std::fs::write(&path, format!("{SIGNING_KEY}\n")).unwrap();
    let settings =
        [("DATA_DIR", dir.as_str()), ("API_ADDR", "127.0.0.1:0"), ("JWT_SECRET_FILE", path.to_str().unwrap())];
    assert_success(&run(&["doctor"], &settings), "");
    let both = [&settings[..], &[("JWT_SECRET", SIGNING_KEY)]].concat();
    assert_failure(&run(&["doctor"], &both), &["not both"]);
}

/// Isolated rows do not prevent the services from starting, so `expediter doctor` reports them as warnings.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doctor_lists_isolated_rows() {
    for engine in Engine::ALL {
        let (url, dir) = (database_url(engine).await, TempDir::new());
        let settings = [("DATA_DIR", dir.as_str()), ("API_ADDR", "127.0.0.1:0"), ("DATABASE_URL", url.as_str())];
        let run_doctor = || tokio::task::block_in_place(|| run(&["doctor"], &settings));
        let db = Db::connect(&url, 2).await.unwrap();
        let fixture = Fixture::new(db.clone()).await;
        let orders = fixture.place_orders(25).await;
        let set_status = async |status: &str| {
            let mut tx = db.begin().await.unwrap();
            sql!(tx, execute "update orders set status = ?", status).await.unwrap();
            tx.commit().await.unwrap();
        };
        set_status("brewing").await;
        let listed =
            orders::list(&mut db.read().await.unwrap(), OrderScope::All, PageRequest::default()).await.unwrap();
        isolated_rows::record_reports(&db).await.unwrap();
        let (succeeded, output) = run_doctor();
        assert!(succeeded && output.contains("WARN   rows      20 isolated"), "{output}");
        for row in &listed {
            assert!(output.contains(&format!("orders {} undecodable", row.key)), "{output}");
        }
        for order in &orders {
            orders::find(&mut db.read().await.unwrap(), order.id).await.unwrap_err();
        }
        isolated_rows::record_reports(&db).await.unwrap();
        let (_, output) = run_doctor();
        assert!(output.contains("more than 20 isolated") && output.matches("brewing").count() == 20, "{output}");
        set_status("pending").await;
        let (succeeded, output) = run_doctor();
        assert!(succeeded && !output.contains("rows "), "{output}");
        db.close().await;
    }
}
