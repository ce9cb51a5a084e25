//! `cargo xtask`: the commands of this house. One file each; to add one, add its words below.

mod apt;
mod coverage;
mod fuzz;
mod lint;
mod node;
mod run;
mod servers;
mod services;
mod tally;
mod test;
mod tools;
mod web;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The commands of this house.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
struct Xtask {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build what is stale and run everything in one process: <http://127.0.0.1:8080>
    Run {
        /// Optimised, as it is shipped; takes longer to build
        #[arg(long)]
        release: bool,
        /// Passed to expediter: `serve --no-demo`, `user create …`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Run every test on every engine, with servers of its own; installs them when root
    Test {
        /// Leave the servers' logs and data behind
        #[arg(long)]
        keep: bool,
        /// Passed to cargo test: `-p shared`, `--test store`, part of a test's name. The web app is left out then
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        filters: Vec<String>,
    },
    /// Start the servers that the tests use and print their addresses, until Ctrl-C
    Services,
    /// Format, lints, licences, banned crates; warnings are errors
    Lint,
    /// Ask a running all-in-one everything that its OpenAPI document allows, and much that it does not, as everybody
    Fuzz {
        /// How many cases of each operation are made up; few by default, as in `cargo xtask test`
        #[arg(long)]
        examples: Option<u32>,
    },
    /// Say which lines the tests run, by crate; a report goes to target/coverage
    Coverage {
        /// Passed to cargo tarpaulin instead of --workspace: `-p shared`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
}

fn main() -> ExitCode {
    let done = match Xtask::parse().command {
        Command::Run { release, args } => run::run(release, &args),
        Command::Test { keep, filters } => test::test(keep, &filters),
        Command::Services => services::services(),
        Command::Lint => lint::lint(),
        Command::Fuzz { examples } => fuzz::fuzz(examples),
        Command::Coverage { args } => coverage::coverage(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tools::say(format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
