//! Logging, and the exit message and name of a process.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, LoggingSettings};

/// Starts logging to standard error. A second call in the same process has no effect.
///
/// # Errors
/// `RUST_LOG` is invalid.
pub fn init_logging(settings: &LoggingSettings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&settings.rust_log)
        .map_err(|error| anyhow::anyhow!("RUST_LOG={} is invalid: {error}", settings.rust_log))?;
    let is_terminal = std::io::stderr().is_terminal();
    let subscriber =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(is_terminal).with_writer(std::io::stderr);
    // This fails if a test has already installed a subscriber.
    let _ = match settings.log_format {
        LogFormat::Pretty => subscriber.with_target(false).try_init(),
        LogFormat::Json => subscriber.json().flatten_event(true).try_init(),
    };
    Ok(())
}

/// Converts the result of `main` to an exit code, and prints an error with its causes to standard error.
pub fn exit_code(result: anyhow::Result<()>) -> std::process::ExitCode {
    let Err(error) = result else { return std::process::ExitCode::SUCCESS };
    eprintln!("error: {}", error_chain(&error));
    std::process::ExitCode::FAILURE
}

/// Joins the messages of an error and its causes. Omits causes that the message already contains.
fn error_chain(error: &anyhow::Error) -> String {
    let mut message = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !message.contains(&cause) {
            message += if message.is_empty() { "" } else { ": " };
            message += &cause;
        }
    }
    message
}

/// Returns the default name of a process: its host name (or `fallback`) and process id.
pub fn process_name(fallback: &str) -> String {
    let host = std::env::var("HOSTNAME").or_else(|_| std::fs::read_to_string("/proc/sys/kernel/hostname"));
    let host = host.ok().map(|host| host.trim().to_owned()).filter(|host| !host.is_empty());
    format!("{}-{}", host.as_deref().unwrap_or(fallback), std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_chain_does_not_repeat_causes() {
        let refused = std::io::Error::other("connection refused");
        let error = anyhow::Error::from(refused).context("no database: connection refused").context("cannot start");
        assert_eq!(error_chain(&error), "cannot start: no database: connection refused");
    }
}
