//! `cargo xtask`: the commands of this house.

mod apt;
mod servers;
mod services;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The commands of this house.
#[derive(Parser)]
#[command(name = "cargo xtask", arg_required_else_help = true)]
struct Xtask {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the servers that the tests use and print their addresses, until Ctrl-C
    Services,
}

fn main() -> ExitCode {
    let done = match Xtask::parse().command {
        Command::Services => services::services(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tools::say(format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
