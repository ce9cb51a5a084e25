//! `expediter restored`: prepares a database that was restored from a backup.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use domain::clock::Clock;
use domain::order::OrderNumber;
use messaging::Broker;
use secrecy::ExposeSecret as _;
use service::clock_sync::synchronize;
use service::telemetry;
use store::backup::{is_in_use, sqlite_file};
use store::restore::{self, SkippedNumbers};

use crate::cli::RestoredArgs;
use crate::data_dir;

/// Maximum time to wait until workers that are stopping have closed their connections to the broker.
const IN_USE_TIMEOUT: Duration = Duration::from_secs(5);
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// Applies the migrations, empties the kitchen queue, completes the restoration (see [`store::restore`]), and deletes the signing
/// key in the data directory. Unless `--force` is set, fails without a change while other processes use the database or the
/// queue. After any failure, the command can be repeated.
pub(crate) async fn run(args: &RestoredArgs) -> Result<()> {
    telemetry::init_logging(&args.data_dir.logging)?;
    let url = data_dir::existing_database_url(&args.data_dir)?;
    let url = url.expose_secret();
    let is_sqlite = url.starts_with("sqlite:");
    if is_sqlite {
        refuse_write_ahead_log(url)?;
    } else {
        ensure!(
            args.data_dir.backends.broker_url()?.is_some(),
            "set BROKER_URL: the kitchen queue of this broker will be emptied. If the all-in-one runs without RabbitMQ, set \
             BROKER_URL=memory:"
        );
    }
    let schema = migrations::compare(url).await;
    schema.context("cannot read the tables of Expediter; restore the backup first")?;
    if !args.force {
        let hint = if is_sqlite { "" } else { ", or use --force if only a pooler is connected" };
        ensure!(!is_in_use(url).await?, "other processes use the database. Stop all services first{hint}");
    }
    let broker = data_dir::open_broker(&args.data_dir).await?;
    if !args.force {
        refuse_consumers(&broker).await?;
    }

    let db = data_dir::open_database(&args.data_dir).await?;
    let clock = Clock::system();
    synchronize(&db, &clock).await?;
    // If the next step fails, the reconciler announces the accepted orders.
    let purged = broker.purge_kitchen().await.context("cannot empty the kitchen queue")?;
    broker.close().await;
    let skipped = SkippedNumbers { orders: args.skip_orders, items: args.skip_items };
    let restored = restore::complete(&db, &clock, skipped).await?;
    // Access tokens that were issued after the backup may belong to accounts that it does not contain.
    data_dir::delete_signing_key(&args.data_dir)?;
    let engine = db.engine_name();
    db.close().await;
    println!("The restored {engine} database can be used.");
    println!("  order numbers   continue with {}", OrderNumber(restored.next_order_number));
    println!("  item numbers    continue with {}", restored.next_item_number);
    println!("  kitchen queue   emptied (messages: {}, dead letters: {})", purged.queued, purged.dead);
    println!("  kitchen orders  announced again: {}", restored.announced_orders);
    println!("  sessions        ended; all users must log in again");
    Ok(())
}

/// Refuses a database file with a non-empty write-ahead log. A log that remains from before the restore would be applied to the
/// restored database, and would damage it.
fn refuse_write_ahead_log(url: &str) -> Result<()> {
    let file = sqlite_file(url)?;
    let (log, index) = (format!("{}-wal", file.display()), format!("{}-shm", file.display()));
    ensure!(
        std::fs::metadata(&log).map_or(0, |log| log.len()) == 0,
        "{log} exists. If Expediter is running, stop it. If the file was there before the backup was restored, delete it and \
         {index}: they belong to the database from before, and would damage the restored one"
    );
    Ok(())
}

/// Returns an error if workers still consume the kitchen queue after [`IN_USE_TIMEOUT`], even if they use another database.
async fn refuse_consumers(broker: &Broker) -> Result<()> {
    let deadline = Instant::now() + IN_USE_TIMEOUT;
    loop {
        let unreachable = "cannot read the kitchen queue. Check BROKER_URL, and that RabbitMQ is running";
        let workers = broker.kitchen_consumer_count().await.context(unreachable)?;
        if workers == 0 {
            return Ok(());
        }
        ensure!(
            Instant::now() < deadline,
            "kitchen workers are connected to the broker ({workers}). Stop all services first"
        );
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}
