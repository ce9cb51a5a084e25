//! The api as a service of its own.

use api::{Foundations, run};
use clap::{Parser, Subcommand};
use shared::auth::Tokens;
use shared::clock::Clock;
use shared::config::{Api, Backends, Logging, Signing};
use shared::metrics::Metrics;
use shared::outbox::Relay;
use shared::{http, telemetry};
use tokio_util::sync::CancellationToken;

/// Expediter's api: validates orders, keeps them, and publishes what happens to them.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(flatten)]
    backends: Backends,
    #[command(flatten)]
    signing: Signing,
    #[command(flatten)]
    api: Api,
    #[command(flatten)]
    logging: Logging,
    #[command(subcommand)]
    command: Option<Verb>,
}

#[derive(Subcommand)]
enum Verb {
    /// Ask the api at `API_ADDR` whether it is alive.
    Health,
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    telemetry::exit(serve(Cli::parse()).await)
}

async fn serve(cli: Cli) -> anyhow::Result<()> {
    if let Some(Verb::Health) = cli.command {
        return http::probe(cli.api.api_addr).await;
    }
    telemetry::start(&cli.logging)?;
    let tokens = Tokens::new(&cli.signing.required()?);
    let (db, broker) = cli.backends.connect().await?;
    let (metrics, stop_relay) = (Metrics::default(), CancellationToken::new());
    let (relay, relaying) = Relay::start(db.clone(), broker.clone(), &metrics, stop_relay.clone());
    let listener = http::listen(cli.api.api_addr).await?;
    tracing::info!("the api listens at http://{}", listener.local_addr()?);

    let on = Foundations { db: db.clone(), broker: broker.clone(), relay, tokens, clock: Clock::system(), metrics };
    run(cli.api, on, listener, http::stop_signal()).await?;
    stop_relay.cancel();
    relaying.await?;
    broker.close().await;
    db.close().await;
    Ok(())
}
