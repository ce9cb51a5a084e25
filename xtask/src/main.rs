//! `cargo xtask`: the project's development commands, one module per command.

mod apt;
mod coverage;
mod dev_servers;
mod fuzz;
mod lint;
mod measure;
mod node;
mod run;
mod servers;
mod test;
mod test_summary;
mod tools;
mod web;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Development commands for Expediter.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
struct Xtask {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build and run everything in one process at <http://127.0.0.1:8080>
    Run {
        /// Build with optimizations, as released; takes longer
        #[arg(long)]
        release: bool,
        /// Arguments for expediter, for example `serve --no-demo` or `user create …`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Run all tests on private database and broker servers. As root, missing servers are installed
    Test {
        /// Keep the servers' logs and data
        #[arg(long)]
        keep: bool,
        /// Arguments for cargo test, for example `-p api`, `--test store` or part of a test name. Skips the web app and fuzzing
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        filters: Vec<String>,
    },
    /// Start the test servers and print their addresses; Ctrl-C stops them
    Services,
    /// Check formatting, texts, crate layers, lints, licenses and banned crates; warnings are errors
    Lint {
        /// Run only this check; can be repeated or separated by commas
        #[arg(long, value_delimiter = ',')]
        only: Vec<lint::Check>,
        /// Check only these files and folders, with the checks that look at single files
        paths: Vec<String>,
    },
    /// Print the sizes of files and functions and the quality of doc comments per package
    Measure,
    /// Fuzz the API with Schemathesis, once per role, on servers with demo data
    Fuzz {
        /// Number of generated cases per operation [default: as in `cargo xtask test`]
        #[arg(long)]
        examples: Option<u32>,
    },
    /// Measure line coverage per crate and write a report to target/coverage
    Coverage {
        /// Arguments for cargo tarpaulin, for example `-p api` [default: --workspace]
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
}

fn main() -> ExitCode {
    let result = match Xtask::parse().command {
        Command::Run { release, args } => run::run_app(release, &args),
        Command::Test { keep, filters } => test::test(keep, &filters),
        Command::Services => dev_servers::run_services(),
        Command::Lint { only, paths } => lint::lint(&only, &paths),
        Command::Measure => measure::measure(),
        Command::Fuzz { examples } => fuzz::fuzz(examples),
        Command::Coverage { args } => coverage::measure_coverage(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tools::print_progress(format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
