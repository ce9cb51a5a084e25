//! Settings from environment variables or flags with the same names. Each secret can also be read from a file (`NAME_FILE`).

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use domain::Invalid;
use domain::account::Password;
use secrecy::{ExposeSecret as _, SecretString};

/// Minimum length of the secret that signs tokens, in bytes.
const MIN_SIGNING_KEY_LENGTH: usize = 32;

/// The database and the broker.
#[derive(Args, Clone, Debug)]
pub struct Backends {
    /// `postgres://…`, `mysql://…`, `sqlite:FILE` or `sqlite::memory:`, or an `SQLAlchemy` URL (`mysql+pymysql://…`,
    /// `sqlite:///./FILE`).
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<SecretString>,
    /// File that contains `DATABASE_URL`.
    #[arg(long, env = "DATABASE_URL_FILE")]
    pub database_url_file: Option<PathBuf>,
    /// Maximum number of connections of this process to a database server.
    #[arg(long, env = "DATABASE_CONNECTIONS", default_value_t = 16, value_parser = clap::value_parser!(u32).range(2..))]
    pub database_connections: u32,
    /// `amqp://…`, `amqps://…`, or `memory:` for a broker within one process.
    #[arg(long, env = "BROKER_URL", hide_env_values = true)]
    pub broker_url: Option<SecretString>,
    /// File that contains `BROKER_URL`.
    #[arg(long, env = "BROKER_URL_FILE")]
    pub broker_url_file: Option<PathBuf>,
    /// Prefix of the names of all exchanges and queues.
    #[arg(long, env = "BROKER_NAMESPACE", default_value = "expediter", value_parser = parse_namespace)]
    pub broker_namespace: String,
}

impl Backends {
    /// Returns the URL of the database, if it is set.
    ///
    /// # Errors
    /// It is set twice, its file cannot be read, or its scheme is unknown.
    pub fn database_url(&self) -> anyhow::Result<Option<SecretString>> {
        let url = resolve_secret("DATABASE_URL", self.database_url.as_ref(), self.database_url_file.as_deref())?;
        url.map(|url| check_engine(native_url(url.expose_secret())).map(SecretString::from)).transpose()
    }

    /// Returns the URL of the broker, if it is set.
    ///
    /// # Errors
    /// It is set twice, or its file cannot be read.
    pub fn broker_url(&self) -> anyhow::Result<Option<SecretString>> {
        resolve_secret("BROKER_URL", self.broker_url.as_ref(), self.broker_url_file.as_deref())
    }
}

/// Reads a secret from its setting, or from the file named by its `…_FILE` setting.
fn resolve_secret(
    name: &str,
    value: Option<&SecretString>,
    file: Option<&Path>,
) -> anyhow::Result<Option<SecretString>> {
    match (value, file) {
        (Some(_), Some(_)) => bail!("set {name} or {name}_FILE, not both"),
        (Some(value), None) => Ok(Some(value.clone())),
        (None, Some(file)) => match std::fs::read_to_string(file) {
            Ok(text) => Ok(Some(text.trim_end_matches(['\r', '\n']).into())),
            Err(error) => bail!("{name}_FILE: cannot read {}: {error}", file.display()),
        },
        (None, None) => Ok(None),
    }
}

/// Rejects the URL of an unknown engine. The error does not contain any part of the URL that may be secret.
fn check_engine(url: String) -> anyhow::Result<String> {
    let known = ["postgres", "postgresql", "mysql", "mariadb", "sqlite"];
    match url.split_once(':') {
        Some((scheme, _)) if known.contains(&scheme) => Ok(url),
        // Without `//`, the text before the colon may be a user name.
        Some((scheme, rest)) if rest.starts_with("//") => {
            bail!("DATABASE_URL must begin with postgres://, mysql:// or sqlite:, not with {scheme}:")
        }
        _ => bail!("DATABASE_URL must begin with postgres://, mysql:// or sqlite:"),
    }
}

/// Converts an `SQLAlchemy` URL to the form that the database drivers accept. `SQLAlchemy` also names a Python driver
/// (`mysql+pymysql:`), and writes three slashes before a relative path. Only a path that begins with `./` or `../` is taken as
/// relative, because the drivers read `sqlite:///FILE` as an absolute path.
fn native_url(url: &str) -> String {
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

/// Accepts 1 to 64 characters that are valid in names of queues and need no quotes on a command line.
fn parse_namespace(text: &str) -> Result<String, String> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if (1..=64).contains(&text.len()) && text.chars().all(is_allowed) {
        Ok(text.to_owned())
    } else {
        Err("must be 1 to 64 letters, digits, hyphens, underscores or dots".to_owned())
    }
}

/// Settings for access tokens.
#[derive(Args, Clone, Debug)]
pub struct JwtSettings {
    /// Secret that signs access tokens: at least 32 bytes, and the same for all services.
    #[arg(long, env = "JWT_SECRET", hide_env_values = true)]
    pub jwt_secret: Option<SecretString>,
    /// File that contains `JWT_SECRET`.
    #[arg(long, env = "JWT_SECRET_FILE")]
    pub jwt_secret_file: Option<PathBuf>,
}

impl JwtSettings {
    /// Returns the signing key, if it is set.
    ///
    /// # Errors
    /// It is set twice, its file cannot be read, or it is too weak.
    pub fn secret(&self) -> anyhow::Result<Option<SecretString>> {
        resolve_secret("JWT_SECRET", self.jwt_secret.as_ref(), self.jwt_secret_file.as_deref())?
            .map(parse_signing_key)
            .transpose()
    }

    /// Returns the signing key of a service that runs as its own process, which has no default key.
    ///
    /// # Errors
    /// The errors of [`secret`](Self::secret), or the key is not set.
    pub fn required(&self) -> anyhow::Result<SecretString> {
        self.secret()?.context("set JWT_SECRET to at least 32 bytes, such as the output of `openssl rand -hex 32`")
    }
}

/// Validates a secret that signs tokens: at least 32 bytes, and not a sample from documentation.
///
/// # Errors
/// It is too short, or looks like a sample.
pub fn parse_signing_key(secret: SecretString) -> anyhow::Result<SecretString> {
    let text = secret.expose_secret();
    ensure!(
        text.len() >= MIN_SIGNING_KEY_LENGTH,
        "JWT_SECRET has {} bytes; it needs at least {MIN_SIGNING_KEY_LENGTH}, such as the output of `openssl rand -hex 32`",
        text.len(),
    );
    let text = text.to_lowercase();
    let sample_words = ["change", "secret", "example", "please"].iter().filter(|word| text.contains(**word));
    ensure!(sample_words.count() < 2, "JWT_SECRET looks like a sample; create one with `openssl rand -hex 32`");
    Ok(secret)
}

/// Settings for new passwords.
#[derive(Args, Clone, Copy, Debug)]
pub struct PasswordSettings {
    /// Minimum number of characters of a new password, from 4 to 128. Existing passwords stay valid.
    #[arg(long, env = "PASSWORD_MIN_LENGTH", default_value_t = Password::DEFAULT_MIN_LENGTH,
          value_parser = clap::value_parser!(u8).range(4..=128))]
    pub password_min_length: u8,
}

/// Settings of the API.
#[derive(Args, Clone, Debug)]
pub struct ApiSettings {
    /// Address on which the API listens.
    #[arg(long, visible_alias = "addr", env = "API_ADDR", default_value = "127.0.0.1:8080")]
    pub api_addr: SocketAddr,
    /// Seconds after which a pending order is cancelled if a business with manual acceptance has not accepted it.
    #[arg(long, env = "ACCEPT_TIMEOUT_SECONDS", default_value_t = 900, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub accept_timeout_seconds: u64,
    /// Maximum requests per minute for each account, or for each IP address if the client is not logged in; or `off`.
    #[arg(long, env = "RATE_LIMIT", default_value = "off")]
    pub rate_limit: RateLimit,
    /// Identify clients by the last address of `X-Forwarded-For`. Use this only behind a reverse proxy: otherwise, clients could
    /// send any address.
    #[arg(long, env = "BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Other origins whose pages may call the API, separated by commas.
    #[arg(long, env = "CORS_ORIGINS", value_delimiter = ',', value_parser = parse_origin)]
    pub cors_origins: Vec<String>,
    /// Settings for new passwords.
    #[command(flatten)]
    pub passwords: PasswordSettings,
}

impl ApiSettings {
    /// Returns the time within which a business with manual acceptance must accept an order.
    pub const fn accept_timeout(&self) -> Duration {
        Duration::from_secs(self.accept_timeout_seconds)
    }
}

/// Parses an origin in the form that browsers send, such as `https://example.com:8443`. An empty string means no origin.
fn parse_origin(text: &str) -> Result<String, String> {
    let text = text.trim();
    let is_origin = url::Url::parse(text)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text);
    if text.is_empty() || is_origin {
        Ok(text.to_owned())
    } else {
        Err("must be origins as browsers send them, such as https://example.com, separated by commas".to_owned())
    }
}

/// Maximum number of requests per minute, or no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit(pub Option<NonZeroU32>);

impl FromStr for RateLimit {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.eq_ignore_ascii_case("off") {
            return Ok(Self(None));
        }
        text.parse()
            .map(|limit| Self(Some(limit)))
            .map_err(|_| Invalid::new("must be a number of requests per minute, or off"))
    }
}

/// Settings of a kitchen worker.
#[derive(Args, Clone, Debug)]
pub struct KitchenSettings {
    /// Maximum number of orders that a worker prepares concurrently. It is also the prefetch count of its consumer.
    #[arg(long, env = "KITCHEN_CONCURRENCY", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub kitchen_concurrency: u16,
    /// Preparation time of an order in seconds. Fractions are allowed.
    #[arg(long, env = "KITCHEN_PREP_SECONDS", default_value = "10", value_parser = parse_prep_seconds)]
    pub kitchen_prep_seconds: f64,
    /// Name of the worker in events and in the admin overview. The default is its host name and process id.
    #[arg(long, env = "KITCHEN_NAME")]
    pub kitchen_name: Option<String>,
}

impl KitchenSettings {
    /// Returns the preparation time of an order.
    pub fn prep_time(&self) -> Duration {
        Duration::from_secs_f64(self.kitchen_prep_seconds)
    }
}

fn parse_prep_seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.0..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("must be a number of seconds from 0 to 86400".to_owned()),
    }
}

/// Settings for the HTTP listener of a kitchen worker, which serves only liveness checks and metrics.
#[derive(Args, Clone, Debug)]
pub struct MetricsSettings {
    /// Address on which the worker serves `/livez` and `/metrics`. By default, it does not listen.
    #[arg(long, env = "METRICS_ADDR")]
    pub metrics_addr: Option<SocketAddr>,
}

/// Settings of the notifier.
#[derive(Args, Clone, Debug)]
pub struct NotifierSettings {
    /// Address on which the notifier listens.
    #[arg(long, env = "NOTIFIER_ADDR", default_value = "127.0.0.1:8081")]
    pub notifier_addr: SocketAddr,
    /// Other origins whose pages may connect to the notifier, separated by commas.
    #[arg(long, env = "CORS_ORIGINS", value_delimiter = ',', value_parser = parse_origin)]
    pub cors_origins: Vec<String>,
}

/// Logging settings.
#[derive(Args, Clone, Debug)]
pub struct LoggingSettings {
    /// Log format: `pretty` for people, `json` for machines.
    #[arg(long, env = "LOG_FORMAT", default_value = "pretty")]
    pub log_format: LogFormat,
    /// Log filter, in the syntax of tracing's `EnvFilter`.
    ///
    /// lapin's log is off by default, because it contains whole messages that could not be delivered. Expediter logs lost
    /// connections itself.
    #[arg(long, env = "RUST_LOG", default_value = "info,lapin=off")]
    pub rust_log: String,
}

/// Log format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// Human-readable lines.
    Pretty,
    /// One JSON object per line.
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_signing_keys_are_rejected() {
        let parse = |key: &str| parse_signing_key(key.into());
        let error = parse("short").unwrap_err().to_string();
        assert!(error.contains("5 bytes") && !error.contains("short"), "{error}");
        assert!(parse("please-change-this-secret-please-change").is_err());
        let key = parse(&"f3a1c0de".repeat(8)).unwrap();
        assert!(!format!("{key:?}").contains("f3a1"), "secrets are not logged");
    }

    #[test]
    fn database_urls_of_sqlalchemy_are_understood() {
        for (written, native) in [
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
            assert_eq!(native_url(written), native, "{written}");
        }
    }

    #[test]
    fn rejected_database_url_is_not_repeated() {
        for url in ["oracle://scott:tiger@host/db", "scott:tiger", "tiger"] {
            let error = check_engine(native_url(url)).unwrap_err().to_string();
            assert!(error.contains("DATABASE_URL") && !error.contains("tiger"), "{error}");
        }
        assert!(check_engine("mariadb://u@h/d".to_owned()).is_ok());
    }

    #[test]
    fn namespaces_and_origins_are_validated() {
        for (name, is_valid) in [("expediter", true), ("test-1.a_b", true), ("", false), ("a b", false), ("ä", false)]
        {
            assert_eq!(parse_namespace(name).is_ok(), is_valid, "{name:?}");
        }
        assert!(parse_namespace(&"n".repeat(65)).is_err());
        for valid in ["https://example.com", " http://localhost:5173", "https://[::1]:8443", ""] {
            assert_eq!(parse_origin(valid).as_deref(), Ok(valid.trim()));
        }
        for invalid in [
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
            assert!(parse_origin(invalid).is_err(), "{invalid}");
        }
    }

    #[test]
    fn rate_limit_is_a_number_or_off() {
        assert_eq!("off".parse(), Ok(RateLimit(None)));
        assert_eq!("600".parse(), Ok(RateLimit(NonZeroU32::new(600))));
        assert!("0".parse::<RateLimit>().is_err());
        assert!("-1".parse::<RateLimit>().is_err());
    }
}
