//! The data directory: a database and a secret, made on first use.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use shared::backoff::backoff;
use shared::broker::Broker;
use shared::config::{Secret, Signing};
use shared::store::{Db, is_transient, reports};

use crate::cli::Home;

/// The database's URL: the one that is set, or a SQLite file in the data directory.
pub(crate) fn database_url(home: &Home) -> Result<Secret> {
    if let Some(url) = home.backends.database()? {
        return Ok(url);
    }
    make(&home.data_dir)?;
    Ok(Secret::new(format!("sqlite:{}", home.data_dir.join("expediter.db").display())))
}

/// The broker's URL: the one that is set, or the broker within this process.
pub(crate) fn broker_url(home: &Home) -> Result<Secret> {
    Ok(home.backends.broker()?.unwrap_or_else(|| Secret::new("memory:")))
}

/// The database, brought up to date.
pub(crate) async fn open_database(home: &Home) -> Result<Db> {
    let url = database_url(home)?;
    let connect = || Db::connect(url.expose(), home.backends.database_connections);
    let unreachable = "cannot reach the database; `expediter doctor` says more";
    if is_in_memory(url.expose()) {
        let db = connect().await.context(unreachable)?;
        if let Db::Sqlite { write, .. } = &db {
            migrations::run_on_sqlite(&mut *write.acquire().await?).await?;
        }
        return Ok(db);
    }
    migrations::run(url.expose())
        .await
        .context("cannot bring the database up to date; `expediter doctor` says more")?;
    // Of several that start in the same folder, one may find the file locked by another's first steps.
    let mut attempt = 1;
    loop {
        match connect().await {
            Err(error) if attempt < 10 && is_transient(&error) => {
                tokio::time::sleep(backoff(attempt)).await;
                attempt += 1;
            }
            connected => {
                let db = connected.context(unreachable)?;
                count(&db).await?;
                return Ok(db);
            }
        }
    }
}

/// Counts the orders that ended before there were reports; of a new database, or one that is up to date, there are none.
async fn count(db: &Db) -> Result<()> {
    let counted = reports::count_missed(db).await.context("cannot count the orders for the reports")?;
    if counted > 0 {
        tracing::info!(orders = counted, "counted orders for the reports that had ended before");
    }
    Ok(())
}

/// Whether the database lives and dies with the process.
pub(crate) fn is_in_memory(url: &str) -> bool {
    url.starts_with("sqlite:") && (url.contains(":memory:") || url.contains("mode=memory"))
}

/// The broker.
pub(crate) async fn open_broker(home: &Home) -> Result<Broker> {
    Ok(Broker::connect(broker_url(home)?.expose(), &home.backends.broker_namespace).await?)
}

/// The secret that is set, or the one in the data directory.
pub(crate) fn secret(home: &Home, signing: &Signing) -> Result<Secret> {
    if let Some(secret) = signing.secret()? {
        return Ok(secret);
    }
    make(&home.data_dir)?;
    let path = home.data_dir.join("jwt-secret");
    match std::fs::read_to_string(&path) {
        Ok(secret) => Secret::signing(secret.trim().to_owned()).with_context(|| format!("in {}", path.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let secret = format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>());
            match write_private(&path, &secret) {
                // Another process starts at the same moment: there is one secret, and it is the first one's.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    std::thread::sleep(Duration::from_millis(200));
                    let secret = std::fs::read_to_string(&path);
                    Secret::signing(secret.with_context(|| format!("cannot read {}", path.display()))?)
                }
                Err(error) => Err(error).with_context(|| format!("cannot write {}", path.display())),
                Ok(()) => Secret::signing(secret),
            }
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Writes a file that only its owner may read.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

fn make(dir: &Path) -> Result<()> {
    std::fs::create_dir_all(dir).with_context(|| format!("cannot make the data directory {}", dir.display()))
}

/// Brings the database up to date.
pub(crate) async fn migrate(home: &Home) -> Result<()> {
    shared::telemetry::start(&home.logging)?;
    let db = open_database(home).await?;
    println!("The {} database is up to date.", db.engine());
    db.close().await;
    Ok(())
}

/// Counts all orders anew for the reports.
pub(crate) async fn recount(home: &Home) -> Result<()> {
    shared::telemetry::start(&home.logging)?;
    let db = open_database(home).await?;
    let counted = reports::rebuild(&db).await.context("cannot count the orders for the reports")?;
    println!("Orders that were counted anew, each on its day by its business's present time zone: {counted}.");
    db.close().await;
    Ok(())
}
