//! Expediter in one process: API, kitchen worker, notifier and web app. No other services are required.

mod backup;
mod cli;
mod data_dir;
mod demo;
mod doctor;
mod restored;
mod serve;
mod user;
mod web_app;

use std::process::ExitCode;

use clap::Parser as _;
use cli::{Cli, Command, UserCommand};
use service::{http, telemetry};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    telemetry::exit_code(run(Cli::parse()).await)
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command.unwrap_or(Command::Serve(cli.serve)) {
        Command::Serve(args) => serve::serve(args).await,
        Command::Migrate(args) => data_dir::migrate(&args).await,
        Command::Recount(args) => data_dir::rebuild_reports(&args).await,
        Command::Backup(args) => backup::run(&args).await,
        Command::Restored(args) => restored::run(&args).await,
        Command::Demo(args) => demo::run_command(&args).await,
        Command::User { command: UserCommand::Create(args) } => user::create(args).await,
        Command::Openapi => {
            println!("{}", serde_json::to_string_pretty(&api::openapi::document())?);
            Ok(())
        }
        Command::Doctor(args) => doctor::run(&args).await,
        Command::Health(args) => http::check_liveness(args.api_addr).await,
    }
}
