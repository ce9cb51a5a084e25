//! W3C trace context, which links a request to the events that it causes.

use rand::random;

/// A span of a distributed trace (W3C Trace Context, level 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceContext {
    trace_id: u128,
    span_id: u64,
    is_sampled: bool,
}

impl TraceContext {
    /// Continues the trace of a `traceparent` header with a new span. Starts a new trace if the header is missing or malformed.
    pub fn from_header(traceparent: Option<&str>) -> Self {
        let parent = traceparent.and_then(parse);
        let trace_id = parent.as_ref().map_or_else(|| random::<u128>().max(1), |parent| parent.trace_id);
        let is_sampled = parent.is_none_or(|parent| parent.is_sampled);
        Self { trace_id, span_id: random::<u64>().max(1), is_sampled }
    }

    /// Starts a trace.
    pub fn new_root() -> Self {
        Self::from_header(None)
    }

    /// Returns the trace id as 32 hexadecimal digits, as it appears in logs and problem documents.
    pub fn trace_id(&self) -> String {
        format!("{:032x}", self.trace_id)
    }

    /// Returns the `traceparent` header for the next hop.
    pub fn to_header(&self) -> String {
        format!("00-{:032x}-{:016x}-{:02x}", self.trace_id, self.span_id, u8::from(self.is_sampled))
    }
}

fn parse(header: &str) -> Option<TraceContext> {
    let mut parts = header.split('-');
    let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_hex =
        |text: &str, length| text.len() == length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let is_well_formed = is_hex(version, 2) && is_hex(trace, 32) && is_hex(span, 16) && is_hex(flags, 2);
    // Version ff is forbidden. Version 00 has exactly four parts; later versions may have more.
    if !is_well_formed || version == "ff" || (version == "00" && parts.next().is_some()) {
        return None;
    }
    let trace_id = u128::from_str_radix(trace, 16).ok().filter(|id| *id != 0)?;
    let span_id = u64::from_str_radix(span, 16).ok().filter(|id| *id != 0)?;
    Some(TraceContext { trace_id, span_id, is_sampled: u8::from_str_radix(flags, 16).ok()? & 1 == 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trace_continues_with_a_new_span() {
        let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let context = TraceContext::from_header(Some(parent));
        assert_eq!(context.trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_ne!(context.to_header(), parent);
        assert!(context.to_header().ends_with("-01"));
    }

    #[test]
    fn malformed_header_starts_a_trace() {
        let parents = [
            "",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        ];
        for parent in parents {
            assert_ne!(
                TraceContext::from_header(Some(parent)).trace_id(),
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "{parent}"
            );
        }
    }
}
