//! `expediter doctor`: checks the settings and the services that are required to start Expediter, and prints the results.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail, ensure};
use domain::calendar::rules_version;
use domain::clock::Clock;
use domain::isolation::IsolatedRow;
use messaging::Broker;
use secrecy::ExposeSecret as _;
use service::{clock_sync, http};
use store::{Db, businesses, isolated_rows};

use crate::cli::ServeArgs;
use crate::data_dir;

/// Maximum time to wait for a connection to the broker.
const BROKER_TIMEOUT: Duration = Duration::from_secs(6);
const POLL_INTERVAL: Duration = Duration::from_millis(100);
/// Maximum number of isolated rows that are printed.
const MAX_ROWS: usize = 20;

/// Checks the settings, the database, the broker and the address, and prints the results.
///
/// # Errors
/// Returns an error if a check failed. All results have been printed by then.
pub(crate) async fn run(args: &ServeArgs) -> Result<()> {
    let checks = [
        ("secret", check_secret(args)),
        ("database", check_database(args).await),
        ("clock", check_clock(args).await),
        ("broker", check_broker(args).await),
        ("address", check_address(args).await),
        ("timezones", Ok(format!("release {}", rules_version()))),
    ];
    let total = checks.len();
    let mut failed = 0;
    for (name, result) in checks {
        match result {
            Ok(detail) => println!("  ok     {name:<9} {detail}"),
            Err(error) => {
                failed += 1;
                println!("  ERROR  {name:<9} {error:#}");
            }
        }
    }
    // Isolated rows do not prevent a start, because they are skipped.
    match describe_isolated_rows(args).await {
        Ok(None) => {}
        Ok(Some(rows)) => println!("  WARN   rows      {rows}"),
        Err(error) => println!("  WARN   rows      cannot list the isolated rows: {error:#}"),
    }
    ensure!(failed == 0, "{failed} of {total} checks failed");
    Ok(())
}

/// Checks the signing key. Does not create it, because the command must not have side effects.
fn check_secret(args: &ServeArgs) -> Result<String> {
    if args.jwt.secret()?.is_none() && !args.data_dir.data_dir.join("jwt-secret").exists() {
        return Ok("will be created at the first start".to_owned());
    }
    data_dir::signing_key(&args.data_dir, &args.jwt).map(|_| "valid".to_owned())
}

async fn check_database(args: &ServeArgs) -> Result<String> {
    let args = &args.data_dir;
    if args.backends.database_url()?.is_none() && !args.data_dir.join("expediter.db").exists() {
        return Ok("SQLite, will be created at the first start".to_owned());
    }
    let url = data_dir::database_url(args)?;
    let url = url.expose_secret();
    if data_dir::is_in_memory(url) {
        return Ok("SQLite in memory; all data is lost when the process ends".to_owned());
    }
    let db = Db::connect(url, 2).await.map_err(|error| {
        anyhow!("cannot connect: {error}. Check DATABASE_URL, and that the server accepts connections")
    })?;
    let differences = migrations::compare(url).await;
    let is_empty = async { businesses::is_empty(&mut db.read().await?).await }.await;
    let engine = db.engine_name();
    db.close().await;
    let differences = match differences {
        Ok(differences) => differences.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        Err(error) => bail!(
            "cannot read the applied migrations on {engine}: {error}. For a new database, run `expediter migrate`"
        ),
    };
    ensure!(differences.is_empty(), "the schema on {engine} differs: {differences}");
    match is_empty {
        Ok(true) => Ok(format!("{engine}, up to date and empty")),
        Ok(false) => Ok(format!("{engine}, up to date, with businesses")),
        Err(error) => bail!("cannot read the tables on {engine}: {error}"),
    }
}

/// Describes the rows that cannot be decoded or saved. Returns `None` if there are none, if the database is new or in memory, or
/// if its schema is not current.
async fn describe_isolated_rows(args: &ServeArgs) -> Result<Option<String>> {
    let args = &args.data_dir;
    if args.backends.database_url()?.is_none() && !args.data_dir.join("expediter.db").exists() {
        return Ok(None);
    }
    let url = data_dir::database_url(args)?;
    let url = url.expose_secret();
    let has_schema = async || migrations::compare(url).await.is_ok_and(|differences| differences.is_empty());
    if data_dir::is_in_memory(url) || !has_schema().await {
        return Ok(None);
    }
    let db = Db::connect(url, 1).await?;
    let rows = async { isolated_rows::list(&mut db.read().await?, MAX_ROWS + 1).await }.await;
    db.close().await;
    let rows = rows?;
    if rows.is_empty() {
        return Ok(None);
    }
    let more = if rows.len() > MAX_ROWS { "more than " } else { "" };
    let mut text = format!("{more}{} isolated, see docs/operations.md:", rows.len().min(MAX_ROWS));
    for IsolatedRow { table, id, reason, error, seen_at, .. } in rows.iter().take(MAX_ROWS) {
        let _ = write!(text, "\n           {table} {id} {reason} (last seen {seen_at}): {error}");
    }
    Ok(Some(text))
}

/// Compares the system's clock with the clock of the database. An unreachable database is not an error here, because
/// [`check_database`] reports it.
async fn check_clock(args: &ServeArgs) -> Result<String> {
    let args = &args.data_dir;
    if args.backends.database_url()?.is_none() {
        return Ok("SQLite uses the system clock".to_owned());
    }
    let Ok(db) = Db::connect(data_dir::database_url(args)?.expose_secret(), 1).await else {
        return Ok("not compared, because the database is unreachable".to_owned());
    };
    let clock = Clock::system();
    let result = clock_sync::synchronize(&db, &clock).await;
    db.close().await;
    result.map_err(|error| anyhow!("cannot read the clock of the database: {error}"))?;
    Ok(clock_sync::describe_skew(&clock))
}

async fn check_broker(args: &ServeArgs) -> Result<String> {
    let args = &args.data_dir;
    let url = data_dir::broker_url(args)?;
    let broker = Broker::connect(url.expose_secret(), &args.backends.broker_namespace).await?;
    // The broker connects in the background.
    let deadline = Instant::now() + BROKER_TIMEOUT;
    let health = loop {
        match broker.health() {
            Err(_) if Instant::now() < deadline => tokio::time::sleep(POLL_INTERVAL).await,
            health => break health,
        }
    };
    let queue_depth = broker.kitchen_queue_depth().await;
    broker.close().await;
    match (health, queue_depth) {
        (Ok(()), Ok(_)) if url.expose_secret().starts_with("memory:") => {
            Ok("within the process; the kitchen queue of a running Expediter cannot be checked".to_owned())
        }
        (Ok(()), Ok(depth)) => Ok(format!("RabbitMQ, {depth} undelivered messages in the kitchen queue")),
        (Err(error), _) => bail!("not available: {error}. Check BROKER_URL, and that RabbitMQ is running"),
        (_, Err(error)) => bail!("connected, but the queues cannot be used: {error}"),
    }
}

async fn check_address(args: &ServeArgs) -> Result<String> {
    let addr = args.api.api_addr;
    match http::listen(addr).await {
        Ok(_) => Ok(format!("{addr} is free")),
        Err(_) if http::check_liveness(addr).await.is_ok() => Ok(format!("Expediter is already running at {addr}")),
        Err(error) => Err(error),
    }
}
