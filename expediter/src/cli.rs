//! What can be said on the command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use shared::account::{Email, Name, Role, Username};
use shared::business::BusinessId;
use shared::config::{Api, Backends, Kitchen, Logging, Secret, Signing};

/// Order management for restaurants, food halls and small shops.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) serve: Serve,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Run everything in one process (what happens without a command, too).
    Serve(Serve),
    /// Bring the database up to date.
    Migrate(Home),
    /// Count all orders anew for the reports, by the present time zones of their businesses.
    Recount(Home),
    /// Load the demo data, if the database is empty.
    Demo(Home),
    /// Accounts.
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Print the OpenAPI document.
    Openapi,
    /// Check settings, database and broker, and say what is wrong.
    Doctor(Serve),
    /// Ask the process at `API_ADDR` whether it is alive.
    Health(At),
}

#[derive(Subcommand)]
pub(crate) enum UserCommand {
    /// Make an account, of any role.
    Create(CreateUser),
}

/// Where things are kept.
#[derive(Args, Clone)]
pub(crate) struct Home {
    /// Where the database and the secret are, unless `DATABASE_URL` and `JWT_SECRET` say otherwise.
    #[arg(long, env = "DATA_DIR", default_value = "data")]
    pub(crate) data_dir: PathBuf,
    #[command(flatten)]
    pub(crate) backends: Backends,
    #[command(flatten)]
    pub(crate) logging: Logging,
}

/// How everything runs in one process.
#[derive(Args, Clone)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) home: Home,
    #[command(flatten)]
    pub(crate) signing: Signing,
    #[command(flatten)]
    pub(crate) api: Api,
    #[command(flatten)]
    pub(crate) kitchen: Kitchen,
    /// Load the demo data into an empty database also if `DATABASE_URL` names it.
    #[arg(long, env = "EXPEDITER_DEMO")]
    pub(crate) demo: bool,
    /// Leave an empty database empty.
    #[arg(long)]
    pub(crate) no_demo: bool,
}

/// An address to ask.
#[derive(Args, Clone)]
pub(crate) struct At {
    /// Where the process listens.
    #[arg(long, alias = "addr", env = "API_ADDR", default_value = "127.0.0.1:8080")]
    pub(crate) api_addr: SocketAddr,
}

/// A new account.
#[derive(Args, Clone)]
pub(crate) struct CreateUser {
    #[command(flatten)]
    pub(crate) home: Home,
    /// `customer`, `business`, `waiter` or `admin`.
    #[arg(long)]
    pub(crate) role: Role,
    /// The login name.
    #[arg(long)]
    pub(crate) username: Username,
    /// An address that logs in as well.
    #[arg(long)]
    pub(crate) email: Option<Email>,
    /// What to call the person; the username by default.
    #[arg(long)]
    pub(crate) name: Option<Name>,
    /// The password. Better in the environment, where others do not see it; without either, it is asked for in a
    /// terminal, or is the first line of standard input.
    #[arg(long, env = "EXPEDITER_PASSWORD", hide_env_values = true)]
    pub(crate) password: Option<Secret>,
    /// The business that a waiter or another owner belongs to.
    #[arg(long)]
    pub(crate) business: Option<BusinessId>,
    /// What guests call the new business of an owner.
    #[arg(long, conflicts_with = "business")]
    pub(crate) business_name: Option<Name>,
}
