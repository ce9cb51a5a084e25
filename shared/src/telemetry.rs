//! Logs, and the traces that tie a request to the event that came of it.

use std::io::IsTerminal as _;

use rand::random;
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Logging};

/// Starts logging to standard error. Once in a process; a second call changes nothing.
///
/// # Errors
/// `RUST_LOG` cannot be understood.
pub fn start(logging: &Logging) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&logging.rust_log)
        .map_err(|error| anyhow::anyhow!("RUST_LOG={} cannot be understood: {error}", logging.rust_log))?;
    // Colours are for terminals, not for files.
    let colours = std::io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr);
    // A logger that is already there (in tests) is as good.
    let _already_started = match logging.log_format {
        LogFormat::Pretty => lines.with_target(false).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    Ok(())
}

/// How a process ends: what went wrong is told in sentences, from the outcome to its cause, and to people only. A cause that
/// an outcome has named already is not told twice.
pub fn exit(outcome: anyhow::Result<()>) -> std::process::ExitCode {
    let Err(error) = outcome else { return std::process::ExitCode::SUCCESS };
    eprintln!("error: {}", sentences(&error));
    std::process::ExitCode::FAILURE
}

fn sentences(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !told.contains(&cause) {
            told += if told.is_empty() { "" } else { ": " };
            told += &cause;
        }
    }
    told
}

/// What a process is called if nobody says otherwise: its host, or else `what` it is, and its number there.
pub fn host_and_process(what: &str) -> String {
    let host = std::env::var("HOSTNAME").or_else(|_| std::fs::read_to_string("/proc/sys/kernel/hostname"));
    let host = host.ok().map(|host| host.trim().to_owned()).filter(|host| !host.is_empty());
    format!("{}-{}", host.as_deref().unwrap_or(what), std::process::id())
}

/// Where in a distributed trace we are: W3C Trace Context, level 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    id: u128,
    span: u64,
    sampled: bool,
}

impl Trace {
    /// Continues the trace of a `traceparent` header, or begins one where it is absent or malformed.
    pub fn from_header(traceparent: Option<&str>) -> Self {
        let parent = traceparent.and_then(parse);
        let id = parent.as_ref().map_or_else(|| random::<u128>().max(1), |parent| parent.id);
        Self { id, span: random::<u64>().max(1), sampled: parent.is_none_or(|parent| parent.sampled) }
    }

    /// The trace's id, in 32 hexadecimal digits: what a person can quote, and what logs are searched for.
    pub fn id(&self) -> String {
        format!("{:032x}", self.id)
    }

    /// The header to send on.
    pub fn header(&self) -> String {
        format!("00-{:032x}-{:016x}-{:02x}", self.id, self.span, u8::from(self.sampled))
    }
}

fn parse(header: &str) -> Option<Trace> {
    let mut parts = header.split('-');
    let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let hex = |text: &str, length| text.len() == length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let well_formed = hex(version, 2) && hex(trace, 32) && hex(span, 16) && hex(flags, 2);
    // Version ff is forbidden; 00 has exactly four parts, later ones may have more.
    if !well_formed || version == "ff" || (version == "00" && parts.next().is_some()) {
        return None;
    }
    let id = u128::from_str_radix(trace, 16).ok().filter(|id| *id != 0)?;
    let span = u64::from_str_radix(span, 16).ok().filter(|id| *id != 0)?;
    Some(Trace { id, span, sampled: u8::from_str_radix(flags, 16).ok()? & 1 == 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_wrong_is_told_once_from_the_outcome_to_its_cause() {
        let refused = std::io::Error::other("connection refused");
        let error = anyhow::Error::from(refused).context("no database: connection refused").context("cannot start");
        assert_eq!(sentences(&error), "cannot start: no database: connection refused");
    }

    #[test]
    fn a_trace_goes_on_with_a_new_span() {
        let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let trace = Trace::from_header(Some(parent));
        assert_eq!(trace.id(), "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_ne!(trace.header(), parent);
        assert!(trace.header().ends_with("-01"));
    }

    #[test]
    fn what_is_malformed_begins_a_trace() {
        let parents = [
            "",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        ];
        for parent in parents {
            assert_ne!(Trace::from_header(Some(parent)).id(), "4bf92f3577b34da6a3ce929d0e0e4736", "{parent}");
        }
    }
}
