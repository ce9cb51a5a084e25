//! Closes connections whose request head takes longer than 5 s. Idle keep-alive connections may stay open for 75 s.
//!
//! hyper has only one timeout for both cases. A short timeout would close the idle connections of browsers, and a long timeout
//! would keep connections open on which only part of a request head arrived.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Maximum time between the first byte of a request and the end of its head. For the first request, it starts with the
/// connection.
const HEADER_TIMEOUT: Duration = Duration::from_secs(5);
/// Interval at which the deadline is checked.
const CHECK_INTERVAL: Duration = Duration::from_millis(500);

/// The state of an HTTP/1 connection.
#[derive(Clone, Copy, Debug)]
enum ConnState {
    /// The client has been sending the head of a request since this time.
    ReadingHead(Instant),
    /// A request is being handled.
    Responding,
    /// The connection is idle between requests.
    Idle,
    /// The connection speaks another protocol, which has its own timeouts.
    Upgraded,
}

/// The deadline for the current request head of one connection. Clones share the state.
#[derive(Clone, Debug)]
pub(super) struct HeaderDeadline(Arc<Mutex<ConnState>>);

impl HeaderDeadline {
    /// Creates the deadline of a new connection, whose client is expected to send a request immediately.
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(ConnState::ReadingHead(Instant::now()))))
    }

    fn state(&self) -> MutexGuard<'_, ConnState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn on_read(&self) {
        let mut state = self.state();
        if matches!(*state, ConnState::Idle) {
            *state = ConnState::ReadingHead(Instant::now());
        }
    }

    /// Records that the head of a request is complete.
    pub(super) fn on_request(&self) {
        let mut state = self.state();
        if !matches!(*state, ConnState::Upgraded) {
            *state = ConnState::Responding;
        }
    }

    /// Records that a request was handled. `is_upgraded` means that the connection no longer speaks HTTP/1.
    pub(super) fn on_response(&self, is_upgraded: bool) {
        let mut state = self.state();
        if !matches!(*state, ConnState::Upgraded) {
            *state = if is_upgraded { ConnState::Upgraded } else { ConnState::Idle };
        }
    }

    /// Waits until a request head exceeds the timeout. Never returns for an upgraded connection.
    pub(super) async fn expired(&self) {
        loop {
            tokio::time::sleep(CHECK_INTERVAL).await;
            match *self.state() {
                ConnState::ReadingHead(since) if since.elapsed() >= HEADER_TIMEOUT => return,
                ConnState::Upgraded => break,
                ConnState::ReadingHead(_) | ConnState::Responding | ConnState::Idle => {}
            }
        }
        std::future::pending::<()>().await;
    }
}

/// A stream that reports its reads to a [`HeaderDeadline`].
#[derive(Debug)]
pub(super) struct TimedStream<S> {
    stream: S,
    deadline: HeaderDeadline,
}

impl<S> TimedStream<S> {
    pub(super) fn new(stream: S, deadline: HeaderDeadline) -> Self {
        Self { stream, deadline }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for TimedStream<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let filled_before = buf.filled().len();
        let result = Pin::new(&mut self.stream).poll_read(cx, buf);
        if buf.filled().len() > filled_before {
            self.deadline.on_read();
        }
        result
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for TimedStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
