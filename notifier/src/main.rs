//! The notifier as a service of its own.

use clap::{Parser, Subcommand};
use shared::auth::Tokens;
use shared::clock::Clock;
use shared::{config, http, telemetry};

/// Expediter's notifier: tells everyone what changes, over WebSocket and Server-Sent Events.
#[derive(Parser)]
#[command(version, about)]
struct Args {
    #[command(flatten)]
    notifier: config::Notifier,
    #[command(flatten)]
    backends: config::Backends,
    #[command(flatten)]
    signing: config::Signing,
    #[command(flatten)]
    logging: config::Logging,
    /// Origins of other sites whose pages may open sockets, separated by commas.
    #[arg(long, env = "CORS_ORIGINS", value_delimiter = ',', value_parser = config::origin)]
    cors_origins: Vec<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Asks the notifier that runs here whether it is alive.
    Health,
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    telemetry::exit(serve(Args::parse()).await)
}

async fn serve(args: Args) -> anyhow::Result<()> {
    let addr = args.notifier.notifier_addr;
    if let Some(Command::Health) = args.command {
        return http::probe(addr).await;
    }
    telemetry::start(&args.logging)?;
    let stop = http::stop_signal();
    let tokens = Tokens::new(&args.signing.required()?);
    let (db, broker) = args.backends.connect().await?;
    let listener = http::listen(addr).await?;
    tracing::info!("the notifier listens at http://{}", listener.local_addr()?);
    let options = notifier::Options { origins: args.cors_origins, ..Default::default() };
    notifier::run(listener, db.clone(), broker.clone(), tokens, Clock::system(), options, stop).await?;
    broker.close().await;
    db.close().await;
    Ok(())
}
