//! The data directory. It contains the database, unless `DATABASE_URL` is set, and the signing key, unless `JWT_SECRET` is set.
//! Both are created on first use.

use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use messaging::Broker;
use messaging::backoff::Backoff;
use secrecy::{ExposeSecret as _, SecretString};
use service::config::{JwtSettings, parse_signing_key};
use service::telemetry;
use store::backup::sqlite_file;
use store::{Db, Pool, is_transient, reports};

use crate::cli::DataDirArgs;

/// Maximum number of attempts to open a database file that another process is creating.
const MAX_OPEN_ATTEMPTS: u32 = 10;
/// Time to wait for the process that has just created the file of the signing key to write the key.
const KEY_WRITE_DELAY: Duration = Duration::from_millis(200);

/// Returns the URL of the database: `DATABASE_URL`, or a SQLite file in the data directory. In the second case, creates the
/// directory, but not the file.
pub(crate) fn database_url(args: &DataDirArgs) -> Result<SecretString> {
    if let Some(url) = args.backends.database_url()? {
        return Ok(url);
    }
    create_data_dir(&args.data_dir)?;
    Ok(default_database_url(args))
}

fn default_database_url(args: &DataDirArgs) -> SecretString {
    format!("sqlite:{}", args.data_dir.join("expediter.db").display()).into()
}

/// Returns the URL of the database, without creating a file or a directory. Does not connect to a database server.
///
/// # Errors
/// The database is in memory, or its SQLite file does not exist.
pub(crate) fn existing_database_url(args: &DataDirArgs) -> Result<SecretString> {
    let url = args.backends.database_url()?.unwrap_or_else(|| default_database_url(args));
    ensure!(!is_in_memory(url.expose_secret()), "the database at DATABASE_URL is in memory");
    if url.expose_secret().starts_with("sqlite:") {
        let file = sqlite_file(url.expose_secret())?;
        ensure!(file.is_file(), "there is no database at {}", file.display());
    }
    Ok(url)
}

/// Returns the URL of the broker: `BROKER_URL`, or `memory:` for the in-process broker.
pub(crate) fn broker_url(args: &DataDirArgs) -> Result<SecretString> {
    Ok(args.backends.broker_url()?.unwrap_or_else(|| "memory:".into()))
}

/// Applies the migrations, opens the database, and adds the finished orders that the report sums lack to them.
pub(crate) async fn open_database(args: &DataDirArgs) -> Result<Db> {
    let url = database_url(args)?;
    let connect = || Db::connect(url.expose_secret(), args.backends.database_connections);
    let unreachable = "cannot connect to the database; run `expediter doctor` for details";
    if is_in_memory(url.expose_secret()) {
        let db = connect().await.context(unreachable)?;
        if let Pool::Sqlite { write, .. } = db.pool() {
            migrations::run_on_sqlite(&mut *write.acquire().await?).await?;
        }
        return Ok(db);
    }
    migrations::run(url.expose_secret())
        .await
        .context("cannot apply the database migrations; run `expediter doctor` for details")?;
    // If several processes start in the same directory, the file may be locked while another process creates it.
    let mut backoff = Backoff::default();
    let db = loop {
        match connect().await {
            Err(error) if is_transient(&error) && backoff.failures() + 1 < MAX_OPEN_ATTEMPTS => {
                tokio::time::sleep(backoff.next_delay()).await;
            }
            result => break result.context(unreachable)?,
        }
    };
    count_missed_orders(&db).await?;
    Ok(db)
}

/// Adds the finished orders that the report sums lack, because they finished before the sums existed or were
/// finished by an older version.
async fn count_missed_orders(db: &Db) -> Result<()> {
    let orders = reports::count_missed(db).await.context("cannot update the report sums")?;
    if orders > 0 {
        tracing::info!(orders, "added missing finished orders to the report sums");
    }
    Ok(())
}

/// Returns `true` if the database exists only while the process runs.
pub(crate) fn is_in_memory(url: &str) -> bool {
    url.starts_with("sqlite:") && (url.contains(":memory:") || url.contains("mode=memory"))
}

/// Connects to the broker.
pub(crate) async fn open_broker(args: &DataDirArgs) -> Result<Broker> {
    Ok(Broker::connect(broker_url(args)?.expose_secret(), &args.backends.broker_namespace).await?)
}

/// Returns the signing key: `JWT_SECRET`, or the key in the data directory. Creates that key if it does not exist.
pub(crate) fn signing_key(args: &DataDirArgs, jwt: &JwtSettings) -> Result<SecretString> {
    if let Some(key) = jwt.secret()? {
        return Ok(key);
    }
    create_data_dir(&args.data_dir)?;
    let path = args.data_dir.join("jwt-secret");
    match std::fs::read_to_string(&path) {
        Ok(key) => parse_signing_key(key.trim().into()).with_context(|| format!("in {}", path.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => create_signing_key(&path),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Deletes the key in the data directory, if there is one. The next start creates a new one.
pub(crate) fn delete_signing_key(args: &DataDirArgs) -> Result<()> {
    let path = args.data_dir.join("jwt-secret");
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot delete {}", path.display()))
        }
        _ => Ok(()),
    }
}

fn create_signing_key(path: &Path) -> Result<SecretString> {
    let key = format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>());
    match write_private_file(path, &key) {
        Ok(()) => parse_signing_key(key.into()),
        // Another process has just created the file. Use the key in it.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            std::thread::sleep(KEY_WRITE_DELAY);
            let key = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            parse_signing_key(key.trim().into())
        }
        Err(error) => Err(error).with_context(|| format!("cannot write {}", path.display())),
    }
}

/// Creates a file that only its owner can read.
fn write_private_file(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

fn create_data_dir(dir: &Path) -> Result<()> {
    std::fs::create_dir_all(dir).with_context(|| format!("cannot create the data directory {}", dir.display()))
}

/// Runs `expediter migrate`.
pub(crate) async fn migrate(args: &DataDirArgs) -> Result<()> {
    telemetry::init_logging(&args.logging)?;
    let db = open_database(args).await?;
    println!("The {} database is up to date.", db.engine_name());
    db.close().await;
    Ok(())
}

/// Runs `expediter recount`.
pub(crate) async fn rebuild_reports(args: &DataDirArgs) -> Result<()> {
    telemetry::init_logging(&args.logging)?;
    let db = open_database(args).await?;
    let orders = reports::rebuild(&db).await.context("cannot rebuild the report sums")?;
    println!("Rebuilt the report sums from {orders} finished orders.");
    db.close().await;
    Ok(())
}
