//! Expediter in one process: api, kitchen, notifier and page, with nothing to install.

mod cli;
mod demo;
mod doctor;
mod home;
mod page;
mod serve;
mod user;

use clap::Parser as _;
use cli::{Cli, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    shared::telemetry::exit(run(Cli::parse()).await)
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command.unwrap_or(Command::Serve(cli.serve)) {
        Command::Serve(settings) => serve::serve(settings).await,
        Command::Migrate(home) => home::migrate(&home).await,
        Command::Recount(home) => home::recount(&home).await,
        Command::Demo(home) => demo::command(&home).await,
        Command::User { command: cli::UserCommand::Create(form) } => user::create(form).await,
        Command::Openapi => {
            println!("{}", serde_json::to_string_pretty(&api::openapi::complete())?);
            Ok(())
        }
        Command::Doctor(settings) => doctor::examine(&settings).await,
        Command::Health(at) => shared::http::probe(at.api_addr).await,
    }
}
