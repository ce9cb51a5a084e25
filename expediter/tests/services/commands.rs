//! What can be said on the command line.

use std::process::{Output, Stdio};

use shared::store::Db;
use shared::testing::{Engine, database_url};

use crate::all_in_one::Folder;
use crate::process::{Process, program};

fn say(words: &[&str], settings: &[(&str, &str)]) -> (bool, String) {
    let Output { status, stdout, stderr } =
        program("expediter").args(words).envs(settings.iter().copied()).output().unwrap();
    (status.success(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

#[test]
fn the_openapi_document_can_be_printed() {
    let (fine, document) = say(&["openapi"], &[]);
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert!(fine && document["paths"]["/api/orders"]["post"].is_object());
}

#[test]
fn the_first_admin_is_made_by_command_and_only_once() {
    let folder = Folder::new();
    let data = [("DATA_DIR", folder.0.to_str().unwrap()), ("EXPEDITER_PASSWORD", "a good password")];
    let make = ["user", "create", "--role", "admin", "--username", "root"];
    let (fine, said) = say(&make, &data);
    assert!(fine && said.contains("Made the admin account root"), "{said}");
    let (fine, said) = say(&make, &data);
    assert!(!fine && said.contains("has this username"), "{said}");
    let (fine, said) = say(&["user", "create", "--role", "waiter", "--username", "walter"], &data);
    assert!(!fine && said.contains("--business"), "{said}");
    // Somebody else's database does not become the demo's.
    let (fine, said) = say(&["demo"], &data);
    assert!(!fine && said.contains("not empty"), "{said}");
}

/// Passwords that everybody knows do not get into a database that somebody named, unless they are asked for.
#[tokio::test]
async fn the_demo_is_loaded_unasked_only_where_nobody_named_a_database() {
    let folder = Folder::new();
    let data = ("DATA_DIR", folder.0.to_str().unwrap());
    let named = format!("sqlite:{}", folder.0.join("named.db").display());
    let has_demo = async |settings: &[(&str, &str)]| {
        let house = Process::start("expediter", &[&[data, ("API_ADDR", "127.0.0.1:0")], settings].concat());
        reqwest::get(format!("http://{}/api/demo", house.address())).await.unwrap().status().is_success()
    };
    assert!(has_demo(&[]).await);
    assert!(has_demo(&[("DATABASE_URL", "sqlite::memory:")]).await);
    assert!(!has_demo(&[("DATABASE_URL", &named)]).await);
    assert!(has_demo(&[("DATABASE_URL", &named), ("EXPEDITER_DEMO", "true")]).await);
    assert!(has_demo(&[("DATABASE_URL", &named)]).await, "it is known again");
}

#[tokio::test]
async fn the_doctor_says_what_is_wrong_in_words() {
    let folder = Folder::new();
    let data = folder.0.to_str().unwrap().to_owned();
    let ask = async |settings: &[(&str, &str)]| {
        let settings: Vec<(String, String)> =
            settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let data = data.clone();
        tokio::task::spawn_blocking(move || {
            let mut all = vec![("DATA_DIR", data.as_str()), ("API_ADDR", "127.0.0.1:0")];
            all.extend(settings.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            say(&["doctor"], &all)
        })
        .await
        .unwrap()
    };
    let (fine, said) = ask(&[]).await;
    assert!(fine && !said.contains("WRONG"), "{said}");

    let url = database_url(Engine::Postgres).await;
    let (fine, said) = ask(&[("DATABASE_URL", &url)]).await;
    assert!(fine && said.contains("PostgreSQL, up to date"), "{said}");

    let (fine, said) = ask(&[("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing")]).await;
    assert!(!fine && said.contains("WRONG  database") && said.contains("DATABASE_URL"), "{said}");

    let (fine, said) = ask(&[("BROKER_URL", "amqp://127.0.0.1:1")]).await;
    assert!(!fine && said.contains("WRONG  broker") && said.contains("BROKER_URL"), "{said}");

    let (fine, said) = ask(&[("JWT_SECRET", "short")]).await;
    assert!(!fine && said.contains("WRONG  secret") && said.contains("32"), "{said}");

    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (fine, said) = ask(&[("API_ADDR", &taken.local_addr().unwrap().to_string())]).await;
    assert!(!fine && said.contains("WRONG  address"), "{said}");
}

/// A schema that is not the one that is compiled in is told apart, on each engine.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_compares_the_schema_with_the_one_it_knows() {
    for engine in [Engine::Sqlite, Engine::Postgres, Engine::MariaDb] {
        let url = database_url(engine).await;
        let folder = Folder::new();
        let data = folder.0.to_str().unwrap();
        let ask = || say(&["doctor"], &[("DATA_DIR", data), ("API_ADDR", "127.0.0.1:0"), ("DATABASE_URL", &url)]);
        let (fine, said) = ask();
        assert!(fine && said.contains("up to date and empty"), "{said}");
        let db = Db::connect(&url, 2).await.unwrap();
        for (newer, words) in
            [(true, "number 9999) is not known here"), (false, "0001_init was applied with another text")]
        {
            let mut tx = db.begin().await.unwrap();
            let rows = if newer {
                shared::sql!(tx, execute "update _sqlx_migrations set version = 9999 where version = 1").await
            } else {
                shared::sql!(tx, execute "update _sqlx_migrations set version = 1, checksum = ? where version = 9999",
                    vec![7_u8])
                .await
            };
            assert_eq!(rows.unwrap(), 1);
            tx.commit().await.unwrap();
            let (fine, said) = ask();
            assert!(!fine && said.contains("WRONG  database") && said.contains(words), "{said}");
            assert_eq!(said.contains("0001_init is missing: run `expediter migrate`"), newer, "{said}");
        }
        db.close().await;
    }
}

/// One line of standard input is the password, and what comes after it is not.
#[test]
fn a_password_is_read_from_the_first_line() {
    use std::io::Write as _;
    let folder = Folder::new();
    let mut make = program("expediter");
    make.args(["user", "create", "--role", "admin", "--username", "root"]).env("DATA_DIR", &folder.0);
    make.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = make.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"a good password\r\nnot a part of it\n").unwrap();
    let said = child.wait_with_output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let (fine, said) = say(
        &["user", "create", "--role", "admin", "--username", "second"],
        &[("DATA_DIR", folder.0.to_str().unwrap()), ("EXPEDITER_PASSWORD", "short")],
    );
    assert!(!fine && said.starts_with("error: the password "), "{said}");
}

/// What is wrong at a start is told in sentences that name the setting: no debug output, nothing of a password.
#[test]
fn what_is_wrong_with_a_setting_is_told_by_its_name() {
    let folder = Folder::new();
    let dir = ("DATA_DIR", folder.0.to_str().unwrap());
    let secret = ("JWT_SECRET", "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a6978");
    let oracle = ("DATABASE_URL", "oracle://scott:tiger@db/x");
    for name in ["expediter", "api", "notifier", "kitchen-worker"] {
        for (settings, words) in [
            (vec![dir, secret, oracle], "error: DATABASE_URL must begin with postgres://"),
            (vec![dir, secret, ("DATABASE_URL", "sqlite::memory:"), ("BROKER_NAMESPACE", "")], "BROKER_NAMESPACE"),
            (vec![dir, secret, ("DATABASE_URL", "sqlite::memory:"), ("BROKER_NAMESPACE", "a b")], "BROKER_NAMESPACE"),
            (
                vec![dir, secret, ("DATABASE_URL", "sqlite::memory:"), ("CORS_ORIGINS", "https://a.example,*")],
                "CORS_ORIGINS",
            ),
            (
                vec![
                    dir,
                    secret,
                    ("DATABASE_URL", "postgres://u:tiger@127.0.0.1:1/x"),
                    ("BROKER_URL", "amqp://127.0.0.1:1"),
                ],
                "error: cannot ",
            ),
        ] {
            if name == "kitchen-worker" && words == "CORS_ORIGINS" {
                continue; // it listens to nobody
            }
            let mut start = program(name);
            start.envs(settings.iter().copied()).env("RUST_BACKTRACE", "1").env("API_ADDR", "127.0.0.1:0");
            let Output { status, stderr, .. } = start.output().unwrap();
            let said = String::from_utf8_lossy(&stderr).into_owned();
            assert!(!status.success() && said.contains(words), "{name} said: {said}");
            assert!(
                !said.contains("tiger") && !said.contains("backtrace") && !said.contains("Caused by"),
                "{name} said: {said}"
            );
        }
    }
}

#[test]
fn a_service_of_its_own_does_not_start_without_its_settings() {
    let refuses = |name: &str, settings: &[(&str, &str)], words: &str| {
        let Output { status, stderr, .. } = program(name).envs(settings.iter().copied()).output().unwrap();
        let said = String::from_utf8_lossy(&stderr).into_owned();
        assert!(!status.success() && said.contains(words), "{name} said: {said}");
    };
    let secret = ("JWT_SECRET", "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a6978");
    for name in ["api", "notifier"] {
        refuses(name, &[], "JWT_SECRET");
        refuses(name, &[("JWT_SECRET", "short")], "32");
        refuses(name, &[("JWT_SECRET", "change-me-please-change-me-please-secret")], "sample");
        refuses(name, &[secret], "DATABASE_URL");
        refuses(name, &[secret, ("DATABASE_URL", "sqlite::memory:")], "BROKER_URL");
        refuses(name, &[secret, ("DATABASE_URL", "sqlite::memory:"), ("BROKER_URL", "memory:")], "one process");
        refuses(name, &[secret, ("DATABASE_URL", "oracle://x"), ("BROKER_URL", "amqp://127.0.0.1:1")], "DATABASE_URL");
    }
    refuses("kitchen-worker", &[], "DATABASE_URL");
}

/// As the README of the third seed writes them, for `SQLAlchemy`.
#[tokio::test]
async fn a_database_can_be_named_as_sqlalchemy_names_it() {
    let folder = Folder::new();
    let (mysql, postgres) = (database_url(Engine::MariaDb).await, database_url(Engine::Postgres).await);
    for (url, engine) in [
        ("sqlite:///./orders.db".to_owned(), "SQLite"),
        (mysql.replacen("mysql://", "mysql+pymysql://", 1), "MySQL"),
        (format!("postgresql://{}", postgres.split_once("://").unwrap().1), "PostgreSQL"),
    ] {
        let mut migrate = program("expediter");
        migrate.arg("migrate").current_dir(&folder.0).env("DATABASE_URL", &url);
        let Output { status, stdout, stderr } = migrate.output().unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        assert!(status.success() && said.contains(&format!("The {engine} database is up to date.")), "{url}: {said}");
    }
    assert!(folder.0.join("orders.db").exists(), "not in the folder that we are in");
}

/// Secrets can be files, as containers have them.
#[test]
fn a_secret_can_be_a_file() {
    let folder = Folder::new();
    let path = folder.0.join("secret");
    std::fs::write(&path, "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a6978\n").unwrap();
    let (dir, addr) = (("DATA_DIR", folder.0.to_str().unwrap()), ("API_ADDR", "127.0.0.1:0"));
    let from_file = [dir, addr, ("JWT_SECRET_FILE", path.to_str().unwrap())];
    let (fine, said) = say(&["doctor"], &from_file);
    assert!(fine, "{said}");
    let both = [dir, addr, from_file[2], ("JWT_SECRET", "0f1e2d3c4b5a69788796a5b4c3d2e1f0")];
    let (fine, said) = say(&["doctor"], &both);
    assert!(!fine && said.contains("not both"), "{said}");
}
