//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use domain::account::{Email, Role, Username};
use domain::business::BusinessId;
use domain::text::Name;
use secrecy::SecretString;
use service::config::{ApiSettings, Backends, JwtSettings, KitchenSettings, LoggingSettings, PasswordSettings};

/// Order management for restaurants, food halls and small shops.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) serve: ServeArgs,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Run all services in one process. This is the default.
    Serve(ServeArgs),
    /// Apply the database migrations.
    Migrate(DataDirArgs),
    /// Rebuild the report sums from all finished orders, using the current time zone of each business.
    Recount(DataDirArgs),
    /// Write a consistent copy of the SQLite database to a new file. Expediter may be running.
    Backup(BackupArgs),
    /// Prepare a database that was restored from a backup. Run it once, before any process uses the database.
    Restored(RestoredArgs),
    /// Load the demo data into an empty database.
    Demo(DataDirArgs),
    /// Manage accounts.
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Print the OpenAPI document.
    Openapi,
    /// Check the settings, the database and the broker, and report problems.
    Doctor(ServeArgs),
    /// Exit with 0 if the process at `API_ADDR` is alive.
    Health(HealthArgs),
}

#[derive(Subcommand)]
pub(crate) enum UserCommand {
    /// Create an account with any role.
    Create(CreateUserArgs),
}

/// The data directory, and the settings that override it.
#[derive(Args, Clone)]
pub(crate) struct DataDirArgs {
    /// Directory of the database (unless `DATABASE_URL` is set) and of the signing key (unless `JWT_SECRET` is set).
    #[arg(long, env = "DATA_DIR", default_value = "data")]
    pub(crate) data_dir: PathBuf,
    #[command(flatten)]
    pub(crate) backends: Backends,
    #[command(flatten)]
    pub(crate) logging: LoggingSettings,
}

/// A backup.
#[derive(Args, Clone)]
pub(crate) struct BackupArgs {
    #[command(flatten)]
    pub(crate) data_dir: DataDirArgs,
    /// The file to create. It must not exist.
    pub(crate) file: PathBuf,
}

/// A restored database.
#[derive(Args, Clone)]
pub(crate) struct RestoredArgs {
    #[command(flatten)]
    pub(crate) data_dir: DataDirArgs,
    /// Number of order numbers to skip. Choose at least the number of orders that were placed after the backup.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(i64).range(0..=1_000_000_000))]
    pub(crate) skip_orders: i64,
    /// Number of item numbers to skip. Choose at least the number of items that were added after the backup.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(i64).range(0..=1_000_000_000))]
    pub(crate) skip_items: i64,
    /// Do not check whether other processes use the database or the kitchen queue. For database servers behind a connection
    /// pooler: its idle connections cannot be distinguished from those of running services.
    #[arg(long)]
    pub(crate) force: bool,
}

/// The settings of all services.
#[derive(Args, Clone)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) data_dir: DataDirArgs,
    #[command(flatten)]
    pub(crate) jwt: JwtSettings,
    #[command(flatten)]
    pub(crate) api: ApiSettings,
    #[command(flatten)]
    pub(crate) kitchen: KitchenSettings,
    /// Load the demo data into an empty database even if `DATABASE_URL` is set.
    #[arg(long, env = "EXPEDITER_DEMO")]
    pub(crate) demo: bool,
    /// Do not load the demo data.
    #[arg(long)]
    pub(crate) no_demo: bool,
}

/// The process to check.
#[derive(Args, Clone)]
pub(crate) struct HealthArgs {
    /// Address on which the process listens.
    #[arg(long, alias = "addr", env = "API_ADDR", default_value = "127.0.0.1:8080")]
    pub(crate) api_addr: SocketAddr,
}

/// A new account.
#[derive(Args, Clone)]
pub(crate) struct CreateUserArgs {
    #[command(flatten)]
    pub(crate) data_dir: DataDirArgs,
    /// `customer`, `business`, `waiter` or `admin`.
    #[arg(long)]
    pub(crate) role: Role,
    /// The login name.
    #[arg(long)]
    pub(crate) username: Username,
    /// An email address, which can also be used to log in.
    #[arg(long)]
    pub(crate) email: Option<Email>,
    /// The person's name. Defaults to the username.
    #[arg(long)]
    pub(crate) name: Option<Name>,
    /// The password. Prefer the environment variable, because other users of the machine can see command-line arguments. If
    /// neither is set, the password is read from the terminal, or from the first line of standard input.
    #[arg(long, env = "EXPEDITER_PASSWORD", hide_env_values = true)]
    pub(crate) password: Option<SecretString>,
    #[command(flatten)]
    pub(crate) passwords: PasswordSettings,
    /// The id of the business that a waiter or a further owner belongs to.
    #[arg(long)]
    pub(crate) business: Option<BusinessId>,
    /// The name of the new business that is created for an owner.
    #[arg(long, conflicts_with = "business")]
    pub(crate) business_name: Option<Name>,
}
