//! The kitchen worker as a process of its own.

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use kitchen_worker::{Worker, health};
use shared::clock::Clock;
use shared::config::{Backends, Kitchen, Logging, Watching};
use shared::metrics::Metrics;
use shared::outbox::Relay;
use shared::{http, telemetry};
use tokio_util::sync::CancellationToken;

/// Cooks accepted orders, some at a time. Start as many as you need.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Order>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Subcommand)]
enum Order {
    /// Exits with 0 if a worker of this host is alive.
    Health {
        #[command(flatten)]
        backends: Backends,
    },
}

#[derive(Args)]
struct Settings {
    #[command(flatten)]
    backends: Backends,
    #[command(flatten)]
    kitchen: Kitchen,
    #[command(flatten)]
    watching: Watching,
    #[command(flatten)]
    logging: Logging,
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    telemetry::exit(open(Cli::parse()).await)
}

async fn open(Cli { command, settings }: Cli) -> Result<()> {
    if let Some(Order::Health { backends }) = command {
        return health::check(&backends).await;
    }
    telemetry::start(&settings.logging)?;
    let stop = http::stop_signal();
    let (db, broker) = settings.backends.connect().await?;
    let (metrics, stop_relay) = (Metrics::default(), CancellationToken::new());
    metrics.watch_pool(&db);
    let (relay, relaying) = Relay::start(db.clone(), broker.clone(), &metrics, stop_relay.clone());
    let worker = Worker::new(&settings.kitchen, db.clone(), relay, Clock::system(), &metrics);
    let watched = match settings.watching.metrics_addr {
        Some(addr) => {
            let listener = http::listen(addr).await?;
            tracing::info!("the worker tells of itself at http://{}/metrics", listener.local_addr()?);
            Some(tokio::spawn(http::serve(listener, health::router(&metrics), stop_relay.clone())))
        }
        None => None,
    };
    let sign = health::Sign::put_up(worker.id());
    worker.run(&broker, stop).await?;
    drop(sign);
    stop_relay.cancel();
    relaying.await?;
    if let Some(watched) = watched {
        watched.await?;
    }
    broker.close().await;
    db.close().await;
    Ok(())
}
