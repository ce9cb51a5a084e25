//! The API server.

use std::process::ExitCode;

use auth::tokens::Tokens;
use clap::{Parser, Subcommand};
use service::bootstrap::Process;
use service::config::{ApiSettings, Backends, JwtSettings, LoggingSettings};
use service::shutdown::Shutdown;
use service::{http, telemetry};

/// Expediter's API: validates orders, stores them, and publishes their events.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(flatten)]
    backends: Backends,
    #[command(flatten)]
    jwt: JwtSettings,
    #[command(flatten)]
    api: ApiSettings,
    #[command(flatten)]
    logging: LoggingSettings,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Exit with 0 if the API at `API_ADDR` is alive.
    Health,
}

#[tokio::main]
async fn main() -> ExitCode {
    telemetry::exit_code(run(Cli::parse()).await)
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    if let Some(Command::Health) = cli.command {
        return http::check_liveness(cli.api.api_addr).await;
    }
    telemetry::init_logging(&cli.logging)?;
    let tokens = Tokens::new(&cli.jwt.required()?);
    let mut process = Process::connect(&cli.backends, Shutdown::on_signal()).await?;
    let relay = process.start_relay();
    let listener = http::listen(cli.api.api_addr).await?;
    tracing::info!(url = %format_args!("http://{}", listener.local_addr()?), "API listening");
    api::run(&cli.api, listener, process.resources(), relay, tokens).await;
    process.close().await;
    Ok(())
}
