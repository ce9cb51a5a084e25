//! Settings: environment variables, or flags of the same name. Each secret also as `NAME_FILE`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text from being shown.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// A secret to sign with: at least 32 bytes, and not a sample.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn signing(secret: String) -> anyhow::Result<Self> {
        anyhow::ensure!(
            secret.len() >= 32,
            "JWT_SECRET has {} bytes; it needs at least 32, such as the output of `openssl rand -hex 32`",
            secret.len(),
        );
        let sample = ["change", "secret", "example", "please"].iter().filter(|w| secret.to_lowercase().contains(*w));
        anyhow::ensure!(sample.count() < 2, "JWT_SECRET looks like a sample; make one with `openssl rand -hex 32`");
        Ok(Self(secret))
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl std::str::FromStr for Secret {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

/// Takes a secret from its setting or from the file that its `…_FILE` setting names, never from both.
fn secret(name: &str, value: Option<&Secret>, file: Option<&Path>) -> anyhow::Result<Option<Secret>> {
    match (value, file) {
        (Some(_), Some(_)) => anyhow::bail!("set {name} or {name}_FILE, not both"),
        (Some(value), None) => Ok(Some(value.clone())),
        (None, Some(file)) => match std::fs::read_to_string(file) {
            Ok(text) => Ok(Some(Secret(text.trim_end_matches(['\r', '\n']).to_owned()))),
            Err(error) => anyhow::bail!("{name}_FILE: cannot read {}: {error}", file.display()),
        },
        (None, None) => Ok(None),
    }
}

/// Where the database and the broker are.
#[derive(Args, Clone, Debug)]
pub struct Backends {
    /// `postgres://…`, `mysql://…`, `sqlite:FILE` or `sqlite::memory:`; also as `SQLAlchemy` writes them
    /// (`mysql+pymysql://…`, `sqlite:///./FILE`).
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<Secret>,
    /// A file that holds `DATABASE_URL`.
    #[arg(long, env = "DATABASE_URL_FILE")]
    pub database_url_file: Option<PathBuf>,
    /// The most connections to a database server.
    #[arg(long, env = "DATABASE_CONNECTIONS", default_value_t = 16, value_parser = clap::value_parser!(u32).range(2..))]
    pub database_connections: u32,
    /// `amqp://…`, `amqps://…`, or `memory:` within one process.
    #[arg(long, env = "BROKER_URL", hide_env_values = true)]
    pub broker_url: Option<Secret>,
    /// A file that holds `BROKER_URL`.
    #[arg(long, env = "BROKER_URL_FILE")]
    pub broker_url_file: Option<PathBuf>,
    /// The first part of the names of all exchanges and queues.
    #[arg(long, env = "BROKER_NAMESPACE", default_value = "expediter", value_parser = namespace)]
    pub broker_namespace: String,
}

impl Backends {
    /// The database's URL, if one is set.
    ///
    /// # Errors
    /// Set twice, or its file cannot be read.
    pub fn database(&self) -> anyhow::Result<Option<Secret>> {
        let url = secret("DATABASE_URL", self.database_url.as_ref(), self.database_url_file.as_deref())?;
        url.map(|Secret(url)| known_engine(plain_url(&url)).map(Secret)).transpose()
    }

    /// The broker's URL, if one is set.
    ///
    /// # Errors
    /// Set twice, or its file cannot be read.
    pub fn broker(&self) -> anyhow::Result<Option<Secret>> {
        secret("BROKER_URL", self.broker_url.as_ref(), self.broker_url_file.as_deref())
    }

    /// Connects to both, as a service of its own: neither has a default.
    ///
    /// # Errors
    /// One is not set, or the database cannot be reached. A broker that is away is waited for in the background.
    pub async fn connect(&self) -> anyhow::Result<(crate::store::Db, crate::broker::Broker)> {
        use anyhow::Context as _;
        let database = self.database()?.context("set DATABASE_URL, such as postgres://user:password@host/expediter")?;
        let broker = self.broker()?.context("set BROKER_URL, such as amqp://user:password@host:5672/%2f")?;
        anyhow::ensure!(
            !broker.expose().starts_with("memory:"),
            "BROKER_URL=memory: works within one process only: run `expediter`, or give the services a RabbitMQ",
        );
        let db = crate::store::Db::connect(database.expose(), self.database_connections)
            .await
            .context("cannot reach the database that DATABASE_URL names")?;
        let broker = crate::broker::Broker::connect(broker.expose(), &self.broker_namespace).await?;
        Ok((db, broker))
    }
}

/// Any other engine's URL is refused here, with the setting's name, before a driver is asked that makes nothing of it.
fn known_engine(url: String) -> anyhow::Result<String> {
    let known = ["postgres", "postgresql", "mysql", "mariadb", "sqlite"];
    match url.split_once(':') {
        Some((scheme, _)) if known.contains(&scheme) => Ok(url),
        // What comes before a bare colon may be anything, and secret.
        Some((scheme, rest)) if rest.starts_with("//") => {
            anyhow::bail!("DATABASE_URL must begin with postgres://, mysql:// or sqlite:, not with {scheme}:")
        }
        _ => anyhow::bail!("DATABASE_URL must begin with postgres://, mysql:// or sqlite:"),
    }
}

/// The first part of the names of queues: what every broker and its command line take as it is.
fn namespace(text: &str) -> Result<String, String> {
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if (1..=64).contains(&text.len()) && text.chars().all(fine) {
        Ok(text.to_owned())
    } else {
        Err("must be 1 to 64 letters, digits, hyphens, underscores or dots".to_owned())
    }
}

/// The origin of a site, as browsers send it: `https://example.com`, perhaps with a port. Nothing at all is no site.
///
/// # Errors
/// What it must look like.
pub fn origin(text: &str) -> Result<String, String> {
    let text = text.trim();
    let is_origin = url::Url::parse(text)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text);
    if text.is_empty() || is_origin {
        Ok(text.to_owned())
    } else {
        Err("must be origins as browsers send them, like https://example.com, separated by commas".to_owned())
    }
}

/// A database's URL as our drivers read it. `SQLAlchemy`'s names a Python driver as well (`mysql+pymysql:`), and has three
/// slashes before a file that begins at the folder we are in, where ours would begin at the root.
fn plain_url(url: &str) -> String {
    let (scheme, rest) = url.split_once(':').unwrap_or((url, ""));
    let scheme = scheme.split('+').next().unwrap_or(scheme);
    match rest.strip_prefix("///") {
        Some(file)
            if scheme == "sqlite" && (file.starts_with("./") || file.starts_with("../") || file == ":memory:") =>
        {
            format!("sqlite:{file}")
        }
        _ => format!("{scheme}:{rest}"),
    }
}

/// How tokens are signed.
#[derive(Args, Clone, Debug)]
pub struct Signing {
    /// At least 32 bytes, the same for every service.
    #[arg(long, env = "JWT_SECRET", hide_env_values = true)]
    pub jwt_secret: Option<Secret>,
    /// A file that holds `JWT_SECRET`.
    #[arg(long, env = "JWT_SECRET_FILE")]
    pub jwt_secret_file: Option<PathBuf>,
}

impl Signing {
    /// The secret, if one is set.
    ///
    /// # Errors
    /// Set twice, its file cannot be read, or too weak.
    pub fn secret(&self) -> anyhow::Result<Option<Secret>> {
        secret("JWT_SECRET", self.jwt_secret.as_ref(), self.jwt_secret_file.as_deref())?
            .map(|secret| Secret::signing(secret.0))
            .transpose()
    }

    /// The secret; a service of its own does not start without one.
    ///
    /// # Errors
    /// As [`secret`](Self::secret), or none is set.
    pub fn required(&self) -> anyhow::Result<Secret> {
        use anyhow::Context as _;
        self.secret()?.context("set JWT_SECRET to at least 32 bytes, such as the output of `openssl rand -hex 32`")
    }
}

/// The api's own settings.
#[derive(Args, Clone, Debug)]
pub struct Api {
    /// Where the api listens.
    #[arg(long, visible_alias = "addr", env = "API_ADDR", default_value = "127.0.0.1:8080")]
    pub api_addr: SocketAddr,
    /// After how many seconds an order that nobody accepted is cancelled.
    #[arg(long, env = "ACCEPT_TIMEOUT_SECONDS", default_value_t = 900, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub accept_timeout_seconds: u64,
    /// Requests a minute for an account or, without one, an address; or `off`.
    #[arg(long, env = "RATE_LIMIT", default_value = "off")]
    pub rate_limit: RateLimit,
    /// Whether a proxy of ours stands in front, so that callers are told apart by the last address of
    /// `X-Forwarded-For`. Never set it without one: callers could then name any address.
    #[arg(long, env = "BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Origins of other sites whose pages may call the api, separated by commas.
    #[arg(long, env = "CORS_ORIGINS", value_delimiter = ',', value_parser = origin)]
    pub cors_origins: Vec<String>,
}

impl Api {
    /// After how long an order that nobody accepted is cancelled.
    pub const fn accept_timeout(&self) -> Duration {
        Duration::from_secs(self.accept_timeout_seconds)
    }
}

/// Requests a minute, or no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit(pub Option<std::num::NonZeroU32>);

impl std::str::FromStr for RateLimit {
    type Err = crate::Invalid;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.eq_ignore_ascii_case("off") {
            return Ok(Self(None));
        }
        text.parse()
            .map(|limit| Self(Some(limit)))
            .map_err(|_| crate::Invalid::new("must be a number of requests a minute, or off"))
    }
}

/// The kitchen worker's own settings.
#[derive(Args, Clone, Debug)]
pub struct Kitchen {
    /// How many orders one worker cooks at once: the prefetch of its consumer.
    #[arg(long, env = "KITCHEN_CONCURRENCY", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub kitchen_concurrency: u16,
    /// How long an order takes, in seconds; fractions allowed.
    #[arg(long, env = "KITCHEN_PREP_SECONDS", default_value = "10", value_parser = prep_seconds)]
    pub kitchen_prep_seconds: f64,
    /// What the worker is called in events and in the admin's view; its host's name and process by default.
    #[arg(long, env = "KITCHEN_NAME")]
    pub kitchen_name: Option<String>,
}

impl Kitchen {
    /// How long an order takes.
    pub fn prep(&self) -> Duration {
        Duration::from_secs_f64(self.kitchen_prep_seconds)
    }
}

fn prep_seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.0..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("must be a number of seconds from 0 to 86400".to_owned()),
    }
}

/// Where a process that otherwise listens nowhere tells of itself.
#[derive(Args, Clone, Debug)]
pub struct Watching {
    /// Where the worker answers `/livez` and `/metrics`; nowhere by default.
    #[arg(long, env = "METRICS_ADDR")]
    pub metrics_addr: Option<SocketAddr>,
}

/// The notifier's own settings.
#[derive(Args, Clone, Debug)]
pub struct Notifier {
    /// Where the notifier listens.
    #[arg(long, env = "NOTIFIER_ADDR", default_value = "127.0.0.1:8081")]
    pub notifier_addr: SocketAddr,
}

/// How the process speaks.
#[derive(Args, Clone, Debug)]
pub struct Logging {
    /// For people (`pretty`) or for machines (`json`).
    #[arg(long, env = "LOG_FORMAT", default_value = "pretty")]
    pub log_format: LogFormat,
    /// What is logged, in the language of tracing's `EnvFilter`.
    ///
    /// Without lapin: it shows whole messages where it could not deliver them, and ours say when RabbitMQ is away.
    #[arg(long, env = "RUST_LOG", default_value = "info,lapin=off")]
    pub rust_log: String,
}

/// For people or for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// A line for people.
    Pretty,
    /// A JSON object a line.
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_secrets_are_refused_and_none_is_shown() {
        assert!(Secret::signing("short".to_owned()).is_err());
        assert!(Secret::signing("please-change-this-secret-please-change".to_owned()).is_err());
        let secret = Secret::signing("f3a1c0de".repeat(8)).unwrap();
        assert_eq!(format!("{secret:?}"), "…");
    }

    #[test]
    fn a_database_is_named_as_sqlalchemy_names_it_or_as_our_drivers_do() {
        for (written, read) in [
            ("mysql+pymysql://user:password@localhost/dbname", "mysql://user:password@localhost/dbname"),
            ("postgresql+psycopg2://u:p+q@h:5432/d?x=1", "postgresql://u:p+q@h:5432/d?x=1"),
            ("postgresql://user:password@localhost/dbname", "postgresql://user:password@localhost/dbname"),
            ("sqlite:///./orders.db", "sqlite:./orders.db"),
            ("sqlite:///../orders.db", "sqlite:../orders.db"),
            ("sqlite:////var/lib/orders.db", "sqlite:////var/lib/orders.db"),
            ("sqlite:///var/lib/orders.db", "sqlite:///var/lib/orders.db"),
            ("sqlite:///:memory:", "sqlite::memory:"),
            ("sqlite::memory:", "sqlite::memory:"),
            ("sqlite:orders.db", "sqlite:orders.db"),
        ] {
            assert_eq!(plain_url(written), read, "{written}");
        }
    }

    #[test]
    fn an_unknown_engine_is_named_and_nothing_else_of_its_url() {
        for url in ["oracle://scott:tiger@host/db", "scott:tiger", "tiger"] {
            let said = known_engine(plain_url(url)).unwrap_err().to_string();
            assert!(said.contains("DATABASE_URL") && !said.contains("tiger"), "{said}");
        }
        assert!(known_engine("mariadb://u@h/d".to_owned()).is_ok());
    }

    #[test]
    fn names_of_queues_and_origins_of_sites_are_looked_at() {
        for (name, fine) in [("expediter", true), ("test-1.a_b", true), ("", false), ("a b", false), ("ä", false)] {
            assert_eq!(namespace(name).is_ok(), fine, "{name:?}");
        }
        assert!(namespace(&"n".repeat(65)).is_err());
        for fine in ["https://example.com", " http://localhost:5173", "https://[::1]:8443", ""] {
            assert_eq!(origin(fine).as_deref(), Ok(fine.trim()));
        }
        for bad in [
            "*",
            "example.com",
            "https://example.com/",
            "https://example.com/app",
            "https://EXAMPLE.com",
            "https://u@example.com",
            "https://example.com:443",
            "ftp://example.com",
            "null",
        ] {
            assert!(origin(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_rate_limit_is_a_number_or_off() {
        assert_eq!("off".parse(), Ok(RateLimit(None)));
        assert_eq!("600".parse(), Ok(RateLimit(std::num::NonZeroU32::new(600))));
        assert!("0".parse::<RateLimit>().is_err());
        assert!("-1".parse::<RateLimit>().is_err());
    }
}
