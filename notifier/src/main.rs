//! The notifier as its own process.

use auth::tokens::Tokens;
use clap::{Parser, Subcommand};
use notifier::Options;
use service::bootstrap::Process;
use service::config::{Backends, JwtSettings, LoggingSettings, NotifierSettings};
use service::shutdown::Shutdown;
use service::{http, telemetry};

/// Expediter's notifier: sends changes of orders and menus to clients over WebSocket and Server-Sent Events.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(flatten)]
    notifier: NotifierSettings,
    #[command(flatten)]
    backends: Backends,
    #[command(flatten)]
    jwt: JwtSettings,
    #[command(flatten)]
    logging: LoggingSettings,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Exit with 0 if the notifier at `NOTIFIER_ADDR` is alive.
    Health,
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    telemetry::exit_code(run(Cli::parse()).await)
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    let addr = cli.notifier.notifier_addr;
    if let Some(Command::Health) = cli.command {
        return http::check_liveness(addr).await;
    }
    telemetry::init_logging(&cli.logging)?;
    let tokens = Tokens::new(&cli.jwt.required()?);
    let process = Process::connect(&cli.backends, Shutdown::on_signal()).await?;
    let listener = http::listen(addr).await?;
    tracing::info!(url = %format_args!("http://{}", listener.local_addr()?), "notifier listening");
    let options = Options { origins: cli.notifier.cors_origins, ..Options::default() };
    let result = notifier::run(options, listener, process.resources(), tokens).await;
    process.close().await;
    result
}
